"""Warnings of taste, each with its place. `TASTEFUL` mends what the small workspace of conftest.py is warned of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from reporter import assets
from reporter.errors import PolicyError, Problem
from reporter.policy.lint import lint
from tests.policy.conftest import Workspace

AS_OF = date(2026, 11, 23)
TASTEFUL = (
    ("reviewed: 2026-11-23\n", "reviewed: 2026-11-23\nreview_every: 180\n"),
    (
        '        - {text: "No account", outcome: not-applicable, reason: not-used}\n',
        (
            '        - {text: "No account", outcome: not-applicable, reason: not-used}\n'
            '        - {text: "Prefer not to say", outcome: not-assessed, reason: declined}\n'
        ),
    ),
    (
        'examples: [{answer: " off ", outcome: satisfied}]',
        (
            "examples:\n"
            '      - {answer: " off ", outcome: satisfied}\n'
            '      - {answer: "On", outcome: not-satisfied}\n'
            '      - {answer: "I don\'t know", outcome: not-assessed}\n'
            '      - {answer: "Prefer not to say", outcome: not-assessed}\n'
            '      - {answer: "no ACCOUNT", outcome: not-applicable}'
        ),
    ),
    (
        '        - {text: "No", outcome: not-satisfied}\n',
        (
            '        - {text: "No", outcome: not-satisfied}\n'
            "    remediation: {no_link: It is a habit., steps: {desktop: [Read each post once more.]}}\n"
            '    references: [{title: Rules, url: "https://rules.example.com/", as_of: 2026-11-01}]\n'
            "    examples: [{answer: yes, outcome: satisfied}, {answer: no, outcome: not-satisfied}]\n"
        ),
    ),
)


@pytest.fixture
def tasteful(workspace: Workspace) -> Workspace:
    workspace.change(*TASTEFUL)
    return workspace


def warnings(workspace: Workspace, as_of: date = AS_OF) -> Sequence[Problem]:
    found = lint([workspace.path], as_of=as_of, shipped=workspace.shipped)
    return [Problem(what=p.what, where=p.where.removeprefix(f"{workspace.folder}/"), hint=p.hint) for p in found]


def warning(workspace: Workspace, as_of: date = AS_OF) -> Problem:
    found = warnings(workspace, as_of)
    assert len(found) == 1, [str(p) for p in found]
    return found[0]


def test_a_tasteful_policy_has_no_warnings(tasteful: Workspace) -> None:
    assert warnings(tasteful) == []


@pytest.mark.parametrize("pack", sorted(p.name for p in assets.folder("policies").glob("*.yaml")))
def test_what_is_shipped_has_no_warnings(pack: str) -> None:
    """DESIGN §8: 'shipped packs have no warnings'."""
    if pack in {"regimes.yaml", "retired.yaml"}:
        return
    path = assets.folder("policies") / pack
    assert [f"{p} — {p.hint}" for p in lint([path], as_of=AS_OF)] == []


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("title: The switch is off", "title: Ensure the switch is off", "own.yaml:10:12", 'commands ("Ensure …")'),
        ("title: The switch is off", "title: make sure it is off", "own.yaml:10:12", 'commands ("make sure …")'),
        ("title: The switch is off", "title: Check the switch", "own.yaml:10:12", 'commands ("Check …")'),
        ("title: The switch is off", "title: Is the switch off?", "own.yaml:10:12", "is a question"),
        ("title: The switch is off", f"title: The switch is {'o' * 140}ff", "own.yaml:10:12", "has 156 characters"),
        ("rationale: Because it matters.", "rationale: tbd", "own.yaml:15:16", '"tbd" gives no reason'),
        ("rationale: Because it matters.", "rationale: …", "own.yaml:15:16", "gives no reason"),
        ("rationale: Because it matters.", f"rationale: {'A' * 601}", "own.yaml:15:16", "has 601 characters"),
        ('desktop: ["Open the page."]', 'desktop: ["1. Open the page."]', "own.yaml:29:25", 'of its own ("1.")'),
        ('desktop: ["Open the page."]', 'desktop: ["Step 2 open it"]', "own.yaml:29:25", 'of its own ("Step 2")'),
        ('desktop: ["Open the page."]', 'desktop: ["- open it"]', "own.yaml:29:25", 'of its own ("-")'),
        ('desktop: ["Open the page."]', f"desktop: [{'x' * 161}]", "own.yaml:29:25", "has 161 characters"),
        ('desktop: ["Open the page."]', "desktop: []", "own.yaml:29:14", "OP-01 has no steps"),
        ("      link: https://www.example.com/settings\n", "", "own.yaml:27:7", "OP-01 has no link"),
        ("minutes: 2", "no_link: None is known.", "own.yaml:27:16", "a link, and a reason why there is none"),
        (", as_of: 2026-11-01}]\n    examples:\n", "}]\n    examples:\n", "own.yaml:32:18", "has no date"),
        ('"https://rules.example.com/"', '"http://rules.example.com/"', "own.yaml:51:38", "not https"),
        ('"https://rules.example.com/", as_of: 2026-11-01}',
         ('"https://rules.example.com/", as_of: 2026-11-01}, {title: Again, url: "https://rules.example.com/", '
         "as_of: 2026-11-01}"), "own.yaml:51:108", "that of an earlier reference"),
        ('      - {answer: "no ACCOUNT", outcome: not-applicable}', "", "own.yaml:34:7",
         "no example of OP-01 is not-applicable because of not-used"),
        ('      - {answer: "On", outcome: not-satisfied}\n', "", "own.yaml:34:7",
         "no example of OP-01 is not-satisfied"),
        ('{text: "Prefer not to say", outcome: not-assessed, reason: declined}',
         '{text: "Prefer not to say", outcome: not-assessed, reason: unsure}', "own.yaml:19:7", "no way to decline"),
        ("text: Is the switch off?", "text: Please describe your settings.", "own.yaml:19:13", '("Please describe")'),
        ("text: Is the switch off?", "text: Is it off? Name the page.", "own.yaml:19:13", '("Name")'),
        ("text: Is the switch off?", "text: Is it off, and why?", "own.yaml:19:13", '("and why")'),
        ("text: Is the switch off?", "text: Say in your own words how it is set.", "own.yaml:19:13", "free text"),
        ('also: ["Disabled"]', 'also: ["Disabled", "Other (please specify)"]', "own.yaml:21:44", "leaves a blank"),
        ('also: ["Disabled"]', 'also: ["Disabled", "Other: ___"]', "own.yaml:21:44", "leaves a blank"),
        ('        - {text: "No", outcome: not-satisfied}\n', "", "own.yaml:48:9", "a single answer"),
        ("controls:", "hosts: [example.com, someone.workers.dev]\ncontrols:", "own.yaml:8:22", "anybody can have"),
        ("controls:", "hosts: [bit.ly]\ncontrols:", "own.yaml:8:9", "hides where a link leads"),
    ],
)  # fmt: skip
def test_each_matter_of_taste_is_named_with_its_place(
    tasteful: Workspace, old: str, new: str, where: str, what: str
) -> None:
    tasteful.change((old, new))
    found = [p for p in warnings(tasteful) if what in p.what]
    assert [p.where for p in found] == [where], [str(p) for p in warnings(tasteful)]
    assert found[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "Whose is it? (Name no profile and give no address.)",
        "Please name nobody: is the switch off?",
        "On the page that lists them, is the switch off?",
        "Have you read the notice, the one the survey invitation points to?",
        "Do you type passwords only where they belong?",
    ],
)
def test_a_question_that_only_speaks_of_names_and_lists_asks_for_no_free_text(tasteful: Workspace, text: str) -> None:
    tasteful.change(("text: Is the switch off?", f'text: "{text}"'))
    assert warnings(tasteful) == []


def test_a_control_without_remediation_reference_or_example_is_warned_of_and_still_loads(workspace: Workspace) -> None:
    """DESIGN §8: 'A missing example, link, step or reference is a lint warning, never an error'."""
    found = [p.what for p in warnings(workspace) if "OP-02" in p.what]
    assert found == ["OP-02 has no examples", "OP-02 has no reference", "OP-02 has no remediation"]
    assert [control.id for control in workspace.load().controls] == ["OP-01", "OP-02"]


def test_the_account_question_must_leave_a_way_to_decline_too(tasteful: Workspace) -> None:
    name = "services/example.yaml"
    tasteful.change(('    - {text: "I would rather not say", account: unstated}\n', ""), name=name)
    assert warning(tasteful).where == "services/example.yaml:8:3"
    assert "no way to decline" in warning(tasteful).what


def test_an_account_question_asks_for_no_free_text(tasteful: Workspace) -> None:
    name = "services/example.yaml"
    tasteful.change(("text: Whose account is it?", "text: Please name the account you use."), name=name)
    assert (warning(tasteful).where, "free text" in warning(tasteful).what) == ("services/example.yaml:8:9", True)


def test_a_control_about_an_account_whose_owner_nobody_asks_for_is_warned_of(tasteful: Workspace) -> None:
    text = (tasteful.folder / "services/example.yaml").read_text(encoding="utf-8")
    start, end = text.index("account:"), text.index("facts:")
    tasteful.write("services/example.yaml", text[:start] + text[end:])
    assert (warning(tasteful).where, "nobody is asked" in warning(tasteful).what) == ("own.yaml:12:14", True)


def test_a_review_that_is_due_is_a_warning_from_the_day_after(tasteful: Workspace) -> None:
    """DESIGN §8: 'days; past it every document carries the warning'."""
    tasteful.change(("as_of: 2026-11-01\n", "as_of: 2027-05-01\n"), name="services/example.yaml")
    last = AS_OF + timedelta(days=180)
    assert warnings(tasteful, last) == []
    found = warnings(tasteful, last + timedelta(days=1))
    assert [p.where for p in found] == ["own.yaml:6:11", "own.yaml:32:74", "own.yaml:51:75"]
    assert found[0].what == "the review of own-policy was due on 2027-05-22"
    assert found[1].what == "the reference is of 2026-11-01, more than 180 days ago"


def test_facts_that_nobody_checked_for_longer_than_review_every_are_warned_of(tasteful: Workspace) -> None:
    last = date(2026, 11, 1) + timedelta(days=180)
    assert warnings(tasteful, last) == []
    found = warnings(tasteful, last + timedelta(days=1))
    assert [p.where for p in found] == ["services/example.yaml:5:8", "services/example.yaml:19:69"]
    assert found[1].what == "fact default-on is of 2026-11-01, more than 180 days ago"


def test_an_old_text_that_was_checked_lately_is_no_old_fact(tasteful: Workspace) -> None:
    tasteful.change(("as_of: 2026-11-01}\n    confidence", "as_of: 2019-01-01}\n    confidence"),
                    name="services/example.yaml")  # fmt: skip
    assert warnings(tasteful) == []


def test_without_review_every_nothing_grows_old(tasteful: Workspace) -> None:
    tasteful.change(("review_every: 180\n", ""))
    assert warnings(tasteful, date(2040, 1, 1)) == []


RETIRED = 'schema: 1\nretired:\n  - {id: OP-02, on: 2025-01-31, why: "Was about e-mail."}\n'


@pytest.mark.parametrize("beside", [True, False])
def test_a_retired_id_that_is_used_again_is_warned_of(tasteful: Workspace, *, beside: bool) -> None:
    tasteful.write("retired.yaml", RETIRED, folder=tasteful.folder if beside else tasteful.shipped)
    found = warning(tasteful)
    assert (found.where, found.what) == ("own.yaml:39:9", "OP-02 was retired on 2025-01-31: Was about e-mail.")


def test_the_register_of_retired_ids_is_no_policy_of_its_folder(tasteful: Workspace) -> None:
    register = tasteful.write("retired.yaml", RETIRED)
    assert [p.id for p in tasteful.load(tasteful.folder).policies] == ["own-policy"]
    assert tasteful.problem(register).what == "this is a register of retired ids, not a policy"


def test_errors_of_policies_and_of_the_register_come_all_at_once(tasteful: Workspace) -> None:
    register = "schema: 1\nretired:\n  - {id: 9-op, on: soon}\n  - {id: OP-09, on: 2025-01-31, why: a}\n"
    tasteful.write("retired.yaml", register + "  - {id: OP-09, on: 2025-01-31, why: a}\n")
    tasteful.change(("level: required", "level: mandatory"))
    with pytest.raises(PolicyError) as caught:
        warnings(tasteful)
    where = [p.where.removeprefix(f"{tasteful.folder}/") for p in caught.value.problems]
    assert where == [
        "own.yaml:13:12",
        "retired.yaml:3:5",
        "retired.yaml:3:10",
        "retired.yaml:3:20",
        "retired.yaml:5:10",
    ]


def test_warnings_come_by_file_and_place(workspace: Workspace) -> None:
    found = [(p.where.split(":")[0], *map(int, p.where.split(":")[1:])) for p in warnings(workspace)]
    assert len(found) > 3
    assert found == sorted(found)
