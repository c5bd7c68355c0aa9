"""What a run fetched before it read anything, and how to repeat the run without the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reporter.cli import screen

if TYPE_CHECKING:  # imported when a command runs
    from reporter.run.fetching import Fetched


def tell(fetched: Sequence[Fetched]) -> None:
    """Print what came, and where it is saved."""
    if not fetched:
        return
    screen.heading("Fetched from Microsoft")
    for one in fetched:
        screen.entry(one.source, one.said, f"saved as {one.path}", f"SHA-256 {one.sha256}", width=10)
    files = " and ".join(f"--{'roster' if one.path.suffix == '.csv' else 'survey'} {one.path}" for one in fetched)
    screen.line(f"  To repeat this run without the network, give {files} and the same --as-of.")
    screen.line()
