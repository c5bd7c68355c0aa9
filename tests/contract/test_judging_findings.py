"""DESIGN §6 from outside: the finding, its level and its waiver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import openpyxl
import pytest

from tests.contract.judging import BITS, FRESH, Case, Reporter, Run, control, policy, runner, table, tags

CONTROLS = (
    control("ST-01", extra=FRESH),
    control("VI-01", "account-visibility"),
    control("VI-02", "account-visibility", extra="    applies_to: {countries: [IE]}\n"),
    control("RE-01", level="recommended"),
    control("IN-01", level="information"),
    control("AD-01", "admin-setting"),
    control("CO-01", "conduct", extra="    valid_for: 93\n"),
    control("AW-01", "awareness"),
)
ACCOUNT = ("ST-01", "VI-01", "RE-01", "IN-01")
EVERY = (*ACCOUNT, "AD-01", "CO-01", "AW-01")
WHOSE = {
    "company": "The organisation provides or manages it",
    "use": "It is my own, and I use it mainly on the organisation's behalf",
    "own": "It is my own",
    "none": "I have no LinkedIn account",
    "unstated": "Prefer not to say",
    "": "",
}


@dataclass(frozen=True)
class Someone:
    """One person: where, whose account, what was answered, and what an admin console says."""

    place: str = "IE"
    account: str = "own"
    answer: str = "On"
    when: str = "2026-11-02"
    known: str = ""

    def row(self, number: int) -> dict[str, str]:
        country, _, state = self.place.partition("-")
        return {
            "Employee ID": f"E{number}",
            "Work Email": f"p{number}@acme.example",
            "Department": f"D{number}",
            "Country": country,
            "State": state,
            "LinkedIn account": self.known,
        }

    def reply(self, number: int) -> dict[str, str]:
        answers = dict.fromkeys((*EVERY, "VI-02"), self.answer)
        return {
            "Employee ID": f"E{number}",
            "Completion time": self.when,
            "linkedin.account": WHOSE[self.account],
            **answers,
        }


SILENT = "silent"
PEOPLE = {
    # visibility
    1: Someone("US-WA"),
    2: Someone("US-WA", when=SILENT),
    3: Someone("US-WA", "company"),
    4: Someone("US-WA", "use"),
    5: Someone("US-ME", "unstated"),
    6: Someone("US-DE"),
    7: Someone("US-RI", when="2020-01-01"),
    8: Someone("US-CO"),
    9: Someone("US-NY"),
    10: Someone("US-WA", "own", known="company"),
    11: Someone("US-WA", "company", known="personal"),
    # silence, age, emptiness, the table
    12: Someone(when=SILENT),
    13: Someone(when="2026-08-22", answer="Off"),
    14: Someone(when="2026-08-22", account="none", answer=""),
    15: Someone(when="2026-08-22", answer="Purple monkey"),
    16: Someone(account="none", answer=""),
    17: Someone(answer=""),
    18: Someone(account="", answer=""),
    19: Someone(answer="Off"),
    20: Someone(answer="On"),
    21: Someone(answer="I don't know"),
    22: Someone(answer="Prefer not to say"),
    23: Someone(answer="I have no LinkedIn account"),
    24: Someone(answer="The switch is not shown to me"),
    25: Someone(answer="Zany zebra"),
    26: Someone(account="none"),
    # level
    30: Someone(account="company"),
    31: Someone(account="use"),
    32: Someone(account="own"),
    33: Someone(account="unstated"),
    34: Someone(account=""),
    35: Someone("US-CO", "own"),
    36: Someone("US-AR", "own"),
    37: Someone("US-CO", "company"),
    38: Someone("US-CO", "use"),
    39: Someone("US-AR", ""),
    40: Someone("", "company"),
    41: Someone("Atlantis", "company"),
    42: Someone("US-CA", "own"),
    43: Someone(account="own", known="company"),
    44: Someone(account="company", known="personal"),
    45: Someone("US-CO", "own", known="company"),
    46: Someone("US-CO", "company", known="personal"),
    47: Someone(when=SILENT, known="company"),
    48: Someone("US-CO", when=SILENT),
    49: Someone(answer="Off", account="company"),
}

SCOPED = {
    "CN-01": "countries: [FR]",
    "RG-01": "regions: [US-CA]",
    "GD-01": "regimes: [GDPR]",
    "UK-01": "regimes: [UK-GDPR]",
    "CC-01": "regimes: [CCPA]",
    "DP-01": "departments: [D2]",
    "EM-01": "employment: [Part-time]",
    "RO-01": "roles: [Recruiter]",
    "EV-01": "countries: []",
    "BO-01": "countries: [FR], departments: [D1]",
}
NO_MAN = (
    {
        "Employee ID": "E1",
        "Department": "D1",
        "Country": "FR",
        "State": "",
        "Employment Type": "Full-time",
        "Role": "Engineer",
    },
    {
        "Employee ID": "E2",
        "Department": "D2",
        "Country": "US",
        "State": "CA",
        "Employment Type": "Part-time",
        "Role": "Engineer",
    },
    {
        "Employee ID": "E3",
        "Department": "D3",
        "Country": "GB",
        "State": "",
        "Employment Type": "part-time",
        "Role": "Recruiter",
    },
    {
        "Employee ID": "E4",
        "Department": "D4",
        "Country": "FR",
        "State": "",
        "Employment Type": "Full-time",
        "Role": "Engineer",
    },
    {
        "Employee ID": "E5",
        "Department": "D5",
        "Country": "US",
        "State": "NY",
        "Employment Type": "Full-time",
        "Role": "Engineer",
    },
)

FILE_HEAD = "employee,control,reason,approver,approver_role,granted,expires\n"
BY = "Seat shared,boss@acme.example,Head of Privacy"
WAIVERS = (
    f"E1,CO-01,{BY},2026-11-23,2026-12-31\n"
    f"E2,CO-01,{BY},2026-01-01,2026-11-23\n"
    f"E3,CO-01,{BY},2026-01-01,2026-11-22\n"
    f"E4,CO-01,{BY},2026-11-24,2026-12-31\n"
    f"E5,CO-01,{BY},2026-01-01,2027-01-01\n"
    f"E6,CO-01,{BY},2026-01-01,2027-01-04\n"
    "E7,CO-01,Because,P7@acme.example,Employee,2026-11-01,2026-12-31\n"
    "E8,CO-01,Because,E8,Employee,2026-11-01,2026-12-31\n"
    f"E9,CO-01,{BY},2026-11-01,2026-12-01\n"
    f"E9,CO-01,{BY},2026-11-01,2026-12-31\n"
    f"E9,CO-01,{BY},2026-11-01,2026-12-15\n"
    f"E10,NO-99,{BY},2026-11-01,2026-12-31\n"
    f"E99,CO-01,{BY},2026-11-01,2026-12-31\n"
    f"E11,CO-01,{BY},2026-11-01,2026-12-31\n"
    f"E12,CO-01,{BY},2026-11-01,2026-12-31\n"
    f"E13,CO-01,{BY},2026-11-01,2026-12-31\n"
    f"p14@ACME.example,CO-01,{BY},2026-11-01,2026-12-31\n"
    f"E15,CO-01,{BY},2026-01-01,2026-12-01\n"
    f"E15,CO-01,{BY},2025-01-01,2025-12-31\n"
    f"E16,CO-01,{BY},2026-11-01,2026-12-31\n"
)
EXCUSED = {n: Someone() for n in range(1, 17)} | {
    11: Someone(answer="Off"),
    12: Someone(when=SILENT),
    13: Someone(answer="The switch is not shown to me"),
    16: Someone(answer="Zany zebra"),
}


def roster(people: Mapping[int, Someone]) -> str:
    return table(*(someone.row(number) for number, someone in people.items()))


def survey(people: Mapping[int, Someone]) -> str:
    return table(*(someone.reply(number) for number, someone in people.items() if someone.when != SILENT))


def excused(waivers: str) -> Case:
    one = {1: Someone()}
    return Case(
        roster(one),
        survey(one),
        policy(control("CO-01", "conduct")),
        files={"w.csv": waivers},
        options=("--waivers", "w.csv"),
    )


NOWHERE = '[places]\nunknown = "withhold"\n'  # of two people it is not known where they work
CASES = {
    "people": Case(roster(PEOPLE), survey(PEOPLE), policy(*CONTROLS, *tags()), NOWHERE, outputs="csv,excel"),
    "auditor": Case(roster(PEOPLE), survey(PEOPLE), policy(*CONTROLS, *tags()), NOWHERE, outputs="csv,html,oscal"),
    "scope": Case(
        table(*NO_MAN),
        table(
            *(
                {"Employee ID": f"E{n}", "Completion time": "2026-11-02", **dict.fromkeys(SCOPED, "On")}
                for n in (1, 2, 3)
            )
        ),
        policy(
            *(control(id_, "conduct", extra=f"    applies_to: {{{rule}}}\n") for id_, rule in SCOPED.items()), *tags()
        ),
    ),
    "waivers": Case(
        roster(EXCUSED),
        survey(EXCUSED),
        policy(control("CO-01", "conduct", extra=FRESH), *tags()),
        files={"w.csv": FILE_HEAD + WAIVERS},
        options=("--waivers", "w.csv"),
        outputs="csv,excel,mail",
    ),
    "waiver-own": excused(
        FILE_HEAD + "E1,CO-01,Because,Person One <p1@acme.example>,Head of Privacy,2026-11-01,2026-12-31\n"
    ),
    "waiver-undated": excused(FILE_HEAD + f"E1,CO-01,{BY},some day,2026-12-31\n"),
    "waiver-endless": excused(FILE_HEAD + f"E1,CO-01,{BY},2026-11-01,\n"),
    "waiver-columns": excused("employee,control,reason,granted,expires\nE1,CO-01,Because,2026-11-01,2026-12-31\n"),
}
Person = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def run(reporter: Reporter, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return runner(reporter, CASES, tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def people(run: Run) -> dict[int, Person]:
    return run("people").by_tag()


def said(person: Person, control: str) -> str:
    return f"{person[control]['outcome']} / {person[control]['reason']}"


# The finding


def test_there_is_one_finding_for_each_employee_and_control(run: Run) -> None:
    """One employee in scope × one control: exactly one row, always."""
    rows = run("people").findings
    assert len(rows) == len({(row["employee"], row["control"]) for row in rows}) == len(PEOPLE) * (len(CONTROLS) + BITS)


def test_1_a_control_applies_by_country_region_regime_department_employment_and_role(run: Run) -> None:
    """The control does not apply to this person's country, region, regime, department, employment or role."""
    people = run("scope").by_tag()
    applies = {id_: {n for n, of in people.items() if of[id_]["reason"] != "out-of-scope"} for id_ in SCOPED}
    assert applies == {
        "CN-01": {1, 4},
        "RG-01": {2},
        "GD-01": {1, 4},
        "UK-01": {3},
        "CC-01": {2},
        "DP-01": {2},
        "EM-01": {2, 3},
        "RO-01": {3},
        "EV-01": {1, 2, 3, 4, 5},
        "BO-01": {1},
    }


def test_1_out_of_scope_answered_or_not(run: Run) -> None:
    """`not-applicable / out-of-scope`, answered or not."""
    people = run("scope").by_tag()
    assert {said(people[n], "CN-01") for n in (2, 3, 5)} == {"not-applicable / out-of-scope"}
    assert (said(people[1], "CN-01"), said(people[4], "CN-01")) == (
        "not-satisfied / answered",
        "not-assessed / no-response",
    )


def test_1_comes_before_2(people: dict[int, Person]) -> None:
    """By the first that holds: out of scope, then barred by law."""
    assert {said(people[n], "VI-02") for n in (1, 2, 5, 6, 7)} == {"not-applicable / out-of-scope"}


@pytest.mark.parametrize("number", [1, 2, 5, 6, 7, 11])
def test_2_visibility_of_a_personal_account_is_barred_in_four_states(people: dict[int, Person], number: int) -> None:
    """A visibility control for a personal account in a place that bars it; unknown counts as `personal`."""
    assert said(people[number], "VI-01") == "not-applicable / barred-by-law"


@pytest.mark.parametrize("number", [3, 4, 8, 9, 10])
def test_2_nothing_else_is_barred(people: dict[int, Person], number: int) -> None:
    """… for a personal account in a place that bars it: not a company seat, not elsewhere (domain.md §4.1)."""
    assert said(people[number], "VI-01") == "not-satisfied / answered"


def test_2_settings_that_are_not_visibility_are_judged_there(people: dict[int, Person]) -> None:
    """A visibility control."""
    assert said(people[1], "ST-01") == "not-satisfied / answered"
    assert said(people[2], "ST-01") == "not-assessed / no-response"


def test_3_no_attestation(people: dict[int, Person]) -> None:
    """No attestation: `not-assessed / no-response`."""
    for number in (12, 47, 48):
        assert {said(people[number], id_) for id_ in EVERY} == {"not-assessed / no-response"}
        assert people[number]["ST-01"]["responded"] == "false"


@pytest.mark.parametrize("number", [13, 14, 15])
def test_4_stale_whatever_it_said(people: dict[int, Person], number: int) -> None:
    """Attestation older than `valid_for`: `not-assessed / stale`, whatever it said."""
    assert said(people[number], "ST-01") == "not-assessed / stale"


def test_4_each_control_has_its_own_valid_for(people: dict[int, Person]) -> None:
    """Age equal to `valid_for` is fresh: one attestation of 93 days is stale for 92 and fresh for 93."""
    assert [said(people[n], "CO-01") for n in (13, 14, 15)] == [
        "satisfied / answered",
        "not-assessed / unanswered",
        "not-assessed / unrecognised-answer",
    ]


def test_5_an_empty_answer(people: dict[int, Person]) -> None:
    """`not-applicable / not-used` if the account question says there is no account, else `unanswered`."""
    assert {said(people[16], id_) for id_ in ACCOUNT} == {"not-applicable / not-used"}
    assert said(people[16], "CO-01") == "not-assessed / unanswered"
    assert {said(people[n], id_) for n in (17, 18) for id_ in EVERY} == {"not-assessed / unanswered"}


def test_6_the_answer_table(people: dict[int, Person]) -> None:
    """The control's answer table: its outcome and reason."""
    assert [said(people[n], "ST-01") for n in range(19, 25)] == [
        "satisfied / answered",
        "not-satisfied / answered",
        "not-assessed / unsure",
        "not-assessed / declined",
        "not-applicable / not-used",
        "not-applicable / not-available",
    ]


def test_6_an_answer_beats_the_account_question(people: dict[int, Person]) -> None:
    """Step 5 is for an empty answer only."""
    assert said(people[26], "ST-01") == "not-satisfied / answered"


def test_7_an_answer_in_no_table_is_never_guessed(people: dict[int, Person]) -> None:
    """Not in the table: `not-assessed / unrecognised-answer`."""
    assert said(people[25], "ST-01") == "not-assessed / unrecognised-answer"


def test_7_its_text_is_listed_for_hr_never_for_the_auditor(run: Run) -> None:
    """The text is listed for HR to map, never guessed, never in the auditor's edition."""
    for name in ("findings.csv", "report.html", "assessment.oscal.json", "manifest.json"):
        assert "zebra" not in (run("auditor").out / name).read_text(encoding="utf-8").casefold()
    book = openpyxl.load_workbook(run("people").out / "report.xlsx", read_only=True)
    assert any(
        "zany zebra" in str(cell).casefold()
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )


# Level

LEVELS = {
    30: "required",
    31: "recommended",
    32: "recommended",
    33: "recommended",
    34: "recommended",
    35: "information",
    36: "information",
    37: "required",
    38: "recommended",
    39: "information",
    40: "information",
    41: "information",
    42: "recommended",
    43: "required",
    44: "recommended",
    45: "required",
    46: "information",
    47: "required",
    48: "information",
}


def test_account_controls_are_capped_by_ownership_and_place(people: dict[int, Person]) -> None:
    """`company` no cap, `business-use` and `personal` at most `recommended`; US-CO or US-AR: `information`."""
    lower = {n: "information" if level == "information" else "recommended" for n, level in LEVELS.items()}
    assert {n: people[n]["ST-01"]["level"] for n in LEVELS} == LEVELS
    assert {n: people[n]["VI-01"]["level"] for n in LEVELS} == LEVELS
    assert {n: people[n]["RE-01"]["level"] for n in LEVELS} == lower


def test_the_law_only_lowers(people: dict[int, Person]) -> None:
    """The policy sets it, account ownership and law can only lower it."""
    assert {of["IN-01"]["level"] for of in people.values()} == {"information"}


def test_other_controls_are_not_capped_by_ownership(people: dict[int, Person]) -> None:
    """Ownership (`account-setting`, `account-visibility` only)."""
    known = [of for n, of in people.items() if n not in {40, 41}]
    assert {of[id_]["level"] for of in known for id_ in ("AD-01", "CO-01", "AW-01")} == {"required"}


@pytest.mark.parametrize("number", [40, 41])
def test_an_unknown_place_makes_everything_information(run: Run, people: dict[int, Person], number: int) -> None:
    """Unknown place of work: `information` for every kind, with a warning."""
    assert {people[number][id_]["level"] for id_ in EVERY} == {"information"}
    assert "place of work" in run("people").said.split("Take note")[1]


def test_ownership_is_the_rosters_word_then_the_surveys_then_personal(people: dict[int, Person]) -> None:
    """The roster's word on ownership (from an admin console) beats the survey's; unknown counts as `personal`."""
    owners = {n: people[n]["ST-01"]["ownership"] for n in (30, 31, 32, 43, 44, 47)}
    assert owners == {30: "company", 31: "business-use", 32: "personal", 43: "company", 44: "personal", 47: "company"}
    assert not {people[n]["ST-01"]["ownership"] for n in (33, 34, 48)} & {"company", "business-use"}


def test_each_cap_carries_its_reason_and_law_note(run: Run, people: dict[int, Person]) -> None:
    """Each cap carries its reason and law note."""
    policy_levels = dict.fromkeys(EVERY, "required") | {"RE-01": "recommended", "IN-01": "information"}
    for number, of in people.items():
        for id_ in EVERY:
            capped = of[id_]["level"] != policy_levels[id_]
            assert bool(of[id_]["caps"]) == capped, (number, id_, of[id_])
    book = openpyxl.load_workbook(run("people").out / "report.xlsx", read_only=True)
    notes = " ".join(str(cell) for row in book["Law notes"].iter_rows(values_only=True) for cell in row)
    assert "C.R.S. 8-2-127" in notes
    assert "11-2-124" in notes


def test_required_says_whom_it_covers(run: Run) -> None:
    """A document that shows `required` … says that it covers those known to use a company account."""
    sentence = "known to use a company account"
    assert sentence in (run("auditor").out / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(run("people").out / "report.xlsx", read_only=True)
    assert any(sentence in str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


# Waiver


def test_a_waiver_is_valid_from_granted_to_expires(run: Run) -> None:
    """Valid if `granted` ≤ `as_of` ≤ `expires`, at most 366 days long, … an approver who is not the employee."""
    people = run("waivers").by_tag()
    waived = {n for n, of in people.items() if of["CO-01"]["waived"] == "true"}
    assert waived == {1, 2, 5, 9, 12, 14, 15, 16}


def test_a_waiver_never_changes_an_outcome(run: Run) -> None:
    """Attached to a finding, never replacing its outcome; open: `not-satisfied` without a valid waiver."""
    people = run("waivers").by_tag()
    assert [said(people[n], "CO-01") for n in (1, 12, 16)] == [
        "not-satisfied / answered",
        "not-assessed / no-response",
        "not-assessed / unrecognised-answer",
    ]
    open_ = {n for n, of in people.items() if of["CO-01"]["open"] == "true"}
    assert open_ == {3, 4, 6, 7, 8, 10}
    assert run("waivers").manifest["controls"]["CO-01"]["waived"] == 8


def test_a_waiver_attaches_to_what_is_not_satisfied_or_not_assessed_only(run: Run) -> None:
    """It attaches to `not-satisfied` and `not-assessed` only."""
    people = run("waivers").by_tag()
    assert [people[n]["CO-01"]["waived"] for n in (11, 13)] == ["false", "false"]


def test_of_several_valid_waivers_the_latest_expires_counts(run: Run) -> None:
    """Of several valid ones the latest `expires`."""
    people = run("waivers").by_tag()
    assert [people[n]["CO-01"]["waiver_expires"] for n in (9, 15)] == ["2026-12-31", "2026-12-01"]


def test_the_other_waivers_are_listed(run: Run) -> None:
    """The others are listed: `expired`, `not-yet`, `too-long`, `self-approved`, `duplicate`, `unmatched`."""
    sheet = openpyxl.load_workbook(run("waivers").out / "report.xlsx")["Waivers"]
    rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    heads = next(row for row in rows if "State" in row and "Control" in row)
    listed = [dict(zip(heads, row, strict=True)) for row in rows[rows.index(heads) + 1 :]]
    assert len(listed) == WAIVERS.count("\n")
    states: dict[str, set[str]] = {}
    for row in listed:
        states.setdefault(row["State"], set()).add(row["Row"])
    groups = {frozenset(of) for of in states.values()}
    assert {frozenset(of) for of in ({"4", "20"}, {"5"}, {"7"}, {"8", "9"}, {"10", "12"}, {"13", "14"})} <= groups


def test_a_waived_miss_gets_no_remediation_mail(run: Run) -> None:
    """Each employee with an open finding gets one remediation mail."""
    assert run("waivers").manifest["mail"]["by_kind"]["remediation"] == 6


def test_an_approver_who_is_the_employee_is_found_behind_a_display_name(run: Run) -> None:
    """A reason and an approver who is not the employee."""
    assert [row["waived"] for row in run("waiver-own").findings] == ["false"]


@pytest.mark.parametrize("name", ["waiver-undated", "waiver-endless", "waiver-columns"])
def test_a_waiver_file_with_an_unreadable_row_stops_the_run(run: Run, name: str) -> None:
    """A file with an unreadable row stops the run (4)."""
    result = run(name, 4)
    assert "error:" in result.said
    assert not result.out.exists()
