"""Lines that are nobody: totals, counts, page and group lines, "Generated on …" among the rows of people.

They are told by where they stand and what they lack: one cell or two where others fill many, no address, and in the
place of the id something that is none. A person's name is never looked at, but that there is one speaks for a person.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from reporter.sources.headers.header import Header

_ADDRESSES = ("address", "sign_in", "aliases")
_NAMES = ("name", "given_name", "family_name")
_CODE = r"^(?:[^\s:*]*[0-9][^\s:*]*|[\p{L}]{1,4} [0-9]{1,12}|[0-9]+(?: [0-9]+)+)$"
"""What an employee id looks like nearly everywhere: one word with a digit, or `EXT 7`."""
_NUMBER = r"^[-+]?[0-9][0-9.,  ']*%?$"
_RULE = r"^[\W_]+$"  # a line drawn with signs, such as "-----"
_MARKED = r":(?:\s|$)|^[*#=~_-]{2,}|[*=~_-]{3,}$"  # "Department: Sales", "*** End ***"
_MOST = 0.8
_EVERY = 0.95
_PART = 3  # of the cells that a person's row fills a line that is nobody fills a third at most
_WORDS = (
    # English
    r"(?:grand |sub[- ]?|over-?all |report |column )?totals?", "sum", "counts?", "head ?count", "number of", "records?",
    "rows?:", r"pages? [0-9]", "(?:report |list )?(?:was )?(?:generated|created|printed|exported|produced|run)",
    r"(?:as of|as at|report date|run date|print date|date printed)", "end of (?:the )?(?:report|file|list|data)",
    "confidential", "continued", "average", "notes?:", "legend", r"[0-9]+ (?:employees|records|rows|people|entries)",
    # German
    "(?:gesamt|zwischen|end)?summen?", "gesamt", "insgesamt", "gesamtzahl", "anzahl", "seite [0-9]", "stand:? [0-9]",
    "(?:bericht )?(?:erstellt|gedruckt|exportiert|erzeugt)", "(?:ende|berichts?ende)", "vertraulich", "fortsetzung",
    # French
    "sous-total", "total général", "somme", "nombre", "effectif", "page [0-9]",
    "(?:rapport )?(?:généré|édité|imprimé|exporté|créé)", "fin du (?:rapport|fichier)", "confidentiel", "suite",
    # Spanish, Portuguese, Italian
    "suma", "recuento", "página", "(?:informe )?generado", "impreso", "fin del (?:informe|archivo)", "confidencial",
    "soma", "contagem", "quantidade", "(?:relatório )?gerado", "impresso", "fim do", "totale", "totali", "somma",
    "conteggio", "pagina [0-9]", "(?:rapporto )?generato", "stampato", "fine (?:del )?(?:report|rapporto)", "riservato",
    # Dutch, Swedish, Polish
    "totaal", "subtotaal", "aantal", "gegenereerd", "afgedrukt", "einde", "vertrouwelijk", "summa", "totalt",
    "delsumma", "antal", "sida [0-9]", "genererad", "utskriven", "slut på", "razem", "ogółem", "łącznie", "liczba",
    "strona [0-9]", "wygenerowano", "wydrukowano", "koniec", "poufne",
)  # fmt: skip
_SIGNS = "合計|小計|総計|件数|人数|ページ|作成日|出力日|总计|合计|小计|共计|总数|人数|第.{1,4}页|生成|打印"
_SAYS = rf"(?i)^[\W_]*(?:(?:{'|'.join(_WORDS)})(?:\b|$)|{_SIGNS})"


def lines(below: pl.DataFrame, header: Header) -> pl.Series:
    """Return which rows below a header are nobody's.

    Args:
        below: The rows, with the columns `row`, `0`, `1`, …: texts trimmed, null where a cell is empty.
        header: Which columns hold ids, addresses and names.

    Returns:
        A Boolean for each row.
    """
    cells = [name for name in below.columns if name != "row"]
    seen = below.select(
        pl.sum_horizontal(pl.col(name).is_not_null() for name in cells).alias("filled"),
        id=pl.coalesce(*_of(header, ("employee_id",)), pl.lit(None, dtype=pl.String)),
        address=pl.any_horizontal(pl.lit(value=False), *(c.str.contains("@") for c in _of(header, _ADDRESSES))),
        name=pl.any_horizontal(pl.lit(value=False), *(c.str.contains(r"\p{L}") for c in _of(header, _NAMES))),
    ).with_columns(pl.col("address", "name").fill_null(value=False), code=_is_code(pl.col("id")))
    people = seen.filter(pl.col("address") | pl.col("code").fill_null(value=False))
    if people.is_empty():  # ids without a digit, and no addresses
        people = seen.filter(pl.col("filled") >= _MOST * pl.col("filled").max())
    typical = int(people.select(pl.col("filled").median().fill_null(0)).item())
    candidates = ~seen["address"] & ~seen["code"].fill_null(value=False)
    found = pl.repeat(value=False, n=below.height, dtype=pl.Boolean, eager=True)
    if candidates.any():
        found = found.scatter(candidates.arg_true(), _judged(below, seen, people, candidates, typical))
    return _with_sums(below, seen, header, found, few=_few(typical))


def _is_code(ids: pl.Expr) -> pl.Expr:
    """Return whether ids look like ids; `Page 1` and `Sum 6` look like one and are none."""
    return ids.str.contains(_CODE) & ~(ids.str.contains(" ", literal=True) & ids.str.contains(_SAYS))


def _few(typical: int) -> int:
    """Return how many cells a line that is nobody fills at most."""
    return max(1, typical // _PART)


def _judged(
    below: pl.DataFrame, seen: pl.DataFrame, people: pl.DataFrame, candidates: pl.Series, typical: int
) -> pl.Series:
    """Return which of the candidates, rows without an address and an id like others, are nobody."""
    codes, spaced = people.select(
        pl.col("id").drop_nulls().str.contains(_CODE).mean().fill_null(0).alias("codes"),
        pl.col("id").drop_nulls().str.contains(r"\s").mean().fill_null(0).alias("spaced"),
    ).row(0)
    cells = [name for name in below.columns if name != "row"]
    texts = below.filter(candidates).select(first=pl.coalesce(cells))["first"]
    rows = seen.filter(candidates).with_columns(
        said=pl.coalesce("id", pl.Series("first", texts)), few=pl.col("filled") <= _few(typical)
    )
    has_id = pl.col("id").is_not_null()
    words = pl.col("said").str.contains(_SAYS)
    marked = pl.col("said").str.contains(_MARKED) | pl.col("said").str.contains(_RULE)
    sentence = pl.col("said").str.contains(r"\s") & pl.lit(codes >= _MOST or spaced <= 1 - _EVERY)
    # One word alone, where every row of a person has more cells and another kind of id, or which stands in another
    # column as the word for many: the heading of a group.
    alone = (pl.col("filled") == 1) & pl.lit(typical > 1)
    heading = alone & (pl.lit(codes >= _EVERY) | pl.col("said").is_in(_values(below, rows, codes).implode()))
    unnamed = ~pl.col("name")
    return rows.select(
        pl.when(has_id)
        .then(
            (words & (pl.col("few") | unnamed)) | ((marked | sentence) & pl.col("few") & unnamed) | (heading & unnamed)
        )
        .otherwise((words & (pl.col("few") | unnamed)) | (marked & pl.col("few")) | (alone & unnamed))
        .fill_null(value=False)
        .alias("nobody")
    )["nobody"]


def _values(below: pl.DataFrame, rows: pl.DataFrame, codes: float) -> pl.Series:
    """Return the words of lines with one cell that stand in a column of a row with more cells too."""
    words = rows.filter(pl.col("filled") == 1)["said"].unique().drop_nulls()
    if codes >= _EVERY or words.is_empty():
        return words.clear()
    cells = [name for name in below.columns if name != "row"]
    full = below.filter(pl.sum_horizontal(pl.col(name).is_not_null() for name in cells) > 1)
    held = [full[name].filter(full[name].is_in(words.implode())) for name in cells]
    return pl.concat(held).unique()


def _with_sums(below: pl.DataFrame, seen: pl.DataFrame, header: Header, found: pl.Series, *, few: int) -> pl.Series:
    """Return also the last row above the foot, where it holds sums: numbers alone, one of them where others hold none.

    A spreadsheet program's row of totals need not say so.
    """
    rest = found.not_().arg_true()
    if rest.is_empty():
        return found
    last = int(rest[-1])
    row = {name: text for name, text in below.drop("row").row(last, named=True).items() if text is not None}
    if not 1 <= len(row) <= few or seen["address"][last] or not _numbers(row.values()):
        return found
    ids = {str(place) for place in header.columns.get("employee_id", ())}
    others = [name for name in row if name not in ids]
    above = below.slice(0, last)
    strange = [name for name in others if (above[name].str.contains(_NUMBER).mean() or 0) == 0]
    if strange and len(strange) == len(others):
        return found.scatter(last, True)  # noqa: FBT003 - takes no keyword
    return found


def _numbers(texts: Iterable[str]) -> bool:
    return bool(pl.Series(list(texts), dtype=pl.String).str.contains(_NUMBER).all())


def _of(header: Header, roles: Iterable[str]) -> list[pl.Expr]:
    """Return the columns that play one of `roles`."""
    return [pl.col(str(place)) for role in roles for place in header.columns.get(role, ())]
