"""What the answers say: the answer tables, and whose an account is."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from reporter.assess.keys import comparables
from reporter.model.assessment import Notice
from reporter.model.policy import Control, PolicySet
from reporter.model.service import Service
from reporter.model.tables import OUTCOME, OWNERSHIP, REASON, UNRECOGNISED, account_column
from reporter.model.text import comparable
from reporter.model.vocabulary import Ownership

# The word of an admin console or of HR about an account, beside the wordings of the service's own account question.
_ROSTER_WORDS = {
    Ownership.COMPANY: ("company", "corporate", "company account", "company seat", "managed", "enterprise", "seat"),
    Ownership.BUSINESS_USE: ("business-use", "business use", "business", "recruiter", "page admin"),
    Ownership.PERSONAL: ("personal", "private", "own"),
    Ownership.NONE: ("none", "no account", "no"),
}


def judged(answers: pl.Series, control: Control) -> pl.DataFrame:
    """Return `text` (null: empty), and `outcome` and `reason` of the control's answer table (null: not in it)."""
    text = comparables(answers)
    table = {
        comparable(wording): (answer.outcome.value, answer.reason.value)
        for answer in control.question.answers
        for wording in answer.wordings
    }
    outcome = {key: value[0] for key, value in table.items()}
    reason = {key: value[1] for key, value in table.items()}
    return pl.DataFrame(
        {
            "text": text,
            "outcome": text.replace_strict(outcome, default=None, return_dtype=OUTCOME),
            "reason": text.replace_strict(reason, default=None, return_dtype=REASON),
        }
    )


def stated_ownership(answers: pl.Series, service: Service) -> pl.Series:
    """Return whose account the survey's account question says it is; null: unstated or unrecognised."""
    question = service.account
    table = {
        comparable(wording): answer.account.value if answer.account else None
        for answer in (question.answers if question else ())
        for wording in answer.wordings
    }
    return _lookup(answers, table)


def roster_ownership(people: pl.DataFrame, service: Service) -> tuple[pl.Series, list[Notice]]:
    """Return whose account the roster says it is (null: it does not say), and a notice of words it could not read."""
    column = account_column(service.id)
    if column not in people.columns:
        return pl.repeat(None, people.height, dtype=OWNERSHIP, eager=True), []
    table: dict[str, str | None] = {
        comparable(word): ownership.value for ownership, words in _ROSTER_WORDS.items() for word in words
    }
    for answer in service.account.answers if service.account else ():
        table |= {comparable(w): answer.account.value if answer.account else None for w in answer.wordings}
    texts = comparables(people[column])
    unread = texts.filter(texts.is_not_null() & ~texts.is_in(sorted(table)))
    notices = [Notice(code="unknown-ownership", values={"count": len(unread), "service": service.title})]
    return _lookup(people[column], table), notices if len(unread) else []


def ownership(roster: pl.Series, stated: pl.Series) -> pl.Series:
    """Return whose the account is: the roster's word beats the survey's; null is unknown and counts as personal."""
    return pl.select(pl.coalesce(roster, stated)).to_series().rename("ownership")


def unrecognised(attestations: pl.DataFrame, policies: PolicySet) -> pl.DataFrame:
    """Return the answers of used attestations that no table holds, most frequent first (schema UNRECOGNISED)."""
    tables: list[tuple[str, set[str]]] = [
        (c.id, _wordings(a.wordings for a in c.question.answers)) for c in policies.controls
    ]
    for service in policies.account_services:
        if service.account:
            wordings = _wordings(a.wordings for a in service.account.answers)
            tables.append((account_column(service.id), wordings))
    frames = [pl.DataFrame(schema=UNRECOGNISED)]
    for question, known in tables:
        if question in attestations.columns:
            texts = pl.DataFrame({"answer": attestations[question], "key": comparables(attestations[question])})
            unknown = texts.filter(pl.col("key").is_not_null() & ~pl.col("key").is_in(sorted(known)))
            counted = unknown.group_by("key").agg(answer=pl.col("answer").min(), count=pl.len())
            frames.append(
                counted.select(question=pl.lit(question), answer="answer", count=pl.col("count").cast(pl.UInt32))
            )
    return pl.concat(frames).sort(["count", "question", "answer"], descending=[True, False, False])


def _wordings(texts: Iterable[tuple[str, ...]]) -> set[str]:
    return {comparable(wording) for group in texts for wording in group}


def _lookup(answers: pl.Series, table: dict[str, str | None]) -> pl.Series:
    texts = comparables(answers)
    if not table:
        return pl.repeat(None, len(texts), dtype=OWNERSHIP, eager=True)
    return texts.replace_strict(table, default=None, return_dtype=pl.String).cast(OWNERSHIP)
