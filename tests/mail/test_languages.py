"""The language of a mail: what is stated decides it, and a mail is in one language from its subject to its end."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from jinja2 import Environment, nodes

from reporter import assets, policy
from reporter.mail.languages import offered, wanted
from reporter.model.documents import Organisation, Report
from reporter.model.policy import Control, PolicySet
from reporter.wording import disclaimer

Write = Callable[[Report], list[Any]]
MakeReport = Callable[..., Report]
LANGUAGES = ("de", "en", "es", "fr", "hi")
PLACES = {"de": "DE", "en": "IE", "es": "US-CA", "fr": "CA-QC", "hi": "IN"}
BLAME = re.compile(
    r"\bfail|violat|breach|versto|versäum|Verletz|\béchou|\bécart|infraction|incumpl|infracc|fallo|उल्लंघन|असफल|गलती",
    re.IGNORECASE,
)
TEMPLATES = assets.folder("templates") / "mail"


def macros(language: str) -> dict[str, list[str]]:
    tree = Environment(autoescape=True).parse((TEMPLATES / f"words.{language}.j2").read_text(encoding="utf-8"))
    return {macro.name: [argument.name for argument in macro.args] for macro in tree.find_all(nodes.Macro)}


@cache
def linkedin() -> PolicySet:
    return policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])


def mails_in(language: str, write: Write, make_report: MakeReport) -> list[Any]:
    """Return a mail that asks, one that suggests and one that reminds, from the shipped pack."""
    policies = linkedin()
    worst = {c.id: next(a.text for a in c.question.answers if a.outcome == "not-satisfied") for c in policies.controls}
    (service,) = policies.account_services
    assert service.account
    own = next(a.text for a in service.account.answers if a.account == "personal")
    mild = {c.id: worst[c.id] for c in policies.controls if c.kind.about_an_account} | {"linkedin.account": own}
    people = [
        {"employee_id": str(n), "address": f"p{n}@x.example", "place": PLACES[language], "language": language}
        for n in (41, 42, 43)
    ]
    people[0]["linkedin.account"] = "company"
    mails = write(make_report(people, [{"employee_id": "41", **worst}, {"employee_id": "42", **mild}], policies))
    assert len(mails) == 3
    return mails


def test_every_language_has_the_same_sentences_with_the_same_blanks() -> None:
    assert sorted({*offered().values()}) == [*LANGUAGES]
    for language in LANGUAGES:
        assert macros(language) == macros("en"), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_in_its_language_from_subject_to_disclaimer(
    make_report: MakeReport, write: Write, language: str
) -> None:
    english = {t.strip() for t in disclaimer("en").text}
    sentences = re.findall(r"[A-Z][a-z]+(?: [a-z]+){3,}", (TEMPLATES / "words.en.j2").read_text(encoding="utf-8"))
    texts = [c.rationale for c in linkedin().controls]
    for mail in mails_in(language, write, make_report):
        assert mail.message["Content-Language"] == language
        assert dict(mail.page.tags)["html"]["lang"].split("-")[0] == language
        said = (mail.message["Subject"], mail.plain, mail.seen)
        mixed = [s for s in [*english, *sentences, *texts] if any(s in words for words in said)]
        assert bool(mixed) == (language == "en"), mixed
        assert not any(BLAME.search(words) for words in said), [BLAME.search(words) for words in said]
        assert "{" not in mail.html.partition("</head>")[2]
        assert all(shown == target for target, shown in mail.page.links)


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_parts_of_a_mail_hold_the_same_steps_in_every_language(
    make_report: MakeReport, write: Write, language: str
) -> None:
    for mail in mails_in(language, write, make_report)[:2]:
        in_text = re.findall(r"^\d+\. (.*(?:\n   .*)*)$", mail.text, flags=re.MULTILINE)
        shown = [" ".join(step.split()) for step in mail.page.steps]
        assert shown
        assert [step for step in (" ".join(found.split()) for found in in_text) if step in shown] == shown


@pytest.mark.parametrize(
    ("language", "answer", "quoted"),
    [
        ("de", "On", ": „On“ (Ein)."),
        ("de", "Ein", ": „Ein“."),
        ("fr", " ON ", " : « ON » (Activée)."),
        ("en", "Ein", ": “Ein” (On), on"),
        ("en", "On", ": “On”, on"),
    ],
)
def test_an_answer_is_quoted_as_it_was_given_and_told_in_the_mails_language(
    make_report: MakeReport, write: Write, language: str, answer: str, quoted: str
) -> None:
    people = [{"employee_id": "41", "address": "a@x.example", "place": PLACES[language], "language": language}]
    (mail,) = write(make_report(people, [{"employee_id": "41", "LI-01": answer}], linkedin()))
    assert mail.message["Content-Language"] == language
    assert quoted in mail.plain
    assert quoted in mail.seen


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_law_is_told_in_the_mails_language(make_report: MakeReport, write: Write, language: str) -> None:
    titles = {
        "de": "Widerspruchsrecht (Art. 21 Abs. 1 und 4 DSGVO)",
        "en": "Right to object (Art. 21(1) and (4))",
        "es": "Sin represalias (Código Civil de California",
        "fr": "Évaluation des facteurs relatifs à la vie privée (RLRQ",
        "hi": "रोज़गार के लिए इस्तेमाल (DPDP अधिनियम, धारा 7(i))",
    }
    for mail in mails_in(language, write, make_report):
        assert titles[language] in mail.plain
        assert titles[language] in mail.seen


def test_where_the_notes_are_in_english_only_another_mail_names_the_laws_and_offers_the_notes(
    make_report: MakeReport, write: Write
) -> None:
    people = [{"employee_id": "41", "address": "a@x.example", "place": "IN", "language": "de"}]
    (mail,) = write(make_report(people, [], linkedin()))
    assert (
        "Das Recht an Ihrem Arbeitsort (Indien): Digital Personal Data Protection Act 2023 (Indien). "
        "Unsere Hinweise dazu gibt es nur auf Englisch. Fragen Sie uns, dann schicken wir sie Ihnen."
    ) in mail.plain
    assert "Use for employment" not in mail.plain


@pytest.mark.parametrize(
    ("roster", "country", "expected"),
    [
        ("de", "FR", "de"),
        ("de-CH", "FR", "de"),
        ("de_AT", None, "de"),
        ("DE", None, "de"),
        (" Deutsch ", None, "de"),
        ("German", None, "de"),
        ("हिन्दी", None, "hi"),
        ("it", "DE", "en"),  # stated, and not there: never another that nobody stated
        ("Germ", "DE", "en"),
        (None, "DE", "de"),
        (None, "CH", "fr"),
        (None, None, "fr"),
    ],
)
def test_the_language_is_the_one_stated_and_never_guessed(
    roster: str | None, country: str | None, expected: str
) -> None:
    assert wanted(roster, country, {"default": "fr", "DE": "de"}) == expected


def test_without_anything_stated_mails_are_english() -> None:
    assert wanted(None, "DE", {}) == "en"


def test_the_organisation_says_the_language_of_those_of_whom_the_roster_does_not(
    make_report: MakeReport, write: Write
) -> None:
    people = [
        {"employee_id": "41", "address": "a@x.example", "place": "DE"},
        {"employee_id": "42", "address": "b@x.example", "place": "FR"},
        {"employee_id": "43", "address": "c@x.example", "place": "DE", "language": "hi"},
    ]
    organisation = Organisation(name="Brightwater", languages={"default": "es", "DE": "de"})
    mails = write(make_report(people, [], organisation=organisation))
    assert {m.recipients[0][0]: m.message["Content-Language"] for m in mails} == {"a": "de", "b": "es", "c": "hi"}


def test_a_policy_that_lacks_the_language_makes_the_whole_mail_english(
    make_report: MakeReport,
    write: Write,
    make_control: Callable[..., Control],
    make_policies: Callable[..., PolicySet],
) -> None:
    """Issue 7: "a policy lacking the language falls back to English as a whole mail, never a mixture"."""
    plain = make_control()
    german = dataclasses.replace(plain, title="Die Daten trainieren nichts", language="de")
    translated = dataclasses.replace(plain, translations=(german,))
    lacking = make_control("LI-02", title="The form is known")
    policies = make_policies(translated, lacking)
    who = [{"employee_id": str(n), "address": f"p{n}@x.example", "place": "DE", "language": "de"} for n in (41, 42)]
    answers = [{"employee_id": "41", "LI-01": "On", "LI-02": "On"}, {"employee_id": "42", "LI-01": "On"}]
    mixed, whole = sorted(write(make_report(who, answers, policies)), key=lambda m: m.recipients)
    assert (mixed.message["Content-Language"], whole.message["Content-Language"]) == ("en", "de")
    assert "Die Daten" not in mixed.plain
    assert "Ziel: Die Daten trainieren nichts" in whole.plain
