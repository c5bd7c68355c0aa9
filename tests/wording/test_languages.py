"""Documents in German, French, Spanish and Hindi: fixed words, sentences of templates, formats."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path as File
from string import Template
from typing import Final

import pytest
import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from reporter import assets
from reporter.model.assessment import Bounds, Notice
from reporter.wording import disclaimer, environment, formats, languages, words
from tests.leaves import Path, leaves

LANGUAGES: Final = ("de", "es", "fr", "hi")
WORDING: Final = assets.folder("templates") / "wording"

ALIKE: Final = {
    "de": {"Bytes", "Information", "Name", "Organisation", "Pseudonym", "Version"},
    "es": {"Bytes", "No"},
    "fr": {"Applicable", "Date", "Information", "Organisation", "Signature", "Version", "applicable"},
    "hi": {"GDPR", "“%(question)s”", "“%(value)s”"},
}
"""What a language writes as English does."""

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def fixed(language: str) -> dict[Path, str]:
    return dict(leaves(yaml.safe_load((WORDING / f"{language}.yaml").read_text(encoding="utf-8"))))


@cache
def said_in_templates() -> dict[str | tuple[str, ...], str]:
    """Every sentence that templates have translated, and where the first of its kind stands."""
    mappings = tomllib.loads(File("pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]["mappings"]
    options = {m["pattern"]: {k: v for k, v in m.items() if k not in {"method", "pattern"}} for m in mappings}
    methods = [(m["pattern"], m["method"]) for m in mappings]
    found: dict[str | tuple[str, ...], str] = {}
    for name, line, message, *_ in extract_from_dir(assets.folder("templates"), methods, options):
        found.setdefault(message, f"{name}, line {line}")
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (WORDING / f"{language}.po").open("rb") as stream:
        return read_po(stream, locale=language, abort_invalid=True)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def texts(language: str) -> list[str]:
    """All that a language says: its fixed words, and its sentences."""
    return [
        *fixed(language).values(),
        *(form for message in catalogue(language) if message.id for form in forms(message.string)),
    ]


def test_documents_are_in_the_languages_of_the_policies() -> None:
    assert languages() == ("en", *LANGUAGES)


@in_each_language
def test_a_language_has_the_fixed_words_of_the_english_in_their_order(language: str) -> None:
    assert list(fixed(language)) == list(fixed("en"))


@in_each_language
def test_a_fixed_sentence_has_the_blanks_of_the_english(language: str) -> None:
    said = fixed(language)
    for path, original in fixed("en").items():
        assert Template(said[path]).is_valid(), said[path]
        found = sorted(Template(said[path]).get_identifiers())
        assert found == sorted(Template(original).get_identifiers()), f"{'.'.join(path)}: {said[path]}"


@in_each_language
def test_a_catalogue_holds_every_sentence_of_the_templates_and_no_other(language: str) -> None:
    said = {m.id: m for m in catalogue(language) if m.id}
    mend = "run make messages, and translate"
    assert not [f"{where}: {text}" for text, where in said_in_templates().items() if text not in said], mend
    assert not [text for text in said if text not in said_in_templates()], mend
    assert not catalogue(language).obsolete, mend
    unfinished = [m.id for m in said.values() if m.fuzzy or not all(forms(m.string))]
    assert not unfinished, f"templates/wording/{language}.po: translate these, and take the mark `fuzzy` off"


@in_each_language
def test_a_translated_sentence_has_the_blanks_and_the_marks_of_the_english(language: str) -> None:
    for message in catalogue(language):
        if message.id:
            kept = [re.findall(r"%\(\w+\)s|%%|<[^>]*>", text) for text in forms(message.id)]
            for translated, original in zip(forms(message.string), kept, strict=True):
                found = re.findall(r"%\(\w+\)s|%%|<[^>]*>", translated)
                assert sorted(found) == sorted(original), translated


@in_each_language
def test_nothing_is_left_in_english(language: str) -> None:
    same = {text for path, text in fixed("en").items() if fixed(language)[path] == text}
    same |= {m.id for m in catalogue(language) if isinstance(m.id, str) and m.id and m.string == m.id}
    assert same <= {"$count\u00a0%", "%(label)s: %(bounds)s", "%(role)s: %(name)s", *ALIKE[language]}


@in_each_language
def test_texts_are_in_one_normal_form_with_plain_spaces_only(language: str) -> None:
    for text in texts(language):
        assert unicodedata.is_normalized("NFC", text), text
        odd = {f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in {"Cf", "Zs", "Cc"}} - {"U+0020"}
        assert odd <= ({"U+00A0"} if language == "fr" or "%" in text else set()), text
        assert "  " not in text, text
        assert '"' not in text, text
        assert "'" not in text, text


def test_french_never_breaks_a_line_before_its_punctuation() -> None:
    for text in texts("fr"):
        assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", text), text


@in_each_language
def test_a_language_writes_figures_its_own_way_and_with_the_same_digits(language: str) -> None:
    written = {
        "de": "12.345, unter 1 %, mindestens 61 % – höchstens 84 %, 23. November 2026, Deutschland, Kalifornien",
        "es": "12.345, menos del 1 %, al menos el 61 % – como máximo el 84 %, 23 de noviembre de 2026, Alemania, "
        "California",
        "fr": "12 345, moins de 1 %, au moins 61 % – au plus 84 %, 23 novembre 2026, Allemagne, Californie",
        "hi": "12,345, 1% से कम, कम से कम 61% – ज़्यादा से ज़्यादा 84%, 23 नवंबर 2026, जर्मनी, कैलिफोर्निया",
    }
    said = formats(language)
    found = (
        said.number(12345),
        said.percent(0.004),
        said.bounds(Bounds(at_least=0.61, at_most=0.84)),
        said.day(disclaimer().as_of),
        said.country("DE"),
        said.region("US-CA"),
    )
    assert re.sub(r"[\u00a0\u202f]", " ", ", ".join(found)) == written[language]


def test_a_notice_names_countries_in_its_language() -> None:
    notice = Notice(code="consultation-advised", values={"countries": "FR, IT"})
    assert "Frankreich, Italien" in words("de").notice(notice)


def test_a_language_that_is_not_there_is_english_as_a_whole() -> None:
    assert environment("xx") is environment()
    assert words("xx") is words()
    assert formats("xx") == formats()


def test_a_document_says_in_its_html_what_it_is_in() -> None:
    assert [environment(code).from_string("{{ lang }}").render() for code in languages()] == ["en-GB", *LANGUAGES]


def test_a_sentence_that_no_catalogue_holds_stays_english() -> None:
    template = "{% trans n=2, who='people' %}One of {{ who }}{% pluralize n %}Two of {{ who }}{% endtrans %}"
    assert environment("de").from_string(template).render() == "Two of people"


@pytest.mark.parametrize(("escaped", "said"), [(True, "&lt;b&gt; &amp; c\u00a0: 61"), (False, "<b> & c\u00a0: 61")])
def test_what_fills_a_translations_blank_is_escaped_where_the_template_escapes(escaped: bool, said: str) -> None:
    template = (
        "{% autoescape "
        + str(escaped).lower()
        + " %}{% trans label, bounds=61 %}{{ label }}: {{ bounds }}{% endtrans %}{% endautoescape %}"
    )
    assert environment("fr").from_string(template).render(label="<b> & c") == said
    plain = environment("fr").overlay(autoescape=escaped)
    assert (
        plain.from_string("{% trans label, bounds=61 %}{{ label }}: {{ bounds }}{% endtrans %}").render(label="<b> & c")
        == said
    )
