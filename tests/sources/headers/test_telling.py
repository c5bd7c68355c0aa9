"""A column that is not used and looks as if it decided something is named as such."""

from __future__ import annotations

import pytest

from reporter.sources.headers.telling import Concern, concern


@pytest.mark.parametrize(
    ("header", "about"),
    [
        ("Reliev. Dt", Concern.SCOPE),
        ("Notice of Termination", Concern.SCOPE),
        ("Resignation Date", Concern.SCOPE),
        ("Kündigungsdatum", Concern.SCOPE),
        ("lastDayInOffice", Concern.SCOPE),
        ("HR_STATUS_TXT", Concern.SCOPE),
        ("Contact e-mail (office)", Concern.ADDRESS),
        ("Office Location", Concern.PLACE),
        ("Standort", Concern.PLACE),
        ("Seniority Date", Concern.DATE),
        ("Manager Email", None),
        ("Date of Birth", None),
        ("Marital Status", None),
        ("Termination Reason", None),
        ("Annual Leave Balance", None),
        ("Department Code", None),
        ("Desk", None),
    ],
)
def test_a_header_tells_what_it_may_decide(header: str, about: Concern | None) -> None:
    assert concern(header, ()) is about


def test_where_the_file_says_it_already_another_column_decides_nothing() -> None:
    used = ("address", "country", "first_day")
    assert [concern(header, used) for header in ("Contact e-mail", "Office Location", "Seniority Date")] == [None] * 3
    assert concern("Exit code", ("last_day",)) is Concern.SCOPE
