"""What the words of a status column mean: a word of the lists, a phrase that holds one, or a code.

A code of one letter or digit is read only where the codes of its column leave one reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

import polars as pl

from reporter.assess import status_words as lists

_MANY = 5_000  # different texts of one column: a column of statuses has a few dozen
_PARTS = re.compile(r"\s*[/|,;:()\[\]]\s*|\s*[–—]\s*|\s+-\s*|\s*-\s+")
_SEPARATED = re.compile(r"[;]")
_OPEN = re.compile(
    r"\b(?:not|no|non|never|nicht|kein|keine|ne|pas|nunca|sin|niet|geen|não|ej|inte|nie|pending|planned|upcoming"
    r"|scheduled|proposed|requested|in progress|in process|initiated|geplant|bevorstehend|vorgesehen|en cours|prévue?"
    r"|pendiente|prevista?|in corso|gepland|pendente|planerad|planowan[ya]|before|pre|until|bis|jusqu)\b"
)
"""Of a phrase: it says the contrary, or what is still to come."""
_STEMS = {
    "left": (
        "terminat", "resign", r"retire[de]?\b", "retiree", "retirement", "dismiss", "deceas", "separat",
        "depart(?:ed|ure)", "offboard", "laid off", "lay-?off", "redundan", "ausgeschied", "ausgetret", "entlass",
        "gekündigt", "verstorben", "pensionier", "ruhestand", "aufhebungsvertrag", "démission", "licenci[eé]",
        "retrait[eé]", "décéd", "départ", "despid", "despedid", "jubila", "fallecid", "cesad", r"cese\b", "desvincul",
        "renunci", "cessat", "dimess", "dimission", "licenziat", "pensionat", "decedut", "ontslag", "uit dienst",
        "gepensioneerd", "overleden", "desligad", "demitid", "demissão", "aposentad", "falecid", "rescis", "uppsag",
        "pensionerad", "avliden", "zwolnion", "emeryt", "zmarł",
    ),
    "on-leave": (
        r"leave\b", "maternity", "paternity", "parental", "sabbatical", r"sick\b", "elternzeit", "mutterschutz",
        "beurlaub", "karenz", "langzeitkrank", "langzeiterkrank", "sonderurlaub", "freigestellt", "congé",
        "arrêt maladie", "baja (?:médica|maternal|paternal|por )", r"licencia\b", "excedencia", "incapacidad",
        "aspettativa", "congedo", "maternità", "malattia", "verlof", "licença", "föräldraledig", "tjänstledig",
        "sjukskriv", "macierzyńsk", "rodzicielsk", "wychowawcz",
    ),
}  # fmt: skip
_SIGNS = {"left": "退職|離職|离职|退休", "on-leave": "休職|育休|育児休|産休|产假|病假"}
_TELLS = {meaning: re.compile(rf"\b(?:{'|'.join(stems)})|{_SIGNS[meaning]}") for meaning, stems in _STEMS.items()}
_LETTERS = 1
_SHOWN = 40
_CODE = 2  # characters: a code, and never about a person
_LONG_WORDS = 3
_ACTIVE_AND = {  # beside A, and none of the letters behind it
    "t": ("left", ("f", "p")),
    "i": ("left", ()),
    "r": ("left", ()),
    "d": ("left", ()),
    "q": ("left", ()),
    "u": ("left", ()),
    "v": ("left", ()),
}
_FAMILY = frozenset("aitlrdquvspw")


class Meaning(StrEnum):
    """What a column says of somebody."""

    ACTIVE = "active"
    TYPE = "type"
    """How they work, not whether: counts as active, and contradicts nothing."""
    LEFT = "left"
    NOT_STARTED = "not-started"
    ON_LEAVE = "on-leave"
    CONTRACTOR = "contractor"


_LISTS = {
    Meaning.ACTIVE: lists.ACTIVE,
    Meaning.TYPE: lists.TYPE,
    Meaning.LEFT: lists.LEFT,
    Meaning.NOT_STARTED: lists.NOT_STARTED,
    Meaning.ON_LEAVE: lists.ON_LEAVE,
    Meaning.CONTRACTOR: lists.CONTRACTOR,
}
_KNOWN = {word: meaning for meaning, words in _LISTS.items() for word in words}


def read(counts: Mapping[str, int], stated: Mapping[str, str]) -> dict[str, frozenset[Meaning]]:
    """Return what the texts of one column mean; nothing where that is not understood.

    Args:
        counts: Text, as text is compared → the rows that hold it. Several columns' texts are joined by ";".
        stated: Word → meaning, as the configuration states it; beats the lists.
    """
    codes = _codes({_number(text): count for text, count in counts.items()})
    few = len(counts) <= _MANY
    found: dict[str, frozenset[Meaning]] = {}
    for text in counts:
        meanings = {_meaning(part.strip(), stated, codes, phrases=few) for part in _SEPARATED.split(text)}
        found[text] = frozenset(meaning for meaning in meanings if meaning)
    return found


def flags(texts: Iterable[str], stated: Mapping[str, str], *, yes: Meaning) -> dict[str, frozenset[Meaning]]:
    """Return what the texts of a column of yes and no mean; nothing where one of them is not understood.

    Args:
        texts: As text is compared; several columns' texts are joined by ";".
        stated: Word → meaning, as the configuration states it; beats yes and no.
        yes: What yes means: active, or left. No is the other one.
    """
    no = Meaning.LEFT if yes is Meaning.ACTIVE else Meaning.ACTIVE
    found: dict[str, frozenset[Meaning]] = {}
    for text in texts:
        meanings = [_flag(part.strip(), stated, yes, no) for part in _SEPARATED.split(text)]
        found[text] = frozenset(m for m in meanings if m) if all(meanings) else frozenset()
    return found


def _flag(text: str, stated: Mapping[str, str], yes: Meaning, no: Meaning) -> Meaning | None:
    text = _number(text)
    if text in stated:
        return Meaning(stated[text])
    if text in lists.YES:
        return yes
    return no if text in lists.NO else _exact(text)


def _meaning(
    text: str, stated: Mapping[str, str], codes: Mapping[str, Meaning | None], *, phrases: bool
) -> Meaning | None:
    if text in stated:
        return Meaning(stated[text])
    text = _number(text)
    if text in stated:
        return Meaning(stated[text])
    if text in codes:
        return codes[text]
    return _exact(text) or (_of_phrase(text, stated, codes) if phrases else None)


def _exact(text: str) -> Meaning | None:
    text = text.rstrip(".!*")
    return _KNOWN.get(text) or _KNOWN.get(text.replace("_", " "))


def _of_phrase(text: str, stated: Mapping[str, str], codes: Mapping[str, Meaning | None]) -> Meaning | None:
    """Return what a phrase means by its parts (`Terminated - Voluntary`), else by the one word that tells."""
    parts = [part for part in _PARTS.split(text.replace("_", " ")) if part]
    if len(parts) > 1:
        # A code beside its word (`T - Terminated`) says nothing of its own.
        known = {
            Meaning(stated[p]) if p in stated else _exact(p) for p in parts if p not in codes and len(p) > _LETTERS
        }
        if agreed := _together({meaning for meaning in known if meaning}):
            strange = [p for p in parts if not _exact(p)]
            return None if any(_OPEN.search(p) for p in strange) else agreed
        if any(known):
            return None
    if _OPEN.search(text):
        return None
    held = [meaning for meaning, tells in _TELLS.items() if tells.search(text)]
    return Meaning(held[0]) if len(held) == 1 else None


def _together(meanings: set[Meaning]) -> Meaning | None:
    """Return the one meaning of parts that do not contradict each other; the stricter of those that go together."""
    sure = meanings - {Meaning.TYPE}
    if not sure:
        return Meaning.TYPE if meanings else None
    if sure <= {Meaning.ACTIVE, Meaning.ON_LEAVE}:
        return Meaning.ON_LEAVE if Meaning.ON_LEAVE in sure else Meaning.ACTIVE
    rest = sure - {Meaning.CONTRACTOR}
    if not rest or rest == {Meaning.ACTIVE}:
        return Meaning.CONTRACTOR if Meaning.CONTRACTOR in sure else Meaning.ACTIVE
    return next(iter(rest)) if len(rest) == 1 else None


def _number(text: str) -> str:
    """Return `1` for `1.0`, as pandas and databases write it."""
    return text.removesuffix(".0") if text.removesuffix(".0").removeprefix("-").isdigit() else text


def _codes(counts: Mapping[str, int]) -> dict[str, Meaning | None]:
    """Return the codes of one column and what they mean; None where there are two readings."""
    letters = {text for text in counts if len(text) == _LETTERS and text.isalpha() and text.isascii()}
    digits = {text: count for text, count in counts.items() if text.isdigit() and text.isascii()}
    words = [text for text in counts if len(text) > _LETTERS]
    return {letter: _letter(letter, letters, words) for letter in letters} | _digits(digits)


def _letter(letter: str, letters: set[str], words: Iterable[str]) -> Meaning | None:
    """Return what a letter means: what the words of the column mean that begin with it, else its place among others."""
    begun = {_exact(word) or _of_phrase(word, {}, {}) for word in words if word.startswith(letter)} - {None}
    if begun:
        return next(iter(begun)) if len(begun) == 1 else None
    if letters <= {"y", "n"} or letters <= {"j", "n"}:
        return Meaning.LEFT if letter == "n" else Meaning.ACTIVE
    if letter == "a":
        return Meaning.ACTIVE
    if "a" not in letters or not letters <= _FAMILY:
        return None
    if letter == "l":  # leave, where T or I says that somebody left; else leave or leaver
        return Meaning.ON_LEAVE if letters & {"t", "i"} else None
    meaning, excluded = _ACTIVE_AND.get(letter, (None, ()))
    return Meaning(meaning) if meaning and letters.isdisjoint(excluded) else None


def _digits(counts: Mapping[str, int]) -> dict[str, Meaning | None]:
    """Return what digits mean: yes and no, or SAP's codes (0 withdrawn, 1 inactive, 2 retired, 3 active).

    Those are only read where most are active by them.
    """
    codes: dict[str, Meaning | None] = dict.fromkeys(counts)
    if set(counts) <= {"0", "1"}:
        return codes | {code: Meaning.ACTIVE if code == "1" else Meaning.LEFT for code in counts}
    if set(counts) <= {"0", "1", "2", "3"} and 2 * counts.get("3", 0) > sum(counts.values()):
        sap = {"0": Meaning.LEFT, "1": Meaning.ON_LEAVE, "2": Meaning.LEFT, "3": Meaning.ACTIVE}
        return codes | {code: sap[code] for code in counts}
    return codes


def counted(words: pl.Series) -> str:
    """Return different words, quoted, the most frequent first, each with how often it stands there.

    What may be about a person, after a slip of columns, is left out: an address, a number, a long text. A code is not.
    """
    ranked = words.alias("word").value_counts().sort(["count", "word"], descending=[True, False])
    fit = [(w, n) for w, n in ranked.iter_rows() if _is_a_word(w)]
    shown = ", ".join(f"“{w[:40]}” ({n:,})" for w, n in fit[:_SHOWN])
    return shown + (" …" if len(fit) > _SHOWN else "")


def _is_a_word(text: str) -> bool:
    return len(text) <= _CODE or (len(text.split()) <= _LONG_WORDS and not set(text) & set("@0123456789"))
