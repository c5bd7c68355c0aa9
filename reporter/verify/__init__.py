"""Floor 5: does a run agree with itself, and with its inputs (DESIGN §5, Verifying)?"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reporter import claims, signatures
from reporter.errors import Problem, VerificationError
from reporter.model.documents import MANIFEST, Report
from reporter.pseudonyms import Key
from reporter.reports.enclosures import REPORTS
from reporter.reports.manifest import CHECKSUMS
from reporter.settings import Settings
from reporter.signatures import Contents, Trust
from reporter.verify import again, enclosed, files, mails, recount, signed

__all__ = ["Proof", "verify"]

NOT_PROVEN = (
    "Not proven: that the manifest itself is the one the run wrote. Whoever can change the files can write a new "
    "manifest and new checksums to match; only a signature or the head of the ledger proves it."
)
_INSIDE = f"the run's findings, its policies, and all that {MANIFEST} says but about mail and the files made"
NOT_REPRINTED = (
    "Not proven: that the pages of {} print these numbers. The same inputs give the same bytes: make the run again "
    "with reporter run, and compare the two manifests."
)
NOT_JUDGED = (
    "Not proven: that the findings follow from the answers. Give the inputs with --roster and --survey to judge "
    "everything again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a verification that found nothing wrong has shown, and what it cannot show; sentences for people."""

    proven: tuple[str, ...]
    not_proven: tuple[str, ...]
    signed: tuple[str, ...]
    """The PDFs that are signed."""


def verify(
    folder: Path, settings: Settings | None = None, *, key: Key | None = None, trust: Trust | None = None
) -> Proof:
    """Check a run's folder.

    Args:
        folder: The output folder of a run.
        settings: Names the inputs to judge again; None: the folder is checked by itself.
        key: The pseudonym key to judge again with; None: the workspace's, else one derived from the roster.
        trust: By whose word signatures are judged; None: by nobody's.

    Raises:
        VerificationError: Something disagrees, or the folder holds no run. Names every disagreement.
        ReporterError: The inputs cannot be judged again.
    """
    found, problems = files.inspect(folder)
    if MANIFEST not in found:
        raise VerificationError(
            f"holds no {MANIFEST}, so it is not the output of a run",
            where=str(folder),
            hint="Name the folder that reporter run wrote.",
        )
    problems += files.against_checksums(folder, found)
    claimed, wrong = claims.read(folder / MANIFEST)
    problems += wrong
    if claimed is None:
        raise VerificationError(*problems)
    problems += files.against_outputs(found, claimed)
    problems += claims.equations(claimed)
    problems += mails.differences(folder, found, claimed)
    read, wrong = _pdfs(folder, found, claimed, trust or Trust())
    problems += wrong
    counted = _findings(folder, found, read)
    if counted is not None:
        problems += recount.differences(counted, claimed)
    report: Report | None = None
    if settings is not None:
        report, different = again.differences(settings, claimed, found, key)
        problems += different
    if problems:
        raise VerificationError(*dict.fromkeys(problems))
    said = signed.say(read, trust or Trust())
    return _proof(found, claimed, said, read, recounted=counted is not None, report=report)


def _pdfs(
    folder: Path, found: files.Found, claimed: claims.Claims, trust: Trust
) -> tuple[dict[str, Contents], list[Problem]]:
    """Return what the PDFs hold beside their pages, and what is wrong with it."""
    read: dict[str, Contents] = {}
    problems: list[Problem] = []
    names = sorted(name for name in found if name.endswith(".pdf"))
    for name, contents in signatures.read_each(folder, names, trust):
        if isinstance(contents, Problem):
            problems.append(contents)
            continue
        read[name] = contents
        problems += enclosed.differences(name, contents.carried, folder, found, claimed)
        problems += signed.faults(name, contents, trust)
    return read, problems


def _findings(folder: Path, found: files.Found, read: Mapping[str, Contents]) -> bytes | None:
    """Return `findings.csv`: the run's, else the one that a PDF carries; None: there is none."""
    if recount.FINDINGS in found:
        with suppress(OSError):  # hashing it has said so
            return (folder / recount.FINDINGS).read_bytes()
    return next((pdf.carried[recount.FINDINGS] for pdf in read.values() if recount.FINDINGS in pdf.carried), None)


def _proof(
    found: files.Found,
    claimed: claims.Claims,
    said: signed.Said,
    read: Mapping[str, Contents],
    *,
    recounted: bool,
    report: Report | None,
) -> Proof:
    proven = [
        f"All {len(found):,} files are there and no other; each has the hash that {CHECKSUMS} and {MANIFEST} state.",
        f"The numbers of {MANIFEST} add up: every roster row and every survey row is accounted for.",
    ]
    not_proven = [*said.not_proven, *([] if said.signed else [NOT_PROVEN])]
    if carrying := [name for name, contents in read.items() if contents.carried]:
        proven.append(f"Carried inside {' and '.join(carrying)}: {_INSIDE}.")
    proven += said.proven
    if recounted:
        proven.append(
            f"Counting {recount.FINDINGS} again gives the same totals: {claimed.population.in_scope:,} people in "
            f"scope, one finding for each of them and each of {len(claimed.controls):,} controls."
        )
    else:
        not_proven.append(f"Not counted again: the run made no {recount.FINDINGS}.")
    if report is not None:
        proven.append("Judging the inputs again gives the same findings, byte for byte, and the same manifest.")
        if unsigned := [name for name in REPORTS if name in read and name not in said.signed]:
            not_proven.append(NOT_REPRINTED.format(" and ".join(unsigned)))
    else:
        not_proven.append(NOT_JUDGED)
    return Proof(proven=tuple(proven), not_proven=tuple(not_proven), signed=said.signed)
