"""Lists of people, and of their further addresses: who objected, who gets no mail, whose alias is whose."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import Problem, SourceError
from reporter.model.inputs import AliasTable, PeopleList
from reporter.model.text import comparable_key
from reporter.sheets import files
from reporter.sources import addresses, ids, placeholders, tables
from reporter.sources.headers import titles
from reporter.sources.headers.header import Need, Vocabulary

_PEOPLE = Vocabulary(
    roles=titles.PEOPLE,
    needs=(
        Need(
            any_of=titles.IDENTITY,
            what="there is neither a column for the employee id nor one for the address",
            hint='Write "Employee ID" or "Email" above the list.',
        ),
    ),
)
_ALIASES = Vocabulary(roles=titles.ALIASES, needs=titles.each(titles.ALIASES))


def read_people(path: Path, role: str) -> PeopleList:
    """Read a file that lists people by employee id, address, or both.

    Args:
        path: A CSV file or workbook with a column headed `Employee ID` or `Email`.
        role: What the list is to the run: `objected` or `suppress`.

    Raises:
        SourceError: The file cannot be read, or a row names nobody.
    """
    table = tables.read(files.load(path), _PEOPLE)
    found: set[str] = set()
    problems: list[Problem] = []
    identities = [name for name in titles.IDENTITY if table.has(name)]
    stated = [
        ids.read(table).texts if name == "employee_id" else placeholders.addresses(ids.unwrapped(table.rows[name]))
        for name in identities
    ]
    for number, *texts in table.rows.select("row", *stated).iter_rows():
        if not any(texts):
            hint = "Fill the cell, or delete the row."
            problems.append(Problem(what="the row names nobody", where=table.where(row=number), hint=hint))
        for name, text in zip(identities, texts, strict=True):
            if text:
                found.add(comparable_key(addresses.mailbox(text)[0] if name == "address" else text))
    if problems:
        raise SourceError(*problems)
    return PeopleList(people=frozenset(found), file=table.input_file(role))


def read_aliases(path: Path) -> AliasTable:
    """Read an alias file: columns `alias` (another address) and `employee` (the id or address it belongs to).

    Raises:
        SourceError: The file cannot be read, or a row lacks one of the two.
    """
    table = tables.read(files.load(path), _ALIASES)
    pairs: list[tuple[str, str]] = []
    problems: list[Problem] = []
    alias, employee = (ids.unwrapped(table.rows[name]) for name in ("alias", "employee"))
    stated = [placeholders.addresses(alias), placeholders.ids(employee)]
    for number, alias, employee in table.rows.select("row", *stated).iter_rows():
        for role, text in (("alias", alias), ("employee", employee)):
            if not text:
                hint = "Fill the cell, or delete the row."
                problems.append(Problem(what=f"there is no {role}", where=table.where(role, number), hint=hint))
        pairs.append((alias, employee))
    if problems:
        raise SourceError(*problems)
    return AliasTable(aliases=tuple(pairs), file=table.input_file("aliases"))
