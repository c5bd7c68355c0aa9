"""DESIGN §6 from outside: rows, roster, permission, survey rows, match, dates and text."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import datetime

import openpyxl
import pytest

from tests.contract.judging import FRESH, TABLE, Case, Reporter, Result, Run, control, policy, runner, table, tags

POLICY = policy(control("ST-01", extra=FRESH), *tags())


def person(number: int, **more: str) -> dict[str, str]:
    row = {
        "Employee ID": f"E{number}",
        "Work Email": f"p{number}@acme.example",
        "Full Name": f"Person {number}",
        "Department": f"D{number}",
        "Country": "Ireland",
    }
    return row | {name.replace("_", " "): value for name, value in more.items()}


def reply(who: str, answer: str = "Off", when: str = "2026-11-02T10:00:00Z", **more: str) -> dict[str, str]:
    return {"Email": who, "Completion time": when, "ST-01": answer} | {n.replace("_", " "): v for n, v in more.items()}


def workbook(
    sheets: Mapping[str, list[list[object]]], hidden_rows: tuple[int, ...] = (), hidden: tuple[str, ...] = ()
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for number in hidden_rows if name not in hidden else ():
            sheet.row_dimensions[number].hidden = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SURVEY = table(reply("p1@acme.example"))
HEADS: list[object] = ["Employee ID", "Work Email", "Full Name", "Department", "Country"]


def cells(number: int) -> list[object]:
    return list(person(number).values())


ROSTER_BOOK = workbook(
    {
        "People of old": [HEADS, cells(40), cells(41)],
        "People": [["Acme Ltd: who works here"], [], HEADS, cells(1), [None] * 5, cells(2), cells(3), [None, "", None]],
        "Notes": [HEADS, cells(42)],
    },
    hidden_rows=(6,),
    hidden=("People of old", "Notes"),
)
FORMS_HEADS: list[object] = [
    "ID",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    "How is ST-01?",
    "Other\xa0matters\n(optional)",
]


def forms(number: int, when: datetime, who: str, answer: str) -> list[object]:
    return [number, when, when, who, "Somebody", answer, None]


FORMS_BOOK = workbook(
    {
        "Form1": [
            FORMS_HEADS,
            forms(1, datetime.fromisoformat("2026-11-23T23:59:59"), "p1@acme.example", "Off"),
            forms(2, datetime.fromisoformat("2026-11-24T00:00:00"), "p2@acme.example", "Off"),
            forms(3, datetime.fromisoformat("2026-11-02T09:30:00"), "anonymous", "Off"),
            [None] * 7,
            forms(4, datetime.fromisoformat("2026-08-23T00:00:00"), "p3@acme.example", "On"),
            forms(5, datetime.fromisoformat("2026-08-22T23:59:59"), "p4@acme.example", "On"),
        ],
        "Old": [FORMS_HEADS, forms(1, datetime.fromisoformat("2026-11-20T09:00:00"), "p2@acme.example", "Off")],
    },
    hidden_rows=(2,),
    hidden=("Old",),
)
GOOGLE = (
    '"Timestamp","Email Address","[ST-01] How is the switch set?"\n'
    '"2026/11/02 3:08:44 PM GMT+1","p1@acme.example","Off"\n'
    '"2026/11/23 11:30:00 PM GMT-5","p2@acme.example","Off"\n'
    '"2026/11/24 12:30:00 AM GMT+1","p3@acme.example","On"\n'
    '"2026/11/23 12:05:00 PM GMT+5:30","p4@acme.example","On"\n'
)

# A roster with a row for every sentence. Row 1 is the header, so the person of list place n stands in row n + 2.
LEFT = {"Employment_Status": "Terminated"}
LATER = {"Start_Date": "2026-11-24"}
AGENCY = {"Employment_Type": "Contractor"}
ROSTER = [
    person(1, Employment_Status="Active"),
    person(2, **LEFT),
    person(3, Last_Day="2026-11-23"),
    person(4, Last_Day="2026-11-22"),
    person(5, Start_Date="2026-11-23"),
    person(6, **LATER),
    person(7, **AGENCY),
    person(8),
    person(9, Country="Austria"),
    person(10, **LEFT, **LATER, **AGENCY, Country="Austria"),
    person(11, **LATER, **AGENCY, Country="Austria"),
    person(12, **AGENCY, Country="Austria"),
    person(13, Country="Austria"),
    person(14, Employment_Status="Moonwalking"),
    person(16, Shoe_size="39"),
    person(16, Shoe_size="40"),
    person(17, Employment_Status="Active"),
    person(17, Employment_Status="Terminated"),
    person(20, Employee_ID=""),
    person(21, Work_Email=""),
    person(22, Work_Email="not an address"),
    person(23, Employee_ID="", Work_Email=""),
]
ROSTER_FATES = {
    3: "left", 5: "left", 7: "not-started", 8: "contractor", 9: "objected", 10: "consultation-open",
    11: "left", 12: "not-started", 13: "contractor", 14: "objected", 19: "conflicting-duplicate", 23: "no-identity",
}  # fmt: skip

WHOLE = {"Status": "IP Address", "Finished": "True", "ResponseId": "R"}
BAD = "the day before yesterday"
AFTER = "2026-11-24T00:00:00Z"
UNKNOWN = "stranger@elsewhere.example"
FATES = [
    ("preview", reply("anonymous", when=BAD, Status="Survey Preview", Finished="False")),
    ("unfinished", reply("anonymous", when=BAD, Finished="False")),
    ("no-identity", reply("anonymous", when=BAD)),
    ("no-identity", reply("", when=BAD)),
    ("unreadable-date", reply(UNKNOWN, when=BAD)),
    ("unreadable-date", reply("p2@acme.example", when=BAD, Employee_ID="E1")),
    ("after-as-of", reply(UNKNOWN, when=AFTER)),
    ("after-as-of", reply("p2@acme.example", when=AFTER, Employee_ID="E1")),
    ("identity-conflict", reply("p2@acme.example", Employee_ID="E1")),
    ("identity-conflict", reply("p1@acme.example", Employee_ID="E30")),
    ("unmatched", reply(UNKNOWN)),
    ("employee-out-of-scope", reply("p30@acme.example", when="2026-11-01T10:00:00Z")),
    ("employee-out-of-scope", reply("p30@acme.example")),
    ("superseded", reply("p3@acme.example", "Off", "2026-11-02T10:00:00Z")),
    ("", reply("p3@acme.example", "On", "2026-11-02T10:00:01Z")),
    ("superseded", reply("p3@acme.example", "Off", "2026-11-01T10:00:00Z")),
    ("", reply("p4@acme.example", "On")),
    ("after-as-of", reply("p4@acme.example", "Off", AFTER)),
    ("", reply("p5@acme.example", "")),
    ("", reply("p6@acme.example", "Off", "2025-01-01T10:00:00Z")),
    ("", reply("p7@acme.example", "Sort of")),
    ("", reply("p8@acme.example", "On", Employee_ID="E99")),
    ("superseded", reply("p9@acme.example", "On", "2026-11-01T10:00:00Z")),
    ("", reply("p9@acme.example", "", "2026-11-03T10:00:00Z")),
]

SAME = "2026-11-02T10:00:00Z"
TIES = [
    reply("p1@acme.example", "Off", ResponseId="1"),
    reply("p1@acme.example", "On", ResponseId="2"),
    reply("p2@acme.example", "On", ResponseId="1"),
    reply("p2@acme.example", "Off", ResponseId="2"),
    reply("p3@acme.example", "Off"),
    reply("p3@acme.example", "On"),
    reply("p4@acme.example", "On", ResponseId="5"),
    reply("p4@acme.example", "Off", ResponseId="5"),
]

MATCH_ROSTER = [
    person(1, Employee_ID="007"),
    person(2, Employee_ID="7"),
    person(3, Work_Email=" P3@Acme.Example\u200b"),
    person(4, Other_Email="old.four@acme.example"),
    person(5),
    person(6),
    person(7, Full_Name="Gwendolyn Featherstone"),
    person(8, Work_Email="gerhardine.otto@acme.example"),
    person(9),
]
MATCHES = [
    ("", reply("", "On", Employee_ID="007")),
    ("", reply("\ufeffp3@ACME.example ", "On")),
    ("", reply("OLD.four@acme.example", "On")),
    ("", reply("five.old@acme.example", "On")),
    ("", reply("six.old@acme.example", "On")),
    ("unmatched", reply("gwen@home.example", "On", Name="Gwendolyn Featherstone")),
    ("no-identity", reply("", "On", Name="Gwendolyn Featherstone")),
    ("unmatched", reply("gerhardine.oto@acme.example", "On")),
]

WORDS = {
    1: ("  off ", "satisfied"),
    2: ("ＯＦＦ", "satisfied"),
    3: ("O\u200bf\ufefff", "satisfied"),
    4: ("IT\xa0 \tis  oﬀ", "satisfied"),
    5: ("Off.", "unrecognised-answer"),
    6: ("Offf", "unrecognised-answer"),
    7: ("I don’t know", "unrecognised-answer"),
    8: ("i DON'T know", "unsure"),
    9: ("It-is-off", "unrecognised-answer"),
    10: (" \u200b\xa0", "unanswered"),
    11: ("Öff", "unrecognised-answer"),
    12: ("STRASSE", "satisfied"),
    13: ("Straße", "satisfied"),
    14: ("Cafe\u0301", "satisfied"),
}
WORD_TABLE = TABLE.replace('"It is off"', '"It is off", "straße", "Café"')

PLAIN = table(person(1), person(2))
HEARD = '[consultation]\nDE = {date = 2026-09-01, reference = "Works agreement 12"}\n'
GERMAN = table(person(1), person(2, Country="Germany"))
LOS_ANGELES = '[organisation]\ntimezone = "America/Los_Angeles"\n'
CASES = {
    "roster": Case(
        table(*ROSTER),
        SURVEY,
        POLICY,
        '[scope]\ncontractors = false\nobjected = "objected.csv"\nexclude_countries = ["AT"]\n',
        {"objected.csv": "Employee ID,Email\nE8,\nE10,\nE11,\nE12,\n,P13@acme.example\n"},
        outputs="csv,mail",
    ),
    "conflict": Case(table(person(1), person(2), person(2, Department="D3")), SURVEY, POLICY, command="check"),
    "conflict-settled": Case(
        table(person(1), person(2), person(2, Department="D3", Last_Day="2026-11-22")), SURVEY, POLICY, command="check"
    ),
    "title": Case(
        "Acme Ltd: who works here,,,,\n,,,,\nConfidential,,,,\n"
        + table(person(1))
        + ",,,,\n"
        + table(person(2)).split("\n")[1]
        + "\n,,,,\n",
        "Export of the survey\n\n" + SURVEY + ",,\n",
        POLICY,
    ),
    "header-again": Case(
        table(person(1), person(2)) + table(person(3)), SURVEY + table(reply("p3@acme.example", "On")), POLICY
    ),
    "duplicate-text": Case(
        table(
            person(1, Employment_Status="Active"),
            person(1, Employment_Status="active "),
            person(2),
            person(2, Full_Name="PERSON  2"),
            person(3),
            person(3, Work_Email=" P3@Acme.example\u200b", Department="d3 ", Country="IE"),
        ),
        SURVEY,
        POLICY,
    ),
    "books": Case(ROSTER_BOOK, FORMS_BOOK, POLICY),
    "roster-headless": Case("1,2\n3,4\n", SURVEY, POLICY),
    "roster-empty": Case("", SURVEY, POLICY),
    "survey-headless": Case(PLAIN, "1,2\n3,4\n", POLICY),
    "nobody": Case(table(columns=tuple(person(1))), table(columns=tuple(reply(""))), POLICY),
    "unanswered": Case(PLAIN, table(columns=tuple(reply(""))), POLICY),
    "unanswered-check": Case(PLAIN, table(columns=tuple(reply(""))), POLICY, command="check"),
    "folders": Case(
        PLAIN,
        SURVEY,
        POLICY,
        files={
            "all/one.csv": table(person(1), person(2)),
            "all/two.csv": table(person(2), person(3)),
            "one.csv": table(reply("p1@acme.example", "On", "2026-11-03")),
            "two.csv": table(reply("p1@acme.example", "Off", "2026-11-01"), reply("p3@acme.example")),
        },
        options=("--roster", "all", "--survey", "one.csv", "--survey", "two.csv"),
    ),
    "de": Case(GERMAN, SURVEY, POLICY),
    "at": Case(table(person(1), person(2, Country="AT")), SURVEY, POLICY, HEARD),
    "de-heard": Case(GERMAN, SURVEY, POLICY, HEARD),
    "de-spared": Case(
        table(person(1), person(2, Country="DE", **LEFT), person(3, Country="Austria")),
        SURVEY,
        POLICY,
        '[scope]\nexclude_countries = ["AT"]\n',
    ),
    "de-undated": Case(GERMAN, SURVEY, POLICY, '[consultation]\nDE = {reference = "Works agreement 12"}\n'),
    "de-unreferenced": Case(GERMAN, SURVEY, POLICY, "[consultation]\nDE = {date = 2026-09-01}\n"),
    "warned": Case(
        table(
            *(
                person(n, Country=c, **AGENCY)
                for n, c in enumerate(("France", "IT", "Netherlands", "BE", "LU", "IE"), 1)
            )
        ),
        SURVEY,
        POLICY,
    ),
    "fates": Case(
        table(*(person(n) for n in range(1, 11)), person(30, **LEFT)),
        table(*(WHOLE | row for _, row in FATES)),
        POLICY,
    ),
    "fates-turned": Case(
        table(person(30, **LEFT), *(person(n) for n in range(10, 0, -1))),
        table(*(WHOLE | row for _, row in FATES[::-1])),
        POLICY,
    ),
    "ties": Case(table(*(person(n) for n in range(1, 5))), table(*TIES), POLICY),
    "ties-turned": Case(table(*(person(n) for n in range(1, 5))), table(*TIES[::-1]), POLICY),
    "match": Case(
        table(*MATCH_ROSTER),
        table(*(row for _, row in MATCHES)),
        POLICY,
        files={"aliases.csv": "alias,employee\nfive.old@acme.example,E5\nSix.Old@acme.example,p6@acme.example\n"},
        options=("--aliases", "aliases.csv"),
    ),
    "alias-of-two": Case(
        table(person(1, Other_Email="both@acme.example"), person(2, Other_Email="Both@acme.example ")), SURVEY, POLICY
    ),
    "aliases-of-two": Case(
        PLAIN,
        SURVEY,
        POLICY,
        files={"aliases.csv": "alias,employee\nboth@acme.example,E1\nboth@acme.example,E2\n"},
        options=("--aliases", "aliases.csv"),
    ),
    "alias-is-address": Case(table(person(1, Other_Email="p2@acme.example"), person(2)), SURVEY, POLICY),
    "address-of-two": Case(
        table(person(1), person(2, Work_Email=" P1@ACME.example\u200b")), SURVEY, POLICY, command="check"
    ),
    "zone": Case(
        table(*(person(n) for n in range(1, 7))),
        table(
            reply("p1@acme.example", "On", "2026-11-24T07:59:59Z"),
            reply("p2@acme.example", "On", "2026-11-24T08:00:00Z"),
            reply("p3@acme.example", "On", "2026-11-23 23:59:59"),
            reply("p4@acme.example", "On", "2026-11-24 00:00:00"),
            reply("p5@acme.example", "On", "2026-08-23T07:00:00+00:00"),
            reply("p6@acme.example", "On", "2026-08-23T06:59:59+00:00"),
        ),
        POLICY,
        LOS_ANGELES,
    ),
    "google": Case(table(*(person(n) for n in range(1, 5))), GOOGLE, POLICY),
    "forms": Case(table(*(person(n) for n in range(1, 5))), FORMS_BOOK, POLICY, LOS_ANGELES),
    "undated": Case(PLAIN, "Email,ST-01\np1@acme.example,On\n", POLICY),
    "dated": Case(PLAIN, "Email,ST-01\np1@acme.example,On\n", POLICY, "[survey.columns]\ndate = 2026-08-22\n"),
    "period": Case(PLAIN, SURVEY, POLICY, options=("--period", "2026-Q1")),
    "words": Case(
        table(*(person(n) for n in WORDS)),
        table(*(reply(f"p{n}@acme.example", word) for n, (word, _) in WORDS.items())),
        policy(control("ST-01", extra=FRESH, table=WORD_TABLE), *tags()),
    ),
    "twins": Case(PLAIN, SURVEY, policy(control("ST-01", table=TABLE.replace('"It is off"', '"ＯN "')))),
    "places": Case(
        table(
            person(1, Country="United States", State="Colorado"),
            person(2, Country="USA", State="CO"),
            person(3, Country="US", State="US-CO"),
            person(4, Country="united states of america", State="colorado"),
            person(5, Country="", State="US-CO"),
            person(6, Country="United Kingdom"),
            person(7, Country="GB"),
            person(8, Country="Canada", State="Quebec"),
            person(9, Country="CA", State="QC"),
            person(10, Country="CA", State="CA-QC"),
            person(11, Country="Ireland"),
        ),
        SURVEY,
        policy(
            control("CO-01", "conduct", extra="    applies_to: {regions: [US-CO]}\n"),
            control("GB-01", "conduct", extra="    applies_to: {countries: [GB]}\n"),
            control("QC-01", "conduct", extra="    applies_to: {regions: [CA-QC]}\n"),
            control("ST-01", "conduct"),
            *tags(),
        ),
        options=("--accept-not-ready", "required-question-missing"),
    ),
}


@pytest.fixture(scope="module")
def run(reporter: Reporter, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return runner(reporter, CASES, tmp_path_factory.mktemp("runs"))


def outcome(result: Result) -> dict[int, str]:
    """Department number → outcome of ST-01, or the reason of an outcome that says little."""
    return {
        number: of["ST-01"]["outcome"] if of["ST-01"]["reason"] == "answered" else of["ST-01"]["reason"]
        for number, of in result.by_tag().items()
    }


# Rows


def test_empty_cells_titles_and_headers_are_no_rows(run: Run) -> None:
    """A row of empty cells is no row; title, header and label rows are none."""
    result = run("title")
    assert result.manifest["population"]["roster_rows"] == 2
    assert result.manifest["responses"]["survey_rows"] == 1
    assert [file["dialect"]["header_row"] for file in result.manifest["inputs"]] == [4, 3]
    assert [file["rows"] for file in result.manifest["inputs"]] == [2, 1]


def test_a_header_that_comes_again_is_no_row(run: Run) -> None:
    """Title, header and label rows are none: nobody is called "Full Name"."""
    result = run("header-again")
    assert result.manifest["population"]["roster_rows"] == 3
    assert result.manifest["responses"]["survey_rows"] == 2


def test_hidden_rows_are_rows_and_hidden_sheets_are_not_read(run: Run) -> None:
    """Hidden rows are rows, hidden sheets are not read."""
    result = run("books")
    assert result.manifest["population"]["roster_rows"] == 3
    assert result.manifest["responses"]["survey_rows"] == 5
    assert [file["dialect"]["sheet"] for file in result.manifest["inputs"]] == ["People", "Form1"]
    assert outcome(result)[1] == "satisfied"


@pytest.mark.parametrize("name", ["roster-headless", "roster-empty", "survey-headless"])
def test_a_file_without_a_recognisable_header_is_unreadable(run: Run, name: str) -> None:
    """A file without a recognisable header is unreadable (4)."""
    result = run(name, 4)
    assert "error:" in result.said
    assert "hint:" in result.said
    assert not result.out.exists()


def test_a_header_without_rows_is_an_organisation_of_nobody(run: Run) -> None:
    """A header without rows is an organisation of nobody, and is reported so."""
    result = run("nobody")
    assert result.manifest["population"] | {"rejected": 0, "excluded": 0} == {
        "roster_rows": 0, "rejected": 0, "excluded": 0, "in_scope": 0, "responded": 0, "silent": 0,
    }  # fmt: skip
    assert result.findings == []


def test_a_header_without_rows_is_a_survey_nobody_answered(run: Run) -> None:
    """… or a survey nobody answered, and is reported so."""
    result = run("unanswered")
    assert result.manifest["population"]["silent"] == 2
    assert result.manifest["responses"]["survey_rows"] == 0
    assert set(outcome(result).values()) == {"no-response"}
    run("unanswered-check", 0)


def test_rows_of_all_files_are_one_roster_and_one_survey(run: Run) -> None:
    """`--roster` and `--survey` repeat, and take a folder: rows of all files are one roster, one survey."""
    result = run("folders")
    assert result.manifest["population"]["roster_rows"] == 4
    assert result.manifest["population"]["rejected"]["duplicate"] == 1
    assert result.manifest["responses"]["superseded"] == 1
    assert outcome(result) == {1: "not-satisfied", 2: "no-response", 3: "satisfied"}


# Roster


def test_each_roster_row_has_the_first_reason_that_holds(run: Run) -> None:
    """Excluded, by the first reason that holds: left, not-started, contractor, objected, consultation-open."""
    result = run("roster")
    fates = result.fates("roster")
    assert fates.pop(16, fates.pop(17, None)) == "duplicate"
    assert fates == ROSTER_FATES
    population = result.manifest["population"]
    assert population["roster_rows"] == len(ROSTER)
    assert {k: v for k, v in population["rejected"].items() if v} == {
        "no-identity": 1,
        "duplicate": 1,
        "conflicting-duplicate": 1,
    }
    assert {k: v for k, v in population["excluded"].items() if v} == {
        "left": 3, "not-started": 2, "contractor": 2, "objected": 2, "consultation-open": 1,
    }  # fmt: skip


def test_rows_whose_text_is_equal_are_duplicates(run: Run) -> None:
    """`duplicate` (… equal in every column used; one is kept); text is compared after NFKC, …, trim, casefold."""
    result = run("duplicate-text")
    assert {k: v for k, v in result.manifest["population"]["rejected"].items() if v} == {"duplicate": 3}
    assert sorted(result.by_tag()) == [1, 2, 3]


def test_the_rest_of_the_roster_is_in_scope(run: Run) -> None:
    """One is kept; if exactly one is active it is kept; an unknown word counts as active; an id stays in scope."""
    result = run("roster")
    assert sorted(result.by_tag()) == [1, 3, 5, 14, 16, 17, 20, 21, 22]
    assert result.manifest["population"]["in_scope"] == 9


def test_an_unknown_status_word_counts_as_active_with_a_warning(run: Run) -> None:
    """Status words have lists; an unknown word counts as active, with a warning."""
    assert "Moonwalking" in run("roster").said or "moonwalking" in run("roster").said


def test_an_id_without_a_usable_address_gets_no_mail(run: Run) -> None:
    """An id without a usable address stays in scope and gets no mail."""
    result = run("roster")
    assert result.manifest["mail"]["withheld"]["no-address"] == 2
    assert result.manifest["mail"]["composed"] == 6


def test_contractors_are_excluded_only_if_so_configured(run: Run) -> None:
    """`contractor` (if so configured)."""
    assert run("warned").manifest["population"]["in_scope"] == 6


def test_check_is_not_ready_while_a_conflict_is_not_settled(run: Run) -> None:
    """They differ: if exactly one is active on `as_of` it is kept, else none, and `check` says not ready."""
    run("conflict", 4)
    run("conflict-settled", 0)


# Permission to run


@pytest.mark.parametrize("name", ["de", "at"])
def test_a_run_stops_where_no_consultation_is_recorded(run: Run, name: str) -> None:
    """If somebody in scope works in DE or AT and the configuration … `run` stops with exit 8."""
    result = run(name, 8)
    assert "error:" in result.said
    assert not result.out.exists()


@pytest.mark.parametrize("name", ["de-undated", "de-unreferenced"])
def test_half_a_consultation_is_none(run: Run, name: str) -> None:
    """… neither records date and reference of the consultation …"""
    result = run(name, 2, 8)
    assert not result.out.exists()


def test_a_run_goes_on_where_permission_is_given_or_not_needed(run: Run) -> None:
    """… records date and reference of the consultation, or excludes the country; somebody in scope."""
    assert run("de-heard").manifest["population"]["in_scope"] == 2
    excluded = run("de-spared").manifest["population"]["excluded"]
    assert (excluded["left"], excluded["consultation-open"]) == (1, 1)


def test_five_countries_give_a_warning(run: Run) -> None:
    """FR, IT, NL, BE, LU give a warning."""
    said = run("warned").said
    for names in (("FR", "France"), ("IT", "Italy"), ("NL", "Netherlands"), ("BE", "Belgium"), ("LU", "Luxembourg")):
        assert any(name in said.split("Take note")[1] for name in names)
    assert "IE" not in said.split("Take note")[1].split("Not in reporter.toml")[0]


# Survey rows


def test_a_survey_row_has_the_first_fate_that_holds(run: Run) -> None:
    """Survey rows have one fate, the first that holds."""
    result = run("fates")
    assert result.fates() == {row: fate for row, (fate, _) in enumerate(FATES, 2) if fate}
    responses = result.manifest["responses"]
    counted = responses["rejected"] | {"superseded": responses["superseded"], "unmatched": responses["unmatched"]}
    expected = [fate for fate, _ in FATES]
    assert {k: v for k, v in counted.items() if v} == {fate: expected.count(fate) for fate in expected if fate}
    assert responses["used"] == expected.count("")


def test_the_newest_that_counts_is_used(run: Run) -> None:
    """Newest is by submission time; what is rejected supersedes nothing."""
    judged = outcome(run("fates"))
    assert judged[3] == "not-satisfied"
    assert judged[4] == "not-satisfied"
    assert judged[9] == "unanswered"


def test_a_used_attestation_makes_its_employee_responded(run: Run) -> None:
    """… `responded`, even if every answer is empty, stale or unrecognised."""
    result = run("fates")
    people = result.by_tag()
    assert [people[n]["ST-01"]["responded"] for n in (5, 6, 7)] == ["true"] * 3
    assert [people[n]["ST-01"]["reason"] for n in (5, 6, 7)] == ["unanswered", "stale", "unrecognised-answer"]
    assert result.manifest["population"]["responded"] == result.manifest["responses"]["used"]


def test_ties_are_broken_by_response_id_then_text_never_by_place(run: Run) -> None:
    """Among equal times by response id, then by the row's text, never by its place."""
    judged, turned = outcome(run("ties")), outcome(run("ties-turned"))
    assert judged == turned
    assert (judged[1], judged[2]) == ("not-satisfied", "satisfied")


def test_the_order_of_rows_changes_no_finding(run: Run) -> None:
    """Input order changes no finding and no total (issue 2); … never by its place."""
    first, turned = run("fates"), run("fates-turned")
    told = ("outcome", "reason", "level", "responded", "answered_on")
    findings, again = (
        {n: {c: [row[k] for k in told] for c, row in of.items()} for n, of in result.by_tag().items()}
        for result in (first, turned)
    )
    assert findings == again
    assert all(
        first.manifest[part] == turned.manifest[part] for part in ("population", "responses", "controls", "levels")
    )


# Match


def test_people_match_by_id_address_and_alias(run: Run) -> None:
    """Match by employee id, else by address, else by alias (roster's alias columns, `--aliases`)."""
    judged = outcome(run("match"))
    assert {n: judged[n] for n in range(1, 7)} == dict.fromkeys((1, 3, 4, 5, 6), "not-satisfied") | {2: "no-response"}


def test_an_unknown_id_falls_back_to_the_address(run: Run) -> None:
    """Match by employee id, else by address."""
    assert outcome(run("fates"))[8] == "not-satisfied"


def test_nobody_matches_by_name_or_similarity(run: Run) -> None:
    """Never by name alone, never by similarity."""
    result = run("match")
    assert result.fates() == {row: fate for row, (fate, _) in enumerate(MATCHES, 2) if fate}
    assert {outcome(result)[n] for n in (7, 8)} == {"no-response"}


def test_near_misses_are_suggested_in_the_rejects(run: Run) -> None:
    """Near misses are *suggested* in the rejects."""
    result = run("match")
    suggested = {int(row["row"]): row["suggestion"] for row in result.rows("rejects.csv") if row["role"] == "survey"}
    assert "gerhardine.otto@acme.example" in suggested[9]
    assert "gerhardine.otto" not in (result.out / "findings.csv").read_text() + json.dumps(result.manifest)


@pytest.mark.parametrize("name", ["alias-of-two", "aliases-of-two", "alias-is-address", "address-of-two"])
def test_one_alias_or_address_for_two_people_is_an_error(run: Run, name: str) -> None:
    """One alias, or one normalised address, for two people is an error."""
    run(name, 4)


# Dates


def test_a_time_with_a_zone_is_converted_and_one_without_is_local(run: Run) -> None:
    """A time with a zone is converted to the organisation's zone, one without is taken to be in it."""
    result = run("zone")
    assert result.fates() == {3: "after-as-of", 5: "after-as-of"}
    people = result.by_tag()
    assert [people[n]["ST-01"]["answered_on"] for n in (1, 3, 5, 6)] == [
        "2026-11-23",
        "2026-11-23",
        "2026-08-23",
        "2026-08-22",
    ]


def test_age_equal_to_valid_for_is_fresh(run: Run) -> None:
    """Age is `as_of` minus the calendar day; age equal to `valid_for` is fresh."""
    judged = outcome(run("zone"))
    assert (judged[5], judged[6]) == ("not-satisfied", "stale")


def test_google_forms_times_are_understood(run: Run) -> None:
    """Google Forms' direct CSV, times like `2026/11/02 3:08:44 PM GMT+1`; no configuration: the time zone is UTC."""
    result = run("google")
    assert result.fates() == {3: "after-as-of"}
    people = result.by_tag()
    assert [people[n]["ST-01"]["answered_on"] for n in (1, 3, 4)] == ["2026-11-02", "2026-11-23", "2026-11-23"]
    assert (people[1]["ST-01"]["outcome"], people[3]["ST-01"]["outcome"]) == ("satisfied", "not-satisfied")


def test_microsoft_forms_times_are_local(run: Run) -> None:
    """XLSX dates are serials with no zone: one without is taken to be in the organisation's zone."""
    result = run("forms")
    assert result.fates() == {3: "after-as-of", 4: "no-identity"}
    people = result.by_tag()
    assert [people[n]["ST-01"]["answered_on"] for n in (1, 3, 4)] == ["2026-11-23", "2026-08-23", "2026-08-22"]
    assert outcome(result) == {1: "satisfied", 2: "no-response", 3: "not-satisfied", 4: "stale"}


def test_no_submission_column_is_unreadable_unless_the_configuration_dates_the_file(run: Run) -> None:
    """No submission column: exit 4, unless the configuration dates the file."""
    assert not run("undated", 4).out.exists()
    assert outcome(run("dated")) == {1: "stale", 2: "no-response"}


def test_the_period_is_the_quarter_and_selects_nothing(run: Run) -> None:
    """`period` defaults to the quarter of `as_of` and selects nothing."""
    named, default = run("period"), run("warned")
    assert named.manifest["period"] == "2026-Q1"
    assert default.manifest["period"] == "2026-Q4"
    assert outcome(named)[1] == outcome(default)[1] == "satisfied"
    assert named.manifest["responses"]["used"] == 1


# Text


def test_text_is_compared_after_nfkc_and_nothing_else(run: Run) -> None:
    """NFKC, removal of zero-width characters, runs of white space to one space, trim, casefold; nothing else."""
    assert outcome(run("words")) == {number: fate for number, (_, fate) in WORDS.items()}


def test_two_answers_that_become_equal_are_a_policy_error(run: Run) -> None:
    """Two answers of one question that become equal are a policy error."""
    run("twins", 3)


# Places


def test_places_are_understood_by_name_and_code(run: Run) -> None:
    """A state with or without its country prefix; US states are always written `US-CO`."""
    people = run("places").by_tag()
    applies = {
        c: {n for n, found in people.items() if found[c]["reason"] != "out-of-scope"}
        for c in ("CO-01", "GB-01", "QC-01")
    }
    assert applies == {"CO-01": {1, 2, 3, 4, 5}, "GB-01": {6, 7}, "QC-01": {8, 9, 10}}
