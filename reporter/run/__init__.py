"""Floor 5: the quarterly job. Read, judge, ask whether it may run, render, write.

`check`, `run` and `verify` share `judge`, which reads and decides everything and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from reporter import __version__, folder, policy, sources
from reporter.assess import assess
from reporter.assess.comparison import compare
from reporter.errors import UsageError
from reporter.model.assessment import Notice, Parameters
from reporter.model.documents import Headcount, Report
from reporter.model.vocabulary import ORIGINAL_LANGUAGE
from reporter.pseudonyms import Key
from reporter.reports.annex import Grouping
from reporter.run import continuity, faults, readiness, reading, surroundings
from reporter.run.judged import Judged
from reporter.run.permission import permit, unheard, unplaced
from reporter.run.rendering import render
from reporter.run.verdict import failed
from reporter.settings import Settings, fetched
from reporter.signatures import Seal
from reporter.wording import languages

__all__ = [
    "Judged",
    "failed",
    "judge",
    "permit",
    "quarter",
    "readiness",
    "ready",
    "render",
    "run",
    "unheard",
    "unplaced",
]

_YEARS = range(2000, 2100)
_PERIOD = re.compile(r"[0-9]{4}-Q[1-4]")

Say = Callable[[str], None]
"""Is told what the job does next, for a progress display."""


def run(
    settings: Settings,
    *,
    as_of: date,
    period: str | None = None,
    out: Path,
    force: bool = False,
    annex: Grouping | None = None,
    workers: int = 1,
    key: Key | None = None,
    seal: Seal | None = None,
    accepted: Sequence[str] = (),
    say: Say = lambda _: None,
) -> Judged:
    """Do the quarterly job, and return what was judged; its documents are in `out`.

    Args:
        settings: What to read, and how.
        as_of: The day of the assessment.
        period: The quarter it is for, `2026-Q4`; None: that of `as_of`.
        out: The folder to make.
        force: An earlier run's folder at `out` is replaced.
        annex: A PDF with names is made for each department or country.
        workers: Processes that lay out PDFs.
        key: The pseudonym key; None: the workspace's, else one derived from the roster.
        seal: What the reports on paper are signed with; None: they are not.
        accepted: Codes of causes for not being ready that it goes on with.
        say: Is told what happens next.

    Raises:
        ReporterError: The subclass of the stage that could not be done; `out` is then as it was before.
    """
    readiness.check_accepted(accepted)
    ready(out, force=force)
    judged = judge(settings, as_of=as_of, period=period, key=key, accepted=accepted, say=say)
    readiness.stop(readiness.causes(judged, settings), judged.report.assessment.parameters.accepted)
    documents = render(
        judged,
        outputs=settings.run.outputs,
        edition=settings.run.edition,
        annex=annex,
        workers=workers,
        seal=seal,
        say=say,
    )
    say("Writing mails and all other files" if "mail" in settings.run.outputs else "Writing all files")
    folder.write(out, documents, replace=force)
    return judged


def ready(out: Path, *, force: bool) -> None:
    """Make sure that the folder can be made, before anything is fetched or read.

    Raises:
        UsageError: Something is there, and it may not be replaced.
    """
    folder.clean(out.absolute().parent)  # first: it may put an earlier run back at `out`
    folder.check(out, replace=force)


def judge(
    settings: Settings,
    *,
    as_of: date,
    period: str | None = None,
    key: Key | None = None,
    accepted: Sequence[str] = (),
    alone: bool = False,
    say: Say = lambda _: None,
) -> Judged:
    """Read the inputs and judge everybody. Writes nothing, and asks neither whether they are ready nor for permission.

    See `readiness` for that.

    Args:
        settings: What to read, and how.
        as_of: The day of the assessment.
        period: The quarter it is for, `2026-Q4`; None: that of `as_of`.
        key: The pseudonym key; None: the workspace's, else one derived from the roster.
        accepted: Codes of causes for not being ready that a run goes on with.
        alone: The roster is read alone: nobody has been asked yet.
        say: Is told what happens next.

    Raises:
        UsageError: No roster or survey is named, the period is none, or a configured column does not exist.
        PolicyError: A policy is invalid.
        SourceError: A source cannot be read, or is not ready to be judged.
    """
    _check_usage(settings, as_of, period, alone=alone)
    say("Reading policies")
    policies = policy.load(policy.find(settings.run.policies, workspace=settings.workspace))
    say("Reading roster and survey")
    roster, survey = reading.read(settings, policies, as_of, alone=alone)
    waivers = sources.read_waivers(path) if (path := settings.run.waivers) else None
    aliases = sources.read_aliases(path) if (path := settings.run.aliases) else None
    objected = sources.read_people(path, "objected") if (path := settings.scope.objected) else None
    suppress = sources.read_people(path, "suppress") if (path := settings.mail.suppress) else None
    key = key or surroundings.key(settings, roster)
    parameters = Parameters(
        as_of=as_of,
        period=period or quarter(as_of),
        contractors_in_scope=settings.scope.contractors,
        words=settings.roster.words,
        write_on_leave=settings.mail.on_leave == "write",
        objected=objected.people if objected else frozenset(),
        excluded_countries=frozenset(settings.scope.exclude_countries),
        consulted={c: heard.date for c, heard in sorted(settings.consultation.items()) if heard.date <= as_of},
        suppressed=suppress.people if suppress else frozenset(),
        waiver_days=settings.run.waiver_days,
        accepted=tuple(sorted(set(accepted))),
        unknown_place=settings.places.unknown,
        default_place=settings.places.default,
    )
    say("Judging")
    assessment = assess(
        roster,
        survey,
        policies=policies,
        parameters=parameters,
        waivers=waivers.waivers if waivers else (),
        aliases=aliases.aliases if aliases else (),
        pseudonym=key.pseudonym,
    )
    surroundings.check_pseudonyms(assessment)
    headcount = surroundings.headcount(assessment, settings)
    asked = settings.organisation.languages.get("default", ORIGINAL_LANGUAGE)
    language, told = surroundings.language(asked, policies, languages())
    assessment = replace(
        assessment,
        rejects=faults.named(assessment.rejects, roster.written, survey.written),
        notices=(*assessment.notices, *_differs(headcount), *told, *_goes_on(parameters.accepted)),
    )
    earlier = surroundings.earlier(settings, parameters, key)
    others = (waivers, aliases, objected, suppress, earlier)
    files = (*roster.files, *survey.files, *(table.file for table in others if table))
    report = Report(
        assessment=assessment,
        report_id=surroundings.report_id(files, assessment, settings, key),
        tool_version=__version__,
        organisation=surroundings.organisation(settings),
        sender=surroundings.sender(settings),
        due=as_of + timedelta(days=settings.run.due_days) if settings.run.due_days is not None else None,
        inputs=files,
        pseudonym_key=key.fingerprint,
        defaults=settings.defaults,
        headcount=headcount,
        comparison=compare(earlier, assessment) if earlier else None,
        printing=surroundings.printing(settings),
        consultations={c: settings.consultation[c].reference for c in parameters.consulted},
        language=language,
        follow_ups=surroundings.follow_ups(settings),
    )
    doubts = continuity.causes(settings, assessment, (roster, survey), earlier, key)
    return Judged(report=report, roster=roster, survey=survey, key=key, doubts=doubts)


def quarter(day: date) -> str:
    """Return the quarter of a day, `2026-Q4`."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def _goes_on(accepted: Sequence[str]) -> tuple[Notice, ...]:
    return (Notice(code="not-ready-accepted", values={"count": len(accepted)}),) if accepted else ()


def _differs(headcount: Headcount | None) -> tuple[Notice, ...]:
    if headcount is None or not headcount.difference:
        return ()
    values: dict[str, str | int] = {
        "people": headcount.people,
        "expected": headcount.expected,
        "source": headcount.source,
    }
    return (Notice(code="headcount-differs", values=values),)


def _check_usage(settings: Settings, as_of: date, period: str | None, *, alone: bool) -> None:
    needed = (("roster", settings.run.roster), ("survey", settings.run.survey))
    for name, paths in needed[:1] if alone else needed:
        if sources := [path for path in paths if fetched(path)]:
            raise UsageError(
                f"{sources[0]} is fetched anew each time, and this needs what the run read",
                hint=f"Give the file that the run saved, with --{name}; its summary named it.",
            )
        if not paths:
            raise UsageError(
                f"no {name} is named",
                hint=f"Name the file or folder with --{name}, or in {settings.file_name} as [run] {name}. "
                "To see how it works first, type: reporter demo",
            )
    if as_of.year not in _YEARS:
        raise UsageError(f"--as-of {as_of} is no day of this century", hint="Write it as 2026-11-23.")
    if period is not None and not _PERIOD.fullmatch(period):
        raise UsageError(f"--period is no quarter: {period!r}", hint="Write it as 2026-Q4.")
