"""What a report needs beside the judging: its key, its id, who reports, who sends, and how complete the roster is."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import polars as pl

from reporter import __version__, ledger, pseudonyms, sources
from reporter.errors import RenderError, SourceError, UsageError
from reporter.model.assessment import Assessment, Notice, Parameters
from reporter.model.comparison import Earlier
from reporter.model.documents import LISTED, Headcount, Organisation, Printing, Sender
from reporter.model.inputs import InputFile, RosterTable
from reporter.model.policy import PolicySet
from reporter.model.tables import FOLLOW_UPS
from reporter.model.vocabulary import ORIGINAL_LANGUAGE, Exclusion
from reporter.pseudonyms import Key
from reporter.settings import Settings
from reporter.sheets import files
from reporter.sources import Places

RUNS = "runs"
"""The folder of a workspace that holds its runs."""
PLACEHOLDER_ADDRESS = "privacy-office@example.invalid"
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:reporter:run")
_MAX_LOGO = 2_000_000


def key(settings: Settings, roster: RosterTable) -> Key:
    """Return the workspace's pseudonym key, else one derived from the bytes of the roster.

    Raises:
        UsageError: The key file holds no key, or others can open it.
        SourceError: The roster changed while it was read.
    """
    if settings.key_file:
        return pseudonyms.read(settings.key_file)
    wanted = {file.sha256 for file in roster.files}
    found: dict[str, bytes] = {}
    for path in files.expand(settings.run.roster):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise SourceError(
                f"cannot be read: {error.strerror}", where=str(path), hint="Check the path and its permissions."
            ) from error
        if (digest := sha256(data).hexdigest()) in wanted:
            found[digest] = data
    if wanted - set(found):
        raise SourceError("the roster changed while it was read", hint="Run again once nobody writes to it.")
    return pseudonyms.derive(found.values())


def check_pseudonyms(assessment: Assessment) -> None:
    """Make sure that no two people share a pseudonym.

    Raises:
        RenderError: Two do. The chance is given in `reporter.pseudonyms`.
    """
    if assessment.population["pseudonym"].n_unique() != assessment.population.height:
        raise RenderError(
            "two people have the same pseudonym by chance",
            hint="Make a new key file (reporter init shows how): with another key the chance is gone.",
        )


def headcount(assessment: Assessment, settings: Settings) -> Headcount | None:
    """Return how many people the roster holds beside how many there should be (`expected_headcount`), if that is said.

    Compared are those who work here on `as_of`: in scope, or excluded by an objection, an open consultation or an
    unknown place.
    """
    expected = settings.run.expected_headcount
    if expected is None:
        return None
    away = (Exclusion.OBJECTED.value, Exclusion.CONSULTATION_OPEN.value, Exclusion.PLACE_UNKNOWN.value)
    people = assessment.roster.in_scope + sum(assessment.roster.excluded.get(reason, 0) for reason in away)
    return Headcount(people=people, expected=expected.count, source=expected.source, difference=people - expected.count)


def places(settings: Settings) -> Places:
    """Return what the configuration says of the roster's places."""
    return Places(texts=settings.places.texts, default=settings.places.default)


def organisation(settings: Settings) -> Organisation:
    """Return who reports.

    Raises:
        UsageError: The logo cannot be read, or is neither SVG nor PNG.
    """
    stated = settings.organisation
    return Organisation(
        name=stated.name,
        legal_name=stated.legal_name,
        controller=stated.controller,
        dpo=stated.dpo,
        contact=stated.contact,
        timezone=stated.timezone,
        logo=_logo(stated.logo, settings) if stated.logo else None,
        accent=stated.accent,
        languages=stated.languages,
    )


def _logo(path: Path, settings: Settings) -> bytes:
    place = f"{settings.file_name}, [organisation] logo"
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_LOGO + 1)
    except OSError as error:
        hint = f"Looked for {path}; correct the path, or take the key out."
        raise UsageError(f"the logo cannot be read: {error.strerror}", where=place, hint=hint) from error
    if len(data) > _MAX_LOGO or not (data.startswith(b"\x89PNG\r\n") or b"<svg" in data[:1000]):
        hint = f"Save {path} as one of them, or take the key out."
        raise UsageError("the logo is neither an SVG nor a PNG of at most 2 MB", where=place, hint=hint)
    return data


def language(asked: str, policies: PolicySet, written: Collection[str]) -> tuple[str, tuple[Notice, ...]]:
    """Return what documents are in, and what readers must know of it: as a whole they are in one language.

    Args:
        asked: The language that the configuration names.
        policies: The rules, whose texts the documents show.
        written: The languages that the documents' own words are there in.
    """
    if asked in written and policies.is_said_in(asked):
        return asked, ()
    lacking = "policies-not-translated" if asked in written else "language-not-there"
    return ORIGINAL_LANGUAGE, (Notice(code=lacking, values={"language": asked}),)


def sender(settings: Settings) -> Sender:
    """Return where mail comes from and answers go to."""
    stated = settings.mail.sender
    return Sender(
        sender=stated or PLACEHOLDER_ADDRESS,
        reply_to=settings.mail.reply_to or stated or PLACEHOLDER_ADDRESS,
        stated=stated is not None,
    )


def earlier(settings: Settings, parameters: Parameters, key: Key) -> Earlier | None:
    """Return the run to compare with: the one that is named, else the newest earlier one of the workspace.

    Raises:
        SourceError: The one that is named cannot be compared.
    """
    fingerprint = key.fingerprint
    folder = settings.run.previous
    if folder is None and fingerprint and settings.workspace is not None:
        runs = settings.workspace / RUNS
        found = sorted(runs.iterdir()) if runs.is_dir() else []
        folder = sources.latest(found, before=parameters.as_of, period=parameters.period, key=fingerprint)
    return sources.read_earlier(folder, before=parameters.as_of, key=fingerprint) if folder else None


def printing(settings: Settings) -> Printing:
    """Return how the documents on paper are made."""
    stated = settings.pdf
    return Printing(
        paper=stated.paper,
        classification=stated.classification,
        listed=LISTED if stated.listed_findings is None else stated.listed_findings,
    )


def follow_ups(settings: Settings) -> pl.DataFrame:
    """Return what HR last wrote beside open findings, as the workspace's ledger holds it (schema FOLLOW_UPS).

    Raises:
        UsageError: The ledger cannot be opened.
    """
    if settings.workspace is None or not ledger.exists(settings.ledger.database, settings.workspace):
        return pl.DataFrame(schema=FOLLOW_UPS)
    with ledger.opened(settings.ledger.database, settings.workspace) as engine, engine.begin() as connection:
        return ledger.follow_ups(connection)


def report_id(files: Sequence[InputFile], assessment: Assessment, settings: Settings, key: Key) -> str:
    """Return the UUIDv5 of everything that a run's bytes depend on: the same for the same run.

    The names of the input files are left out: a renamed file is the same input. So is which documents were made of it.
    """
    policies = assessment.policies
    content = {
        "tool": __version__,
        "inputs": sorted((file.role, file.sha256) for file in files),
        "policies": [policy.sha256 for policy in policies.policies],
        "services": policies.services,
        "law": policies.law,
        "places": policies.places,
        "parameters": assessment.parameters,
        "settings": settings.model_dump(
            mode="json",
            include={
                "organisation": True,
                "run": {"due_days", "expected_headcount"},
                "roster": True,
                "survey": True,
                "places": True,
                "consultation": True,
                "mail": {"sender", "reply_to"},
                "pdf": True,
            },
            exclude={"organisation": {"logo"}},
        ),
        "logo": sha256(_logo(settings.organisation.logo, settings)).hexdigest() if settings.organisation.logo else None,
        "key": key.digest("report-id", ""),
    }
    text = json.dumps(_plain(content), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return str(uuid5(_NAMESPACE, text))


def _plain(value: object) -> object:
    """Return records as JSON has them: sets sorted, days as text, bytes left out."""
    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(str(v) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
