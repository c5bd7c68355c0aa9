"""Questions of the policies that no column of the survey answers, and the column that each may be meant by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.inputs import SurveyTable
from reporter.model.policy import Asked, PolicySet
from reporter.model.text import comparable
from reporter.model.vocabulary import Level, Outcome

_LEAST = 3  # words that a header and a wording share
_WORD = 4  # letters of such a word
_SHARE = 0.6  # of the words of the shorter
_ALIKE = 0.6  # for writing without spaces
_LONGEST = 500
_MOST = 200  # columns that are looked at


def notices(findings: pl.DataFrame, survey: SurveyTable, policies: PolicySet) -> tuple[Notice, ...]:
    """Return what the survey does not ask.

    There is a notice for each question that a required control asks somebody in scope, one for a policy none of whose
    questions is asked (`policy-not-asked` where it has such controls, else `policy-unasked`), and one for all other
    questions. Where nobody answered, there is nothing that a column would say.
    """
    unasked = [asked for asked in policies.asked if asked.id not in survey.rows.columns]
    if not unasked or not survey.files:
        return ()
    required = {c.id for c in policies.controls if c.level is Level.REQUIRED and survey.rows.height}
    concern = findings.filter(pl.col("outcome") != Outcome.NOT_APPLICABLE.value)["control"].cast(pl.String)
    required &= set(concern.unique())
    missing = {asked.id for asked in unasked}
    found = []
    told = set[str]()
    for policy in policies.policies:
        of_it = [control.id for control in policy.controls]
        if not missing.issuperset(of_it):
            continue
        if ids := [id_ for id_ in of_it if id_ in required]:
            required -= set(ids)
            told |= set(ids)
            found.append(Notice(code="policy-not-asked", values={"policy": policy.id, "questions": ", ".join(ids)}))
        elif of_it:
            told |= set(of_it)
            found.append(Notice(code="policy-unasked", values={"policy": policy.id, "count": len(of_it)}))
    dropped = list(dict.fromkeys(header for file in survey.files for header in file.dropped))[:_MOST]
    for asked in (asked for asked in unasked if asked.id in required):
        near = nearest(asked, dropped)
        code = "required-question-near" if near else "required-question-missing"
        header = {"column": " ".join(near.split())} if near else {}
        told.add(asked.id)
        found.append(Notice(code=code, values={"question": asked.id, **header}))
    if others := [asked.id for asked in unasked if asked.id not in told]:
        found.append(Notice(code="question-missing", values={"questions": ", ".join(others), "count": len(others)}))
    return tuple(found)


def nearest(asked: Asked, headers: Sequence[str]) -> str | None:
    """Return the header that reads most like a question; None where none reads like it. It is suggested, never used."""
    ranked = sorted(headers, key=lambda header: -_likeness(header, asked.wordings))
    return ranked[0] if ranked and _likeness(ranked[0], asked.wordings) else None


def _likeness(header: str, wordings: Iterable[str]) -> float:
    """Return how much a header reads like one of the wordings, 0 where it does not."""
    text = comparable(header[:_LONGEST])
    words = _words(text)
    best = 0.0
    for wording in map(comparable, wordings):
        other = _words(wording)
        shared = len(words & other)
        if shared >= _LEAST and shared >= _SHARE * min(len(words), len(other)):
            best = max(best, 2 * shared / (len(words) + len(other)))
        elif min(len(words), len(other)) < _LEAST:
            ratio = SequenceMatcher(None, text, wording[:_LONGEST]).ratio()
            best = max(best, ratio if ratio >= _ALIKE else 0.0)
    return best


def _words(text: str) -> frozenset[str]:
    words = "".join(c if c.isalnum() else " " for c in text).split()
    return frozenset(word for word in words if len(word) >= _WORD)
