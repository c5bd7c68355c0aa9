"""The mails of a run against their index and against the manifest's counts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from pathlib import Path

from reporter.claims import Claims
from reporter.errors import Problem
from reporter.model.documents import MANIFEST
from reporter.reports.manifest import MAIL_INDEX, is_message
from reporter.verify.files import Found

_COLUMNS = ["name", "sha256", "kind", "language"]


def differences(folder: Path, found: Found, claimed: Claims) -> list[Problem]:
    """Compare the messages with `mail/index.csv`, and their number with the manifest's."""
    messages = {name for name in found if is_message(name)}
    rows: Sequence[Sequence[str]] = []
    if MAIL_INDEX in found:
        text = (folder / MAIL_INDEX).read_text(encoding="utf-8", errors="replace")
        try:
            header, *rows = [*csv.reader(StringIO(text, newline=""), strict=True)] or [[]]
        except csv.Error as error:
            return [Problem(what=f"is no table: {error}", where=MAIL_INDEX)]
        if header != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
            return [Problem(what=f"does not have the columns {', '.join(_COLUMNS)} in every row", where=MAIL_INDEX)]
    return [*_rows(rows), *_files(rows, messages, found), *_counts(rows, claimed)]


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Problem]:
    for name, times in sorted(Counter(row[0] for row in rows).items()):
        if times > 1:
            yield Problem(what=f"lists {name} more than once", where=MAIL_INDEX)
    for name, _, kind, _ in rows:
        if not name.startswith(f"mail/{kind}/"):
            yield Problem(what=f"calls {name} a {kind}", where=MAIL_INDEX)


def _files(rows: Sequence[Sequence[str]], messages: set[str], found: Found) -> Iterator[Problem]:
    listed = {row[0]: row[1] for row in rows}
    for name in sorted(set(listed) | messages):
        if name not in messages:
            yield Problem(what=f"is missing; {MAIL_INDEX} lists it", where=name)
        elif name not in listed:
            yield Problem(what=f"is not listed in {MAIL_INDEX}", where=name)
        elif listed[name] != found[name].sha256:
            yield Problem(what=f"was changed: its hash is not the one in {MAIL_INDEX}", where=name)


def _counts(rows: Sequence[Sequence[str]], claimed: Claims) -> Iterator[Problem]:
    kinds = Counter(row[2] for row in rows)
    for kind in sorted(set(kinds) | set(claimed.mail.by_kind)):
        said, counted = claimed.mail.by_kind.get(kind, 0), kinds[kind]
        if said != counted:
            yield Problem(
                what=f"{MANIFEST} says {said:,}, {MAIL_INDEX} lists {counted:,}", where=f"mail.by_kind.{kind}"
            )
