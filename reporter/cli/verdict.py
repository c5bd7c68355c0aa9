"""What `reporter check` says first: the verdict in one sentence, and the three things that matter most."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from reporter.cli import screen
from reporter.cli.typed import typed
from reporter.run import readiness
from reporter.run.causes import Cause
from reporter.run.judged import Judged
from reporter.run.readiness import ROWS, UNRECOGNISED, Verdict
from reporter.settings import Settings

_FIRST = 3
_LINES = 12  # to be copied, of one cause, before all else
_LISTED_BELOW = (ROWS, UNRECOGNISED)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def lead(judged: Judged, causes: Sequence[Cause]) -> Collection[str]:
    """Print the verdict and what matters most; return the codes of which all is said."""
    screen.headline(sentence(judged, causes))
    first = causes[:_FIRST]
    for number, cause in enumerate(first, start=1):
        screen.item(f"{number}.", _said(cause))
        if hint := readiness.accepting(cause).hint:
            screen.item("   →", typed(hint))
        for text in _copied(cause)[:_LINES]:
            screen.line(f"    {text}")
    if left := len(causes) - len(first):
        screen.line(f"   and {_things(left, ' more')}, below.")
    return [cause.code for cause in first if len(_copied(cause)) <= _LINES]


def sentence(judged: Judged, causes: Sequence[Cause]) -> str:
    """Return the verdict in one sentence."""
    found = readiness.verdict(causes)
    stopping = sum(cause.stops for cause in causes)
    warning = len(causes) - stopping
    if found is Verdict.READY:
        lead = "Ready" if judged.survey.files else "Ready to ask"
        return f"{lead}{', with warnings' if causes else ''}: {_state(judged)}{_worth(warning, more=False)}."
    stops = f"{_things(stopping)} {'stops' if stopping == 1 else 'stop'} a run"
    lead = "Not permitted" if found is Verdict.NOT_PERMITTED else "Not ready"
    return f"{lead}: {stops}{_worth(warning, more=True)}."


def _state(judged: Judged) -> str:
    """Return how far the quarter is."""
    roster, survey = judged.report.assessment.roster, judged.report.assessment.responses
    people = "one person is" if roster.in_scope == 1 else f"{roster.in_scope:,} people are"
    if not roster.roster_rows:
        return "there is nobody on the roster"
    if not judged.survey.files:
        return f"{people} in scope and may be asked; no survey was given yet"
    if not survey.survey_rows:
        return f"nobody has answered yet; {people} in scope"
    if roster.in_scope == 1:
        return f"the one person in scope has {'' if roster.responded else 'not '}answered"
    have = "has" if roster.responded == 1 else "have"
    return f"{roster.responded:,} of {roster.in_scope:,} people in scope {have} answered"


def _worth(count: int, *, more: bool) -> str:
    if not count:
        return ""
    return f", and {_things(count, ' more' if more else '')} {'is' if count == 1 else 'are'} worth a look"


def _things(count: int, more: str = "") -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
    return f"{number}{more}" if more else f"{number} thing{'' if count == 1 else 's'}"


def rest(
    judged: Judged, causes: Sequence[Cause], shown: Collection[str], settings: Settings, *, more: Sequence[str]
) -> None:
    """Print what was not said yet, what there is more to know, and which settings were defaulted."""
    left = [cause for cause in causes[_FIRST:] if cause.code not in _LISTED_BELOW]
    defaults = settings.defaults
    calm = (*readiness.calm(judged.report.assessment), *more)
    if left or calm or defaults:
        screen.heading("Take note")
    for cause in left:
        hint = readiness.accepting(cause).hint
        screen.item("-", typed(" ".join((_said(cause), *([hint] if hint else [])))))
        if cause.code not in shown:
            for text in _copied(cause):
                screen.line(f"    {text}")
    for text in calm:
        screen.item("-", text)
    if defaults:
        screen.item("-", f"Not in {settings.file_name}, so the default holds: {', '.join(defaults)}.")


def _said(cause: Cause) -> str:
    """Return what and where."""
    file = cause.where.partition(",")[0]
    return cause.text if not file or file in cause.text else f"{cause.text} ({cause.where})"


def _copied(cause: Cause) -> list[str]:
    return [text for text in cause.lines if text]
