"""Floor 5: does a run agree with itself, and with its inputs (DESIGN §5, Verifying)?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reporter import claims
from reporter.errors import VerificationError
from reporter.model.documents import MANIFEST, Report
from reporter.pseudonyms import Key
from reporter.reports.manifest import CHECKSUMS
from reporter.settings import Settings
from reporter.verify import again, files, mails, recount

__all__ = ["Proof", "verify"]

NOT_PROVEN = (
    "Not proven: that the manifest itself is the one the run wrote. Whoever can change the files can write a new "
    "manifest and new checksums to match; only a signature or the head of the ledger proves it."
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


def verify(folder: Path, settings: Settings | None = None, *, key: Key | None = None) -> Proof:
    """Check a run's folder.

    Args:
        folder: The output folder of a run.
        settings: Names the inputs to judge again; None: the folder is checked by itself.
        key: The pseudonym key to judge again with; None: the workspace's, else one derived from the roster.

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
    recounted = recount.FINDINGS in found
    if recounted:
        problems += recount.differences(folder / recount.FINDINGS, claimed)
    report: Report | None = None
    if settings is not None:
        report, different = again.differences(settings, claimed, found, key)
        problems += different
    if problems:
        raise VerificationError(*dict.fromkeys(problems))
    return _proof(found, claimed, recounted=recounted, report=report)


def _proof(found: files.Found, claimed: claims.Claims, *, recounted: bool, report: Report | None) -> Proof:
    proven = [
        f"All {len(found):,} files are there and no other; each has the hash that {CHECKSUMS} and {MANIFEST} state.",
        f"The numbers of {MANIFEST} add up: every roster row and every survey row is accounted for.",
    ]
    not_proven = [NOT_PROVEN]
    if recounted:
        proven.append(
            f"Counting {recount.FINDINGS} again gives the same totals: {claimed.population.in_scope:,} people in "
            f"scope, one finding for each of them and each of {len(claimed.controls):,} controls."
        )
    else:
        not_proven.append(f"Not counted again: the run made no {recount.FINDINGS}.")
    if report is not None:
        proven.append("Judging the inputs again gives the same findings, byte for byte, and the same manifest.")
    else:
        not_proven.append(NOT_JUDGED)
    return Proof(proven=tuple(proven), not_proven=tuple(not_proven))
