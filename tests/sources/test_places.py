from __future__ import annotations

import pycountry
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.sources import places


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"), ("usa", "US"), ("U.S.A.", "US"), ("U.S.", "US"), ("United States", "US"),
        ("The United States of America", "US"), ("Vereinigte Staaten", "US"), ("États-Unis", "US"), ("EE. UU.", "US"),
        ("UK", "GB"), ("U.K.", "GB"), ("United Kingdom", "GB"), ("Great Britain", "GB"), ("England", "GB"),
        ("GBR", "GB"),
        ("Deutschland", "DE"), ("Germany", "DE"), ("Allemagne", "DE"), ("Alemania", "DE"), (" de ", "DE"),
        ("Schweiz", "CH"), ("Suisse", "CH"), ("Switzerland", "CH"), ("Hong Kong", "HK"), ("Hong Kong SAR China", "HK"),
        ("Ireland", "IE"), ("Irland", "IE"), ("India", "IN"), ("Indien", "IN"), ("Canada", "CA"), ("Kanada", "CA"),
        ("Czech Republic", "CZ"), ("Czechia", "CZ"), ("South Korea", "KR"), ("Viet Nam", "VN"), ("Türkiye", "TR"),
        ("Côte d'Ivoire", "CI"), ("Netherlands", "NL"), ("Taiwan", "TW"), ("Österreich", "AT"), ("España", "ES"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_code_name_and_common_short_form(text: str, code: str) -> None:
    assert places.country(text) == code


@pytest.mark.parametrize("text", ["", "Europe", "EMEA", "Germny", "Korea", "XX", "EU", "Remote", "Colorado", "Kosovo?"])
def test_what_is_no_country_is_never_guessed(text: str) -> None:
    assert places.country(text) is None


def test_every_iso_name_and_code_means_its_own_country() -> None:
    for entry in pycountry.countries:
        assert places.country(entry.alpha_2) == places.country(entry.alpha_3) == entry.alpha_2
        assert places.country(entry.name) == entry.alpha_2


@pytest.mark.parametrize(
    "text",
    [
        "Colorado",
        "CO",
        "co",
        "US-CO",
        "us co",
        "US_CO",
        "USA - Colorado",
        "United States/Colorado",
        "US: CO",
        " colorado ",
    ],
)
def test_a_region_is_known_by_name_or_code_with_or_without_its_country(text: str) -> None:
    assert places.region(text, "US") == "US-CO"


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("DE", "US", "US-DE"), ("Washington", "US", "US-WA"), ("Washington, D.C.", "US", "US-DC"),
        ("DC", "US", "US-DC"),
        ("Québec", "CA", "CA-QC"), ("Quebec", "CA", "CA-QC"), ("QC", "CA", "CA-QC"), ("Bayern", "DE", "DE-BY"),
        ("New York", "US", "US-NY"), ("Zurich", "CH", "CH-ZH"), ("Georgia", "US", "US-GA"), ("England", "GB", "GB-ENG"),
        ("US-CO", None, "US-CO"), ("us co", None, "US-CO"), ("Colorado", None, "US-CO"),
    ],
)  # fmt: skip
def test_a_region_is_looked_up_inside_its_country(text: str, within: str | None, code: str) -> None:
    assert places.region(text, within) == code


@pytest.mark.parametrize(
    ("text", "within"),
    [("CO", None), ("Georgia", None), ("Montana", None), ("US-CO", "DE"), ("Colorado", "CA"), ("Colrado", "US"),
     ("EMEA", "GB"), ("", "US"), ("CA-CO", "US"), ("US-XX", None)],
)  # fmt: skip
def test_what_is_no_region_of_the_country_is_never_guessed(text: str, within: str | None) -> None:
    assert places.region(text, within) is None


def test_every_region_code_means_its_own_region() -> None:
    for entry in pycountry.subdivisions:
        assert places.region(entry.code, entry.country_code) == entry.code
        assert places.region(entry.code, None) == entry.code


@given(st.text(max_size=20), st.sampled_from(["US", "DE", None]))
@settings(deadline=None)
def test_no_text_breaks_the_look_up(text: str, within: str | None) -> None:
    places.country(text)
    found = places.region(text, within)
    assert found is None or within is None or found.startswith(within)
