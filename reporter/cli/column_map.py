"""`reporter map`: which column of an unknown file plays which role, as lines for `reporter.toml`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import options, screen
from reporter.errors import Problem, SourceError, UsageError

if TYPE_CHECKING:  # imported when the command runs
    from reporter.settings import Settings
    from reporter.sources.headers.mapping import Column, Found

_NOTHING = "-"
_PLACES = frozenset({"country", "region", "place"})
"""Roles of the columns that say where people work."""
_HEADER = 26  # characters of a header that are shown


def map_columns(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file: CSV or XLSX.", show_default=False)],
    *,
    roster: Annotated[bool, typer.Option("--roster", metavar="", help="It says who works here.")] = False,
    survey: Annotated[bool, typer.Option("--survey", metavar="", help="It says what they answered.")] = False,
    write: Annotated[
        bool, typer.Option("--write", metavar="", help="Add the lines to reporter.toml; what stands there stays.")
    ] = False,
    policy: options.Policy = None,
    config: options.Config = None,
) -> None:
    """Show which column of an unknown roster or survey is what, as lines for reporter.toml.

    Headers are shown, and what the values below them look like; never the values. On a terminal it asks where it is
    not sure; in a pipe its questions are comments. Exit code 4: something that is needed was not found.
    """
    if roster and survey:
        raise UsageError("a file is a roster or a survey, not both", hint="Take out --roster or --survey.")
    settings = options.settings(config, {"run.policies": policy})
    target = _target(config, settings) if write else None
    with screen.progress() as say:
        say("Reading the file")
        from reporter.run import unknown_file  # noqa: PLC0415 - Polars is imported when it is needed

        kind, found = unknown_file.look(file, settings, "roster" if roster else "survey" if survey else None)
    columns = _columns(found)
    _show(found, kind)
    asking = sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()
    place = settings.places.default
    if asking:
        if kind == "roster" and not place and not _likely_placed(found):
            place = _ask_place(found, columns)
        _ask(found, columns)
    order = _order(found, columns, settings.roster.columns if kind == "roster" else settings.survey_columns)
    if asking and order == "open":
        question = "Dates such as 3/4/2026: does the day come first (dmy) or the month (mdy)?"
        columns["date_order"] = order = _choose(question, ["dmy", "mdy"])
    missing = found.missing(columns)
    told = not _PLACES.isdisjoint(columns) or (not asking and _likely_placed(found))
    nowhere = kind == "roster" and not place and not told
    _snippet(found, kind, columns, order, asked=asking)
    for need in missing:
        screen.line(f"# missing: {need.what}")
        screen.line(f"#   {need.hint}")
    _say_place(place if place != settings.places.default else None, needed=nowhere)
    if missing or nowhere or order in {"open", "mixed"}:
        raise typer.Exit(SourceError.exit_code)
    if target:
        _write(target, kind, columns)


def _columns(found: Found) -> dict[str, str]:
    """Return role → header of the columns that are known and can be told from the others by their header."""
    titles = [" ".join(column.title.split()).casefold() for column in found.columns]
    roles = [column.role for column in found.columns]
    return {
        column.role: " ".join(column.title.split())
        for column, title in zip(found.columns, titles, strict=True)
        if column.role and roles.count(column.role) == 1 and titles.count(title) == 1
    }


def _show(found: Found, kind: str) -> None:
    """Print the columns as comments."""
    sheet = f", sheet {found.sheet.name!r}" if found.sheet.name else ""
    screen.line(f"# {found.name}: a {kind} (header in row {found.row}{sheet}, {found.rows:,} rows below it)")
    screen.line("#")
    head = ("", "header", "looks like", "is")
    rows = [(c.letter, _short(c.title), c.shape.words, _role(c)) for c in found.columns]
    widths = [max(len(text) for text in column) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        screen.line(f"# {'  '.join(text.ljust(width) for text, width in zip(row, widths, strict=True))}".rstrip())


def _role(column: Column) -> str:
    if column.role:
        return column.role
    return f"{' or '.join(column.maybe[:3])}?" if column.maybe else _NOTHING


def _ask(found: Found, columns: dict[str, str]) -> None:
    """Ask about the columns that are not known, and add what is answered."""
    many = {role.name for role in found.vocabulary.roles if role.many}
    taken = ({column.role for column in found.columns if column.role} | set(columns)) - many
    for column in found.columns:
        if " ".join(column.title.split()) in columns.values():
            continue
        likely = [role for role in column.maybe if role not in taken]
        if likely:
            question = f'{column.letter} "{_short(column.title)}" looks like {column.shape.words}. What is it?'
            choices = [role for role in found.vocabulary.names if role not in taken]
            role = _choose(
                f"{question} ({', '.join(likely)}; {_NOTHING} for nothing)",
                [*choices, _NOTHING],
                likely[0] if len(likely) == 1 else None,
            )
            if role != _NOTHING:
                columns[role] = " ".join(column.title.split())
                taken |= {role} - many
    for need in found.missing(columns):
        letters = {c.letter: c for c in found.columns if not c.role and c.title not in columns.values()}
        for role in need.any_of[:2] if letters else ():
            place = _choose(f"Which column is {role}? Its letter, or {_NOTHING}", [*letters, _NOTHING], _NOTHING)
            if place != _NOTHING:
                columns[role] = " ".join(letters[place].title.split())
                break


def _likely_placed(found: Found) -> bool:
    """Return whether a column says where people work, or may say so."""
    roles = {role for column in found.columns for role in (column.role, *column.maybe)}
    return not _PLACES.isdisjoint(roles)


def _ask_place(found: Found, columns: dict[str, str]) -> str | None:
    """Ask where people work: the column that says so is added; the place that all have in common is returned."""
    letters = {c.letter: c for c in found.columns if not c.role}
    if letters:
        question = f"Where do people work? The letter of the column that says so, or {_NOTHING} if none does"
        letter = _choose(question, [*letters, _NOTHING], _NOTHING)
        if letter != _NOTHING:
            columns["place"] = " ".join(letters[letter].title.split())
            return None
    from reporter.settings.values import place  # noqa: PLC0415

    while True:
        question = f"Do all work in one country or state? Its code, such as DE or US-TX, or {_NOTHING}"
        answer = typer.prompt(question, default=_NOTHING, err=True).strip()
        if answer == _NOTHING:
            return None
        try:
            return place(answer)
        except ValueError:
            screen.note("That is no code of ISO 3166: write DE for Germany, US-CO for Colorado.")


def _say_place(place: str | None, *, needed: bool) -> None:
    """Print where all people work, or that no column says it and what to do about that."""
    if place:
        screen.line()
        screen.line("[places]")
        screen.line(f'default = "{place}"')
    if needed:
        screen.line("# missing: no column says where people work, and the law differs from place to place")
        screen.line('#   Name it above: place = "its header". If all work in one place: [places] default = "DE".')


def _choose(question: str, choices: list[str], default: str | None = None) -> str:
    """Return the answer to a question; asked again until it is one of the choices."""
    known = {choice.casefold(): choice for choice in choices}
    while True:
        answer = typer.prompt(screen.printable(question), default=default, err=True).strip().casefold()
        if answer in known:
            return known[answer]
        screen.note(f"That is none of: {', '.join(choices)}.")


def _order(found: Found, columns: dict[str, str], stated: dict[str, str]) -> str | None:
    """Return the order of day and month in the columns that hold dates; None where none needs one, or it is stated."""
    from reporter.sources.headers.mapping import DATES  # noqa: PLC0415

    dated = {columns.get(role) for role in DATES} - {None}
    orders = {c.shape.order for c in found.columns if " ".join(c.title.split()) in dated} - {None, "ymd"}
    if "date_order" in stated or not orders:
        return None
    for order in ("mixed", "dmy", "mdy", "open"):
        if order in orders:
            return "mixed" if order == "dmy" and "mdy" in orders else order
    return None


def _snippet(found: Found, kind: str, columns: dict[str, str], order: str | None, *, asked: bool) -> None:
    """Print the table of `reporter.toml`, and as comments what is open."""
    from reporter.settings import column_tables  # noqa: PLC0415

    screen.line()
    screen.line(f"[{kind}.columns]")
    for text in column_tables.lines(columns):
        screen.line(text)
    unsure = [column for column in found.columns if column.maybe and not asked]
    if unsure:
        screen.line("# Not sure; take the # off the lines that are right:")
    for column in unsure:
        screen.line(f"# column {column.letter}, {column.why}")
        for text in column_tables.lines({r: " ".join(column.title.split()) for r in column.maybe[:3]}):
            screen.line(f"# {text}")
    if kind == "survey" and (open_ := [q.id for q in found.vocabulary.asked if q.id not in columns]):
        screen.line(f"# no column is known for {', '.join(open_)}")
    if order == "mixed":
        screen.line(
            "# the dates contradict each other: some are day-first, others month-first; export them as 2026-12-31"
        )
    elif order == "open":
        screen.line('# date_order = "dmy"   # or "mdy": nothing shows whether the day or the month comes first')
    elif order and "date_order" not in columns:
        screen.line(f'# date_order = "{order}"   # this file proves it; state it if a later one may not')


def _target(config: Path | None, settings: Settings) -> Path:
    """Return the configuration to write into."""
    path = config or Path(settings.file_name)
    if not path.is_file():
        raise UsageError(
            "there is no configuration to write into",
            where=str(path),
            hint="Make a workspace with: reporter init, or leave --write out and copy the lines.",
        )
    return path


def _write(path: Path, kind: str, columns: dict[str, str]) -> None:
    """Add to the configuration what it does not say yet."""
    from reporter.settings import column_tables  # noqa: PLC0415

    text = path.read_bytes().decode("utf-8")
    stated = column_tables.stated(text, kind)
    different = {role for role in columns if role in stated and stated[role] != columns[role]}
    new = {role: title for role, title in columns.items() if role not in stated}
    where = f"{path.name}, [{kind}.columns]"
    if different:
        hint = "Change it there, or leave it; then run again."
        raise UsageError(
            *(
                Problem(
                    what=f"{role} is {column_tables.quoted(str(stated[role]))} there, and "
                    f"{column_tables.quoted(columns[role])} in this file",
                    where=where,
                    hint=hint,
                )
                for role in sorted(different)
            )
        )
    if not new:
        screen.line(f"# {where} says all of this already.")
        return
    changed = column_tables.added(text, kind, new)
    if changed is None:
        raise UsageError(
            "the lines cannot be added without rewriting the table", where=where, hint="Copy them from above by hand."
        )
    _replace(path, changed.encode("utf-8"))
    screen.line(f"# Added to {where}: {', '.join(new)}.")


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; its permissions stay."""
    beside = path.with_name(f".{path.name}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            os.fchmod(stream.fileno(), path.stat().st_mode & 0o777)
            stream.write(data)
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _HEADER else text[: _HEADER - 1] + "…"
