from __future__ import annotations

from datetime import date

import pytest

from reporter.model.policy import Answer, AppliesTo, Remediation
from reporter.model.vocabulary import Outcome, Ownership, Reason
from reporter.policy.companion_schema import LawFile, RegimesFile, ServiceFile
from reporter.policy.schema import PolicyFile
from tests.policy.conftest import Workspace


def test_a_valid_policy_becomes_records(workspace: Workspace) -> None:
    loaded = workspace.load()
    [policy] = loaded.policies
    control = policy.controls[0]
    assert (policy.id, policy.version, policy.reviewed) == ("own-policy", "2026.11", date(2026, 11, 23))
    assert control.applies_to == AppliesTo(countries=("NO", "DE"), regions=("US-CO",), regimes=("GDPR",))
    assert control.question.answers[:2] == (
        Answer(text="Off", also=("Disabled",), outcome=Outcome.SATISFIED, reason=Reason.ANSWERED),
        Answer(text="On", outcome=Outcome.NOT_SATISFIED, reason=Reason.ANSWERED),
    )
    assert control.remediation == Remediation(
        minutes=2,
        link="https://www.example.com/settings",
        desktop=("Open the page.",),
        cannot_undo="What was used stays used.",
    )
    assert control.references[0].as_of == date(2026, 11, 1)
    assert control.examples[0].answer == " off "
    account = loaded.services["example"].account
    assert account is not None
    assert [a.account for a in account.answers] == [Ownership.COMPANY, Ownership.PERSONAL, Ownership.NONE, None]
    assert loaded.services["example"].facts[0].claim_by == "Example Ltd"
    assert loaded.law["gdpr-21"].regime == "GDPR"
    assert loaded.places.regimes_of("NO", None) == ("GDPR",)
    assert loaded.places.cap_law["US-CO"] == ("gdpr-21",)
    assert [a.id for a in loaded.asked] == ["example.account", "OP-01", "OP-02"]


def test_norway_is_no_and_not_false(workspace: Workspace) -> None:
    assert "NO" in workspace.load().controls[0].applies_to.countries


@pytest.mark.parametrize(
    ("old", "new", "where", "what", "hint"),
    [
        ("title: Own policy", "titel: Own policy", "own.yaml:4:1", '"titel" is not a known key', '"title"'),
        ("    severity: high\n", "", "own.yaml:8:5", '"severity" is missing', "severity: …"),
        ('On", outcome', 'On", outcom', "own.yaml:21:24",
         '"outcom" is not a known key', '"outcome"'),
        ('version: "2026.11"', "version: 2026", "own.yaml:3:10", '"version" must be text', '"2026"'),
        ("title: Own policy", "title: true", "own.yaml:4:8", '"title" must be text', '"true"'),
        ("title: Own policy", "title: [a]", "own.yaml:4:8", '"title" must be text, and is a list', ""),
        ("title: Own policy", "title:", "own.yaml:4:7", '"title" must be text, and is empty', ""),
        ("title: Own policy", 'title: ""', "own.yaml:4:8", '"title" is empty', ""),
        ("title: Own policy", 'title: " \\u200b "', "own.yaml:4:8", '"title": is empty', ""),
        ("title: Own policy", 'title: "a\\nb"', "own.yaml:4:8", "single line", ">-"),
        ("title: Own policy", 'title: "a\\u202eb"', "own.yaml:4:8", "control character U+202E", "Remove"),
        ("schema: 1", "schema: 2", "own.yaml:1:9", "schema 2 is not known", "schema: 1"),
        ("schema: 1", 'schema: "1"', "own.yaml:1:9", '"schema" must be a whole number', "without quotes"),
        ("schema: 1", "schema: true", "own.yaml:1:9", '"schema" must be a whole number', ""),
        ("id: own-policy", "id: own policy", "own.yaml:2:5", '"own policy" is no id', "hyphens"),
        ("reviewed: 2026-11-23", "reviewed: 23.11.2026", "own.yaml:6:11", "is no date", "2026-11-23"),
        ("reviewed: 2026-11-23", "reviewed: 2026-02-30", "own.yaml:6:11", "there is no day 2026-02-30", ""),
        ("kind: account-setting", "kind: account-settings", "own.yaml:10:11", "is not one of", '"account-setting"'),
        ("level: required", "level: mandatory", "own.yaml:12:12", "required, recommended, information", "one of"),
        ("valid_for: 92", "valid_for: 0", "own.yaml:16:16", "must be at least 1", ""),
        ("valid_for: 92", "valid_for: 92.5", "own.yaml:16:16", "must be a whole number", ""),
        ("valid_for: 92", "valid_for: true", "own.yaml:16:16", "must be a whole number", ""),
        ("minutes: 2", "minutes: soon", "own.yaml:25:16", "must be a whole number", ""),
        ("mobile: []", "mobile: one", "own.yaml:27:52", '"mobile" must be a list', "[]"),
        ('steps: {desktop: ["Open the page."], mobile: []}', "steps: [a]", "own.yaml:27:14", "a group of keys", ""),
        ('also: ["Disabled"]', "also: [1]", "own.yaml:20:32", '"also[1]" must be text', '"1"'),
        ("countries: [NO, DE]", "countries: [no]", "own.yaml:15:30", '"no" is no ISO 3166-1', "Write NO."),
        ("countries: [NO, DE]", "countries: [UK]", "own.yaml:15:30", '"UK" is no ISO 3166-1', "Write GB."),
        ("countries: [NO, DE]", "countries: [DEU]", "own.yaml:15:30", "is no ISO 3166-1", "Write DE."),
        ("countries: [NO, DE]", "countries: [US-CO]", "own.yaml:15:30", "is a region", "regions"),
        ("countries: [NO, DE]", "countries: [XX]", "own.yaml:15:30", "is no ISO 3166-1", "Two capital letters"),
        ("regions: [US-CO]", "regions: [CO]", "own.yaml:15:49", "is a country", "US-CO"),
        ("regions: [US-CO]", "regions: [NY]", "own.yaml:15:49", "is no ISO 3166-2", "Write US-NY."),
        ("regions: [US-CO]", "regions: [Colorado]", "own.yaml:15:49", "is no ISO 3166-2", "Write US-CO."),
        ("regions: [US-CO]", "regions: [us-co]", "own.yaml:15:49", "is no ISO 3166-2", "Write US-CO."),
        ("  - id: OP-02", "  - id: =OP-02", "own.yaml:32:9", "is no control id", "LI-01"),
        ("  - id: OP-02", "  - id: ../OP-02", "own.yaml:32:9", "is no control id", "LI-01"),
        ("  - id: OP-02", "  - id: OP--2", "own.yaml:32:9", "is no control id", "LI-01"),
        ("  - id: OP-02", "  - id: op-own", "own.yaml:32:9", "is no control id", "LI-01"),
        ("  - id: OP-02", '  - id: "OP-02\\n"', "own.yaml:32:9", "is no control id", "LI-01"),
        ("  - id: OP-02", "  - id: 2", "own.yaml:32:9", '"id" must be text', '"2"'),
        ('answers:\n        - {text: "Yes", outcome: satisfied}\n        - {text: "No", outcome: not-satisfied}\n',
         "answers: []\n", "own.yaml:40:16", '"answers" is empty', "At least one"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_place_and_what_to_do(
    workspace: Workspace, old: str, new: str, where: str, what: str, hint: str
) -> None:
    workspace.change((old, new))
    problem = workspace.problem()
    assert problem.where == where
    assert what in problem.what
    assert hint in problem.hint


def test_a_plain_version_with_a_dot_stays_as_written(workspace: Workspace) -> None:
    workspace.change(('version: "2026.11"', "version: 2026.10"))
    assert workspace.load().policies[0].version == "2026.10"


def test_a_missing_example_link_step_or_reference_is_no_error(workspace: Workspace) -> None:
    text = workspace.path.read_text(encoding="utf-8")
    start, end = text.index("    remediation:"), text.index("  - id: OP-02")
    workspace.write("own.yaml", text[:start] + text[end:])
    control = workspace.load().controls[0]
    assert (control.remediation, control.law, control.references, control.examples) == (None, (), (), ())


def test_an_absent_applies_to_means_everybody(workspace: Workspace) -> None:
    assert workspace.load().controls[1].applies_to == AppliesTo()


def test_a_message_cannot_steer_a_terminal(workspace: Workspace) -> None:
    workspace.change(("title: Own policy", '"ti\\x1b[2Jtle": Own policy'))
    shown = " ".join(p.what + p.hint for p in workspace.problems())
    assert "\x1b" not in shown
    assert "\\u{1b}" in shown


@pytest.mark.parametrize("model", [PolicyFile, ServiceFile, LawFile, RegimesFile])
def test_each_kind_of_file_has_a_json_schema_that_forbids_unknown_keys(
    model: type[PolicyFile | ServiceFile | LawFile | RegimesFile],
) -> None:
    schema = model.model_json_schema()
    assert schema["properties"]["schema"]["const"] == 1
    assert schema["additionalProperties"] is False
    assert all(d.get("additionalProperties") is False for d in schema["$defs"].values() if d["type"] == "object")
