"""Texts that stand for nothing: `nan`, `TBD` or `noemail@…` is nobody's id and nobody's address, however many have it.

The words stand in `placeholders.yaml`, by language. Each column is worked on as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from reporter import assets
from reporter.model.assessment import Notice

_LISTED = 10
_SIGNS = r"[^\p{L}\p{M}\p{N}]+"
_ZEROS_OR_XS = r"^(?:0+|x{2,})$"
_ERROR = r"^\s*#[\p{L}/¡0]+[!?]\s*$"  # what Excel shows in place of a value, in any language: #REF!, #¡VALOR!, #NOM?
_IN_NAMES = [*".-_/ '\"+"]  # signs in the part before the @
_XS = 3
_MAIL = ("mail", "correo", "courriel", "epost")


def _read() -> Mapping[str, Any]:
    return dict(assets.table(Path(__file__).parent / "placeholders.yaml"))


def _split(groups: Iterable[str]) -> frozenset[str]:
    return frozenset(chain.from_iterable(group.split() for group in groups))


_KNOWN = _read()
_WORDS = _split(_KNOWN["words"].values())
_ABBREVIATIONS = _split([_KNOWN["abbreviations"]])
_NAMES = _split(_KNOWN["names"].values())
_DOUBTFUL = _split([_KNOWN["doubtful"]])
_DOMAINS = _split([_KNOWN["domains"]])
_SAYS_MAIL = frozenset(name for name in _NAMES if any(word in name for word in _MAIL))


def ids(texts: pl.Series) -> pl.Series:
    """Return ids, null where a text stands for nothing. A text with a digit from 1 to 9 is never looked at."""
    wordy = texts.filter(~texts.str.contains("[1-9]")).unique()
    found = wordy.filter(_nothing(wordy))
    return texts.set(texts.is_in(found.implode()), None) if len(found) else texts


def addresses(texts: pl.Series) -> pl.Series:
    """Return addresses, null where a text stands for nothing, or for an address that there is not."""
    without = texts.filter(~texts.str.contains("@", literal=True)).unique()
    found = without.filter(_nothing(without))
    nothing = no_mailbox(texts.to_frame("t"), "t") | texts.is_in(found.implode())
    return texts.set(nothing.fill_null(value=False), None)


def no_mailbox(frame: pl.DataFrame, column: str) -> pl.Series:
    """Return whether an address of a column says by its words that there is none, as `noemail@…` and `no@email.com`.

    Null where there is no address.
    """
    parts = frame.select(pl.col(column).str.splitn("@", 2).struct.rename_fields(["local", "domain"])).unnest(column)
    named = parts["local"].str.contains("[<\\s]")
    local = parts.select(pl.when(named).then(pl.col("local").str.extract(r"([^<]*)$")).otherwise("local")).to_series()
    local = local.str.to_lowercase().str.replace_many(_IN_NAMES, [""])
    stem = local.str.strip_chars_end("0123456789")  # noemail17@…: there is no mailbox all the same
    domains = parts["domain"].unique().drop_nulls()
    first = domains.str.extract(r"^\s*([^@.\s>]+)").str.to_lowercase().str.replace_all(_SIGNS, "")
    says_mail, says_nothing = domains.filter(first.is_in(_SAYS_MAIL)), domains.filter(first.is_in(_DOMAINS))
    domain = parts["domain"]
    said = (
        local.is_in(_NAMES)
        | stem.is_in(_SAYS_MAIL)
        | ((stem == "") & ~local.str.contains("[1-9]"))
        | ((local.str.strip_chars("x") == "") & (local.str.len_chars() >= _XS))
        | domain.is_in(says_mail.implode())
        | (domain.is_in(says_nothing.implode()) & stem.is_in(_DOUBTFUL))
    )
    return said.set(domain.is_null(), None)


def notices(file: str, rows: pl.Series, columns: Mapping[str, tuple[pl.Series, pl.Series]]) -> list[Notice]:
    """Return in which rows a word stands for nothing. A dash or a question mark is an empty cell, and is not told.

    Args:
        file: Their file's name.
        rows: The numbers of the rows.
        columns: Title → its cells, and what was made of them.
    """
    told = []
    for column, (cells, kept) in columns.items():
        emptied = cells.is_not_null() & kept.is_null() & cells.str.contains(r"[\p{L}\p{N}]")
        numbers = rows.filter(emptied.fill_null(value=False))
        if len(numbers):
            where: dict[str, str | int] = {"file": file, "column": column}
            values = {**where, "rows": listed(numbers), "count": len(numbers)}
            told.append(Notice(code="placeholders", values=values))
    return told


def listed(rows: pl.Series) -> str:
    """Return the numbers of rows as a notice gives them: the first of many."""
    return ", ".join(map(str, rows.head(_LISTED))) + (", …" if len(rows) > _LISTED else "")


def _nothing(texts: pl.Series) -> pl.Series:
    """Return whether each text is one of the words, or holds nothing that an id could be made of."""
    return (
        texts.to_frame("t")
        .select(
            pl.col("t").str.to_lowercase().str.replace_all(_SIGNS, "").is_in(_WORDS)
            | ~pl.col("t").str.contains(r"[\p{L}\p{N}]")
            | pl.col("t").str.to_lowercase().str.replace_all(_SIGNS, "").str.contains(_ZEROS_OR_XS)
            | pl.col("t").str.contains(_ERROR)
            | pl.col("t").str.to_lowercase().str.replace_all(r"\s+", "").is_in(_ABBREVIATIONS)
        )
        .to_series()
    )
