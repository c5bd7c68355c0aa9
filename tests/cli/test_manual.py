"""What `--help` shows of a command: its parameters by names in our words, and no type of Python."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from typer.main import get_command

from reporter.cli import app

Call = Callable[..., Any]
TYPES = re.compile(r"<[^>]+>|\b(?:list|tuple|dict)\[|\b(?:bool|str|int|float|Path|StrEnum|None)\b")


def names(command: Any = None, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401
    yield before
    for name, inner in getattr(command, "commands", {}).items():
        yield from names(inner, (*before, name))


@pytest.mark.parametrize("command", [*names(get_command(app))], ids=" ".join)
def test_no_help_shows_a_type(call: Call, command: tuple[str, ...]) -> None:
    said = call(*command, "--help")
    assert said.code == 0
    assert TYPES.findall(said.out) == []
    [usage] = re.findall(r"Usage: .+", said.out)
    assert not re.search(r"[{}]|\[\[", usage)
    assert re.search(r"--help +-h  +Show this message and exit\.", said.out)


def test_a_usage_line_shows_what_may_be_left_out(call: Call) -> None:
    assert "Usage: reporter verify [OPTIONS] DIR\n" in re.sub(" +\n", "\n", call("verify", "--help").out)
    assert "Usage: reporter init [OPTIONS] [DIR]\n" in re.sub(" +\n", "\n", call("init", "--help").out)
    assert "Usage: reporter reveal [OPTIONS] ID…\n" in re.sub(" +\n", "\n", call("reveal", "--help").out)


def test_a_choice_shows_its_words(call: Call) -> None:
    assert re.search(r"--account +company\|business-use\|personal\|none ", call("policy", "show", "--help").out)
    assert re.search(r"--format +text\|json ", call("policy", "show", "--help").out)
