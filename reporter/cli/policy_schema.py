"""`reporter policy schema`: the files' contract, for editors."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from reporter.cli import screen


class File(StrEnum):
    """The kinds of file."""

    POLICY = "policy"
    SERVICE = "service"
    LAW = "law"
    REGIMES = "regimes"
    RETIRED = "retired"


def schema(
    file: Annotated[File, typer.Argument(metavar="[policy|service|law|regimes|retired]", help="Of which file.")] = (
        File.POLICY
    ),
) -> None:
    """Print the JSON Schema (draft 2020-12) of a file, for editors to complete and check what you write."""
    from reporter.policy.json_schema import json_schema  # noqa: PLC0415 - imported when it runs

    screen.line(json.dumps(json_schema(file.value), ensure_ascii=False, indent=2))
