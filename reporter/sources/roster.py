"""The roster: who works here, as the files state it. Nobody is judged, and no row is dropped, here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.inputs import InputFile, RosterTable
from reporter.model.service import Service
from reporter.model.tables import ROSTER, account_column
from reporter.sheets import files
from reporter.sources import (
    addresses,
    cells,
    directory_accounts,
    employment_days,
    identities,
    ids,
    leavers,
    placeholders,
    tables,
    unused_addresses,
    whereabouts,
)
from reporter.sources.employment_days import EmploymentDays
from reporter.sources.headers import titles
from reporter.sources.headers.configured import Configured
from reporter.sources.headers.header import Need, Role, Vocabulary
from reporter.sources.mending import corrections
from reporter.sources.mending.written import written
from reporter.sources.whereabouts import Places

_NAMES = ("name", "given_name", "family_name")
_TEXTS = ("other_status", "active_flag", "left_flag", "department", "employment", "role", "language")


def vocabulary(services: Sequence[Service], configured: Configured) -> Vocabulary:
    """Return the roles that a roster's columns can play, those of the services' accounts among them."""
    accounts = tuple(
        Role(name=account_column(s.id), titles=(account_column(s.id), f"{s.title} account", f"{s.id} account"))
        for s in services
    )
    need = Need(
        any_of=(*titles.IDENTITY, "sign_in"),
        what="there is neither a column for the employee id nor one for the work address",
        hint=f'Head one "Employee ID" or "Work Email", or map it {configured.place}; reporter map FILE shows how.',
    )
    return Vocabulary(roles=(*titles.ROSTER, *accounts), needs=(need,), configured=configured)


def read_roster(
    paths: Sequence[Path],
    *,
    services: Sequence[Service],
    columns: Mapping[str, str],
    as_of: date,
    dates: str | None = None,
    places: Places = Places(),  # noqa: B008 - frozen
    configuration: str = "reporter.toml",
) -> RosterTable:
    """Read the roster files as one table.

    Args:
        paths: Files, or folders of `*.csv` and `*.xlsx`.
        services: The services whose account ownership a roster may state, in columns headed `<service>.account` or
            `<Service title> account`.
        columns: Canonical column → header, from the configuration; `date_order` may be `dmy` or `mdy`.
        as_of: The day of the assessment: it says which dates are past and which to come.
        dates: `day-first`, `month-first` or `year-first` where the configuration says how its dates are written.
        places: What the configuration says of places.
        configuration: The name of that file, for messages.

    Returns:
        One row for each row of data, files in the order given; frames as `reporter.model.tables.ROSTER` says.

    Raises:
        UsageError: `columns` cannot be followed.
        SourceError: All that keeps the files from being read.
    """
    configured = Configured(file=configuration, table="roster", columns=columns, dates=dates)
    known = vocabulary(services, configured)
    configured.check(known.names)
    accounts = [account_column(service.id) for service in services]
    loaded = corrections.read(paths, known, "roster")
    frames: list[pl.DataFrame] = []
    entries: list[InputFile] = []
    notices: list[Notice] = []

    def take(table: tables.Table) -> None:
        frame, days, found_notices = _frame(table, configured, as_of, accounts, places)
        frames.append(frame)
        entries.append(table.input_file("roster", date_order=days.order, dates=days.spans))
        notices.extend((*table.notices, *found_notices))

    files.collect(loaded.tables, take)
    stated = [name for name in accounts if any(name in frame.columns for frame in frames)]
    rows = pl.concat(frames, how="diagonal").select(*ROSTER, *stated)
    return RosterTable(
        rows=rows,
        files=(*entries, *loaded.files),
        notices=(*notices, *loaded.notices),
        written=tuple(map(written, loaded.tables)),
    )


def _frame(
    table: tables.Table, configured: Configured, as_of: date, accounts: Sequence[str], places: Places
) -> tuple[pl.DataFrame, EmploymentDays, list[Notice]]:
    """Return one file's rows in the roster's schema, their days, and what a reader must know of them."""
    table = leavers.dated(_of_people(table))
    rows = table.rows
    notices = leavers.untold(table)

    cells.bounded(table, [role for role in table.header.columns if role != "aliases"])

    def text(role: str) -> pl.Series:
        if role not in rows.columns:
            return pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        return rows[role] if role in _NAMES else cells.stated(rows[role])

    known = ids.read(table)
    stated = placeholders.addresses(ids.unwrapped(text("address")))
    notices += known.notices
    if table.has("address"):
        notices += placeholders.notices(
            table.file.name, rows["row"], {table.title("address"): (rows["address"], stated)}
        )
    notices += unused_addresses.notices(table)
    sign_in = placeholders.addresses(text("sign_in"))
    sign_in = sign_in.set(~sign_in.str.contains("@", literal=True), None)
    address, usable = addresses.read(stated.fill_null(sign_in))
    ids.must_have_another(table, known, address)
    name = identities.name(*(text(role) for role in _NAMES))
    notices += addresses.notices(table.file.name, rows["row"], address, usable, name)
    where = whereabouts.read(text("country"), text("region"), text("place"), places)
    notices += whereabouts.notices(table.file.name, where)
    days = employment_days.read(table, configured.asked, as_of)
    notices += days.notices
    enabled, blocked = text("account_enabled"), text("account_blocked")
    status, found_notices = directory_accounts.employment_status(
        text("status"),
        enabled=enabled,
        blocked=blocked,
        user_type=text("user_type"),
        file=table.file.name,
    )
    notices += found_notices
    for texts in (enabled, blocked):
        notices += directory_accounts.unread(texts, rows["row"], file=table.file.name)
    frame = pl.DataFrame(
        {
            "file": pl.repeat(table.file.name, rows.height, dtype=pl.String, eager=True),
            "sheet": pl.repeat(table.sheet.name, rows.height, dtype=pl.String, eager=True),
            "row": rows["row"],
            "not_a_person": table.nobody,
            "employee_id": known.texts,
            "address": address,
            "address_usable": usable,
            "aliases": identities.aliases(text("aliases"), sign_in, address, usable),
            "name": name,
            **where.drop("place_configured").to_dict(),
            "status": status,
            "account_off": directory_accounts.switched_off(enabled, blocked),
            **{role: text(role) for role in _TEXTS},
            "first_day": days.first,
            "last_day": days.last,
            **{role: text(role) for role in accounts if table.has(role)},
        }
    )
    return frame, days, notices


def _of_people(table: tables.Table) -> tables.Table:
    """Return a table in which the lines that are nobody say nothing."""
    if not table.nobody.any():
        return table
    rows = table.rows.with_columns(pl.when(~table.nobody).then(pl.all().exclude("row")))
    return replace(table, rows=rows)
