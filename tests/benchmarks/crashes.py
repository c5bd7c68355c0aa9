"""Prints the crash matrix: `python -m tests.benchmarks.crashes`. The tests assert what it shows."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import trustme

from tests.delivery.crashing import Forge, by_smtp, holds, matrix, told
from tests.mailserver import running, trusted


def main() -> None:
    """Kill a sender at each step of a mail, over SMTP and on SQLite."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ca = trustme.CA()
        os.environ["SSL_CERT_FILE"] = str(trusted(folder, ca))
        post = stack.enter_context(running(ca))
        forge = Forge(folder / "ca.pem")
        stack.callback(forge.close)
        job = {"transport": "smtp", "at": post.port, "database": f"sqlite:///{folder / 'ledger.db'}"}
        crashes = matrix(forge, job, *by_smtp(post))
        for crash in crashes:
            holds(crash, settles=False)
        sys.stdout.write("\n".join(told(crashes)) + "\n")


if __name__ == "__main__":
    main()
