"""DESIGN §8: what a policy file looks like, and how a survey's columns belong to its questions."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

Reporter = Callable[..., subprocess.CompletedProcess[str]]
Try = Callable[..., subprocess.CompletedProcess[str]]

# The file of DESIGN §8; only where it says "…" stands a sentence.
DESIGN = """\
schema: 1
id: linkedin-ai-training
version: "2026.11"
title: LinkedIn and AI training
owner: Privacy Office
reviewed: 2026-11-23
review_every: 180                 # days; past it every document carries the warning
hosts: []                         # further hosts that links may point to, beside the services' own
controls:
  - id: LI-01                     # never reused, never renamed
    title: The account's data does not train LinkedIn's content-generating AI
    kind: account-setting         # account-setting | account-visibility | admin-setting | conduct | awareness
    service: linkedin             # dated facts, and hosts, in policies/services/linkedin.yaml
    level: required
    severity: high
    rationale: It does not come out again.
    applies_to: {countries: [], regions: [], regimes: [], departments: [], employment: [], roles: []}
    valid_for: 92                 # days an answer counts
    question:
      text: How is the switch set?
      answers:
        - {text: "Off", also: ["Disabled", "It is off"], outcome: satisfied}
        - {text: "On", outcome: not-satisfied}
        - {text: "I don't know", outcome: not-assessed, reason: unsure}
        - {text: "Prefer not to say", outcome: not-assessed, reason: declined}
        - {text: "I have no LinkedIn account", outcome: not-applicable, reason: not-used}
        - {text: "The switch is not shown to me", outcome: not-applicable, reason: not-available}
    remediation:
      minutes: 2
      link: https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement
      steps: {desktop: [], mobile: []}
      cannot_undo: Training that took place. # said plainly wherever the steps are shown
    law: [gdpr-21, ccpa-1798-120] # ids in policies/law/*.yaml
    references: [{title: The help page, url: "https://www.linkedin.com/help", as_of: 2026-11-23}]
    examples: [{answer: " off ", outcome: satisfied}]     # `reporter policy test` runs them
"""

MINIMAL = """\
schema: 1
id: minimal
version: "1"
title: The least that a policy says
owner: Privacy Office
reviewed: 2026-12-01
controls:
  - id: M-01
    title: The notice is read
    kind: awareness
    level: required
    severity: low
    rationale: It says what changed.
    question:
      text: Did you read the notice?
      answers:
        - {text: "Yes", outcome: satisfied}
"""

ROSTER = """\
Employee ID,Department,Country,State
1,Sales,GB,
2,Legal,NO,
3,Sales,US,US-CA
4,Sales,FR,
"""
OUTCOMES = ("satisfied", "not-satisfied", "not-applicable", "not-assessed")


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def controls_of(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["controls"]
    return read


@pytest.fixture
def judge(reporter: Reporter, tmp_path: Path) -> Try:
    """Run with a policy file, over four people, into `out`."""

    def run(
        policy: str,
        survey: str = "Timestamp,Employee ID,M-01,LI-01\n2027-01-20,1,Yes,Off\n",
        roster: str = ROSTER,
        *options: str,
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / "own.yaml").write_text(policy, encoding="utf-8")
        (tmp_path / "people.csv").write_text(roster, encoding="utf-8")
        (tmp_path / "answers.csv").write_text(survey, encoding="utf-8")
        return reporter(
            *("run", "--roster", "people.csv", "--survey", "answers.csv", "--policy", "own.yaml"),
            *("--as-of", "2027-02-12", "--outputs", "csv", "--out", "out", *options),
            *("--accept-not-ready", "required-question-missing"),  # the survey asks less than some of the policies
            cwd=tmp_path,
        )

    return run


def test_the_policy_of_design_loads_and_judges_every_answer_of_its_table(judge: Try, tmp_path: Path) -> None:
    # Its service and its law notes are found among those shipped: no such file lies beside it.
    answers = (
        *('"Off"', '"  oFF\u200b "', '"Disabled"', '"it  is off"', '"On"', '"I don\'t know"', '"Prefer not to say"'),
        *('"I have no LinkedIn account"', '"The switch is not shown to me"', '"Off, I think"', '""'),
    )
    rows = [f"2027-01-20,{i},{answer}" for i, answer in enumerate(answers, 1)]
    rows += ["2026-11-12,12,Off", "2026-11-11,13,Off"]  # 92 days old is fresh, 93 is stale
    roster = "Employee ID,Country\n" + "".join(f"{i},GB\n" for i in range(1, 15))
    said = judge(DESIGN, "Timestamp,Employee ID,LI-01\n" + "\n".join(rows) + "\n", roster)
    assert said.returncode == 0, said.stderr
    control = controls_of(tmp_path / "out")["LI-01"]
    assert [control[outcome] for outcome in OUTCOMES] == [5, 1, 2, 6]
    assert {reason: n for reason, n in control["reasons"].items() if n} == {
        "answered": 6,
        "unsure": 1,
        "declined": 1,
        "not-used": 1,
        "not-available": 1,
        "unrecognised-answer": 1,
        "unanswered": 1,
        "stale": 1,
        "no-response": 1,
    }


def test_a_policy_of_the_required_keys_only_loads_and_applies_to_everybody(judge: Try, tmp_path: Path) -> None:
    kinds = ("account-setting", "account-visibility", "admin-setting", "conduct")
    control = MINIMAL[MINIMAL.index("  - id: M-01") :]
    others = [
        control.replace("M-01", f"M-0{i}")
        .replace("kind: awareness", f"kind: {kind}")
        .replace("notice?", f"notice {i}?")
        for i, kind in enumerate(kinds, 2)
    ]
    said = judge(MINIMAL + "".join(others))
    assert said.returncode == 0, said.stderr
    controls = controls_of(tmp_path / "out")
    assert [controls["M-01"][outcome] for outcome in OUTCOMES] == [1, 0, 0, 3]
    for i in range(2, 6):
        assert [controls[f"M-0{i}"][outcome] for outcome in OUTCOMES] == [0, 0, 0, 4]


@pytest.mark.parametrize(
    "key",
    [
        *("schema: 1\n", "id: minimal\n", 'version: "1"\n', "title: The least that a policy says\n"),
        *("owner: Privacy Office\n", "reviewed: 2026-12-01\n", "    title: The notice is read\n"),
        *("    kind: awareness\n", "    level: required\n", "    severity: low\n"),
        "    rationale: It says what changed.\n",
        MINIMAL[MINIMAL.index("    question:") :],
        MINIMAL[MINIMAL.index("      answers:") :],
    ],
    ids=[
        *("schema", "id", "version", "title", "owner", "reviewed", "title of a control"),
        *("kind", "level", "severity", "rationale", "question", "answers"),
    ],
)
def test_a_policy_without_a_required_key_is_exit_3(judge: Try, tmp_path: Path, key: str) -> None:
    said = judge(changed(MINIMAL, key, ""))
    assert said.returncode == 3
    assert "own.yaml" in said.stderr
    assert key.split(":", 1)[0].strip() in said.stderr
    assert not (tmp_path / "out").exists()


def test_a_policy_without_controls_and_a_control_without_an_answer_are_exit_3(judge: Try) -> None:
    assert judge(MINIMAL[: MINIMAL.index("controls:")]).returncode == 3
    answer = MINIMAL[MINIMAL.index("answers:") :]
    assert judge(changed(MINIMAL, answer, "answers: []\n")).returncode == 3


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("owner: Privacy", "ownr: Privacy"),
        ("severity: high", "severty: high"),
        ("regimes: []", "regims: []"),
        ("cannot_undo: Training", "cannot_undoo: Training"),
    ],
)
def test_an_unknown_key_is_exit_3_with_its_line_and_the_nearest_spelling(
    judge: Try, tmp_path: Path, known: str, unknown: str
) -> None:
    text = changed(DESIGN, known, unknown)
    line = next(i for i, one in enumerate(text.splitlines(), 1) if unknown in one)
    said = judge(text)
    assert said.returncode == 3
    assert f"own.yaml:{line}" in said.stderr
    assert unknown.split(":", 1)[0] in said.stderr
    hints = " ".join(one for one in said.stderr.splitlines() if one.startswith("hint:"))
    assert known.split(":", 1)[0] in hints
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: awareness", "kind: settings"),
        ("outcome: satisfied", "outcome: passed"),
        ('text: "Yes", outcome: satisfied', 'text: "Yes", outcome: not-assessed'),
        ('text: "Yes", outcome: satisfied', 'text: "Yes", outcome: not-applicable'),
        ("reviewed: 2026-12-01", "reviewed: last winter"),
        ("kind: awareness", "kind: awareness\n    service: no-such-service"),
        ("kind: awareness", "kind: awareness\n    applies_to: {regimes: [NO-SUCH-REGIME]}"),
        ("kind: awareness", "kind: awareness\n    remediation: {link: 'https://elsewhere.example/x'}"),
    ],
)
def test_a_value_that_is_not_known_is_exit_3(judge: Try, old: str, new: str) -> None:
    said = judge(changed(MINIMAL, old, new))
    assert said.returncode == 3
    assert "own.yaml:" in said.stderr


def test_a_link_may_point_to_a_host_that_the_policy_names(judge: Try) -> None:
    linked = changed(MINIMAL, "kind: awareness", "kind: awareness\n    remediation: {link: 'https://other.example/x'}")
    assert judge(changed(linked, "controls:", "hosts: [other.example]\ncontrols:")).returncode == 0


@pytest.mark.parametrize(
    "second",
    [
        '{text: "  yES ", outcome: not-satisfied}',
        '{text: "\uff39es", outcome: not-satisfied}',
        '{text: "No", also: ["Y\u200bes"], outcome: not-satisfied}',
    ],
    ids=["case and space", "width", "zero-width, among the other wordings"],
)
def test_two_answers_that_become_equal_are_exit_3(judge: Try, second: str) -> None:
    answer = '        - {text: "Yes", outcome: satisfied}\n'
    said = judge(changed(MINIMAL, answer, f"{answer}        - {second}\n"))
    assert said.returncode == 3
    assert "own.yaml:" in said.stderr


def test_one_control_id_twice_is_exit_3(judge: Try, tmp_path: Path) -> None:
    control = MINIMAL[MINIMAL.index("  - id: M-01") :]
    assert judge(MINIMAL + control).returncode == 3
    (tmp_path / "second.yaml").write_text(changed(MINIMAL, "id: minimal", "id: another"))
    survey = "Timestamp,Employee ID,M-01\n2027-01-20,1,Yes\n"
    assert judge(MINIMAL, survey, ROSTER, "--policy", "second.yaml").returncode == 3


def test_no_as_a_country_is_norway(judge: Try, tmp_path: Path) -> None:
    said = judge(changed(MINIMAL, "kind: awareness", "kind: awareness\n    applies_to: {countries: [SE, NO]}"))
    assert said.returncode == 0, said.stderr
    control = controls_of(tmp_path / "out")["M-01"]
    assert control["reasons"]["out-of-scope"] == 3
    assert control["not-assessed"] == control["reasons"]["no-response"] == 1


def test_a_control_applies_by_country_region_regime_department_employment_and_role(judge: Try, tmp_path: Path) -> None:
    wanted = {
        "countries: [GB, FR]": 2,
        "regions: [US-CA]": 1,
        "regimes: [GDPR]": 2,  # France, and Norway as part of the EEA
        "departments: [sales]": 3,
        "employment: [Contractor]": 1,
        "roles: [Recruiter]": 2,
        "countries: [GB, NO], departments: [Sales]": 1,
    }
    control = MINIMAL[MINIMAL.index("  - id: M-01") :]
    policy = MINIMAL[: MINIMAL.index("  - id: M-01")] + "".join(
        control.replace("M-01", f"M-0{i}").replace("kind: awareness", f"kind: awareness\n    applies_to: {{{applies}}}")
        for i, applies in enumerate(wanted, 1)
    )
    policy = "".join(
        line.replace("the notice?", f"notice {i}?") if "the notice?" in line else line
        for i, line in enumerate(policy.splitlines(keepends=True))
    )
    roster = (
        "Employee ID,Department,Country,State,Employment Type,Role\n1,Sales,GB,,Contractor,Recruiter\n"
        "2,Legal,NO,,Full-time,Recruiter\n3,Sales,US,US-CA,Full-time,Clerk\n4,Sales,FR,,Full-time,Clerk\n"
    )
    survey = "Timestamp,Employee ID,M-01\n2027-01-20,1,Yes\n"
    said = judge(policy, survey, roster)
    assert said.returncode == 0, said.stderr
    applied = {id_: 4 - control["not-applicable"] for id_, control in controls_of(tmp_path / "out").items()}
    assert applied == {f"M-0{i}": n for i, n in enumerate(wanted.values(), 1)}


def test_a_review_that_is_overdue_is_a_warning_with_exit_0(judge: Try) -> None:
    fresh = judge(changed(MINIMAL, "controls:", "review_every: 180\ncontrols:"))
    overdue = judge(
        changed(changed(MINIMAL, "controls:", "review_every: 180\ncontrols:"), "2026-12-01", "2026-01-01"),
        "Timestamp,Employee ID,M-01\n2027-01-20,1,Yes\n",
        ROSTER,
        "--force",
    )
    assert (fresh.returncode, overdue.returncode) == (0, 0)
    more = set((overdue.stdout + overdue.stderr).splitlines()) - set((fresh.stdout + fresh.stderr).splitlines())
    assert [line for line in more if "review" in line.casefold()]


def test_a_folder_of_policies_and_a_repeated_option_are_all_judged(judge: Try, tmp_path: Path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "design.yaml").write_text(DESIGN, encoding="utf-8")
    said = judge(MINIMAL, "Timestamp,Employee ID,M-01,LI-01\n2027-01-20,1,Yes,Off\n", ROSTER, "--policy", "more")
    assert said.returncode == 0, said.stderr
    assert set(controls_of(tmp_path / "out")) == {"M-01", "LI-01"}


def test_survey_columns_belong_by_id_by_text_by_bracketed_id_and_by_mapping(judge: Try, tmp_path: Path) -> None:
    control = MINIMAL[MINIMAL.index("  - id: M-01") :]
    policy = MINIMAL[: MINIMAL.index("  - id: M-01")] + "".join(
        control.replace("M-01", f"M-0{i}").replace("Did you read the notice?", f"Did you read notice {i}?")
        for i in range(1, 6)
    )
    (tmp_path / "reporter.toml").write_text('[survey.columns]\nM-04 = "The fourth notice"\n', encoding="utf-8")
    header = "m-01,\u200bDID you  read notice 2? ,What of this one? [M-03],The fourth notice,The fifth notice"
    survey = f"Timestamp,Employee ID,{header}\n2027-01-20,1,Yes,Yes,Yes,Yes,Yes\n"
    said = judge(policy, survey)
    assert said.returncode == 0, said.stderr
    satisfied = {id_: control["satisfied"] for id_, control in controls_of(tmp_path / "out").items()}
    assert satisfied == {"M-01": 1, "M-02": 1, "M-03": 1, "M-04": 1, "M-05": 0}


@pytest.mark.parametrize("by", ["id", "text"])
def test_the_account_question_decides_the_level_and_whether_there_is_an_account(
    judge: Try, tmp_path: Path, by: str
) -> None:
    shipped = Path(__file__).parents[2] / "policies" / "services" / "linkedin.yaml"
    asked = yaml.safe_load(shipped.read_text(encoding="utf-8"))["account"]
    words = {answer["account"]: answer["text"] for answer in asked["answers"]}
    header = "linkedin.account" if by == "id" else asked["text"]
    survey = (
        f'Timestamp,Employee ID,LI-01,"{header}"\n2027-01-20,1,On,"{words["company"]}"\n'
        f'2027-01-20,2,On,"{words["business-use"]}"\n2027-01-20,3,On,"{words["personal"]}"\n'
        f'2027-01-20,4,,"{words["none"]}"\n'
    )
    said = judge(DESIGN, survey)
    assert said.returncode == 0, said.stderr
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8", newline="") as lines:
        judged = sorted((row["outcome"], row["reason"], row["level"]) for row in csv.DictReader(lines))
    assert [one for one in judged if one[0] == "not-satisfied"] == [
        ("not-satisfied", "answered", "recommended"),
        ("not-satisfied", "answered", "recommended"),
        ("not-satisfied", "answered", "required"),
    ]
    assert [one[:2] for one in judged if one[0] != "not-satisfied"] == [("not-applicable", "not-used")]
