"""Whether a run is ready: what an assessment and its notices say of the inputs, as causes, what matters most first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum

from reporter.assess import exports, freshness, plausibility
from reporter.errors import NotPermittedError, SourceError, UsageError
from reporter.model.assessment import Assessment, Notice
from reporter.model.vocabulary import RosterReject
from reporter.run import continuity, permission, unused_columns
from reporter.run.causes import Cause, not_ready
from reporter.run.judged import Judged
from reporter.settings import Settings, column_tables
from reporter.wording import words

NOT_ASKED, MISSING, NEAR = "policy-not-asked", "required-question-missing", "required-question-near"
NOBODY_IN_SCOPE, NOBODY, NOBODY_ANSWERED = "nobody-in-scope", "nobody-on-roster", "nobody-answered"
ROWS, UNRECOGNISED = "rows-not-used", "answers-unrecognised"
UNTOLD = "leavers-untold"

_QUOTED = re.compile(r"“([^”]+)” \(([0-9,]+)\)")
_CALM = frozenset({"rows-corrected", "place-configured"})
"""Notices that are as they should be."""
_WHY_UNMATCHED = ("roster-addresses-not-used", "roster-column-empty", "ids-counted")
"""Notices that are likely to say why nothing matched: they stand behind it."""
_WARNINGS = (
    NOBODY,
    NOBODY_ANSWERED,
    unused_columns.CODE,
    "status-contradicts",
    "roster-dates-unread",
    "unknown-status",
    "unknown-flag",
    ROWS,
    UNRECOGNISED,
    "policy-unasked",
    "question-missing",
    "headcount-differs",
    "roster-addresses-not-used",
    "addresses-not-used",
    "ids-lost",
)
"""Those that matter most; the others follow in their order."""
_NOT_MENDED = (RosterReject.DUPLICATE.value, RosterReject.NOT_A_PERSON.value)
"""Rows that nobody need mend."""
_OLD = (continuity.SURVEY_AS_BEFORE, continuity.NOTHING_NEW, freshness.STALE, freshness.EARLIER)
"""Signs of one thing, that the answers are of an earlier quarter: the first that is there says it."""

_OF_PLACES = ("unknown-country", "unknown-place", "unknown-region")
"""What the stop at places that are not understood says too."""


class Verdict(StrEnum):
    """Whether a run may be made of the inputs."""

    READY = "ready"
    NOT_READY = "not-ready"
    NOT_PERMITTED = "not-permitted"


def verdict(causes: Sequence[Cause]) -> Verdict:
    """Return what causes come to."""
    if any(cause.bars for cause in causes):
        return Verdict.NOT_PERMITTED
    return Verdict.NOT_READY if any(cause.stops for cause in causes) else Verdict.READY


def causes(judged: Judged, settings: Settings) -> tuple[Cause, ...]:
    """Return all there is to say of a run's inputs: what stops it first, what matters most before the rest."""
    assessment = judged.report.assessment
    found = [
        *permission.barriers(assessment, settings),
        *judged.doubts,
        *_counted(assessment, settings, asked=bool(judged.survey.files)),
        *unused_columns.causes(judged.roster, settings),
        *(_cause(notice, settings) for notice in assessment.notices if notice.code not in _CALM),
    ]
    old = [code for code in _OLD if any(cause.code == code for cause in found)]
    said = {*old[1:], *(_OF_PLACES if any(cause.code == permission.PLACE_UNKNOWN for cause in found) else ())}
    found = [cause for cause in found if cause.code not in said]
    unmatched = any(cause.code == plausibility.NOTHING_MATCHED for cause in found)
    return tuple(sorted(found, key=lambda cause: _rank(cause, unmatched=unmatched)))


def check_accepted(codes: Sequence[str]) -> None:
    """Make sure that each code is one of a cause that can be accepted.

    Raises:
        UsageError: One is not.
    """
    if unknown := [code for code in codes if code not in STOPS]:
        hint = f"Write the code that reporter check prints, one of {', '.join(STOPS)}."
        raise UsageError(f"--accept-not-ready: there is no such cause: {unknown[0]!r}", hint=hint)


def stop(causes: Sequence[Cause], accepted: Sequence[str]) -> None:
    """Let a run go on, or stop it.

    Raises:
        NotPermittedError: The law, as configured, does not permit it.
        SourceError: The inputs are not ready, and not every cause is accepted.
    """
    if barred := [cause.problem for cause in causes if cause.bars]:
        raise NotPermittedError(*barred)
    if left := [cause for cause in causes if cause.stops and cause.code not in accepted]:
        raise SourceError(*(accepting(cause).problem for cause in left))


def accepting(cause: Cause) -> Cause:
    """Return a cause with how to go on in spite of it, where that can be."""
    if not cause.stops or cause.bars:
        return cause
    nevertheless = f"To go on nevertheless: reporter run … --accept-not-ready {cause.code}"
    hint = f"{cause.hint} {nevertheless}" if cause.hint else nevertheless
    return Cause(**{name: getattr(cause, name) for name in ("code", "text", "exit_code", "where", "lines")}, hint=hint)


def calm(assessment: Assessment) -> tuple[str, ...]:
    """Return what is as it should be, and worth knowing."""
    return tuple(words().notice(notice) for notice in assessment.notices if notice.code in _CALM)


def mendable(assessment: Assessment) -> tuple[int, int]:
    """Return how many rows of the roster, and of the survey, are not used that somebody could mend."""
    roster, survey = assessment.roster, assessment.responses
    of_roster = sum(count for reason, count in roster.rejected.items() if reason not in _NOT_MENDED)
    return of_roster, sum(survey.rejected.values()) + survey.unmatched


def _rank(cause: Cause, *, unmatched: bool) -> tuple[int, int]:
    """Return where a cause stands: what nothing tells, what bars, what stops, what warns."""
    if cause.code == UNTOLD:
        return (0, 0)
    if cause.bars:
        return (1, 0)
    stops = list(STOPS)
    if cause.stops:
        return (2, stops.index(cause.code) * 10)
    if unmatched and cause.code in _WHY_UNMATCHED:
        return (2, stops.index(plausibility.NOTHING_MATCHED) * 10 + 1)
    return (3, _WARNINGS.index(cause.code) if cause.code in _WARNINGS else len(_WARNINGS))


def _cause(notice: Notice, settings: Settings) -> Cause:
    """Return what a notice comes to."""
    text, where = words().notice(notice), _where(notice)
    if notice.code in STOPS:
        hint = STOPS[notice.code](notice, settings)
        lines = _line(notice) if notice.code == NEAR else ()
        return not_ready(notice.code, text, where=where, hint=hint, lines=lines)
    hint, lines = _HINTS.get(notice.code, "").format(settings.file_name), _words(notice)
    return Cause(code=notice.code, text=text, where=where, hint=hint, lines=lines)


def _counted(assessment: Assessment, settings: Settings, *, asked: bool) -> Iterator[Cause]:
    """Yield what the counts say by themselves."""
    roster, survey = assessment.roster, assessment.responses
    if not roster.roster_rows:
        yield Cause(code=NOBODY, text="There is nobody on the roster: it has a header and no rows.")
    elif not roster.in_scope:
        yield not_ready(
            NOBODY_IN_SCOPE,
            "Nobody on the roster is in scope, so there is nothing to judge.",
            hint="The reasons are counted below: look at the column that says who left or has not started, at "
            f"[scope] in {settings.file_name}, and at the dates.",
        )
    if asked and not survey.survey_rows:
        yield Cause(code=NOBODY_ANSWERED, text="Nobody has answered: the survey has a header and no rows.")
    of_roster, of_survey = mendable(assessment)
    if count := of_roster + of_survey:
        rows = [
            f"{n:,} {'row' if n == 1 else 'rows'} of the {of}"
            for of, n in (("roster", of_roster), ("survey", of_survey))
            if n
        ]
        yield Cause(
            code=ROWS,
            text=f"{' and '.join(rows)} {'is' if count == 1 else 'are'} not used.",
            hint="The reasons are below. A run writes the rows that can be mended into rejects-roster.csv and "
            "rejects-survey.csv: mend them there, and give the file as a further --roster or --survey.",
        )
    if count := assessment.unrecognised.height:
        answers = "One answer stands" if count == 1 else f"{count:,} different answers stand"
        yield Cause(
            code=UNRECOGNISED,
            text=f"{answers} in no answer table, and count{'s' if count == 1 else ''} as unknown.",
            hint="In the policy, give each to the answer that it means; the lines are below.",
        )


def _where(notice: Notice) -> str:
    """Return file, rows and column of a notice, as far as it has them."""
    values = notice.values
    parts = [str(values["file"])] if "file" in values else []
    if rows := values.get("rows", values.get("row")):
        parts.append(f"row{'s' if ',' in str(rows) else ''} {rows}" if parts else str(rows))
    if column := values.get("column"):
        parts.append(f"column {column}")
    return ", ".join(parts)


def _line(notice: Notice) -> tuple[str, ...]:
    return ("[survey.columns]", *column_tables.lines({str(notice.values["question"]): str(notice.values["column"])}))


def _words(notice: Notice) -> tuple[str, ...]:
    """Return the words about employment that are not understood, as lines for the configuration."""
    if notice.code not in {"unknown-status", "unknown-flag"}:
        return ()
    found = _QUOTED.findall(str(notice.values.get("words", "")))
    lines = [
        f'{column_tables.quoted(word)} = "active"  # {count} row{"" if count == "1" else "s"}' for word, count in found
    ]
    return ("[roster.words]", *lines) if lines else ()


Say = Callable[[Notice, Settings], str]


def _same(text: str) -> Say:
    """Return a hint that names the configuration, `{}`, and nothing of the notice."""
    return lambda _, settings: text.format(settings.file_name)


def _by_policy(notice: Notice, settings: Settings) -> str:
    return (
        f"If the survey is not about {notice.values['policy']}, name the policies that it is about: --policy ID, or "
        f"[run] policies in {settings.file_name}. If it is, head its columns with the questions' texts or ids."
    )


_EXPORT = _same("Export this quarter's answers, and give that file with --survey. Look at the first and last day of "
                "the answers below: if they are not those of the file, say in {} how its dates are written: [survey] "
                "dates.")  # fmt: skip
STOPS: Mapping[str, Say] = {
    NOBODY_IN_SCOPE: _same(""),
    exports.TWICE: _same("Give the newer one alone: take the other out of the folder, or name one file with --roster."),
    plausibility.NOTHING_MATCHED: _same(
        "Write who people are in one file as in the other. A column that is not kept is used once it is named under "
        "[roster.columns] or [survey.columns] in {}; reporter map FILE shows how."
    ),
    "ids-ambiguous": _same("Or give the survey a column of addresses too, by which they can be told apart."),
    plausibility.CONFLICTS: _same(
        "The rows are listed below: correct them there. A run that goes on without these people writes them into "
        "rejects-roster.csv; mended there, the file is a further --roster."
    ),
    continuity.OTHER_PEOPLE: _same(""),
    continuity.SURVEY_AS_BEFORE: _same(""),
    continuity.NOTHING_NEW: _same(""),
    freshness.STALE: _EXPORT,
    freshness.EARLIER: _EXPORT,
    NEAR: _same("If that column is meant, add to {}:"),
    MISSING: _same(
        "No column that is not kept reads like it. Head its column with the question's text or id, or map it under "
        "[survey.columns] in {}; reporter map FILE shows how."
    ),
    NOT_ASKED: _by_policy,
}
"""The code of what stops a run, unless somebody accepts it, the worst first → what to do about it, where the one who
finds it has not said it."""
_SAY = "In {}, say what each means: active, left, not-started, on-leave or contractor:"
_HINTS: Mapping[str, str] = {
    UNTOLD: "If people who left are in it, they count as silent, and mail goes to them. Export a status or a leaving "
    "date with it, or name the column under [roster.columns] in {}.",
    "unknown-status": _SAY,
    "unknown-flag": _SAY,
    "policy-unasked": "If the survey is not about it, name the policies that it is about: --policy ID, or [run] "
    "policies in {}.",
    "headcount-differs": "Ask who exported the roster whether it is complete.",
    exports.REPEATED: "Leave one of them out.",
}
"""What to do about a warning, where the sentence does not say it."""
