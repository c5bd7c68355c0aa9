"""The tables: which columns, of which types, meaning what. Every frame that crosses a stage has such a schema."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from reporter.model.vocabulary import (
    Exclusion,
    FollowUpState,
    Level,
    MailKind,
    MatchedBy,
    Outcome,
    Ownership,
    Reason,
    Severity,
)

OUTCOME = pl.Enum([o.value for o in Outcome])
REASON = pl.Enum([r.value for r in Reason])
LEVEL = pl.Enum([level.value for level in Level])
SEVERITY = pl.Enum([s.value for s in Severity])
OWNERSHIP = pl.Enum([o.value for o in Ownership])
MATCHED_BY = pl.Enum([m.value for m in MatchedBy])
MAIL_KIND = pl.Enum([k.value for k in MailKind])
EXCLUSION = pl.Enum([e.value for e in Exclusion])
FOLLOW_UP_STATE = pl.Enum([s.value for s in FollowUpState])

# Where a row was read: `file` is a name without folder, `sheet` null for CSV, `row` counts from 1 as a reader's
# spreadsheet does (the header is a row too).
PLACE_IN_FILE: dict[str, pl.DataType] = {"file": pl.String(), "sheet": pl.String(), "row": pl.UInt32()}

ROSTER: dict[str, pl.DataType] = {
    **PLACE_IN_FILE,
    "not_a_person": pl.Boolean(),  # a total, a count, a page or group line; all else of such a row is null
    "employee_id": pl.String(),  # as written, trimmed; null if empty
    "address": pl.String(),  # work e-mail address as written, trimmed; null if empty
    "address_usable": pl.Boolean(),  # exactly one mailbox that mail can be sent to
    "aliases": pl.List(pl.String()),  # further addresses of the same person, never null
    "name": pl.String(),
    "department": pl.String(),
    "country_text": pl.String(),  # as written
    "country": pl.String(),  # ISO 3166-1 alpha-2, null where not recognised
    "region_text": pl.String(),  # as written
    "region": pl.String(),  # ISO 3166-2 ("US-CO"), null where not recognised
    "place_text": pl.String(),  # a location as written
    "place_unread": pl.String(),  # the text of those three that is not understood, or all if they contradict each other
    "status": pl.String(),  # the employment status word as written
    "other_status": pl.String(),  # the words of further status columns, joined by ";"
    "active_flag": pl.String(),  # yes or no, as written: works here; of several columns joined by ";"
    "left_flag": pl.String(),  # yes or no, as written: has left; the same
    "account_off": pl.Boolean(),  # the directory says that the account is switched off
    "employment": pl.String(),  # employee, contractor, … as written
    "role": pl.String(),
    "language": pl.String(),  # BCP 47, as written
    "first_day": pl.Date(),
    "last_day": pl.Date(),
}
"""One row for each row of data in the roster files. Beside these, for each service whose account ownership the
roster states, a String column `<service>.account` with the word as written (see `account_column`)."""

SURVEY: dict[str, pl.DataType] = {
    **PLACE_IN_FILE,
    "employee_id": pl.String(),
    "address": pl.String(),
    "anonymous": pl.Boolean(),  # the survey tool says that nobody signed in
    "response_id": pl.String(),
    "submitted_at": pl.Datetime("us", "UTC"),  # null: none was readable
    "submitted_on": pl.Date(),  # the calendar day of submitted_at in the organisation's zone
    "preview": pl.Boolean(),
    "finished": pl.Boolean(),
    "row_text": pl.String(),  # the whole row in canonical column order: the last tie-break; empty without a tie
}
"""One row for each row of data in the survey files. Beside these a String column for each question that the files
carry, named by its id (`LI-01`, `linkedin.account`), with the answer as written, null if empty."""

POPULATION: dict[str, pl.DataType] = {
    "employee": pl.UInt32(),  # 0 … n-1 in the order of (employee_id, address): stable under reordering of the input
    "pseudonym": pl.String(),
    "employee_id": pl.String(),
    "address": pl.String(),
    "address_usable": pl.Boolean(),
    "name": pl.String(),
    "department": pl.String(),  # null: not stated
    "country": pl.String(),
    "region": pl.String(),
    "place": pl.String(),  # region if known, else country; null if unknown
    "place_known": pl.Boolean(),
    "employment": pl.String(),
    "role": pl.String(),
    "language": pl.String(),
    "on_leave": pl.Boolean(),  # in scope, and not written to unless so configured
    "responded": pl.Boolean(),
    "matched_by": MATCHED_BY,  # null: silent
    "answered_on": pl.Date(),  # null: silent
    "response_file": pl.String(),  # where the used survey row stands; null: silent
    "response_row": pl.UInt32(),
}
"""The people in scope, one row each."""

FINDINGS: dict[str, pl.DataType] = {
    "employee": pl.UInt32(),  # POPULATION.employee
    "control": pl.String(),  # Control.id (a Categorical in memory is allowed; compare as text)
    "outcome": OUTCOME,
    "reason": REASON,
    "level": LEVEL,  # after the caps
    "severity": SEVERITY,
    "ownership": OWNERSHIP,  # of the account; null for kinds without one
    "caps": pl.String(),  # `Cap` values joined by ";", empty if the level is the policy's
    "law": pl.String(),  # law note ids behind the caps or the bar, joined by ";"
    "answer": pl.String(),  # as written; null if none. Never in the auditor's edition
    "answered_on": pl.Date(),
    "waiver": pl.UInt32(),  # index into Assessment.waivers; null if none is attached
    "open": pl.Boolean(),  # not-satisfied without a valid waiver
    "writable": pl.Boolean(),  # may appear in a mail to one person
}
"""One employee in scope × one control: exactly one row, ordered by employee, then by control in policy order."""

EARLIER: dict[str, pl.DataType] = {
    "pseudonym": pl.String(),
    "control": pl.String(),
    "outcome": OUTCOME,
}
"""The findings of an earlier run, one row each."""

REJECTS: dict[str, pl.DataType] = {
    "role": pl.String(),  # roster | survey
    **PLACE_IN_FILE,
    "column": pl.String(),  # the role of the column at fault, where one is; of several, joined by ";"
    "fate": pl.String(),  # rejected | excluded | unmatched | superseded
    "reason": pl.String(),  # RosterReject, Exclusion or ResponseReject value; null for unmatched and superseded
    "value": pl.String(),  # the text at fault, where it helps
    "suggestion": pl.String(),  # a near miss, never applied; of a duplicate, the place of the row to compare it with
    "unsought": pl.Boolean(),  # unmatched, and no near miss was looked for: too many are; null where it does not matter
}
"""Every row of the inputs that is not used, with the reason. HR's edition only."""

REJECT_SENTENCE = pl.when("unsought").then(pl.lit("unsought")).otherwise(pl.coalesce("reason", "fate"))
"""The key, beside the role, of the sentence that says why a row of REJECTS is not used."""

UNRECOGNISED: dict[str, pl.DataType] = {"question": pl.String(), "answer": pl.String(), "count": pl.UInt32()}
"""Answers no answer table holds, most frequent first, for HR to map. HR's edition only."""

UNPLACED: dict[str, pl.DataType] = {
    "text": pl.String(),  # what the roster says of the place and is not understood; null: nothing
    "country": pl.String(),  # where that is known, and its law depends on the region
    "people": pl.UInt32(),
    "file": pl.String(),  # where the first of them stands
    "row": pl.UInt32(),
}
"""The people in scope whose place of work is not understood, by what is written for it, most people first. For HR."""

MAIL: dict[str, pl.DataType] = {"employee": pl.UInt32(), "kind": MAIL_KIND}
"""Who is written to, and with which mail."""

FOLLOW_UPS: dict[str, pl.DataType] = {
    "pseudonym": pl.String(),
    "control": pl.String(),
    "owner": pl.String(),  # who sees to it, as HR wrote; null if empty, as the next three
    "state": FOLLOW_UP_STATE,
    "comment": pl.String(),
    "done_on": pl.Date(),
}
"""What HR last wrote beside an open finding, one row for each person and control. HR's edition only."""


def conform(frame: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return the columns of `schema`, in its order and of its types."""
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def account_column(service: str) -> str:
    """Return the id of a service's account question, which is also its column's name."""
    return f"{service}.account"
