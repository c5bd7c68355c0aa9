"""An unquoted delimiter moves the cells of a row: the cause is named, and not its effects."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable

Write = Callable[[str, str | bytes], Path]
Read = Callable[..., RosterTable]

HEAD = "Employee ID,Name,Work Email,Department,Status,Last Day\n"
FINE = "1,Ada Novak,a@x.example,Sales,Active,\n2,Bo Chen,b@x.example,Sales,Active,\n"


def test_a_name_with_a_comma_and_no_quotation_marks_is_named_with_its_row(roster: Read) -> None:
    with pytest.raises(SourceError) as caught:
        roster(Path(__file__).parent / "cases" / "24-unquoted-comma" / "roster.csv")
    assert [problem.where for problem in caught.value.problems] == ["roster.csv, row 4", "roster.csv, row 7"]
    assert all("slipped" in p.what and "quotation marks" in str(p.hint) for p in caught.value.problems)


@pytest.mark.parametrize("rows", [f"{FINE}3,Oy, Finn, Dr.,f@x.example,IT\n", "3,Oy, Finn,f@x.example,IT,Active\n"])
def test_it_may_be_two_cells_and_every_row(write: Write, roster: Read, rows: str) -> None:
    with pytest.raises(SourceError, match="slipped to the right"):
        roster(write("p.csv", HEAD + rows))


@pytest.mark.parametrize(
    "text",
    [
        f'{HEAD}{FINE}3,"Oy, Finn",f@x.example,Legal,Active,\n',
        f"{HEAD}{FINE}3,Finn Oy,,Legal,Active,\n",
        f"{HEAD}{FINE}3,Finn Oy,none yet,Legal,Active,\n",
        # Somebody else's address stands there in every row.
        "Employee ID,Work Email,Manager Email,Status\n1,a@x.example,m@x.example,A\n2,none yet,m@x.example,A\n",
        "Employee ID,Work Email,Other Email,Status\n1,a@x.example,,Active\n2,none yet,b@x.example,Active\n",
    ],
)
def test_a_row_whose_address_is_elsewhere_for_a_reason_has_not_slipped(write: Write, roster: Read, text: str) -> None:
    assert roster(write("p.csv", text)).rows.height >= 2
