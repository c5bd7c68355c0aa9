"""What is said on the terminal, and how."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from shutil import get_terminal_size
from textwrap import fill

import typer

from reporter.cli.typed import NAME, typed
from reporter.errors import Problem, UsageError

_MOST = 100
_LONGEST = 600
_GAP = 4  # between tables
_NO_BREAK_SPACE = "\u00a0"  # ours, between a number and its unit


def prepare() -> None:
    """Make sure that a terminal without Unicode gets question marks and no exception."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def printable(text: str) -> str:
    """Return text that came from a file so that it cannot steer the terminal: escapes and overrides are spelt out."""
    return "".join(c if c.isprintable() or c == _NO_BREAK_SPACE else f"\\u{ord(c):04x}" for c in text)


def line(text: str = "") -> None:
    """Print a line of a command's result."""
    typer.echo("\n".join(printable(part) for part in text.split("\n")))


def heading(text: str) -> None:
    """Print a heading, set apart by an empty line."""
    typer.echo("\n" + typer.style(printable(text), bold=True))


def entry(label: str, *lines: str, width: int = 12) -> None:
    """Print a label and, beside it, what there is to say."""
    for number, text in enumerate(lines):
        start = f"{label if number == 0 else '':<{width}}"
        line(_wrapped(start + text, " " * width))


def item(mark: str, text: str) -> None:
    """Print an item of a list."""
    line(_wrapped(f"{mark} {text}", " " * (len(mark) + 1)))


def width() -> int:
    """Return how many columns there are to write into; in a pipe 120."""
    return get_terminal_size((120, 24)).columns


def headline(text: str) -> None:
    """Print what comes before all else."""
    typer.echo(typer.style(_wrapped(printable(text), ""), bold=True))


def listed(texts: Sequence[str], indent: int, between: str = "; ") -> list[str]:
    """Return texts as lines that fit beside a label, none of them broken."""
    room = max(40, width() - indent)
    found: list[str] = []
    for text in texts:
        if found and len(found[-1]) + len(between) + len(text) <= room:
            found[-1] += between + text
        else:
            if found:
                found[-1] += between.rstrip()
            found.append(text)
    return found


def table(head: Sequence[str], rows: Iterable[Sequence[object]], *, foot: bool = False) -> None:
    """Print a table: text to the left, numbers to the right; the last row may be their sum."""
    for text in _table(head, list(rows), foot=foot):
        line(text)


def tables(parts: Sequence[Sequence[Sequence[object]]]) -> None:
    """Print tables, each a head, rows and their sum, side by side where they fit, with their sums on one line."""
    each = [_table([str(cell) for cell in part[0]], part[1:], foot=True) for part in parts]
    widths = [max(map(len, one)) for one in each]
    if sum(widths) + _GAP * (len(each) - 1) > width():
        for number, one in enumerate(each):
            line("\n".join(["", *one] if number else one))
        return
    tall = max(map(len, each))
    even = [[*one[:-2], *[""] * (tall - len(one)), *one[-2:]] for one in each]
    for texts in zip(*even, strict=True):
        line((" " * _GAP).join(text.ljust(size) for text, size in zip(texts, widths, strict=True)).rstrip())


def _table(head: Sequence[str], rows: Sequence[Sequence[object]], *, foot: bool) -> list[str]:
    cells = [[f"{cell:,}" if isinstance(cell, int) else printable(str(cell)) for cell in row] for row in rows]
    right = [all(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)] if cells else []
    right = right or [False] * len(head)
    widths = [max(len(text) for text in column) for column in zip(head, *cells, strict=True)]
    found = []
    for number, texts in enumerate((head, *cells)):
        if foot and number == len(cells):
            found.append("  " + "─" * (sum(widths) + 2 * len(widths) - 2))
        padded = (t.rjust(w) if r else t.ljust(w) for t, w, r in zip(texts, widths, right, strict=True))
        found.append("  " + "  ".join(padded).rstrip())
    return found


def note(text: str) -> None:
    """Say something beside the result, on stderr."""
    typer.echo(printable(text), err=True)


def problem(what: str, *, where: str = "", hint: str, lines: Sequence[str] = ()) -> None:
    """Say what is wrong, where, and what to do about it, on stderr; no hint where the next problem has the same.

    Args:
        what: What is wrong.
        where: Where.
        hint: What to do.
        lines: What to copy for it, as it stands.
    """
    place = f"{where}: " if where else ""
    typer.secho("error: ", fg="red", bold=True, nl=False, err=True)
    note(_short(f"{place}{what}"))
    if hint:
        typer.secho("hint: ", bold=True, nl=False, err=True)
        note(_short(typed(hint)))
    for text in lines:
        note(text)


def problems(found: Sequence[Problem]) -> None:
    """Say everything that is wrong; a hint that several share is said once, after the last of them."""
    for number, one in enumerate(found[:_MOST]):
        later = found[number + 1].hint if number + 1 < len(found[:_MOST]) else ""
        problem(one.what, where=one.where, hint=one.hint if one.hint != later else "", lines=one.lines)
    if len(found) > _MOST:
        note(f"… and {len(found) - _MOST:,} more.")


def usage(error: typer.TyperException) -> int:
    """Say that the command line cannot be followed; return the exit code. No command at all: the help is the answer."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        note("")
        return UsageError.exit_code
    command = context.command_path if context is not None else NAME
    problem(error.format_message(), hint=f"See: {command} --help")
    return UsageError.exit_code


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done on a terminal; say nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 - only for a terminal
    from rich.text import Text  # noqa: PLC0415

    with Console(stderr=True).status("Starting") as status:
        yield lambda text: status.update(Text(f"{printable(text)} …"))


def _wrapped(text: str, indent: str) -> str:
    """Break a line for a terminal; in a pipe a line stays one line."""
    if not sys.stdout.isatty() or len(text) <= width():
        return text
    return fill(text, width(), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
