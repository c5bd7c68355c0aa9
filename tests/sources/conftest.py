"""Files as exports write them, built in a temporary folder."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.policy import Asked
from reporter.model.service import Service
from reporter.sources import read_roster, read_survey

Rows = Sequence[Sequence[Any]]

AS_OF = date(2026, 11, 23)
LINKEDIN = Service(id="linkedin", title="LinkedIn", provider="LinkedIn", hosts=(), account=None, facts=(), as_of=AS_OF)
ASKED = (
    Asked(id="linkedin.account", wordings=("Whose is your LinkedIn account?",), service="linkedin"),
    Asked(id="LI-01", wordings=("Is the switch off?", "Ist der Schalter aus?"), service=None),
    Asked(id="LI-05", wordings=("No personal details in public posts?",), service=None),
)


class Write(Protocol):
    def __call__(self, name: str, content: str | bytes) -> Path: ...


class Workbook(Protocol):
    def __call__(
        self, name: str, rows: Rows, *, hidden: Mapping[str, Rows] = ..., more: Mapping[str, Rows] = ...
    ) -> Path: ...


class Roster(Protocol):
    def __call__(self, *paths: Path, columns: Mapping[str, str] = ..., dates: str | None = ...) -> RosterTable: ...


class Survey(Protocol):
    def __call__(
        self,
        *paths: Path,
        columns: Mapping[str, str] = ...,
        zone: str = ...,
        undated_as: date | None = ...,
        dates: str | None = ...,
    ) -> SurveyTable: ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file and returns its path."""

    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return make


@pytest.fixture
def workbook(tmp_path: Path) -> Workbook:
    """Return a function that writes a workbook: a first sheet `Form1`, further ones, hidden ones."""

    def make(name: str, rows: Rows, *, hidden: Mapping[str, Rows] = {}, more: Mapping[str, Rows] = {}) -> Path:
        book = openpyxl.Workbook()
        first = book.active
        assert first is not None
        first.title = "Form1"
        for row in rows:
            first.append(list(row))
        for title, cells in {**more, **hidden}.items():
            sheet = book.create_sheet(title)
            for row in cells:
                sheet.append(list(row))
            if title in hidden:
                sheet.sheet_state = "hidden"
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def roster() -> Roster:
    """Return `read_roster` for a policy about LinkedIn."""

    def read(*paths: Path, columns: Mapping[str, str] = {}, dates: str | None = None) -> RosterTable:
        return read_roster(
            paths, services=(LINKEDIN,), columns=columns, as_of=AS_OF, dates=dates, configuration="ours.toml"
        )

    return read


@pytest.fixture
def survey() -> Survey:
    """Return `read_survey` for three questions, in UTC if nothing else is said."""

    def read(
        *paths: Path,
        columns: Mapping[str, str] = {},
        zone: str = "UTC",
        undated_as: date | None = None,
        dates: str | None = None,
    ) -> SurveyTable:
        return read_survey(
            paths,
            asked=ASKED,
            columns=columns,
            timezone=ZoneInfo(zone),
            undated_as=undated_as,
            as_of=AS_OF,
            valid_for=(92,),
            dates=dates,
            configuration="ours.toml",
        )

    return read


@pytest.fixture
def parts(tmp_path: Path) -> Callable[[Mapping[str, bytes]], Path]:
    """Return a function that writes a small workbook with some of its parts replaced or added."""

    def make(changed: Mapping[str, bytes]) -> Path:
        plain = io.BytesIO()
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["Employee ID", "Work Email"])
        sheet.append(["1", "a@x.example"])
        book.save(plain)
        path = tmp_path / "changed.xlsx"
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(name, changed.get(name, source.read(name)))
            for name in changed:
                if name not in source.namelist():
                    target.writestr(name, changed[name])
        return path

    return make
