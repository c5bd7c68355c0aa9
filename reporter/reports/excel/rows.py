"""A table's rows as the XML of a sheet, made by Polars a few thousand at a time: how bulk is written fast.

openpyxl makes the sheet around them. What is written here means what openpyxl's own cells mean: text is inline text
whatever it looks like, a number is a number, a day is a day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import quoteattr

import polars as pl

from reporter.reports.excel.texts import CONTROL, LONGEST, fit_all

CHARACTER = 1.02
"""Of the width a column is counted in: letters are narrower, but words do not break."""
LINE = 15.0
"""Points of a line of text."""
TALLEST = 409.0
"""Points Excel gives a row."""

_EPOCH = 25_569  # days from the day Excel counts from to 1970-01-01
_OLDEST = date(1900, 3, 1)  # before it Excel counts a day that never was, or shows ####
_SPECIAL = rf"[&<>\n]|{CONTROL}|^\s|\s$|_x[0-9A-Fa-f]"
_ESCAPE = r"_x([0-9A-Fa-f])"
_BROKEN = '_x</t></r><r><t xml:space="preserve">$1'
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Part = str | pl.Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the cells of one column are written."""

    letters: str
    """The column, as spreadsheets name it."""
    style: int
    """The number of its style."""
    quoted: int
    """The same for texts, so that none becomes a formula when somebody edits the cell."""
    linked: int
    """The same for texts that lead somewhere."""
    blank: bool
    """Empty cells are there too, to be filled in."""
    special: bool
    """Some of its texts cannot stand as they are."""
    wraps: bool
    width: float
    links: Mapping[str, str]
    """Text → the attributes of the link it is."""


def is_special(texts: pl.Series) -> bool:
    """Return whether some of many texts cannot stand in XML as they are."""
    return bool((texts.str.contains(_SPECIAL) | (texts.str.len_bytes() > LONGEST)).any())


def texts_of(column: pl.Series) -> Iterator[pl.Series]:
    """Yield the texts of a column, those that recur in an Enum once."""
    if column.dtype == pl.Struct:
        for name in column.struct.fields:
            yield from texts_of(column.struct.field(name))
    elif isinstance(column.dtype, pl.Enum):
        yield column.dtype.categories.filter(column.dtype.categories.is_in(column.cast(pl.String).unique().implode()))
    elif column.dtype == pl.String:
        yield column.drop_nulls()


def xml(frame: pl.DataFrame, looks: Sequence[Look], first: int, *, tall: bool) -> bytes:
    """Return rows as `<row>` elements.

    Args:
        frame: The rows.
        looks: How each column is written.
        first: The number of the first row.
        tall: Rows are as high as their texts.
    """
    numbers = pl.int_range(first, first + frame.height, eager=True).cast(pl.String)
    made = {"row": numbers}
    parts: list[Part] = ['<row r="', pl.col("row")]
    if tall:
        made["height"] = _heights(frame, looks).cast(pl.String)
        parts += ['" ht="', pl.col("height"), '" customHeight="1']
    parts.append('">')
    for look, column in zip(looks, frame.get_columns(), strict=True):
        parts += _cell(look, column, made)
    parts.append("</row>")
    whole = pl.DataFrame(made).select(pl.concat_str(_joined(parts)).str.join("", ignore_nulls=False)).item()
    if whole is None:
        raise TypeError("a row came to nothing")  # a null in a piece of it would make it vanish
    return str(whole).encode()


def links(frame: pl.DataFrame, looks: Sequence[Look], first: int) -> list[str]:
    """Return the `<hyperlink>` elements of the rows."""
    found: list[str] = []
    for look, column in zip(looks, frame.get_columns(), strict=True):
        if look.links and column.null_count() < len(column):
            said = column.cast(pl.String).replace_strict(look.links, default=None, return_dtype=pl.String).to_list()
            found += [f'<hyperlink ref="{look.letters}{n}" {a}/>' for n, a in enumerate(said, start=first) if a]
    return found


def inside(place: str) -> str:
    """Return the attributes of a link to a place in the workbook."""
    return f"location={quoteattr(place)}"


def outside(relation: str) -> str:
    """Return the attributes of a link to what the sheet's relations name."""
    return f'xmlns:r="{_RELATED}" r:id="{relation}"'


def _cell(look: Look, column: pl.Series, made: dict[str, pl.Series]) -> list[Part]:
    """Return what a column's cells are put together from; what differs from row to row goes into `made`."""
    start: list[Part] = [f'<c r="{look.letters}', pl.col("row")]
    body = _body(look, column, made)
    empty = f'" s="{look.style}"/>' if look.blank else None
    if _filled(column).all():
        return [*start, *body]
    if empty is not None:
        return [*start, pl.when(_there(made, column)).then(pl.concat_str(_joined(body))).otherwise(pl.lit(empty))]
    whole = pl.concat_str(_joined([*start, *body]))
    return [pl.when(_there(made, column)).then(whole).otherwise(pl.lit(""))]


def _there(made: dict[str, pl.Series], column: pl.Series) -> pl.Expr:
    name = f"there {len(made)}"
    made[name] = _filled(column)
    return pl.col(name)


def _filled(column: pl.Series) -> pl.Series:
    """Return where a cell holds something; one of mixed kinds holds at most one of its fields."""
    if column.dtype == pl.Struct:
        return column.struct.unnest().select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return column.is_not_null()


def _body(look: Look, column: pl.Series, made: dict[str, pl.Series]) -> list[Part]:
    """Return a cell from behind its reference to its end."""
    name = f"body {len(made)}"
    if column.dtype == pl.Struct:
        bodies = []
        for field in column.struct.fields:
            values = column.struct.field(field)
            whole = pl.concat_str(_joined(_body(look, values, made)))
            bodies.append(pl.when(_there(made, values)).then(whole))
        return [pl.coalesce(bodies)]
    if isinstance(column.dtype, pl.Enum):
        made[name] = _texts(look, column.dtype.categories).gather(column.to_physical())
        return [pl.col(name)]
    if column.dtype == pl.String and not look.special and not look.links:
        made[name] = column
        return [f'" s="{look.quoted}" t="inlineStr"><is><t>', pl.col(name), "</t></is></c>"]
    if column.dtype == pl.String:
        made[name] = _texts(look, column)
        return [pl.col(name)]
    if column.dtype == pl.Date:
        made[name] = _days(look, column)
        return [pl.col(name)]
    made[name] = column.cast(pl.String)
    return [f'" s="{look.style}"><v>', pl.col(name), "</v></c>"]


def _texts(look: Look, texts: pl.Series) -> pl.Series:
    """Return texts as the ends of their cells, escaped."""
    t, style = pl.col("t"), pl.col("style")
    frame = pl.DataFrame({"t": texts.cast(pl.String)}).with_columns(
        style=pl.when(t.is_in(list(look.links))).then(pl.lit(str(look.linked))).otherwise(pl.lit(str(look.quoted)))
    )
    if not look.special:
        return frame.select(
            pl.concat_str(pl.lit('" s="'), style, pl.lit('" t="inlineStr"><is><t>'), t, pl.lit("</t></is></c>"))
        ).to_series()
    frame = frame.with_columns(fit_all(frame["t"])).with_columns(
        t=t.str.replace_many(_MARKUP).str.replace_all(_ESCAPE, _BROKEN), runs=t.str.contains(_ESCAPE)
    )
    # In runs of a text each run is decoded alone, so that no reader sees _x0041_ whole: not all of them decode it.
    opened = pl.when("runs").then(pl.lit("<is><r>")).otherwise(pl.lit("<is>"))
    closed = pl.when("runs").then(pl.lit("</t></r></is></c>")).otherwise(pl.lit("</t></is></c>"))
    preserved = pl.lit('<t xml:space="preserve">')
    return frame.select(
        pl.concat_str(pl.lit('" s="'), style, pl.lit('" t="inlineStr">'), opened, preserved, t, closed)
    ).to_series()


def _days(look: Look, column: pl.Series) -> pl.Series:
    """Return days as the ends of their cells; one that Excel cannot count is a text."""
    d = pl.col("d")
    number = pl.format(f'" s="{look.style}"><v>{{}}</v></c>', d.cast(pl.Int32) + _EPOCH)
    text = pl.format(f'" s="{look.quoted}" t="inlineStr"><is><t>{{}}</t></is></c>', d.dt.to_string("%Y-%m-%d"))
    return pl.DataFrame({"d": column}).select(pl.when(d >= _OLDEST).then(number).otherwise(text)).to_series()


def _heights(frame: pl.DataFrame, looks: Sequence[Look]) -> pl.Series:
    """Return each row's height in points from its texts and their columns' widths: not all programs reckon it."""
    lines = {"one": pl.repeat(1, frame.height, dtype=pl.Int64, eager=True)}
    for look, column in zip(looks, frame.get_columns(), strict=True):
        if look.wraps:
            lines[look.letters] = _lines(look, column)
    return pl.DataFrame(lines).select((pl.max_horizontal(pl.all()) * LINE).clip(upper_bound=TALLEST)).to_series()


def _lines(look: Look, column: pl.Series) -> pl.Series:
    if isinstance(column.dtype, pl.Enum):
        return _lines(look, column.dtype.categories).gather(column.to_physical()).fill_null(1)
    broken = (pl.element().str.len_chars() * CHARACTER / look.width).ceil().clip(lower_bound=1)
    lines = pl.col("t").str.split("\n").list.eval(broken).list.sum()
    return column.cast(pl.String).to_frame("t").select(lines.fill_null(1).cast(pl.Int64)).to_series()


def _joined(parts: Sequence[Part]) -> list[pl.Expr]:
    """Return the parts as expressions, texts that follow each other as one."""
    found: list[pl.Expr] = []
    text = ""
    for part in (*parts, pl.lit("")):
        if isinstance(part, str):
            text += part
            continue
        if text:
            found.append(pl.lit(text))
        found.append(part)
        text = ""
    return found[:-1] or [pl.lit("")]
