# ruff: noqa: E501 - lists of tokens
"""Files changed at random, and what must hold of whatever is read from them: for the tests, and for `fuzz.py`.

Nothing but our own errors may come out of a reader. What is read is judged, and every row of it is accounted for: the
equations of DESIGN §5.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from reporter import assets, policy, pseudonyms, sources
from reporter.assess import assess
from reporter.errors import ReporterError, SourceError
from reporter.model.assessment import Assessment, Parameters
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.policy import PolicySet
from reporter.sheets import xlsx_tables
from reporter.sheets.files import Kind, load
from tests.benchmarks import hostile_files

_FAMILIES = Path(__file__).parents[1] / "sources" / "families"
_LARGEST = 60_000
ROSTER = """\
Employee ID,Work Email,Full Name,Department,Country,State,Status,Hire Date,Termination Date,Other Email,LinkedIn account
007,ada@x.example,"Lovelace, Ada",Sales,United States,Colorado,Active,2020-01-31,,a.lovelace@x.example,personal
8,Zoë <zoe@x.example>,Zoë,Legal,DE,,active ,31.12.2019,,,company
8,zoe@x.example,Zoë,Legal,DE,,Active,31.12.2019,,,company
9,,Bo,,FR,,Terminated,01.02.2021,30.06.2026,,
10,c@x.example;d@x.example,C,Legal,Ireland,,On leave,05.05.2015,,,
"""
SURVEY = """\
ID,Start time,Completion time,Email,Name,[linkedin.account] whose,[LI-01] switch,[LI-05] posts
1,2026-11-02 10:00,2026-11-02 10:04:05,ada@x.example,Ada,Personal,Off,Yes
2,2026-11-03 10:00,2026-11-03 10:04:05,Ada@x.example,Ada,,On;,"two
lines"
3,2026-11-03 10:00,2026-11-03 10:04:05,anonymous,,,,
4,2026-12-03 10:00,2026-12-03 10:04:05,zoe@x.example,Zoë,,Off,
5,,never,c@x.example,C,,I don't know,
6,2026-11-03 10:00,2026-11-03 10:04:05,nobody@x.example,N,,Off,
"""
WAIVERS = """\
employee,control,reason,approver,approver_role,granted,expires
007,LI-01,because,bo@x.example,CISO,2026-10-01,2026-12-31
zoe@x.example,LI-05,because,Ada Lovelace,DPO,2026-10-01,2027-01-31
"""
ALIASES = "alias,employee\nada@old.example,007\n"
PEOPLE = "Employee ID,Email\n007,\n,zoe@x.example\n"
_TOKENS = [
    b"", b",", b";", b"\t", b"|", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n",
    b"=1+1", b"@", b"<", b">", b"\xc3", "é".encode(), "\U0001f600".encode(), "\u00a0".encode(), "\u200b".encode(),
    "\u202e".encode(), "İ".encode(), "ß".encode(), b"9" * 25, b"1e999", b"-1", b"0", b"31/12/2026", b"12/31/2026", b"45000",
    b"2026-02-30", b"2026-11-02T10:00:00+25:00", b"0001-01-01T00:00+14:00", b"9999-12-31T23:59-14:00", b"24:00", b"Email",
    b"Employee ID", b"Status", b"Finished", b"[LI-01]", b"[LI-05][LI-01]", b"linkedin.account", b'{"ImportId":"QID1"}',
    b"file,sheet,row\n", b"Company", b"US-CO", b"nan", b"null", b"a" * 300,
]  # fmt: skip
_XML = [
    b"<c/>", b'<c r="A1"/>', b'<row r="0">', b'<row r="-1">', b't="s"', b't="d"', b't="e"', b"<v>999999</v>", b"<v>-1</v>", b"<v>1e999</v>",
    b"<f>1/0</f>", b"<!--", b"]]>", b"<![CDATA[", b"&#0;", b"&#xD800;", b"&lt;", b'r="ZZ1"', b'r="a1"', b's="99"',
    b'<mergeCell ref="A1:B9"/>', b'state="hidden"', b'state="veryHidden"', b'<numFmt numFmtId="164" formatCode="000"/>', b"\xff\xfe",
]  # fmt: skip


@cache
def seeds(role: str) -> tuple[bytes, ...]:
    """Return valid files of a role, as text; those of every family among them."""
    own = {"roster": ROSTER, "survey": SURVEY, "waivers": WAIVERS, "aliases": ALIASES, "people": PEOPLE}[role]
    families = sorted((_FAMILIES / f"{role}s").rglob("*.csv"))
    found = [
        own.encode(),
        own.replace(",", ";").encode("utf-16"),
        own.encode("utf-8-sig"),
        own.encode("cp1252", "replace"),
    ]
    return (*found, *(data for path in families if len(data := path.read_bytes()) < _LARGEST))


@st.composite
def texts(draw: st.DrawFn, role: str) -> bytes:
    """A CSV file of a role with a few changes: bytes, tokens, whole lines and columns moved, repeated or gone."""
    data = draw(st.sampled_from(seeds(role)))
    for _ in range(draw(st.integers(0, 4))):
        data = _changed(draw, data, _TOKENS)
    return data


@st.composite
def workbooks(draw: st.DrawFn, role: str) -> bytes:
    """A workbook of a role with a few changes inside its parts, or of the bytes of its archive."""
    parts = dict(_parts(role))
    for _ in range(draw(st.integers(0, 4))):
        name = draw(st.sampled_from(sorted(parts)))
        parts[name] = _changed(draw, parts[name], [*_XML, *_TOKENS])
    if draw(st.booleans()):
        parts.pop(draw(st.sampled_from(sorted(parts))), None)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    data = out.getvalue()
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 3]))):
        data = _changed(draw, data, [b"", b"\0", b"\xff", b"PK\x01\x02"])
    return data


def _changed(draw: st.DrawFn, data: bytes, tokens: Sequence[bytes]) -> bytes:
    """Return data with one stretch replaced by a token, by another stretch, or by nothing."""
    start = draw(st.integers(0, len(data)))
    length = draw(st.sampled_from([0, 0, 1, 1, 2, 8, 40]))
    if draw(st.booleans()):
        new = draw(st.sampled_from(tokens))
    else:
        other = draw(st.integers(0, len(data)))
        new = data[other : other + draw(st.sampled_from([1, 4, 20, 200]))]
    return data[:start] + new + data[start + length :]


@cache
def _parts(role: str) -> Mapping[str, bytes]:
    rows = []
    for number, line in enumerate(seeds(role)[0].decode().splitlines(), start=1):
        cells = (hostile_files.cell(f"{chr(65 + i)}{number}", c) for i, c in enumerate(line.split(",")))
        rows.append(b'<row r="%d">%s</row>' % (number, b"".join(cells)))
    data = hostile_files.workbook({hostile_files.SHEET: hostile_files.sheet(b"".join(rows))})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def check(role: str, data: bytes, folder: Path, suffix: str = "csv") -> bool:
    """Read a file as a role, judge what was read, and compare the equations. Returns whether it was read at all."""
    path = folder / f"{role}.{suffix}"
    path.write_bytes(data)
    try:
        _READ[role](path)
    except ReporterError as error:
        if not all(problem.what and problem.hint for problem in error.problems):
            raise AssertionError(error.problems) from error
        return False
    return True


def check_together(role: str, files: Sequence[bytes], folder: Path) -> Iterator[bool]:
    """Read several workbooks, which share a child, so that a thousand take seconds; yield whether each is refused.

    Those that a reader opens are read once more as a role, and judged.
    """
    loaded = []
    for number, data in enumerate(files):
        path = folder / f"{role}-{number}.xlsx"
        path.write_bytes(data)
        with contextlib.suppress(ReporterError):
            loaded.append(load(path))
    found = list(xlsx_tables.read_each([file for file in loaded if file.kind is Kind.WORKBOOK]))
    good = [file for file, sheets in zip(loaded, found, strict=False) if isinstance(sheets, tuple)]
    with contextlib.suppress(ReporterError):
        paths = [folder / file.name for file in good]
        _judged(_roster(*paths), _survey()) if role == "roster" else _judged(_roster(), _survey(*paths))
    yield from (isinstance(sheets, SourceError) for sheets in found)


def _judged(roster: RosterTable, survey: SurveyTable) -> Assessment:
    """Judge what was read, and compare the equations."""
    found = assess(
        roster, survey, policies=_policies(), parameters=_PARAMETERS, pseudonym=pseudonyms.PUBLISHED.pseudonym
    )
    people, answers = found.roster, found.responses
    used = answers.superseded + answers.unmatched + answers.used
    equal = (
        people.roster_rows == sum(people.rejected.values()) + sum(people.excluded.values()) + people.in_scope,
        people.in_scope == people.responded + people.silent,
        answers.survey_rows == sum(answers.rejected.values()) + used,
        answers.used == people.responded,
        found.findings.height == people.in_scope * len(_policies().controls),
        all(sum(c.tally.reasons.values()) == people.in_scope for c in found.totals.by_control),
    )
    if not all(equal):
        raise AssertionError(equal)
    return found


def _roster(*paths: Path) -> RosterTable:
    return sources.read_roster(
        paths or [_valid("roster", ROSTER)],
        services=tuple(_policies().services.values()),
        columns={},
        as_of=date(2026, 11, 23),
    )


def _survey(*paths: Path) -> SurveyTable:
    return sources.read_survey(
        paths or [_valid("survey", SURVEY)],
        asked=_policies().asked,
        columns={},
        timezone=ZoneInfo("Europe/Berlin"),
        undated_as=None,
        as_of=date(2026, 11, 23),
        valid_for=(92,),
    )


_READ: Mapping[str, Callable[[Path], object]] = {
    "roster": lambda path: _judged(_roster(path), _survey()),
    "survey": lambda path: _judged(_roster(), _survey(path)),
    "waivers": sources.read_waivers,
    "aliases": sources.read_aliases,
    "people": lambda path: sources.read_people(path, "objected"),
}
ROLES = tuple(_READ)
_PARAMETERS = Parameters(
    as_of=date(2026, 11, 23),
    period="2026-Q4",
    contractors_in_scope=True,
    objected=frozenset(),
    excluded_countries=frozenset(),
    consulted={},
    suppressed=frozenset(),
)


@cache
def _policies() -> PolicySet:
    return policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])


@cache
def _valid(role: str, text: str) -> Path:
    path = Path(tempfile.mkdtemp(prefix="fuzzing-")) / f"{role}.csv"
    path.write_text(text, encoding="utf-8")
    return path
