"""From survey rows to one attestation for each person who answered, every other row with its fate (DESIGN §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from reporter.assess import near_misses
from reporter.assess.directory import Directory
from reporter.assess.keys import keys
from reporter.model.assessment import Notice
from reporter.model.tables import MATCHED_BY, REJECTS, conform
from reporter.model.vocabulary import MatchedBy, ResponseFate, ResponseReject

_AT_FAULT = {
    ResponseReject.PREVIEW.value: "preview",
    ResponseReject.UNFINISHED.value: "finished",
    ResponseReject.NO_IDENTITY.value: "address",
    ResponseReject.UNREADABLE_DATE.value: "submitted_at",
    ResponseReject.AFTER_AS_OF.value: "submitted_at",
    ResponseReject.IDENTITY_CONFLICT.value: "employee_id",
}
"""Verdict → the role of the column at fault."""
_NOT_FOUND = [ResponseFate.UNMATCHED.value, ResponseReject.EMPLOYEE_OUT_OF_SCOPE.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The survey, judged row by row."""

    attestations: pl.DataFrame
    """The used rows: the survey's columns and `person`, `matched_by`."""
    rows: int
    rejected: dict[str, int]
    superseded: int
    unmatched: int
    rejects: pl.DataFrame
    """Schema REJECTS."""
    notices: tuple[Notice, ...]


def judge_responses(rows: pl.DataFrame, people: pl.DataFrame, who: Directory, as_of: date) -> Responses:
    """Give every survey row its one fate: the first that holds, in the order of DESIGN §6."""
    rows = _matched(rows.with_columns(id_key=keys(rows["employee_id"]), address_key=keys(rows["address"])), who)
    out_of_scope = people.filter(pl.col("exclusion").is_not_null())["person"]
    conditions = {
        ResponseReject.PREVIEW: pl.col("preview"),
        ResponseReject.UNFINISHED: ~pl.col("finished"),
        ResponseReject.NO_IDENTITY: pl.col("id_key").is_null() & pl.col("address_key").is_null(),
        ResponseReject.UNREADABLE_DATE: pl.col("submitted_on").is_null(),
        ResponseReject.AFTER_AS_OF: pl.col("submitted_on") > pl.lit(as_of),
        ResponseReject.IDENTITY_CONFLICT: pl.col("conflict"),
        ResponseFate.UNMATCHED: pl.col("person").is_null(),
        ResponseReject.EMPLOYEE_OUT_OF_SCOPE: pl.col("person").is_in(out_of_scope.implode()),
    }
    rows = rows.with_columns(
        verdict=pl.coalesce(
            pl.when(condition.fill_null(value=False)).then(pl.lit(verdict.value))
            for verdict, condition in conditions.items()
        )
    )
    rows = _superseded(rows)
    verdicts = dict(rows["verdict"].drop_nulls().value_counts().iter_rows())
    used = rows.filter(pl.col("verdict").is_null())
    rejects = _rejects(rows, people)
    unsought = int(rejects["unsought"].sum())
    return Responses(
        attestations=used.drop("id_key", "address_key", "verdict", "conflict", "row_text"),
        rows=rows.height,
        rejected={reason.value: verdicts.get(reason.value, 0) for reason in ResponseReject},
        superseded=verdicts.get(ResponseFate.SUPERSEDED.value, 0),
        unmatched=verdicts.get(ResponseFate.UNMATCHED.value, 0),
        rejects=rejects,
        notices=(Notice(code="near-misses-unsought", values={"count": unsought}),) if unsought else (),
    )


def _matched(rows: pl.DataFrame, who: Directory) -> pl.DataFrame:
    """Add `person`, `matched_by` and `conflict` (id and address name two people)."""
    by_id = [who.by_id.get(k) for k in rows["id_key"]]
    by_address = [who.by_address.get(k) for k in rows["address_key"]]
    by_alias = [who.by_alias.get(k) for k in rows["address_key"]]
    found = pl.DataFrame(
        {"by_id": by_id, "by_address": by_address, "by_alias": by_alias},
        schema={"by_id": pl.UInt32, "by_address": pl.UInt32, "by_alias": pl.UInt32},
    )
    by_any_address = pl.coalesce("by_address", "by_alias")
    return rows.hstack(
        found.select(
            person=pl.coalesce("by_id", "by_address", "by_alias"),
            matched_by=pl.when(pl.col("by_id").is_not_null())
            .then(pl.lit(MatchedBy.EMPLOYEE_ID.value))
            .when(pl.col("by_address").is_not_null())
            .then(pl.lit(MatchedBy.ADDRESS.value))
            .when(pl.col("by_alias").is_not_null())
            .then(pl.lit(MatchedBy.ALIAS.value))
            .cast(MATCHED_BY),
            conflict=(pl.col("by_id") != by_any_address).fill_null(value=False),
        )
    )


def _superseded(rows: pl.DataFrame) -> pl.DataFrame:
    """Mark all but the newest of a person's rows: by time, then response id, then text; never by place."""
    rows = rows.with_row_index("_at").with_columns(_number=pl.col("response_id").cast(pl.Int64, strict=False))
    newest = (
        rows.filter(pl.col("verdict").is_null())
        .sort("submitted_at", "_number", "response_id", "row_text", nulls_last=False)
        .group_by("person", maintain_order=True)
        .last()["_at"]
    )
    older = pl.col("verdict").is_null() & ~pl.col("_at").is_in(newest.implode())
    return rows.with_columns(
        verdict=pl.when(older).then(pl.lit(ResponseFate.SUPERSEDED.value)).otherwise(pl.col("verdict"))
    ).drop("_at", "_number")


def _rejects(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    unused = rows.filter(pl.col("verdict").is_not_null())
    fates = {ResponseFate.UNMATCHED.value, ResponseFate.SUPERSEDED.value}
    is_fate = pl.col("verdict").is_in(sorted(fates))
    unmatched = pl.col("verdict") == ResponseFate.UNMATCHED.value
    strangers = unused.filter(unmatched)
    by_id = pl.col("id_key").replace_strict(
        near_misses.by_id(strangers["id_key"], people), default=None, return_dtype=pl.String
    )
    near = near_misses.by_address(strangers["address_key"], people)
    by_address = pl.col("address_key").replace_strict(near.found, default=None, return_dtype=pl.String)
    named_by_id = (
        pl.when(unmatched)
        .then(by_id.is_not_null() | pl.col("address_key").is_null())
        .otherwise(pl.col("matched_by") == MatchedBy.EMPLOYEE_ID.value)
    )
    who = pl.when(named_by_id).then(pl.lit("employee_id")).otherwise(pl.lit("address"))
    return conform(
        unused.select(
            role=pl.lit("survey"),
            file="file",
            sheet="sheet",
            row="row",
            column=pl.col("verdict")
            .replace_strict(_AT_FAULT, default=None, return_dtype=pl.String)
            .fill_null(pl.when(pl.col("verdict").is_in(_NOT_FOUND)).then(who)),
            fate=pl.when(is_fate).then(pl.col("verdict")).otherwise(pl.lit(ResponseFate.REJECTED.value)),
            reason=pl.when(is_fate).then(None).otherwise(pl.col("verdict")),
            value=pl.when(unmatched).then(pl.when(named_by_id).then("employee_id").otherwise("address")),
            suggestion=pl.when(unmatched).then(pl.coalesce(by_id, by_address)),
            unsought=unmatched & by_id.is_null() & pl.col("address_key").is_in(near.unsought),
        ),
        REJECTS,
    )
