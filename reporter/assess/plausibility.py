"""Whether roster and survey belong together: what is ready looks at the result, not at the files alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.assess.responses import Responses
from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile, RosterTable, SurveyTable
from reporter.model.vocabulary import ResponseReject

_NOT_READY = ("nothing-matched", "ids-ambiguous")
_CAUSES = ("roster-addresses-not-used", "roster-column-empty", "ids-counted")
"""Notices that are likely to say why nothing matched."""

_IDENTITY = ("employee_id", "address")
_NONE = "–"


def nothing_matched(roster: RosterTable, survey: SurveyTable, responses: Responses) -> Iterator[Notice]:
    """Yield the notice that no response is anybody's, with the columns to compare; none where some is, or none came."""
    nobody_s = sum(responses.rejected[reason.value] for reason in (ResponseReject.PREVIEW, ResponseReject.UNFINISHED))
    count = responses.rows - nobody_s
    if count and not responses.matched:
        values = {"theirs": _columns(survey.files, "survey"), "ours": _columns(roster.files, "roster")}
        yield Notice(code="nothing-matched", values={**values, "count": count})


def not_ready(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the notices that keep a run from being ready, the worst first, the likeliest cause behind it."""
    found = [notice for code in _NOT_READY for notice in notices if notice.code == code]
    causes = [notice for code in _CAUSES for notice in notices if notice.code == code]
    unmatched = bool(found) and found[0].code == _NOT_READY[0]
    return (*found[:1], *causes, *found[1:]) if unmatched else tuple(found)


def _columns(files: Sequence[InputFile], role: str) -> str:
    """Return the headers of the columns by which files say who somebody is, as a list."""
    found = [file.columns[name] for file in files if file.role == role for name in _IDENTITY if name in file.columns]
    return ", ".join(f"“{' '.join(title.split())}”" for title in dict.fromkeys(found)) or _NONE
