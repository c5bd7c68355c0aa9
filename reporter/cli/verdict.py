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
    return [cause.code for cause in first if len(_copied(cause)) <= _LINES]


def sentence(judged: Judged, causes: Sequence[Cause]) -> str:
    """Return the verdict in one sentence."""
    assessment = judged.report.assessment
    roster, survey = assessment.roster, assessment.responses
    found = readiness.verdict(causes)
    stopping = [cause for cause in causes if cause.stops]
    if found is not Verdict.READY:
        lead = "Not permitted" if found is Verdict.NOT_PERMITTED else "Not ready"
        stops = "one thing stops" if len(stopping) == 1 else f"{_number(len(stopping))} things stop"
        more = _more(len(causes) - min(_FIRST, len(causes)))
        return f"{lead}: {stops} a run.{more}"
    lead = "Ready, with warnings" if causes else "Ready"
    people = "One person is" if roster.in_scope == 1 else f"{roster.in_scope:,} people are"
    if not roster.roster_rows:
        said = "there is nobody on the roster"
    elif not judged.survey.files:
        said = f"{people[:1].lower()}{people[1:]} in scope and may be asked; no survey was given yet"
        lead = lead.replace("Ready", "Ready to ask", 1)
    elif not survey.survey_rows:
        said = f"nobody has answered yet; {people[:1].lower()}{people[1:]} in scope"
    else:
        of = "the one person" if roster.in_scope == 1 else f"{roster.in_scope:,} people"
        said = f"{roster.responded:,} of {of} in scope {'has' if roster.responded == 1 else 'have'} answered"
    if not causes:
        return f"{lead}: {said}."
    things = "one thing is" if len(causes) == 1 else f"{_number(len(causes))} things are"
    return f"{lead}: {said}, and {things} worth a look.{_more(len(causes) - min(_FIRST, len(causes)))}"


def rest(judged: Judged, causes: Sequence[Cause], shown: Collection[str], settings: Settings) -> None:
    """Print what was not said yet, and which settings were defaulted."""
    left = [cause for cause in causes[_FIRST:] if cause.code not in _LISTED_BELOW]
    defaults = settings.defaults
    calm = readiness.calm(judged.report.assessment)
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


def _more(count: int) -> str:
    return " The first three:" if count else ""


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"
