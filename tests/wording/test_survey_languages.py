"""The survey's fixed words in German, French, Spanish and Hindi say what the English says, in their own way."""

from __future__ import annotations

import re
import unicodedata
from string import Template
from typing import Final

import pytest
import yaml

from reporter import assets
from tests.leaves import Path, leaves

LANGUAGES: Final = ("de", "fr", "es", "hi")
QUOTED: Final = {"en": "“{}”", "de": "„{}“", "fr": "«\u00a0{}\u00a0»", "es": "«{}»", "hi": "“{}”"}
LONGEST_TAB: Final = 31  # characters that a spreadsheet gives a sheet's name
LONGEST_REFUSAL: Final = 255  # and a message about a wrong entry

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def sentences(language: str) -> dict[Path, str]:
    path = assets.folder("templates") / "wording" / f"survey.{language}.yaml"
    return dict(leaves(yaml.safe_load(path.read_text(encoding="utf-8"))))


@in_each_language
def test_a_language_has_the_keys_of_the_english_in_their_order(language: str) -> None:
    assert list(sentences(language)) == list(sentences("en"))


@in_each_language
def test_a_sentence_has_the_blanks_of_the_english(language: str) -> None:
    said = sentences(language)
    for path, original in sentences("en").items():
        assert Template(said[path]).is_valid(), said[path]
        found = sorted(Template(said[path]).get_identifiers())
        assert found == sorted(Template(original).get_identifiers()), f"{'.'.join(path)}: {said[path]}"


@in_each_language
def test_figures_names_and_codes_are_those_of_the_english(language: str) -> None:
    said = sentences(language)
    kept = r"\d+b?|&[PN]\b|GDPR|Microsoft Forms|Google Forms|JavaScript|Excel|name@example\.com|California Privacy\w*"
    for path, original in sentences("en").items():
        text = re.sub("DSGVO|RGPD", "GDPR", said[path])
        missing = set(re.findall(kept, original)) - set(re.findall(kept, text))
        assert not missing, f"{'.'.join(path)}: {said[path]} lacks {missing}"


@in_each_language
def test_nothing_is_left_in_english(language: str) -> None:
    said = sentences(language)
    same = {".".join(path) for path, text in sentences("en").items() if said[path] == text}
    # Questions and a questionnaire are French, a name is German, and an ID is everybody's.
    assert same <= {"fill.id", "phone.name", "fill.question", "fill.questions", "workbook.tab"}


@in_each_language
def test_one_sentence_names_another_part_as_that_part_is_headed(language: str) -> None:
    said = sentences(language)
    for sentence, heads in (
        (("notice", "say", "rights_europe"), [("object", "head")]),
        (("markdown", "how", "4"), [("markdown", "about_head"), ("notice", "title")]),
        (("page", "how"), []),
    ):
        for head in heads:
            assert QUOTED[language].format(said[head]) in said[sentence], said[sentence]
    assert QUOTED[language].format("$save") in said["page", "how"]
    assert said["notice", "title"] == said["page", "notice"]


@in_each_language
def test_what_is_said_twice_in_english_is_said_in_the_same_words_twice(language: str) -> None:
    said, first = sentences(language), dict[str, str]()
    for path, text in sentences("en").items():
        if len(text.split()) > 1 and not path[-1].endswith("tab"):  # a sheet's name may have to be shorter
            assert said[path] == first.setdefault(text, said[path]), f"{'.'.join(path)}: {said[path]}"


@in_each_language
def test_names_of_sheets_and_messages_fit_a_spreadsheet(language: str) -> None:
    said = sentences(language)
    tabs = [text for path, text in said.items() if path[-1].endswith("tab")]
    assert len(tabs) == len(set(tabs)) == 3
    for tab in tabs:
        assert len(tab) <= LONGEST_TAB
        assert not re.search(r"[\[\]:*?/\\']", tab), tab
    for path in (("workbook", "refused"), ("workbook", "refused_date")):
        assert len(said[path]) <= LONGEST_REFUSAL


@in_each_language
def test_the_right_to_object_is_called_what_the_law_calls_it(language: str) -> None:
    # GDPR Article 21: Widerspruchsrecht, droit d'opposition, derecho de oposición. Hindi has no official version.
    terms = {"de": "Widerspruchsrecht", "fr": "droit d’opposition", "es": "derecho de oposición", "hi": "आपत्ति"}
    assert terms[language] in sentences(language)["object", "head"]


@in_each_language
def test_the_survey_still_asks_nobody_to_change_anything(language: str) -> None:
    said = sentences(language)
    not_asked = {
        "de": ("bittet Sie nicht, etwas zu ändern", "bittet niemanden"),
        "fr": ("ne vous demande pas de changer", "ne demande à personne de modifier"),
        "es": ("No le pide que cambie nada", "no pide a nadie que cambie"),
        "hi": ("आपसे कुछ बदलने को नहीं कहता", "किसी से निजी अकाउंट की सेटिंग बदलने को नहीं कहता"),
    }[language]
    assert not_asked[0] in said["intro", "as_it_is"]
    assert not_asked[1] in said["notice", "say", "accounts"]
    switch = {
        "de": r"ausschalten|schalten Sie|deaktivier",
        "fr": r"désactivez|activez",
        "es": r"\bdesactive\b|\bactive\b",
        "hi": r"बंद कर(ें|ना)|चालू कर",
    }[language]
    assert not [text for text in said.values() if re.search(switch, text, re.IGNORECASE)]


@in_each_language
def test_texts_are_in_one_normal_form_with_plain_spaces_only(language: str) -> None:
    for text in sentences(language).values():
        assert unicodedata.is_normalized("NFC", text), text
        odd = {f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in {"Cf", "Zs", "Cc"}} - {"U+0020"}
        assert odd <= ({"U+00A0"} if language == "fr" else set()), text
        assert "  " not in text, text
        assert '"' not in text, text
        assert language == "de" or "'" not in text, text


def test_french_never_breaks_a_line_before_its_punctuation() -> None:
    for text in sentences("fr").values():
        assert not re.search(r"[^\u00a0][:;?!»]|«[^\u00a0]", text), text


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("de", r"\b(du|dein\w*|dir|dich|euch)\b|versäum|Verstoß|müssen Sie"),
        ("fr", r"\b(tu|ton|ta|tes|toi)\b|vous devez|infraction|manquement"),
        ("es", r"\b(tú|tu|tus|vosotros)\b|debe usted|incumpl|infracción"),
        ("hi", r"(?<!\S)(तुम|तू|तुम्हार[ाेी])(?!\S)|उल्लंघन|दोषी"),
    ],
)
def test_readers_are_addressed_formally_and_nobody_is_blamed(language: str, wrong: str) -> None:
    for text in sentences(language).values():
        assert not re.search(wrong, text, re.IGNORECASE), text
