"""`reporter sign`: the organisation's signature on a run's reports."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reporter.cli import options, screen
from reporter.cli.typed import command
from reporter.errors import UsageError

if TYPE_CHECKING:  # imported when something is signed
    from reporter.signatures import Seal


def sign(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.", show_default=False)],
    *,
    config: options.Config = None,
) -> None:
    """Sign the reports of a run with the organisation's key, so that nobody can change them unseen.

    The run is verified first. report.pdf and report-hr.pdf are signed (PAdES) with the key of [sign] pkcs12, and
    timestamped where [sign] tsa names an authority; manifest.json and SHA256SUMS state their new hashes. Nothing else
    changes.
    """
    settings = options.settings(config, {})
    at = options.now()
    with screen.progress() as say:
        say("Verifying")
        from reporter.run import signing  # noqa: PLC0415 - Polars is imported when it is needed
        from reporter.verify import verify as prove  # noqa: PLC0415

        seal = signing.seal(settings, environ=os.environ, at=at)
        proof = prove(folder, trust=signing.trust(settings, None, at=at))
        if proof.signed:
            hint = f"See by whom: {command('verify', folder)}. To sign with another key, make the run again."
            raise UsageError(f"is signed already: {', '.join(proof.signed)}", where=str(folder), hint=hint)
        signed = signing.sign_folder(folder, seal, say)
    tell(signed, seal)


def tell(signed: tuple[str, ...], seal: Seal) -> None:
    """Print who signed what, and what to tell those who will check it."""
    certificate = seal.certificate
    screen.heading("Signed")
    screen.entry("Files", ", ".join(signed))
    screen.entry("By", certificate.subject)
    screen.entry("SHA-256", certificate.sha256)
    screen.entry("Time", f"{seal.at:%Y-%m-%d %H:%M:%S} UTC" + (f", timestamped by {seal.tsa}" if seal.tsa else ""))
    screen.line()
    screen.line(
        "Tell your auditors the SHA-256 of your certificate by another way than these files: only so can they know "
        "that it is yours, unless they trust who issued it."
    )
