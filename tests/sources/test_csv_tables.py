from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable
from reporter.model.policy import Asked
from reporter.sheets.files import Kind, SourceFile
from reporter.sources import csv_tables, read_roster, read_survey
from reporter.sources.headers.header import Vocabulary
from reporter.sources.headers.titles import ROSTER

Write = Callable[[str, str | bytes], Path]
Roster = Callable[..., RosterTable]
TEXT = "Employee ID,Email,Name\r\n007,a@x.example,Zoë\r\n"
KNOWN = Vocabulary(roles=ROSTER, needs=())
HARMLESS = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def file(data: bytes) -> SourceFile:
    return SourceFile(name="f.csv", sha256="", kind=Kind.TEXT, data=data)


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16", b"", "utf-16"),
        ("utf-16-be", b"\xfe\xff", "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("cp1252", b"", "cp1252"),
    ],
)
def test_an_encoding_is_detected_and_recorded(
    write: Write, roster: Roster, encoding: str, mark: bytes, said: str
) -> None:
    table = roster(write("p.csv", mark + TEXT.encode(encoding)))
    assert table.rows.select("employee_id", "address", "name").row(0) == ("007", "a@x.example", "Zoë")
    assert table.files[0].dialect["encoding"] == said
    assumed = [n.code for n in table.notices if n.code == "encoding-assumed"]
    assert assumed == (["encoding-assumed"] if said == "cp1252" else [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_delimiter_is_the_one_by_which_most_headers_are_known(write: Write, roster: Roster, delimiter: str) -> None:
    text = delimiter.join(["Employee ID", "Email", "Notes; and, more"]) + "\n"
    if delimiter in ";,":
        text = delimiter.join(["Employee ID", "Email", '"Notes; and, more"']) + "\n"
    table = roster(write("p.csv", text + delimiter.join(["7", "a@x.example", "x"]) + "\n"))
    assert table.files[0].dialect["delimiter"] == delimiter
    assert table.rows["address"].to_list() == ["a@x.example"]


def test_a_sep_line_is_followed_and_is_no_row(write: Write, roster: Roster) -> None:
    table = roster(write("p.csv", "sep=;\r\nEmployee ID;Email\r\n7;a@x.example\r\n"))
    assert table.files[0].dialect["delimiter"] == ";"
    assert table.rows["row"].to_list() == [2]


def test_lines_may_end_as_on_an_old_mac(write: Write, roster: Roster) -> None:
    assert roster(write("p.csv", "Email,Name\ra@x.example,Ada\r")).rows["name"].to_list() == ["Ada"]


def test_a_record_of_more_than_a_cell_can_hold_is_refused(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="more than 131,072 characters"):
        roster(write("p.csv", 'Email,Name\na@x.example,"' + "x" * 200_000 + '"\n'))


def test_a_record_of_a_million_columns_is_refused(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="more than 131,072 cells"):
        roster(write("p.csv", "Email,Name\n" + "," * 1_000_000 + "\n"))


def test_a_record_that_grows_over_many_lines_is_refused(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="more than 131,072 cells"):
        roster(write("p.csv", "Email,Name\n" + "a@x.example,A\n" * 60 + '"' + '",,,,,,,,"\n' * 40_000))


def test_a_record_wider_than_any_sheet_is_refused(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="20,001 cells"):
        roster(write("p.csv", "Email,Name\n" + "," * 20_000 + "\n"))


@given(
    st.lists(st.lists(st.text(alphabet="ab ;'\té\u2028", max_size=4), max_size=4), max_size=8), st.sampled_from("\n\r")
)
@example([["a", "b"], [], ["c", "d"], []], "\n")
@example([[], ["a", "b"], [""], ["c"]], "\r")
@settings(deadline=None)
def test_the_fast_way_through_a_file_sees_what_the_csv_module_sees(rows: list[list[str]], end: str) -> None:
    text = ("\r\n" if end == "\r" else "\n").join(",".join(row) for row in rows)
    seen = csv_tables.read(file(text.encode()), Vocabulary(roles=(), needs=())).cells
    delimiter = csv_tables._delimiter(text.encode(), Vocabulary(roles=(), needs=()))  # noqa: SLF001 - what the reader chose
    expected = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    found = [[cell or "" for cell in row] for row in seen.iter_rows()]
    width = max((len(row) for row in expected), default=0)
    assert len(found) == len(expected)
    for cells, wanted in zip(found, expected, strict=True):
        assert cells[:width] == [*wanted, *[""] * (width - len(wanted))]


@given(st.binary(max_size=300))
@HARMLESS
def test_no_bytes_raise_anything_but_our_own_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(data)
    with contextlib.suppress(SourceError):
        read_roster([path], services=(), columns={}, as_of=date(2026, 11, 23))


PIECES = st.lists(
    st.sampled_from([
        b"Email", b"Timestamp", b"LI-01", b"Employee ID", b"Status", b"a@x.example", b"2026-11-02", b"1/2/2026", b",",
        b";", b"\t", b"\n", b"\r\n", b"\r", b'"', b'""', b"\xff", b"\xef\xbb\xbf", b"\x00", b" ", b"Off", b"sep=;\n",
        "é".encode(), b"[LI-01]", b"anonymous",
    ]),
    max_size=40,
)  # fmt: skip


@given(PIECES)
@HARMLESS
def test_no_arrangement_of_a_surveys_pieces_raises_anything_but_our_own_error(
    tmp_path: Path, pieces: list[bytes]
) -> None:
    path = tmp_path / "fuzz.csv"
    path.write_bytes(b"Email,Timestamp,LI-01\n" + b"".join(pieces))
    asked = [Asked(id="LI-01", wordings=("Off?",), service=None)]
    with contextlib.suppress(SourceError):
        table = read_survey(
            [path], asked=asked, columns={}, timezone=ZoneInfo("UTC"), undated_as=None, as_of=date(2026, 11, 23)
        )
        assert table.rows.height == table.files[0].rows
        assert table.files[0].sha256 == sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("row", ['2,b@x.example,"Bo\n3,c@x.example,Cy\n', '2,b@x.example,"Bo\n3,c@x.example,"Cy"\n'])
def test_a_stray_quotation_mark_swallows_no_rows(write: Write, roster: Roster, row: str) -> None:
    with pytest.raises(SourceError, match="quotation mark is wrong in the record that begins on line 3"):
        roster(write("p.csv", f"Employee ID,Work Email,Full Name\n1,a@x.example,Al\n{row}"))


def test_a_row_about_somebody_is_no_header(write: Write, roster: Roster) -> None:
    with pytest.raises(SourceError, match="no header row is recognised"):
        roster(write("p.csv", "1,ann@x.example,Ann,Email,GB\n2,bob@x.example,Bob,IT,GB\n"))


def test_a_files_name_may_be_no_text(tmp_path: Path, roster: Roster) -> None:
    path = tmp_path / os.fsdecode(b"r\xff.csv")
    path.write_text("Employee ID\n1\n")
    assert roster(path).files[0].name == "r\\xff.csv"


@pytest.mark.parametrize("name", ["Müller", "Novák", "Zoé Martin", "Jäger"])
def test_text_of_an_old_macintosh_program_is_refused_and_not_read_as_windows_text(
    write: Write, roster: Roster, name: str
) -> None:
    with pytest.raises(SourceError, match="Macintosh") as caught:
        roster(write("p.csv", f"Employee ID,Name\n1,{name.replace('é ', 'éa ')}\n".encode("mac-roman")))
    assert caught.value.problems[0].where == "p.csv"
