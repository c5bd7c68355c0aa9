from __future__ import annotations

import pytest

from reporter.model.assessment import Bounds, Notice
from reporter.wording import disclaimer, words
from reporter.wording.colours import accent, colour
from reporter.wording.environment import bounds, percent, percent_up
from reporter.wording.places import region_name


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.61, 0.84, "at least 61 % – at most 84 %"),
        (0.999, 0.991, "at least 99 % – at most 100 %"),
        (0.29, 0.29, "at least 29 % – at most 29 %"),
        (0.0, 1.0, "at least 0 % – at most 100 %"),
        (0.004, 0.3, "more than 0 % – at most 30 %"),
        (None, None, "none"),
    ],
)
def test_bounds_never_promise_more_than_is_known(low: float | None, high: float | None, said: str) -> None:
    assert plain(bounds(Bounds(at_least=low, at_most=high))) == said


def test_a_share_is_whole_and_never_rounded_to_nothing() -> None:
    assert [plain(percent(share)) for share in (None, 0.0, 0.004, 0.01, 0.999, 1.0)] == [
        "none", "0 %", "under 1 %", "1 %", "99 %", "100 %"
    ]  # fmt: skip
    assert [plain(percent_up(share)) for share in (None, 0.0, 0.001, 1.0)] == ["none", "0 %", "1 %", "100 %"]


def test_a_notice_names_countries_and_not_their_codes() -> None:
    notice = Notice(code="consultation-advised", values={"countries": "FR, IT"})
    assert words().notice(notice).startswith("People in scope work in France, Italy.")


@pytest.mark.parametrize("code", ["unknown-status", "unknown-country"])
@pytest.mark.parametrize("count", [1, 2])
def test_a_notice_quotes_the_roster_only_for_those_who_may_read_it(code: str, count: int) -> None:
    notice = Notice(code=code, values={"count": count, "words": "“secondment”"})
    told = words().notice(notice, quoting=False)
    assert "secondment" not in told
    assert "$" not in told
    assert words().notice(notice) == f"{told} The roster says: “secondment”."


@pytest.mark.parametrize("code", ["unknown-place", "unknown-region", "unknown-ownership"])
@pytest.mark.parametrize(("count", "told"), [(1, "fewer than 5 people"), (4, "fewer than 5 people"), (5, "5 people")])
def test_the_auditor_is_not_told_how_few_people_a_notice_is_about(code: str, count: int, told: str) -> None:
    """DESIGN §6, Suppression: "groups of 1 to 4 are hidden"; what is said of one place is said of its person."""
    notice = Notice(code=code, values={"count": count, "service": "LinkedIn"})
    assert words().notice(notice, quoting=False).startswith(f"For {told} ")
    assert words().notice(notice).startswith("For one person " if count == 1 else f"For {count} people ")


@pytest.mark.parametrize("stated", [None, "", "red", "#fff", "#ffee00", "#1d4f6e; } body { display: none }"])
def test_an_accent_that_is_no_colour_or_cannot_be_read_on_white_gives_way_to_ours(stated: str | None) -> None:
    assert accent(stated) == colour("accent")


def test_an_organisations_accent_is_used_where_it_can_be_read() -> None:
    assert accent("#7a1f5c") == "#7a1f5c"


def test_the_disclaimer_states_version_and_day() -> None:
    found = disclaimer()
    assert f"{found.as_of:%-d %B %Y}" in " ".join(found.text)
    assert found.version.startswith(f"{found.as_of:%Y.%m}")  # and a number, where the words changed within the month


@pytest.mark.parametrize(("code", "name"), [("US-CO", "Colorado"), ("FJ", "Fiji"), ("XX-YY", "XX-YY")])
def test_a_place_that_a_law_flags_is_called_by_its_name(code: str, name: str) -> None:
    assert region_name(code) == name
