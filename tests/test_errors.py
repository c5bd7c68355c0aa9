"""DESIGN §5: "Errors go to stderr as `error: …` (file, sheet, row, column) and `hint: …`"."""

from __future__ import annotations

import inspect
import pickle
import re
from pathlib import Path

import pytest

from reporter import errors
from reporter.cli import screen
from reporter.errors import Problem, ReporterError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ReporterError)]


@pytest.mark.parametrize("kind", KINDS)
def test_no_error_goes_without_a_hint(kind: type[ReporterError]) -> None:
    raised = kind("it is wrong", Problem(what="so is this", where="a.csv"), Problem(what="this too", hint="Mend it."))
    first, second, third = raised.problems
    assert "default_hint" in vars(kind)
    assert first.hint == second.hint == kind.default_hint != ""
    assert third.hint == "Mend it."


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_another_process_keeps_its_places_and_hints(kind: type[ReporterError]) -> None:
    raised = kind(Problem(what="it is wrong", where="a.csv", hint="Mend it."), "so is this")
    came = pickle.loads(pickle.dumps(raised))  # noqa: S301 - our own
    assert type(came) is kind
    assert came.problems == raised.problems
    assert str(came) == str(raised)


def test_an_error_cannot_be_printed_without_saying_what_its_hint_is() -> None:
    assert inspect.signature(screen.problem).parameters["hint"].default is inspect.Parameter.empty


def test_each_stage_has_a_hint_of_its_own() -> None:
    assert len({kind.default_hint for kind in KINDS}) == len(KINDS)


def test_nobody_is_asked_to_report_a_fault_where_there_is_nowhere_to_report_it() -> None:
    root = Path(__file__).parent.parent
    files = [path for path in (root / "reporter", root / "templates", root / "docs") for path in path.rglob("*.*")]
    texts = {p: p.read_text(encoding="utf-8") for p in files if p.suffix in {".py", ".md", ".j2", ".yaml", ".toml"}}
    asks = re.compile(r"\breport (it|this|what it)\b|please report", re.IGNORECASE)
    assert [path.name for path, text in texts.items() if asks.search(text)] == []
