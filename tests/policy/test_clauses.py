from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reporter import assets, policy
from reporter.errors import PolicyError
from reporter.model.vocabulary import Ownership
from reporter.policy import handbook
from reporter.policy.lint import lint

CONTROL = """
  - id: OWN-01
    title: The newsletter is read
    kind: awareness
    level: recommended
    severity: low
    rationale: It says what changed.
    question: {text: Did you read it?, answers: [{text: "Yes", outcome: satisfied}]}
"""


def written(tmp_path: Path, clauses: str, more: str = "") -> Path:
    path = tmp_path / "ours.yaml"
    head = 'schema: 1\nid: ours\nversion: "1"\ntitle: Our rules\nowner: Us\nreviewed: 2026-11-23\n'
    path.write_text(f"{head}clauses: {clauses}\ncontrols:{CONTROL}{more}", encoding="utf-8")
    return path


def test_a_clause_names_the_controls_that_check_it_and_is_known_by_them(tmp_path: Path) -> None:
    policies = policy.load([written(tmp_path, '[{id: "3.2", title: News are read, controls: [OWN-01, LI-06]}]')])
    assert [(c.id, c.controls) for c in policies.clauses_of("LI-06")] == [("3.2", ("OWN-01", "LI-06"))]
    assert policies.companys == policies.policies


def test_a_policy_without_clauses_is_not_the_companys(tmp_path: Path) -> None:
    assert policy.load([written(tmp_path, "[]")]).companys == ()


@pytest.mark.parametrize(
    ("clauses", "said"),
    [
        ('[{id: "1", title: A}, {id: "1", title: B}]', 'clause "1" is here a second time'),
        ('[{id: "§ 1", title: A}]', "is no clause's number"),
        ('[{id: "1", title: A, controls: ["not an id"]}]', "is no control id"),
    ],
)
def test_a_clause_that_cannot_be_right_is_an_error(tmp_path: Path, clauses: str, said: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy.load([written(tmp_path, clauses)])
    assert said in str(caught.value)


def test_titles_of_clauses_are_translated_and_a_missing_one_keeps_a_document_english(tmp_path: Path) -> None:
    clauses = '[{id: "1", title: One, controls: [OWN-01]}, {id: "2", title: Two}]'
    more = 'translations:\n  de:\n    title: Unsere Regeln\n    clauses: {"1": Eins}\n'
    policies = policy.load([written(tmp_path, clauses, more)])
    assert [c.title for c in policies.said_in("de").policies[0].clauses] == ["Eins", "Two"]
    assert not policies.is_said_in("de")


def test_a_translated_clause_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    more = 'translations:\n  de:\n    clauses: {"7": Sieben}\n'
    with pytest.raises(PolicyError, match='clause "7" is not in this policy'):
        policy.load([written(tmp_path, '[{id: "1", title: One}]', more)])


def test_lint_tells_clauses_of_no_control_and_controls_of_no_clause(tmp_path: Path) -> None:
    path = written(tmp_path, '[{id: "1", title: One, controls: [LI-01, LI-99]}]')
    said = "\n".join(map(str, lint([path], as_of=date(2026, 11, 23))))
    assert "clause 1 names LI-99, and no policy has such a control" in said
    assert "no clause names OWN-01" in said
    assert "LI-01" not in said


def test_every_clause_of_the_shipped_policy_has_a_control_and_every_control_a_clause() -> None:
    [company] = policy.load([assets.folder("policies") / "company-privacy.yaml"]).policies
    assert [c.id for c in company.clauses if not c.controls] == []
    named = {name for clause in company.clauses for name in clause.controls}
    packs = policy.load([assets.folder("policies")])
    assert {c.id for c in packs.controls} == named


def test_the_shipped_company_policy_requires_nothing_of_anybodys_conduct_or_knowledge() -> None:
    [company] = policy.load([assets.folder("policies") / "company-privacy.yaml"]).policies
    assert {c.level.value for c in company.controls} == {"recommended"}


def test_the_page_of_a_control_names_the_clause_it_checks() -> None:
    policies = policy.load(policy.find([]))
    control = handbook.find(policies, "LI-01")
    page = handbook.page(policies, control, ownership=Ownership.PERSONAL, width=200)
    assert "Checks      clause 6 of the company policy: Accounts used for work do not train" in page
