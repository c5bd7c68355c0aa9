"""DESIGN §6, Place: whoever's place is not understood may be anywhere."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.model.assessment import Assessment
from reporter.model.vocabulary import Exclusion, Level, UnknownPlace, Withheld
from reporter.sources.whereabouts import Places, find
from tests.conftest import Judge, judge_rows, policy_set

REGION_MATTERS = policy_set().places.countries_where_region_matters


def person(number: int, country: str | None, region: str | None = None, place: str | None = None) -> dict[str, Any]:
    """Return a roster row as it is read from these texts."""
    found = find(country, region, place, Places())
    return {
        "employee_id": str(number),
        "address": f"p{number}@brightwater.example",
        "country_text": country,
        "region_text": region,
        "place_text": place,
        "country": found.country,
        "region": found.region,
        "place_unread": found.unread,
    }


def withheld(result: Assessment) -> dict[str, int]:
    return {reason: count for reason, count in result.mail.withheld.items() if count}


def test_nobody_writes_to_a_person_whose_place_is_not_known_whatever_it_is_about(judge: Judge) -> None:
    """'keeps them in scope at `information`, nobody writes to them'."""
    people = [person(1, "Hamburg"), person(2, "US"), person(3, "Hamburg"), person(4, "IE")]
    survey = [{"employee_id": "1", "LI-01": "On", "LI-05": "No", "linkedin.account": "The company's"}]
    result = judge(people, survey, unknown_place=UnknownPlace.WITHHOLD)
    assert result.mail.mails.rows() == [(3, "reminder")]
    assert withheld(result) == {Withheld.PLACE_UNKNOWN: 3}
    assert result.mail.guidance
    assert not result.findings.filter(result.findings["employee"] < 3)["writable"].any()


def test_a_person_whose_place_is_not_known_and_who_would_get_no_mail_is_not_counted_as_withheld(judge: Judge) -> None:
    survey = [{"employee_id": "1", "LI-01": "Off", "LI-05": "Yes", "LI-08": "Off"}]
    assert withheld(judge([person(1, None)], survey)) == {}


def test_people_whose_place_is_not_known_are_left_out_where_that_is_decided(judge: Judge) -> None:
    """'`"exclude"` leaves them out as `place-unknown`': after every other reason."""
    people = [person(1, "Hamburg"), person(2, "US"), person(3, "US", "CO"), person(4, None) | {"status": "Terminated"}]
    result = judge(people, unknown_place=UnknownPlace.EXCLUDE)
    counts = {reason: count for reason, count in result.roster.excluded.items() if count}
    assert counts == {Exclusion.LEFT: 1, Exclusion.PLACE_UNKNOWN: 2}
    assert result.population["place"].to_list() == ["US-CO"]
    assert result.unplaced.is_empty()


def test_what_is_written_is_counted_once_for_each_text(judge: Judge) -> None:
    people = [
        *(person(n, "Hamburg") for n in (1, 2)),
        person(3, " HAMBURG"),
        person(4, "US", "Denver, CO"),
        person(5, None, None, "Denver, CO"),
        person(6, None),
        person(7, "US"),
        person(8, "IE"),
    ]
    rows = judge(people).unplaced.select("text", "country", "people", "row").rows()
    assert rows == [("Hamburg", None, 3, 2), ("Denver, CO", "US", 2, 5), ("US", "US", 1, 8), (None, None, 1, 7)]


TEXTS = st.none() | st.text(max_size=10) | st.sampled_from(
    ["US", "USA", "Germany", "DE", "Hamburg", "CO", "Colorado", "Colo.", "CO - Colorado", "Denver, CO", "US-CO", "CA",
     "Georgia", "Texas", "EMEA", "Ireland (IE)", "UK & Ireland", "Denver, United States", "Remote", "?"]
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS, st.booleans()), min_size=1, max_size=8))
def test_an_unknown_place_is_never_written_to_and_never_passes_a_gate(
    rows: list[tuple[str | None, str | None, str | None, bool]],
) -> None:
    people = [person(n, *(text or None for text in texts)) for n, (*texts, _) in enumerate(rows)]
    survey = [{"employee_id": str(n), "LI-01": "On", "LI-05": "No"} for n, row in enumerate(rows) if row[-1]]
    result = judge_rows(people, survey)
    known = dict(result.population.select("employee", "place_known").iter_rows())
    for row in result.population.iter_rows(named=True):
        sure = row["country"] is not None and (row["region"] is not None or row["country"] not in REGION_MATTERS)
        assert row["place_known"] == sure
    written = set(result.mail.mails["employee"])
    assert all(known[employee] for employee in written)
    for finding in result.findings.iter_rows(named=True):
        if not known[finding["employee"]]:
            assert finding["level"] == Level.INFORMATION.value
            assert not finding["writable"]
    assert result.unplaced["people"].sum() == sum(not sure for sure in known.values())
