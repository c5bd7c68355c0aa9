from __future__ import annotations

import gzip
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable

Write = Callable[[str, str | bytes], Path]
Roster = Callable[..., RosterTable]
Workbook = Callable[..., Path]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in parts.items():
            target.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (gzip.compress(b"Email\na@x.example", mtime=0), "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"<!DOCTYPE html><table><tr><td>Email</td></tr></table>", "a web page"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (OLE + "Workbook".encode("utf-16-le"), "old Excel file"),
        (archive(people_csv=b"Email\na@x.example"), "a zip archive, not a workbook"),
        (archive(word__document_xml=b"<a/>"), "a Word document"),
        (archive(xl__workbook_bin=b""), "binary workbook"),
        (archive(mimetype=b"x", content_xml=b"<a/>"), "OpenDocument"),
        (b"PK\x05\x06" + bytes(18), "a zip archive"),
        (b"Just a letter to you.\nWith two lines.\n", "no header row is recognised"),
        (b"Email\n\x00\x00a@x.example\n", "NUL characters"),
        (b"\x81\x8d\x8f\x90\x9d", "neither UTF-8"),
        (b"\xff\xfea", "not valid utf-16"),
    ],
)
@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_the_content_decides_what_a_file_is_and_bad_input_is_said_with_a_hint(
    write: Write, roster: Roster, content: bytes, said: str, name: str
) -> None:
    with pytest.raises(SourceError) as caught:
        roster(write(name, content))
    (problem,) = caught.value.problems
    assert said in problem.what
    assert problem.where.startswith(name)
    assert problem.hint
    assert caught.value.exit_code == 4


def test_a_renamed_file_is_read_as_what_it_is(workbook: Workbook, write: Write, roster: Roster) -> None:
    book = workbook("people.xlsx", [["Email"], ["a@x.example"]])
    assert roster(write("book.csv", book.read_bytes())).rows["sheet"].to_list() == ["Form1"]
    assert roster(write("text.xlsx", "Email\na@x.example\n")).rows["sheet"].to_list() == [None]


def test_a_missing_file_says_where_it_was_looked_for(tmp_path: Path, roster: Roster) -> None:
    with pytest.raises(SourceError) as caught:
        roster(tmp_path / "gone.csv")
    assert caught.value.problems[0].where == "gone.csv"
    assert str(tmp_path) in caught.value.problems[0].hint


def test_a_folder_without_tables_is_an_error(tmp_path: Path, roster: Roster) -> None:
    with pytest.raises(SourceError, match=r"holds no \.csv"):
        roster(tmp_path)


def test_a_folder_tells_how_much_of_it_is_not_read(tmp_path: Path, roster: Roster) -> None:
    (tmp_path / "a.csv").write_text("Employee ID\n1\n")
    (tmp_path / "b.tsv").write_text("Employee ID\tCountry\n2\tIE\n")
    (tmp_path / "notes.txt").write_text("nothing")
    (tmp_path / "older").mkdir()
    (tmp_path / ".hidden").write_text("")
    table = roster(tmp_path)
    assert table.rows["employee_id"].to_list() == ["1", "2"]
    assert [n.values["count"] for n in table.notices if n.code == "files-not-read"] == [2]


def test_no_path_at_all_is_an_error(roster: Roster) -> None:
    with pytest.raises(SourceError, match="no file is named"):
        roster()


def test_a_pipe_or_device_is_refused_without_reading_it(tmp_path: Path, roster: Roster) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        with pytest.raises(SourceError, match="not a regular file"):
            roster(path)
