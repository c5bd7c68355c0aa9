"""Whether this quarter's files go on from the last one's: new answers, and mostly the same people."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from reporter import sources
from reporter.assess.keys import address_keys, keys
from reporter.model.assessment import Assessment, Parameters
from reporter.model.comparison import Earlier
from reporter.model.inputs import InputFile, RosterTable, SurveyTable
from reporter.pseudonyms import Key
from reporter.run.causes import Cause, not_ready
from reporter.run.surroundings import RUNS
from reporter.settings import Settings
from reporter.wording.environment import day

SURVEY_AS_BEFORE, NOTHING_NEW, OTHER_PEOPLE = "survey-as-before", "no-answer-since", "other-people"

_MOST = 0.7
_ENOUGH = 3  # people gone; fewer may leave in a quarter, however small the organisation
_WIDTHS = range(3, 13)  # digits of an id
_LOOKED_AT = 2_000  # ids, for the reason
_LIKELY = 0.5
_ID, _ADDRESS = "id:", "address:"


def causes(
    settings: Settings,
    assessment: Assessment,
    read: tuple[RosterTable, SurveyTable],
    earlier: Earlier | None,
    key: Key,
) -> tuple[Cause, ...]:
    """Return what keeps a run from being the next after those of earlier quarters. A first one has none.

    Args:
        settings: Where earlier runs are.
        assessment: This quarter's.
        read: Its roster and its survey.
        earlier: The run that it is compared with.
        key: By which people are found again.
    """
    roster, survey = read
    found = list(_read_before(settings, survey, assessment.parameters))
    if earlier is not None:
        if not found:
            found += _nothing_new(earlier, assessment)
        found += _other_people(earlier, assessment, roster, key)
    return tuple(found)


def _read_before(settings: Settings, survey: SurveyTable, parameters: Parameters) -> Iterator[Cause]:
    """Yield that every file of the survey was read by one run of an earlier quarter."""
    files = [file for file in survey.files if file.role == "survey" and file.rows]
    folders = [settings.run.previous] if settings.run.previous else []
    runs = settings.workspace / RUNS if settings.workspace is not None else None
    if runs is not None and runs.is_dir():
        folders += sorted(runs.iterdir())
    for period, as_of, read in sources.surveys(folders, period=parameters.period) if files else ():
        if read.issuperset(file.sha256 for file in files):
            named = _listed(files)
            yield not_ready(
                SURVEY_AS_BEFORE,
                f"The survey is the same as that of the run of {period}, as of {day(as_of)}: nothing in it is new.",
                where=named,
                hint=f"Export this quarter's answers, and give that file with --survey in place of {named}.",
            )
            return


def _nothing_new(earlier: Earlier, assessment: Assessment) -> Iterator[Cause]:
    """Yield that no answer that is used is newer than the earlier run."""
    answered = assessment.population["answered_on"].drop_nulls()
    if answered.is_empty() or (answered > earlier.as_of).any():
        return
    yield not_ready(
        NOTHING_NEW,
        f"No answer is newer than the run of {earlier.period}, which is as of {day(earlier.as_of)}.",
        hint="This is likely the survey of that quarter. Export this quarter's answers, and give that file with "
        "--survey.",
    )


def _other_people(earlier: Earlier, assessment: Assessment, roster: RosterTable, key: Key) -> Iterator[Cause]:
    """Yield that hardly anybody of the earlier run is on the roster, in scope or not, and the likeliest reason."""
    then = frozenset(earlier.findings["pseudonym"].unique())
    both = len(then.intersection(assessment.population["pseudonym"]))
    if not _hardly(both, then):
        return
    ids, addresses = keys(roster.rows["employee_id"]), address_keys(roster.rows["address"])
    known = pl.select(pl.coalesce(_ID + ids, _ADDRESS + addresses)).to_series().drop_nulls().unique()
    both = len(then.intersection(map(key.pseudonym, known)))
    if not _hardly(both, then):
        return
    yield not_ready(
        OTHER_PEOPLE,
        f"Of the {len(then):,} people of the run of {earlier.period}, {both:,} {'is' if both == 1 else 'are'} on this "
        f"roster. {_likeliest(then, ids, addresses, key)}",
        where=_listed([file for file in roster.files if file.role == "roster"]),
        hint="Write who people are as then. As it is, everybody's pseudonym is new, and nothing is known of what was "
        "open before.",
    )


def _likeliest(then: frozenset[str], ids: pl.Series, addresses: pl.Series, key: Key) -> str:
    """Return why people are not found again: the way of writing who they are by which most are."""
    digits = ids.drop_nulls().unique()
    bare = digits.filter(digits.str.contains(r"^[0-9]+$")).str.strip_chars_start("0")
    ways = {
        "Then people were known by their addresses, and now by employee ids.": _ADDRESS + addresses,
        _zeros(0, digits): _ID + bare,
    }
    for width in _WIDTHS:
        ways[_zeros(width, digits)] = _ID + bare.str.zfill(width)
    shares = {text: _share(then, identities, key) for text, identities in ways.items()}
    best = max(shares, key=lambda text: shares[text])
    return best if shares[best] >= _LIKELY else "It is another roster, or who people are is written otherwise."


def _zeros(width: int, digits: pl.Series) -> str:
    """Return that ids were filled up with zeros to `width` digits then; by example, and as they are now."""
    led = digits.filter(digits.str.starts_with("0")).str.len_chars().max()
    now = led if isinstance(led, int) else 0
    why = ", as spreadsheet programs do" if now < width else ""
    return f"The ids are written with other zeros in front{why}: {'16'.zfill(width)} then, {'16'.zfill(now)} now."


def _share(then: frozenset[str], identities: pl.Series, key: Key) -> float:
    """Return of how many of some identities the pseudonym is known."""
    some = identities.drop_nulls().unique().sort().head(_LOOKED_AT)
    return len(then.intersection(map(key.pseudonym, some))) / len(some) if len(some) else 0.0


def _hardly(both: int, then: frozenset[str]) -> bool:
    return both < _MOST * len(then) and len(then) - both >= _ENOUGH


def _listed(files: list[InputFile]) -> str:
    names = list(dict.fromkeys(file.name for file in files))
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""  # noqa: PLR2004 - what fits on a line
    return ", ".join(names[:3]) + more
