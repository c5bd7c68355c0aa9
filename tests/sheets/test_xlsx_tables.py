from __future__ import annotations

import contextlib
import io
import random
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.errors import SourceError
from reporter.model.inputs import RosterTable
from reporter.sheets.xlsx_screen import screen
from tests.needs import examples

Parts = Callable[[Mapping[str, bytes]], Path]
Roster = Callable[..., RosterTable]
Workbook = Callable[..., Path]
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(data: bytes, prologue: bytes = HEAD) -> dict[str, bytes]:
    return {SHEET: prologue + b"<worksheet " + NS + b"><sheetData>" + data + b"</sheetData></worksheet>"}


def cell(reference: bytes, text: bytes = b"x") -> bytes:
    return b'<c r="' + reference + b'" t="inlineStr"><is><t>' + text + b"</t></is></c>"


@pytest.mark.parametrize(
    "data",
    [
        b'<row r="1048576">' + cell(b"XFD1048576") + b"</row>",
        b'<row r="1048576"><c t="inlineStr" r="XFD1048576"><is><t>x</t></is></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>',
        b'<x:row xmlns:x="u" r="1048576"><x:c r="XFD1048576"/></x:row>',
        b'<row r="1">' + cell(b"A1") + b'</row><row r="1048576"><c\nr="xfd1048576"><v>1</v></c></row>',
        b'<row r="9999999">' + cell(b"A9999999") + b"</row>",
        b'<row r="1">' + cell(b"ZZZ1") + b"</row>",
        b'<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row>',
    ],
)
def test_a_lone_cell_far_out_is_refused_before_anything_opens_the_file(
    parts: Parts, roster: Roster, data: bytes
) -> None:
    start = time.monotonic()
    with pytest.raises(SourceError, match="the cells of a sheet reach to row"):
        roster(parts(sheet(data)))
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "prologue",
    [
        HEAD + b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        HEAD + b" " * 1_048_570 + b"<!DOCTYPE x>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "docProps/core.xml"])
def test_a_document_type_definition_is_refused(parts: Parts, roster: Roster, prologue: bytes, part: str) -> None:
    with pytest.raises(SourceError, match="document type definition"):
        roster(parts({part: prologue + b"<worksheet/>"}))


def test_a_document_type_definition_in_another_encoding_is_refused(parts: Parts, roster: Roster) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x><worksheet/>'
    with pytest.raises(SourceError, match="document type definition"):
        roster(parts({SHEET: text.encode("utf-16")}))


def test_a_few_cells_far_out_are_refused_and_a_few_far_down_are_not(parts: Parts, roster: Roster) -> None:
    head = b'<row r="1">' + cell(b"A1", b"Email") + b"</row>"
    with pytest.raises(SourceError, match="a few cells of a sheet reach to row 1048576 and column 20"):
        roster(parts(sheet(head + b'<row r="1048576">' + cell(b"T1048576") + b"</row>")))
    down = sheet(head + b'<row r="1048576">' + cell(b"A1048576", b"a@x.example") + b"</row>")
    assert roster(parts(down)).rows["row"].to_list() == [1_048_576]


def test_many_sheets_that_are_large_together_are_refused(parts: Parts, roster: Roster) -> None:
    far = sheet(b'<row r="1048576">' + cell(b"J1048576") + b"</row>")[SHEET]
    with pytest.raises(SourceError, match="too large together"):
        roster(parts({f"xl/worksheets/sheet{i}.xml": far for i in range(1, 4)}))


def test_a_zip_bomb_is_refused_by_its_directory(parts: Parts, roster: Roster) -> None:
    with pytest.raises(SourceError, match="zip bomb"):
        roster(parts(sheet(b'<row r="1">' + cell(b"A1", b"x" * 40_000_000) + b"</row>")))


def test_a_cell_of_millions_of_characters_is_refused(parts: Parts, roster: Roster) -> None:
    noise = random.Random(1).randbytes(1_500_000).hex().encode()  # noqa: S311 - packs badly, is no secret
    with pytest.raises(SourceError, match="more than a million characters"):
        roster(parts(sheet(b'<row r="1">' + cell(b"A1", noise) + b"</row>")))


def test_a_truncated_or_damaged_workbook_is_refused(workbook: Workbook, roster: Roster, tmp_path: Path) -> None:
    whole = workbook("p.xlsx", [["Email"], ["a@x.example"]]).read_bytes()
    for name, data in (("half.xlsx", whole[: len(whole) // 2]), ("hole.xlsx", whole[:600] + bytes(60) + whole[660:])):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(SourceError, match="damaged"):
            roster(tmp_path / name)


def test_a_workbook_that_is_no_xml_inside_is_refused(parts: Parts, roster: Roster) -> None:
    with pytest.raises(SourceError, match="damaged"):
        roster(parts({SHEET: b"\x00\x01nothing"}))


def test_the_death_of_the_child_is_an_error_like_any_other(parts: Parts, roster: Roster) -> None:
    with pytest.raises(SourceError, match="could not be read") as caught:
        roster(parts({"xl/workbook.xml": HEAD + b"<nothing/>", "xl/_rels/workbook.xml.rels": HEAD + b"<nothing>"
                      b"</nothing>", SHEET: HEAD + b"<worksheet/>", "xl/styles.xml": HEAD + b"<styleSheet><cellXfs>"
                      b'<xf numFmtId="x"/></cellXfs></styleSheet>'}))  # fmt: skip
    assert caught.value.problems[0].hint


def test_a_shared_text_that_is_not_there_is_no_traceback(parts: Parts, roster: Roster) -> None:
    with pytest.raises(SourceError):
        roster(parts(sheet(b'<row r="1"><c r="A1" t="s"><v>999</v></c></row>')))


def test_a_workbook_written_with_prefixes_is_read_all_the_same(parts: Parts, roster: Roster) -> None:
    data = (
        HEAD + b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        b'<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>Email</x:t></x:is></x:c></x:row><x:row r="2">'
        b'<x:c r="A2" t="inlineStr"><x:is><x:t>a@x.example</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    )
    assert roster(parts({SHEET: data})).rows["address"].to_list() == ["a@x.example"]


def test_a_formula_is_its_last_result_and_an_error_is_empty(parts: Parts, roster: Roster) -> None:
    rows = (
        b'<row r="1">' + cell(b"A1", b"Email") + cell(b"B1", b"Name") + cell(b"C1", b"Department") + b"</row>"
        b'<row r="2">' + cell(b"A2", b"a@x.example") + b'<c r="B2" t="str"><f>1+1</f><v>two</v></c>'
        b'<c r="C2" t="e"><v>#N/A</v></c></row>'
    )
    assert roster(parts(sheet(rows))).rows.select("name", "department").row(0) == ("two", None)


def test_empty_rows_and_columns_before_the_table_do_not_move_its_row_numbers(
    workbook: Workbook, roster: Roster
) -> None:
    rows = [[], [None, "Staff of Example"], [], [None, "Email"], [], [None, "a@x.example"], [None, " "]]
    table = roster(workbook("p.xlsx", rows))
    assert table.rows["row"].to_list() == [6]
    assert table.files[0].dialect["header_row"] == 4


def test_a_workbook_whose_only_table_is_hidden_says_so(workbook: Workbook, roster: Roster) -> None:
    with pytest.raises(SourceError) as caught:
        roster(workbook("p.xlsx", [], hidden={"People": [["Email"], ["a@x.example"]]}))
    assert "hidden" in caught.value.problems[0].hint


SEED = io.BytesIO()
with zipfile.ZipFile(SEED, "w", zipfile.ZIP_DEFLATED) as _seed:
    _seed.writestr("xl/workbook.xml", HEAD + b"<workbook/>")
    _seed.writestr(SHEET, sheet(b'<row r="1">' + cell(b"A1") + b"</row>")[SHEET])


@given(st.lists(st.tuples(st.integers(0, len(SEED.getvalue()) - 1), st.integers(0, 255)), min_size=1, max_size=8))
@settings(deadline=None, max_examples=examples(300))
def test_no_change_of_bytes_makes_the_screen_raise_anything_but_our_own_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(SEED.getvalue())
    for place, value in changes:
        data[place] = value
    with contextlib.suppress(SourceError):
        screen(bytes(data), "fuzz.xlsx")


XML = st.lists(
    st.sampled_from([
        b"<row>", b'<row r="2">', b'<row r="x">', b"</row>", b'<c r="A1"/>', b"<c/>", b'<c r=""/>', b"<x:c>", b"<!--",
        b"-->", b"<![CDATA[", b"]]>", b"<", b">", b"&a;", b"\xff", b"\x00", b'<c r="XFD1"/>', b'<c r="A1048576"/>',
        b"<?x?>", b"<!DOCTYPE a>", b"text", b'<c r="A1" r="B1"/>',
    ]),
    max_size=20,
)  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["xl/workbook.xml", "XL/Workbook.xml", SHEET, "xl/sharedStrings.xml", "a.bin", "../x.xml"]),
        XML.map(b"".join),
        max_size=4,
    )
)
@settings(deadline=None, max_examples=examples(300))
def test_no_structure_makes_the_screen_raise_anything_but_our_own_error(contents: dict[str, bytes]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in contents.items():
            target.writestr(name, b"<a>" + data + b"</a>")
    with contextlib.suppress(SourceError):
        screen(out.getvalue(), "fuzz.xlsx")


@pytest.mark.parametrize("seed", range(6))
def test_no_sheet_that_passes_the_screen_makes_the_reader_raise_anything_but_our_own_error(
    parts: Parts, roster: Roster, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - a fixed choice of odd cells, no secret
    kinds = (b"s", b"str", b"inlineStr", b"b", b"e", b"n", b"d", b"zzz")
    cells = b"".join(
        b'<c r="%s%d" s="%d" t="%s"><f>1/0</f><v>%s</v></c>'
        % (
            chance.choice(b"ABC").to_bytes(1, "big"),
            row,
            chance.randrange(99),
            chance.choice(kinds),
            chance.randbytes(2).hex().encode(),
        )
        for row in range(1, 9)
    )
    with pytest.raises(SourceError):
        roster(parts(sheet(b"<row>" + cells + b"</row>")))
