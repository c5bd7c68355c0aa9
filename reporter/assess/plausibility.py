"""Whether roster and survey belong together: what is ready looks at the result, not at the files alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reporter.assess.responses import Responses
from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile, RosterTable, SurveyTable
from reporter.model.vocabulary import ResponseReject

NOTHING_MATCHED = "nothing-matched"
CONFLICTS = "conflicting-duplicates"

_IDENTITY = ("employee_id", "address")
_NONE = "–"


def nothing_matched(roster: RosterTable, survey: SurveyTable, responses: Responses) -> Iterator[Notice]:
    """Yield the notice that no response is anybody's, with the columns to compare; none where some is, or none came."""
    nobody_s = sum(responses.rejected[reason.value] for reason in (ResponseReject.PREVIEW, ResponseReject.UNFINISHED))
    count = responses.rows - nobody_s
    if count and not responses.matched:
        values = {"theirs": _columns(survey.files, "survey"), "ours": _columns(roster.files, "roster")}
        yield Notice(code=NOTHING_MATCHED, values={**values, "count": count})


def _columns(files: Sequence[InputFile], role: str) -> str:
    """Return the headers of the columns by which files say who somebody is, as a list."""
    found = [file.columns[name] for file in files if file.role == role for name in _IDENTITY if name in file.columns]
    return ", ".join(f"“{' '.join(title.split())}”" for title in dict.fromkeys(found)) or _NONE
