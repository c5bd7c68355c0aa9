"""What holds for every pack that ships, alone and together with the others (facts/domain.md §2, §4)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

import pytest

from reporter import assets
from reporter.model.policy import Answer, Control, Policy, PolicySet, Remediation
from reporter.model.service import AccountAnswer
from reporter.model.text import comparable
from reporter.model.vocabulary import Kind, Outcome, Reason
from reporter.policy import load

POLICIES = assets.folder("policies")
NO_PACKS = {"regimes.yaml", "retired.yaml"}
PACKS = sorted(path.stem for path in POLICIES.glob("*.yaml") if path.name not in NO_PACKS)
COMPANIES = "Anthropic|GitHub|Google|Grammarly|LinkedIn|Microsoft|OpenAI|Slack|Zoom"
LONGEST_STEP = 140


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest, library: PolicySet) -> Policy:
    return next(policy for policy in library.policies if policy.path == f"{request.param}.yaml")


def remediation(asked: Control) -> Remediation:
    assert asked.remediation, asked.id
    return asked.remediation


def steps(asked: Control) -> tuple[str, ...]:
    return (*remediation(asked).desktop, *remediation(asked).mobile)


def wordings(answer: Answer | AccountAnswer) -> tuple[str, ...]:
    return (answer.text, *answer.also)


def table(asked: Control) -> dict[str, tuple[Outcome, Reason]]:
    return {comparable(w): (a.outcome, a.reason) for a in asked.question.answers for w in a.wordings}


def questions(library: PolicySet) -> Iterator[tuple[str, str]]:
    """Yield every question's id and text, account questions included."""
    for asked in library.asked:
        yield from ((asked.id, wording) for wording in asked.wordings)


def test_all_packs_load_together_and_each_by_itself(library: PolicySet) -> None:
    assert [policy.path for policy in library.policies] == [f"{name}.yaml" for name in PACKS]
    for name in PACKS:
        assert [policy.id for policy in load([POLICIES / f"{name}.yaml"]).policies] == [name]


def test_the_survey_asks_each_question_once(library: PolicySet) -> None:
    assert [i for i, n in Counter(asked.id for asked in library.asked).items() if n > 1] == []


def test_question_texts_are_unique_over_all_packs_together(library: PolicySet) -> None:
    # A survey column belongs to a question by its text.
    assert [text for text, n in Counter(comparable(text) for _, text in questions(library)).items() if n > 1] == []


def test_the_ids_of_a_pack_share_a_prefix_of_their_own_and_count_from_one(library: PolicySet) -> None:
    prefixes = []
    for policy in library.policies:
        prefix = policy.controls[0].id.split("-")[0]
        assert [c.id for c in policy.controls] == [f"{prefix}-{n:02}" for n in range(1, len(policy.controls) + 1)]
        prefixes.append(prefix)
    assert len(set(prefixes)) == len(prefixes)


def test_every_example_agrees_with_its_answer_table(pack: Policy) -> None:
    for asked in pack.controls:
        for example in asked.examples:
            said = table(asked)[comparable(example.answer)][0]
            assert said is example.outcome, f"{asked.id}: {example.answer!r}"


def test_every_outcome_and_reason_a_control_can_give_has_an_example(pack: Policy) -> None:
    for asked in pack.controls:
        shown = {table(asked)[comparable(example.answer)] for example in asked.examples}
        assert shown == set(table(asked).values()), asked.id


def test_no_two_wordings_of_a_question_become_equal(library: PolicySet) -> None:
    everything: list[Sequence[Answer | AccountAnswer]] = [c.question.answers for c in library.controls]
    everything += [s.account.answers for s in library.services.values() if s.account]
    for answers in everything:
        forms = [comparable(wording) for answer in answers for wording in wordings(answer)]
        assert len(forms) == len(set(forms)), answers[0].text


def test_an_answer_counts_whichever_apostrophe_a_phone_typed(library: PolicySet) -> None:
    everything: list[Sequence[Answer | AccountAnswer]] = [c.question.answers for c in library.controls]
    everything += [s.account.answers for s in library.services.values() if s.account]
    for answer in (answer for answers in everything for answer in answers):
        forms = {comparable(wording) for wording in wordings(answer)}
        assert {form.replace("'", "’") for form in forms} <= forms, answer.text


def test_every_control_can_be_met_and_missed(pack: Policy) -> None:
    for asked in pack.controls:
        assert {Outcome.SATISFIED, Outcome.NOT_SATISFIED} <= {outcome for outcome, _ in table(asked).values()}, asked.id


def test_everybody_may_say_that_they_do_not_know_or_prefer_not_to_say(pack: Policy) -> None:
    for asked in pack.controls:
        assert {Reason.UNSURE, Reason.DECLINED} <= {reason for _, reason in table(asked).values()}, asked.id
        assert table(asked)["prefer not to say"] == (Outcome.NOT_ASSESSED, Reason.DECLINED)


def test_no_question_asks_for_free_text(library: PolicySet) -> None:
    for name, text in questions(library):
        assert "?" in text, name
        wanted = (
            r"\b(describe|explain|specify|in your own words|tell us|please|(name|list|type|enter) (the|your|all))\b"
        )
        assert not re.search(wanted, text.split("?")[0], re.IGNORECASE), name
        assert not re.match(r"(what|why|who|where|which)\b", text, re.IGNORECASE), name
    for asked in library.controls:
        assert not any(w.casefold().startswith("other") for a in asked.question.answers for w in wordings(a)), asked.id


def test_every_law_id_resolves(library: PolicySet) -> None:
    assert {note for c in library.controls for note in c.law} <= set(library.law)


def test_every_link_is_https_and_on_a_listed_host_or_the_control_says_why_it_has_none(
    pack: Policy, library: PolicySet
) -> None:
    for asked in pack.controls:
        link = remediation(asked).link
        if link is None:
            assert len((remediation(asked).no_link or "").split()) > 5, asked.id
            continue
        hosts = {*pack.hosts, *(library.services[asked.service].hosts if asked.service else ())}
        assert urlsplit(link).scheme == "https"
        assert urlsplit(link).hostname in hosts, asked.id


def test_only_what_is_on_no_page_of_a_service_has_no_link(library: PolicySet) -> None:
    without = {c.id for p in library.policies for c in p.controls if remediation(c).link is None}
    assert {id_ for id_ in without if not id_.startswith("CP-")} == {"LI-05", "LI-06"}


def test_every_control_says_why_how_long_which_steps_and_what_cannot_be_undone(pack: Policy) -> None:
    assert all((pack.owner, pack.review_every, pack.reviewed == date(2026, 11, 23)))
    for asked in pack.controls:
        mending = remediation(asked)
        assert all((asked.rationale, asked.valid_for, asked.references, asked.law)), asked.id
        assert all((mending.minutes, mending.desktop, mending.mobile, mending.cannot_undo)), asked.id
        assert all(r.as_of and r.url.startswith("https://") for r in asked.references), asked.id


def test_steps_are_short_sentences_without_numbers_of_their_own(pack: Policy) -> None:
    for asked in pack.controls:
        for step in steps(asked):
            assert len(step) <= LONGEST_STEP, f"{asked.id}: {step}"
            assert not re.match(r"\W*(\d|step\b)", step, re.IGNORECASE), f"{asked.id}: {step}"
            assert step.endswith("."), f"{asked.id}: {step}"


def test_titles_state_what_is_so_when_the_control_is_met(pack: Policy) -> None:
    for asked in pack.controls:
        assert not re.match(r"(Turn|Switch|Set|Use|Do not|Don't|Check|Ensure|Make|Please)\b", asked.title), asked.id
        assert not re.search(r"[.?!]$|\b(must|should|shall)\b", asked.title), asked.id


def test_conduct_and_awareness_suggest_no_change_of_an_accounts_settings(pack: Policy) -> None:
    for asked in pack.controls:
        if asked.kind in {Kind.CONDUCT, Kind.AWARENESS}:
            assert not any("settings" in step.casefold() for step in steps(asked)), asked.id


def test_no_control_asks_who_can_see_an_account(pack: Policy) -> None:
    assert all(c.kind is not Kind.ACCOUNT_VISIBILITY for c in pack.controls)


def test_an_administrators_setting_is_asked_only_of_those_whose_role_it_is(library: PolicySet) -> None:
    for asked in library.controls:
        assert bool(asked.applies_to.roles) == (asked.kind is Kind.ADMIN_SETTING), asked.id
        if asked.kind is Kind.ADMIN_SETTING:
            # A person has one role on a roster; this one stands for those who look after several services.
            assert "Collaboration administrator" in asked.applies_to.roles
            assert (Outcome.NOT_APPLICABLE, Reason.ADMIN_CONTROLLED) in table(asked).values(), asked.id


def test_a_control_about_an_account_has_a_service_that_asks_whose_it_is(library: PolicySet) -> None:
    for asked in library.controls:
        if asked.kind.about_an_account:
            assert asked.service, asked.id
            assert library.services[asked.service].account, asked.id


def test_a_control_never_tells_a_companys_claim_as_truth(pack: Policy) -> None:
    for asked in pack.controls:
        for text in (asked.rationale, remediation(asked).cannot_undo or ""):
            for sentence in re.split(r"(?<=[.;]) ", text):
                if re.search(r"\b(never|not) used to train|\bkept for up to|\btrains on\b", sentence):
                    assert re.search(rf"({COMPANIES}) says|, ({COMPANIES}) says", sentence), f"{asked.id}: {sentence}"
