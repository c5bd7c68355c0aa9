"""What was fetched, as a file that its owner alone can open: the run reads that, and so can the next one."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

from reporter.errors import RenderError


def save(folder: Path, stem: str, suffix: str, data: bytes) -> tuple[Path, str]:
    """Write a file named by its content, and return its path and SHA-256. The same content is one file.

    Args:
        folder: Made if it is missing; closed to others.
        stem: What the name begins with.
        suffix: What it ends with, such as `.csv`.
        data: The content.

    Raises:
        RenderError: It cannot be written.
    """
    digest = sha256(data).hexdigest()
    path = folder / f"{stem}-{digest[:12]}{suffix}"
    part = folder / f".{path.name}-{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise RenderError(
            f"what was fetched cannot be saved: {error.strerror}", where=str(folder), hint="Choose another --out."
        ) from error
    return path, digest
