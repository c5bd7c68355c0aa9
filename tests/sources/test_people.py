from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reporter.errors import SourceError
from reporter.sources import read_aliases, read_people

Write = Callable[[str, str | bytes], Path]


def test_a_list_of_people_holds_ids_and_addresses_ready_to_compare(write: Write) -> None:
    text = "Employee ID,Email\n007,\n,Ada <A@X.example>\nE-9,b@x.example\u200b\n"
    table = read_people(write("objected.csv", text), "objected")
    assert table.people == {"007", "a@x.example", "e-9", "b@x.example"}
    assert (table.file.role, table.file.rows) == ("objected", 3)


def test_a_list_of_one_column_is_enough(write: Write) -> None:
    assert read_people(write("s.csv", "Email\n\na@x.example\n"), "suppress").people == {"a@x.example"}
    assert read_people(write("s.csv", "Email\n"), "suppress").people == frozenset()


def test_a_list_without_header_is_unreadable(write: Write) -> None:
    with pytest.raises(SourceError) as caught:
        read_people(write("s.csv", "a@x.example\nb@x.example\n"), "suppress")
    assert "above the list" in caught.value.problems[0].hint


def test_a_row_that_names_nobody_is_told_with_its_number(write: Write) -> None:
    with pytest.raises(SourceError) as caught:
        read_people(write("s.csv", "Email,Note\na@x.example,\n,who?\n"), "suppress")
    assert caught.value.problems[0].where == "s.csv, row 3"


def test_aliases_are_pairs_as_written(write: Write) -> None:
    table = read_aliases(write("a.csv", "alias;employee\nOld@x.example;007\nb@x.example;c@x.example\n"))
    assert table.aliases == (("Old@x.example", "007"), ("b@x.example", "c@x.example"))
    assert (table.file.role, table.file.dialect["delimiter"]) == ("aliases", ";")


def test_half_an_alias_is_told_with_row_and_column(write: Write) -> None:
    with pytest.raises(SourceError) as caught:
        read_aliases(write("a.csv", "alias,employee\nold@x.example,\n,7\n"))
    assert [p.where for p in caught.value.problems] == [
        'a.csv, row 2, column B "employee"',
        'a.csv, row 3, column A "alias"',
    ]


def test_a_word_for_nothing_names_nobody_in_a_list_of_people(write: Write) -> None:
    listed = read_people(write("objected.csv", "Employee ID,Email\nnan,a@x.example\n7,noemail@x.example\n"), "objected")
    assert listed.people == {"a@x.example", "7"}
    for row in ("TBD,", "n/a,noemail@x.example"):
        with pytest.raises(SourceError, match="names nobody"):
            read_people(write("objected.csv", f"Employee ID,Email\n{row}\n"), "objected")


def test_an_alias_that_says_there_is_none_is_nobody_s(write: Write) -> None:
    with pytest.raises(SourceError, match="no alias"):
        read_aliases(write("aliases.csv", "alias,employee\nnoemail@x.example,7\n"))
