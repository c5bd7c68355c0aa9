from __future__ import annotations

import pytest

from reporter.model.vocabulary import Kind
from tests.policy.conftest import POLICY, SERVICE, Workspace


def answer(text: str, meaning: str) -> tuple[str, str]:
    """A change that puts an answer in place of "On"."""
    return '{text: "On", outcome: not-satisfied}', f'{{text: "{text}", {meaning}}}'


@pytest.mark.parametrize("outcome", ["not-applicable", "not-assessed"])
@pytest.mark.parametrize("reason", ["", ", reason: null"])
def test_an_answer_with_outcome_not_applicable_or_not_assessed_needs_a_reason(
    workspace: Workspace, outcome: str, reason: str
) -> None:
    workspace.change(answer("Hm", f"outcome: {outcome}{reason}"))
    problem = workspace.problem()
    assert (problem.where, problem.what) == ("own.yaml:21:11", f"outcome {outcome} needs a reason")
    assert "unsure or declined" in problem.hint or "not-used or not-available or admin-controlled" in problem.hint


@pytest.mark.parametrize("outcome", ["satisfied", "not-satisfied"])
@pytest.mark.parametrize("reason", ["unsure", "not-used", "stale"])
def test_satisfied_and_not_satisfied_take_no_reason_but_answered(
    workspace: Workspace, outcome: str, reason: str
) -> None:
    workspace.change(answer("Hm", f"outcome: {outcome}, reason: {reason}"))
    assert workspace.problem().what == f'outcome {outcome} takes no reason, and "{reason}" is given'


def test_satisfied_may_say_answered(workspace: Workspace) -> None:
    workspace.change(answer("Hm", "outcome: satisfied, reason: answered"))
    assert workspace.load().controls[0].question.answers[1].reason == "answered"


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("not-assessed", "unsure"),
        ("not-assessed", "declined"),
        ("not-applicable", "not-used"),
        ("not-applicable", "not-available"),
        ("not-applicable", "admin-controlled"),
    ],
)
def test_these_reasons_an_answer_may_carry(workspace: Workspace, outcome: str, reason: str) -> None:
    workspace.change(answer("Hm", f"outcome: {outcome}, reason: {reason}"))
    assert workspace.load().controls[0].question.answers[1].reason == reason


@pytest.mark.parametrize("outcome", ["not-applicable", "not-assessed"])
@pytest.mark.parametrize(
    "reason", ["stale", "no-response", "unanswered", "unrecognised-answer", "out-of-scope", "barred-by-law"]
)
def test_reasons_that_judging_itself_gives_are_refused(workspace: Workspace, outcome: str, reason: str) -> None:
    workspace.change(answer("Hm", f"outcome: {outcome}, reason: {reason}"))
    problem = workspace.problem()
    assert problem.what == f"reason {reason} is given by reporter, never by an answer"
    assert problem.where == "own.yaml:21:" + str(33 + len(outcome) + len(", reason: "))


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [("not-applicable", "unsure"), ("not-applicable", "answered"), ("not-assessed", "not-used")],
)
def test_a_reason_must_go_with_its_outcome(workspace: Workspace, outcome: str, reason: str) -> None:
    workspace.change(answer("Hm", f"outcome: {outcome}, reason: {reason}"))
    assert workspace.problem().what == f"reason {reason} does not go with outcome {outcome}"


@pytest.mark.parametrize("text", ["Off", " oFF ", "O\\u200bff", "\\uff2fff", "DISABLED"])
def test_two_answers_of_one_question_that_become_equal_are_a_policy_error(workspace: Workspace, text: str) -> None:
    workspace.change(answer(text, "outcome: not-satisfied"))
    problem = workspace.problem()
    assert problem.where == "own.yaml:21:18"
    assert "is also a wording of another answer" in problem.what
    assert "own.yaml:20:" in problem.what


def test_another_wording_that_equals_another_answer_is_an_error_too(workspace: Workspace) -> None:
    workspace.change(answer("On", 'also: ["Enabled", "off"], outcome: not-satisfied'))
    assert workspace.problem().where == "own.yaml:21:42"


def test_one_answer_may_repeat_itself(workspace: Workspace) -> None:
    workspace.change(answer("On", 'also: ["on"], outcome: not-satisfied'))
    workspace.load()


def test_two_equal_answers_to_the_account_question_are_an_error(workspace: Workspace) -> None:
    workspace.change(('"Mine"', '"my employer\'s"'), name="services/example.yaml")
    assert workspace.problem().where == "services/example.yaml:11:14"


def test_the_same_control_id_twice_is_an_error_that_names_both_places(workspace: Workspace) -> None:
    workspace.change(("id: OP-02", "id: OP-01"))
    problem = workspace.problem()
    assert problem.where == "own.yaml:32:9"
    assert "own.yaml:8:9" in problem.what


def test_control_ids_are_unique_across_policies_given_together(workspace: Workspace) -> None:
    other = POLICY.replace("id: own-policy", "id: other-policy").replace("OP-01", "OT-01")
    other = other.replace("Is the switch off?", "Is it off?").replace("Do you keep", "Do you always keep")
    path = workspace.write("other.yaml", other)
    problem = workspace.problem(workspace.path, path)
    assert problem.where == "other.yaml:32:9"
    assert "own.yaml:32:9" in problem.what


def test_two_policies_with_one_id_are_an_error(workspace: Workspace) -> None:
    other = POLICY.replace("OP-", "OT-").replace("the switch", "it").replace("Do you keep", "Do you always keep")
    path = workspace.write("other.yaml", other)
    problem = workspace.problem(workspace.path, path)
    assert (problem.where, problem.what.split(" (")[0]) == (
        "other.yaml:2:5",
        'policy "own-policy" is here a second time',
    )


@pytest.mark.parametrize("kind", [k.value for k in Kind])
def test_a_service_is_optional_whatever_the_kind(workspace: Workspace, kind: str) -> None:
    """DESIGN §8: 'All else is optional'; without a service nobody is asked whose the account is."""
    workspace.change(("kind: conduct", f"kind: {kind}"))
    assert workspace.load().controls[1].service is None


def test_a_service_must_exist(workspace: Workspace) -> None:
    workspace.change(("service: example", "service: exampel"))
    problem = workspace.problem()
    assert (problem.where, problem.what) == ("own.yaml:11:14", 'service "exampel" is not known')
    assert problem.hint == 'Did you mean "example"?'


def test_a_service_name_never_leaves_the_folder(workspace: Workspace) -> None:
    workspace.change(("service: example", "service: ../law/gdpr"))
    assert "is no id" in workspace.problem().what


def test_a_law_note_must_exist(workspace: Workspace) -> None:
    workspace.change(("law: [gdpr-21]", "law: [gdpr-12]"))
    problem = workspace.problem()
    assert (problem.where, problem.what) == ("own.yaml:29:11", 'law note "gdpr-12" is not known')
    assert problem.hint == 'Did you mean "gdpr-21"?'


def test_a_regime_in_applies_to_must_exist(workspace: Workspace) -> None:
    workspace.change(("regimes: [GDPR]", "regimes: [GPDR]"))
    problem = workspace.problem()
    assert (problem.where, problem.hint) == ("own.yaml:15:67", 'Did you mean "GDPR"?')


@pytest.mark.parametrize(
    "link",
    [
        "https://example.com",
        "https://example.com/",
        "https://www.example.com/a/b?c=d#e",
        "https://a.b.example.com/x%20y",
        "https://WWW.Example.COM/",
    ],
)
def test_a_link_may_go_to_a_listed_host_and_its_subdomains(workspace: Workspace, link: str) -> None:
    workspace.change(("https://www.example.com/settings", f'"{link}"'))
    workspace.load()


@pytest.mark.parametrize(
    ("link", "what"),
    [
        ("http://www.example.com/", "is not https"),
        ("javascript:alert(1)", "is not https"),
        ("//www.example.com/", "is not https"),
        ("www.example.com/settings", "is not https"),
        ("https://evil.example/", "which neither"),
        ("https://notexample.com/", "which neither"),
        ("https://example.com.evil.example/", "which neither"),
        ("https://example.com@evil.example/", "user name"),
        ("https://user:pw@www.example.com/", "user name"),
        ("https://www.example.com:8443/", "names a port"),
        ("https://www.example.com:/", "names a port"),
        ("https://www.example.com:evil/", "is no address"),
        ("https://www.example.com./", "no usable host"),
        ("https://www.ex%61mple.com/", "no usable host"),
        ("https://[::1]/", "no usable host"),
        ("https://127.0.0.1/", "no usable host"),
        ("https://localhost/", "no usable host"),
        ("https:///settings", "no usable host"),
        ("https://www.exаmple.com/", "outside ASCII"),  # a Cyrillic а
        ("https://www.example。com/", "outside ASCII"),
        ("https://xn--exmple-4nf.com/", "which neither"),
        ("https://evil.example\\\\@www.example.com/", "is no address"),
        ("https://www.example.com/ a", "is no address"),
        ("https://evil.example\\t.example.com/", "is no address"),
    ],
)
def test_a_link_that_goes_anywhere_else_is_refused(workspace: Workspace, link: str, what: str) -> None:
    workspace.change(("https://www.example.com/settings", f'"{link}"'))
    problem = workspace.problem()
    assert problem.where == "own.yaml:26:13"
    assert what in problem.what
    assert problem.hint


def test_a_link_of_a_control_without_service_needs_a_host_of_the_policy(workspace: Workspace) -> None:
    workspace.change(("kind: account-setting", "kind: conduct"), ("    service: example\n", ""))
    assert "which neither" in workspace.problem().what


def test_a_policy_may_list_further_hosts(workspace: Workspace) -> None:
    workspace.change(
        ("reviewed: 2026-11-23", "reviewed: 2026-11-23\nhosts: [intranet.invalid]"),
        ("https://www.example.com/settings", "https://www.intranet.invalid/x"),
    )
    workspace.load()


@pytest.mark.parametrize("host", ["com", "https://example.com", "*.example.com", "Example.com", "exämple.com", "a..b"])
def test_a_listed_host_is_a_plain_host_name(workspace: Workspace, host: str) -> None:
    workspace.change(("reviewed: 2026-11-23", f'reviewed: 2026-11-23\nhosts: ["{host}"]'))
    assert workspace.problem().where == "own.yaml:7:9"


def test_a_reference_may_be_http_and_of_any_host_but_no_script(workspace: Workspace) -> None:
    workspace.change(('"https://help.example.com/a"', '"http://statutes.invalid/a"'))
    workspace.load()
    workspace.change(('"http://statutes.invalid/a"', '"javascript:alert(1)"'))
    assert workspace.problem().where == "own.yaml:30:37"


def test_two_questions_may_read_alike(workspace: Workspace) -> None:
    """DESIGN §6 makes an error of equal answers only; a column headed by the text alone is refused on reading."""
    workspace.change(("text: Do you keep secrets out of posts?", "text: Is the switch off?"))
    workspace.load()


@pytest.mark.parametrize("text", ["op-01", "Secrets? [OP-01]", "Secrets? [example.account]"])
def test_a_question_may_not_name_another_as_a_header_would(workspace: Workspace, text: str) -> None:
    workspace.change(("text: Do you keep secrets out of posts?", f'text: "{text}"'))
    assert "as a column's header would" in workspace.problem().what


def test_a_question_may_name_itself(workspace: Workspace) -> None:
    workspace.change(("text: Do you keep secrets out of posts?", 'text: "[OP-02] Secrets?"'))
    workspace.load()


def test_a_service_file_is_called_by_its_id(workspace: Workspace) -> None:
    workspace.change(("id: example\n", "id: sample\n"), name="services/example.yaml")
    problem = workspace.problem()
    assert (problem.where, problem.hint) == (
        "services/example.yaml:2:5",
        "Write id: example, or rename the file.",
    )


def test_two_facts_of_one_id_are_an_error(workspace: Workspace) -> None:
    fact = SERVICE[SERVICE.index("  - id: default-on") :]
    workspace.write("services/example.yaml", SERVICE + fact)
    assert "fact" in workspace.problem().what


def test_a_law_note_must_be_of_a_known_regime(workspace: Workspace) -> None:
    workspace.change(("regime: GDPR", "regime: GDPRX"), name="law/gdpr.yaml")
    problem = workspace.problem()
    assert (problem.where, problem.hint) == ("law/gdpr.yaml:2:9", 'Did you mean "GDPR"?')


def test_a_translation_is_of_a_law_note_that_the_file_holds(workspace: Workspace) -> None:
    said = "translations:\n  de:\n    gdpr-12: {provision: Art. 12, title: Auskunft, paraphrase: Man erfährt es.}\n"
    law = (workspace.folder / "law" / "gdpr.yaml").read_text(encoding="utf-8")
    workspace.write("law/gdpr.yaml", law + said)
    assert workspace.problem().what == 'law note "gdpr-12" is not in this file'


def test_a_law_note_may_be_of_a_regime_that_is_listed_like_others(workspace: Workspace) -> None:
    workspace.change(("regime: GDPR", "regime: works-council"), name="law/gdpr.yaml")
    assert workspace.load().law["gdpr-21"].regime == "works-council"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("{id: works-council, ", "{id: GDPR, ", "regimes.yaml:4:10"),
        ("places: [DE, NO]", "places: [DE, UK]", "regimes.yaml:3:42"),
        ("settings_request_barred: [US-CO]", "settings_request_barred: [Colorado]", "regimes.yaml:6:29"),
        ("consultation_required: [DE]", "consultation_required: [DE-BE]", "regimes.yaml:8:27"),
        ("  consultation_advised: [FR]\n", "", "regimes.yaml:6:3"),
        ("personal-account: [gdpr-21]", "personal-acount: [gdpr-21]", "regimes.yaml:11:20"),
        ("US-CO: [gdpr-21]", "US-XX: [gdpr-21]", "regimes.yaml:13:10"),
        ("US-CO: [gdpr-21]", "US-CO: [gdpr-99]", "regimes.yaml:13:11"),
    ],
)
def test_a_regimes_file_is_checked(workspace: Workspace, old: str, new: str, where: str) -> None:
    workspace.change((old, new), name="regimes.yaml")
    assert workspace.problem().where == where


def test_ten_faults_in_one_file_give_ten_located_messages_at_once(workspace: Workspace) -> None:
    workspace.change(
        ('version: "2026.11"', "version: 2026"),
        ("owner: Privacy Office", "ownr: Privacy Office"),
        ("reviewed: 2026-11-23", "reviewed: soon"),
        ("countries: [NO, DE]", "countries: [UK, DE]"),
        ("level: required\n", "level: requried\n"),
        ('{text: "On", outcome: not-satisfied}', '{text: "off", outcome: not-assessed}'),
        ("https://www.example.com/settings", "https://evil.example/"),
        ("law: [gdpr-21]", "law: [gdpr-12]"),
        ("id: OP-02", "id: OP-01"),
        ("    severity: low\n", ""),
        ("rationale: It cannot be taken back.", "rationale: &a It cannot be taken back."),
    )
    problems = workspace.problems()
    places = [p.where.removeprefix(f"{workspace.folder}/own.yaml:") for p in problems]
    expected = "3:10 5:1 6:11 12:12 15:30 21:11 21:18 26:13 29:11 32:5 32:9 36:16"
    assert places == expected.split()
    assert all(p.what and p.hint for p in problems)


def test_faults_in_several_files_are_told_together(workspace: Workspace) -> None:
    workspace.change(("level: required", "level: must"))
    workspace.change(("as_of: 2026-11-01\nhosts", "hosts"), name="services/example.yaml")
    workspace.change(("confidence: official", "confidence: sure"), name="law/gdpr.yaml")
    workspace.change(("places: [DE, NO]", "places: [DE, XX]"), name="regimes.yaml")
    names = [p.where.removeprefix(f"{workspace.folder}/").split(":")[0] for p in workspace.problems()]
    assert names == ["own.yaml", "services/example.yaml", "law/gdpr.yaml", "regimes.yaml"]


def test_what_follows_from_a_refused_value_is_not_told_as_well(workspace: Workspace) -> None:
    workspace.change(("service: example", "service: *example"))
    assert workspace.problem().what == 'alias "*example" is not allowed'
