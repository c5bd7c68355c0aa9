"""The mails of a finished run, as they lie in its folder: proven to be the run's, and each read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from pathlib import Path

from reporter import claims
from reporter.errors import Problem, UsageError, VerificationError
from reporter.mail.composition import COLUMNS as INDEX_COLUMNS
from reporter.mail.places import COLUMNS as PLACES_COLUMNS
from reporter.mail.places import NAME as PLACES
from reporter.mail.sending import messages
from reporter.model.delivery import Mail
from reporter.model.documents import MANIFEST
from reporter.model.vocabulary import MailKind
from reporter.reports.manifest import MAIL_INDEX
from reporter.settings import Settings
from reporter.verify import files, mails

_CHANGED = "Do not send from this folder. Get an unchanged copy, or make the run again; reporter verify says more."


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMails:
    """What a run composed."""

    folder: Path
    report_id: str
    period: str
    as_of: str
    digest: str
    """SHA-256 of `mail/index.csv` and, behind it, `mail/places.csv`: what is approved."""
    mails: tuple[Mail, ...]
    """In the order of the index."""
    sender: str
    """`From` of them all, as a bare address; empty: there are none."""
    withheld: Mapping[str, int]
    """Reason → people who would get a mail and do not."""
    defaults: frozenset[str]
    """Keys of the configuration that were missing when the run was made."""
    lists: frozenset[str] = field(default_factory=frozenset)
    """SHA-256 of every file the run read."""
    stable: bool = True
    """Pseudonyms come from a key file."""

    def read(self, mail: Mail) -> bytes:
        """Return a message's bytes.

        Raises:
            VerificationError: They are not those that the index lists any more.
        """
        try:
            data = (self.folder / mail.name).read_bytes()
        except OSError as error:
            what = f"cannot be read: {error.strerror}"
            raise VerificationError(what, where=mail.name, hint=_CHANGED) from error
        if sha256(data).hexdigest() != mail.digest:
            raise VerificationError("was changed while mails were sent", where=mail.name, hint=_CHANGED)
        return data


def latest(settings: Settings) -> Path:
    """Return the workspace's run with the latest day of assessment.

    Raises:
        UsageError: There is none, or there are two.
    """
    runs = (settings.workspace or Path()) / "runs"
    # A hidden folder is what a run that was killed left, or one that was set aside.
    found = sorted((_as_of(path), path.parent) for path in runs.glob(f"[!.]*/{MANIFEST}"))
    days = [day for day, _ in found]
    if not found:
        raise UsageError("no run is named, and there is none in runs/", hint="Name the folder of a run.")
    if days.count(days[-1]) > 1:
        both = " and ".join(str(path) for day, path in found if day == days[-1])
        raise UsageError(f"{both} are of the same day", hint="Name the folder of the run that is meant.")
    return found[-1][1]


def _as_of(path: Path) -> str:
    try:
        tree = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return ""
    return str(tree.get("as_of", "")) if isinstance(tree, dict) else ""


def read(folder: Path) -> RunMails:
    """Read the mails of a run's folder; whatever is not as the run left it is an error.

    Raises:
        VerificationError: A file was changed, is missing or was added, or a message is none that may be sent; names
            each with its row of the index.
        UsageError: The folder holds no run, or one that made no mail.
    """
    found, problems = files.inspect(folder)
    for name, what in ((MANIFEST, "holds no run"), (MAIL_INDEX, "holds a run that made no mail")):
        if name not in found:
            hint = "Name the folder of a run, one with mail among its --outputs."
            raise UsageError(what, where=str(folder), hint=hint)
    claimed, wrong = claims.read(folder / MANIFEST)
    problems += wrong
    if claimed is None:
        raise VerificationError(*problems)
    problems += files.against_checksums(folder, found)
    problems += files.against_outputs(found, claimed)
    problems += mails.differences(folder, found, claimed)
    if problems:
        raise VerificationError(*(Problem(what=p.what, where=p.where, hint=_CHANGED) for p in dict.fromkeys(problems)))
    index, places = (folder / MAIL_INDEX).read_bytes(), (folder / PLACES).read_bytes() if PLACES in found else b""
    read_back, senders = _messages(folder, index, places)
    tree = claimed.whole
    return RunMails(
        folder=folder,
        report_id=claimed.report_id,
        period=claimed.period,
        as_of=claimed.as_of,
        digest=sha256(index + places).hexdigest(),
        mails=tuple(read_back),
        sender=senders.pop() if senders else "",
        withheld={reason: people for reason, people in claimed.mail.withheld.items() if people},
        defaults=frozenset(str(key) for key in tree.get("defaults") or ()),
        lists=frozenset(file.sha256 for file in claimed.inputs),
        stable=claimed.pseudonyms == "stable",
    )


def _messages(folder: Path, index: bytes, places: bytes) -> tuple[list[Mail], set[str]]:
    """Read every message back; return them, and the addresses that they come from: one, or none without mails.

    Args:
        folder: The run's.
        index: Content of `mail/index.csv`.
        places: Of `mail/places.csv`; empty: there is none.

    Raises:
        VerificationError: One is none that may be sent.
    """
    place = dict(_table(places, PLACES, PLACES_COLUMNS)) if places else {}
    found: list[Mail] = []
    senders: set[str] = set()
    recipients: dict[str, int] = {}
    problems: list[Problem] = []
    for row, (name, digest, kind, language) in enumerate(_table(index, MAIL_INDEX, INDEX_COLUMNS), start=2):
        data = (folder / name).read_bytes()
        try:
            if sha256(data).hexdigest() != digest:
                raise ValueError("it was changed just now")  # noqa: TRY301 - one place says what is wrong with a message
            read = messages.headers(data)
            text = messages.text_of(data)
            if not text.strip():
                raise ValueError("it has no text")  # noqa: TRY301 - the same
            mail = Mail(
                name=name,
                row=row,
                kind=MailKind(kind),
                language=language,
                person=Path(name).stem,
                place=place.get(name) or None,
                digest=digest,
                says=messages.says(read.subject, text),
                subject=read.subject,
                recipient=read.recipient.addr_spec,
                message_id=read.message_id,
            )
            twin = recipients.setdefault(f"{kind} {mail.recipient.casefold()}", row)
            if twin != row:
                raise ValueError(f"it is to the same address as row {twin}")  # noqa: TRY301 - the same
        except ValueError as error:
            problems.append(
                Problem(what=f"this message cannot be sent: {error}", where=f"{MAIL_INDEX}, row {row}", hint=_CHANGED)
            )
            continue
        found.append(mail)
        senders.add(read.sender.addr_spec)
    if len(senders) > 1:
        problems.append(Problem(what="the messages come from more than one address", where=MAIL_INDEX, hint=_CHANGED))
    if problems:
        raise VerificationError(*problems)
    return found, senders


def _table(content: bytes, name: str, columns: Sequence[str]) -> list[list[str]]:
    text = content.decode("utf-8", errors="replace")
    try:
        header, *rows = [*csv.reader(StringIO(text, newline=""), strict=True)] or [[]]
    except csv.Error as error:
        raise VerificationError(f"is no table: {error}", where=name, hint=_CHANGED) from error
    if header != [*columns] or any(len(row) != len(columns) for row in rows):
        raise VerificationError(f"does not have the columns {', '.join(columns)}", where=name, hint=_CHANGED)
    return rows
