from __future__ import annotations

import tomllib

import pytest

from reporter.settings.column_tables import added, lines, quoted, stated

NEW = {"employee_id": "PersNr", "linkedin.account": 'Wessen "Konto"?\n'}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '\n[roster.columns]\nemployee_id = "A"\n'),
        ("# only a comment", '# only a comment\n\n[roster.columns]\nemployee_id = "A"\n'),
        ("[roster.columns]", '[roster.columns]\nemployee_id = "A"'),
        (" [ roster . columns ] # ours\n\n[run]\n", ' [ roster . columns ] # ours\nemployee_id = "A"\n\n[run]\n'),
        ("\ufeff[roster.columns]\r\n# x\r\n", '\ufeff[roster.columns]\r\nemployee_id = "A"\r\n# x\r\n'),
        ('[run]\naliases = """\n[roster.columns]\n"""\n', None),
        ('[roster]\ncolumns = {country = "Land"}\n', None),
        ('roster.columns.country = "Land"\n[run]\n', None),
    ],
)
def test_lines_are_added_and_all_else_stays_or_nothing_is_done(before: str, after: str | None) -> None:
    assert added(before, "roster", {"employee_id": "A"}) == after


def test_what_was_added_is_what_is_read_beside_what_was_there() -> None:
    before = '[run]\nroster = ["a"]\n\n[roster.columns]\ncountry = "Land"   # Sitz\n'
    after = added(before, "roster", NEW)
    assert after is not None
    assert stated(after, "roster") == {"country": "Land", **NEW}
    assert stated(after, "survey") == {}
    assert "# Sitz" in after
    assert tomllib.loads(after)["run"] == {"roster": ["a"]}


@pytest.mark.parametrize("text", ['"', "\\", "\x7f\x00\x1f\t", "é☃🦆", "a\nb", "]\n[run]"])
def test_any_header_is_a_string_of_toml(text: str) -> None:
    assert tomllib.loads(f"x = {quoted(text)}")["x"] == text
    assert len(lines({"role": text})) == 1
