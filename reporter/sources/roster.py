"""The roster: who works here, as the files state it. Nobody is judged, and no row is dropped, here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from reporter.errors import SourceError
from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile, RosterTable
from reporter.model.policy import Service
from reporter.model.tables import ROSTER, account_column
from reporter.sources import addresses, dates, files, places, tables, titles
from reporter.sources.configured import Configured
from reporter.sources.header import Need, Role, Vocabulary

_SEPARATORS = r"[;,\s]+"
_PREFIXED = r"^[Ss][Mm][Tt][Pp]:"  # an entry of proxyAddresses
_DATES = ("first_day", "last_day")
_TEXTS = ("employee_id", "department", "status", "employment", "role", "language")


def read_roster(
    paths: Sequence[Path],
    *,
    services: Sequence[Service],
    columns: Mapping[str, str],
    configuration: str = "reporter.toml",
) -> RosterTable:
    """Read the roster files as one table.

    Args:
        paths: Files, or folders of `*.csv` and `*.xlsx`.
        services: The services whose account ownership a roster may state, in columns headed `<service>.account` or
            `<Service title> account`.
        columns: Canonical column → header, from the configuration; `date_order` may be `dmy` or `mdy`.
        configuration: The name of that file, for messages.

    Returns:
        One row for each row of data, files in the order given; frames as `reporter.model.tables.ROSTER` says.

    Raises:
        UsageError: `columns` cannot be followed.
        SourceError: All that keeps the files from being read.
    """
    accounts = tuple(
        Role(name=account_column(s.id), titles=(account_column(s.id), f"{s.title} account", f"{s.id} account"))
        for s in services
    )
    configured = Configured(file=configuration, table="roster", columns=columns)
    need = Need(
        any_of=titles.IDENTITY,
        what="there is neither a column for the employee id nor one for the work address",
        hint=f'Head one "Employee ID" or "Work Email", or map it {configured.place}.',
    )
    vocabulary = Vocabulary(roles=(*titles.ROSTER, *accounts), needs=(need,), configured=configured)
    configured.check(vocabulary.names)
    loaded = tables.read_all(paths, vocabulary)
    frames: list[pl.DataFrame] = []
    entries: list[InputFile] = []
    notices: list[Notice] = []

    def take(table: tables.Table) -> None:
        frame, found_order, found_notices = _frame(table, configured, [role.name for role in accounts])
        frames.append(frame)
        entries.append(table.input_file("roster", date_order=found_order))
        notices.extend((*table.notices, *found_notices))

    files.collect(loaded, take)
    stated = [role.name for role in accounts if any(role.name in frame.columns for frame in frames)]
    rows = pl.concat(frames, how="diagonal").select(*ROSTER, *stated)
    return RosterTable(rows=rows, files=tuple(entries), notices=tuple(notices))


def _frame(
    table: tables.Table, configured: Configured, accounts: Sequence[str]
) -> tuple[pl.DataFrame, str | None, list[Notice]]:
    """Return one file's rows in the roster's schema, the order of its dates, and what a reader must know of them."""
    rows = table.rows
    notices: list[Notice] = []

    def text(role: str) -> pl.Series:
        return rows[role] if role in rows.columns else pl.repeat(None, rows.height, dtype=pl.String, eager=True)

    address, usable = addresses.read(text("address"))
    country, region = _places(text("country"), text("region"))
    days: dict[str, pl.Series] = {}
    orders: list[str] = []
    for role in _DATES:
        days[role] = pl.repeat(None, rows.height, dtype=pl.Date, eager=True)
        if table.has(role):
            days[role], found_order, found_notices = _days(table, role, configured)
            orders += [found_order] if found_order else []
            notices += found_notices
    if len(set(orders) - {"ymd"}) > 1:
        hint = f'Set date_order = "dmy" or "mdy" {configured.place}.'
        raise SourceError("one date column is day-first and another month-first", where=table.sheet.where, hint=hint)
    frame = pl.DataFrame(
        {
            "file": pl.repeat(table.file.name, rows.height, dtype=pl.String, eager=True),
            "sheet": pl.repeat(table.sheet.name, rows.height, dtype=pl.String, eager=True),
            "row": rows["row"],
            "address": address,
            "address_usable": usable,
            "aliases": _aliases(text("aliases")),
            "name": _name(text("name"), text("given_name"), text("family_name")),
            "country_text": text("country"),
            "country": country,
            "region_text": text("region"),
            "region": region,
            **{role: text(role) for role in _TEXTS},
            **days,
            **{role: text(role) for role in accounts if table.has(role)},
        }
    )
    # A date column that proves an order settles it; ISO beside it needs none.
    found = sorted(set(orders), key=lambda o: o == "ymd")
    return frame, (found[0] if found else None), notices


def _days(table: tables.Table, role: str, configured: Configured) -> tuple[pl.Series, str | None, list[Notice]]:
    """Return a column's days, their order, and a notice where cells hold something else."""
    values = table.rows[role]
    different = values.drop_nulls().unique(maintain_order=True).to_list()
    readings = dates.read(different, order=configured.order, where=table.where(role), place=configured.place)
    days = values.replace_strict({v: readings.day(v) for v in different}, default=None, return_dtype=pl.Date)
    unread = table.rows["row"].filter(days.is_null() & values.is_not_null())
    if unread.is_empty():
        return days, readings.order, []
    blanks: dict[str, str | int] = {"file": table.file.name, "column": table.title(role), "row": int(unread[0])}
    return days, readings.order, [Notice(code="roster-dates-unread", values={**blanks, "count": len(unread)})]


def _places(country_text: pl.Series, region_text: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return ISO countries and regions. A full region code (`US-CO`) states the country where none is written."""
    pairs = pl.DataFrame({"c": country_text, "r": region_text})
    different = pairs.unique(maintain_order=True)
    found: list[tuple[str | None, str | None]] = []
    for country_name, region_name in different.iter_rows():
        country = places.country(country_name) if country_name else None
        region = None
        if region_name and (country or not country_name):
            region = places.region(region_name, country)
        found.append((country or (region[:2] if region else None), region))
    answers = different.with_columns(
        pl.Series("country", [c for c, _ in found], dtype=pl.String),
        pl.Series("region", [r for _, r in found], dtype=pl.String),
    )
    joined = pairs.join(answers, on=["c", "r"], how="left", nulls_equal=True, maintain_order="left")
    return joined["country"], joined["region"]


def _aliases(texts: pl.Series) -> pl.Series:
    """Return each cell's further addresses: what holds an at sign between separators, each once, in their order."""
    different = texts.drop_nulls().unique(maintain_order=True)
    split = (
        different.to_frame("t")
        .with_columns(pl.col("t").str.replace_all(_SEPARATORS, ";").str.split(";").alias("a"))
        .with_columns(pl.col("a").list.eval(pl.element().str.replace(_PREFIXED, "").str.strip_chars("<>\"'")))
        .with_columns(
            pl.col("a").list.eval(
                pl.element().filter(pl.element().str.contains("@", literal=True) & ~pl.element().str.contains(":"))
            )
        )
        .with_columns(pl.col("a").list.unique(maintain_order=True))
    )
    joined = texts.to_frame("t").join(split, on="t", how="left", maintain_order="left")
    return joined["a"].fill_null(pl.Series([[]], dtype=pl.List(pl.String)))


def _name(whole: pl.Series, given: pl.Series, family: pl.Series) -> pl.Series:
    """Return people's names: as one column states them, else first and last name together."""
    parts = pl.DataFrame({"whole": whole, "given": given, "family": family})
    both = pl.concat_str("given", "family", separator=" ", ignore_nulls=True).replace("", None)
    return parts.select(pl.coalesce("whole", both))["whole"]
