"""From survey rows to one attestation for each person who answered, every other row with its fate (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from reporter.assess import matching, near_misses
from reporter.assess.directory import Directory
from reporter.assess.keys import keys
from reporter.model.assessment import Notice
from reporter.model.tables import REJECTS, conform
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
    matched: bool
    """Some row is somebody's, whatever its fate."""
    notices: tuple[Notice, ...]


def judge_responses(
    rows: pl.DataFrame, people: pl.DataFrame, who: Directory, as_of: date, id_titles: Mapping[str, str]
) -> Responses:
    """Give every survey row its one fate: the first that holds, in the order of DESIGN §6.

    Args:
        rows: The survey.
        people: Everybody on the roster.
        who: Their directory.
        as_of: The day of the assessment.
        id_titles: File → the header of its ids, for notices.
    """
    rows = rows.with_columns(id_key=keys(rows["employee_id"]), address_key=keys(rows["address"]))
    out_of_scope = people.filter(pl.col("exclusion").is_not_null())["person"]
    of_itself: dict[ResponseReject | ResponseFate, pl.Expr] = {
        ResponseReject.PREVIEW: pl.col("preview"),
        ResponseReject.UNFINISHED: ~pl.col("finished"),
        ResponseReject.NO_IDENTITY: pl.col("id_key").is_null() & pl.col("address_key").is_null(),
        ResponseReject.UNREADABLE_DATE: pl.col("submitted_on").is_null(),
        ResponseReject.AFTER_AS_OF: pl.col("submitted_on") > pl.lit(as_of),
    }
    counts = ~pl.any_horizontal(condition.fill_null(value=False) for condition in of_itself.values())
    rows = matching.matched(rows, people, who, counts)
    conditions = {
        **of_itself,
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
    told = [Notice(code="near-misses-unsought", values={"count": unsought})] if unsought else []
    return Responses(
        attestations=used.drop("id_key", "address_key", "verdict", "row_text", *matching.SAID),
        rows=rows.height,
        rejected={reason.value: verdicts.get(reason.value, 0) for reason in ResponseReject},
        superseded=verdicts.get(ResponseFate.SUPERSEDED.value, 0),
        unmatched=verdicts.get(ResponseFate.UNMATCHED.value, 0),
        rejects=rejects,
        matched=bool((rows["person"].is_not_null() & ~rows["conflict"]).any()),
        notices=(*told, *matching.notices(rows, id_titles)),
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
