from __future__ import annotations

import polars as pl
import pytest

from reporter.sources import placeholders

WORDS = [
    "nan",
    "NaN",
    "0",
    "(null)",
    "null",
    "None",
    "TBD",
    "tba",
    "unknown",
    "n/a",
    "#N/A",
    "-",
    "--",
    ".",
    "?",
    "xxx",
    "unbekannt",
    "inconnu",
    "desconocido",
    "sconosciuto",
    "onbekend",
    "desconhecido",
    "NULL",
    "N/A",
    "N.A.",
    "k.A.",
    "<NA>",
    "[none]",
    "000000",
    "0.0",
    "***",
    "…",
    "X-X-X",
    "#NV",
    "#REF!",
    "#¡VALOR!",
    "#NOM?",
    "undefined",
    "keine",
    "aucun",
    "Ninguno",
    "nessuno",
    "geen",
    "nenhum",
    "不明",
    "なし",
    "无",
    "brak",
    "saknas",
    "\\N",
    "nil",
]
SENTENCES = [
    "not assigned",
    "No ID yet",
    "to be determined",
    "non renseigné",
    "keine Angabe",
    "sin número",
    "da definire",
]
IDS = [
    "1",
    "007",
    "A0",
    "LM-001",
    "10",
    "XX1",
    "ka",
    "nn",
    "kn",
    "O",
    "n1",
    "NAN-1",
    "0001",
    "ada",
    "Nullmeier",
    "#REF7!",
]
NO_MAILBOXES = [
    "noemail@acme.example",
    "no.email@acme.example",
    "no_email@supplied.com",
    "none@none.com",
    "no@email.com",
    "N/A@n-a.example",
    "noemail17@acme.example",
    "NOEMAIL@ACME.EXAMPLE",
    "unknown@acme.example",
    "keine.email@acme.example",
    "pasdemail@acme.example",
    "sincorreo@acme.example",
    "senza-email@acme.example",
    "geenemail@acme.example",
    "sememail@acme.example",
    "ada@noemail.com",
    "xxx@acme.example",
    "xxx@xxx.xx",
    "noreply@acme.example",
    "no-reply@acme.example",
    "test@test.com",
    "na@na.com",
    "0@0.com",
    "-@acme.example",
    "null@null.com",
    "name@example.com",
    "tbd@acme.example",
]
MAILBOXES = [
    "ada@acme.example",
    "na@acme.example",
    "nan@acme.example",
    "nada@acme.example",
    "x@home.example",
    "noel@acme.example",
    "null.ada@acme.example",
    "test@acme.example",
    "ada@email.com",
    "noemi@mail.com",
    "a@x.example",
    "no@acme.example",
    "xx@acme.example",
    "jane.blank@acme.example",
    "1001@acme.example",
    "info@acme.example",
    "maile@acme.example",
]


@pytest.mark.parametrize("text", [*WORDS, *SENTENCES])
def test_a_word_for_nothing_is_nobody_s_id_and_nobody_s_address(text: str) -> None:
    for written in (text, text.upper(), text.lower(), f" {text}"):
        cell = pl.Series(["1", written])
        assert placeholders.ids(cell).to_list() == ["1", None]
        assert placeholders.addresses(pl.Series([written])).to_list() == [None]


@pytest.mark.parametrize("text", IDS)
def test_what_may_be_an_id_stays_one(text: str) -> None:
    assert placeholders.ids(pl.Series([text, None])).to_list() == [text, None]


@pytest.mark.parametrize("text", NO_MAILBOXES)
def test_an_address_that_says_that_there_is_none_is_none(text: str) -> None:
    written = [text, f"Ada Novak <{text}>"]
    assert placeholders.addresses(pl.Series(written)).to_list() == [None, None]


@pytest.mark.parametrize("text", [*MAILBOXES, "somebody", "ada@acme.example; bo@acme.example"])
def test_what_may_be_a_mailbox_stays_one(text: str) -> None:
    assert placeholders.addresses(pl.Series([text, None])).to_list() == [text, None]


def test_a_column_without_anything_stays_empty() -> None:
    nothing = pl.Series([None, None], dtype=pl.String)
    assert placeholders.ids(nothing).to_list() == placeholders.addresses(nothing).to_list() == [None, None]


def test_words_are_told_by_row_and_signs_are_empty_cells() -> None:
    cells = pl.Series(["nan", "-", "7", None, "?", "TBD"])
    told = placeholders.notices("p.csv", pl.Series(range(2, 8)), {"Employee ID": (cells, placeholders.ids(cells))})
    assert [notice.values for notice in told] == [
        {"file": "p.csv", "column": "Employee ID", "rows": "2, 7", "count": 2}
    ]
