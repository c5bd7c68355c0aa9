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


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Germany (DE)", "DE"), ("DE - Germany", "DE"), ("DE-Germany", "DE"), ("DEU Germany", "DE"),
        ("Deutschland / Germany", "DE"), ("Schweiz / Suisse / Svizzera / Switzerland", "CH"), ("GERMANY [DE]", "DE"),
        ("Ireland, Republic of", "IE"), ("Netherlands, The", "NL"), ("Korea, South", "KR"),
        ("Congo, The Democratic Republic of the", "CD"), ("Iran (Islamic Republic of)", "IR"),
        ("US - United States of America", "US"), ("Bundesrepublik Deutschland (BRD)", "DE"), ("276", "DE"),
        ("076", "BR"),
    ],
)  # fmt: skip
def test_a_country_is_known_by_all_its_parts_where_they_mean_one(text: str, code: str) -> None:
    assert places.country(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Duitsland", "DE"), ("Tyskland", "DE"), ("Niemcy", "DE"), ("Germania", "DE"), ("Alemanha", "DE"),
        ("Saksa", "DE"), ("Německo", "DE"), ("Németország", "DE"), ("Германия", "DE"), ("Німеччина", "DE"),
        ("Γερμανία", "DE"), ("Almanya", "DE"), ("ドイツ", "DE"), ("德国", "DE"), ("德國", "DE"), ("독일", "DE"),
        ("ألمانيا", "DE"), ("גרמניה", "DE"), ("जर्मनी", "DE"), ("เยอรมนี", "DE"), ("Đức", "DE"), ("Jerman", "DE"),
        ("Polska", "PL"), ("Sverige", "SE"), ("Suomi", "FI"), ("Česko", "CZ"), ("Magyarország", "HU"),
        ("Nederland", "NL"), ("Italia", "IT"), ("Brasil", "BR"), ("中国", "CN"), ("日本", "JP"),
        ("Oesterreich", "AT"), ("Osterreich", "AT"), ("Espana", "ES"), ("Mexico", "MX"), ("Rumaenien", "RO"),
    ],
)  # fmt: skip
def test_a_countrys_name_is_known_in_many_languages(text: str, code: str) -> None:
    assert places.country(text) == code


@pytest.mark.parametrize(
    "text", ["UK & Ireland", "Germany / France", "DE/AT/CH", "Georgia (US)", "D", "Asia - Japan", "Germany (Remote)",
             "Denver, CO", "Hamburg", "America", "CO - Colorado", "DE - Delaware", "27", "Congo / DRC",
             "Ão"],
)  # fmt: skip
def test_parts_that_mean_two_countries_or_none_are_no_country(text: str) -> None:
    assert places.country(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Hamburg, Germany", "DE"), ("Hamburg , Deutschland", "DE"), ("Paris, Île-de-France, France", "FR"),
     ("Denver, United States", "US"), ("Atlanta, Georgia", None), ("Denver, CO", None), ("Arlon, Luxembourg", None),
     ("Germany, France", None), (", Germany", None), ("Hamburg Germany", None)],
)  # fmt: skip
def test_a_town_before_a_countrys_name_is_passed_over(text: str, code: str | None) -> None:
    assert places.town_and_country(text) == code


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
        ("CO - Colorado", "US", "US-CO"), ("Colorado (CO)", "US", "US-CO"), ("Colo.", "US", "US-CO"),
        ("US-CO - Colorado", "US", "US-CO"), ("CO, USA", "US", "US-CO"), ("State of Colorado", "US", "US-CO"),
        ("N.Y.", "US", "US-NY"), ("N. Carolina", "US", "US-NC"), ("W. Va.", "US", "US-WV"), ("Calif.", "US", "US-CA"),
        ("Washington State", "US", "US-WA"), ("Kalifornien", "US", "US-CA"), ("Nueva York", "US", "US-NY"),
        ("New York, NY", "US", "US-NY"), ("Commonwealth of Massachusetts", "US", "US-MA"),
        ("B.C.", "CA", "CA-BC"), ("Ont.", "CA", "CA-ON"), ("QC - Québec", "CA", "CA-QC"), ("P.E.I.", "CA", "CA-PE"),
        ("Colombie-Britannique", "CA", "CA-BC"), ("Nouvelle-Écosse", "CA", "CA-NS"),
        ("CO - Colorado", None, "US-CO"), ("DE - Delaware", None, "US-DE"), ("USA - Colorado", None, "US-CO"),
        ("Ontario, Canada", None, "CA-ON"), ("Bayern", None, "DE-BY"),
    ],
)  # fmt: skip
def test_a_region_is_looked_up_inside_its_country(text: str, within: str | None, code: str) -> None:
    assert places.region(text, within) == code


@pytest.mark.parametrize(
    ("text", "within"),
    [("CO", None), ("Georgia", None), ("Montana", None), ("US-CO", "DE"), ("Colorado", "CA"), ("Colrado", "US"),
     ("EMEA", "GB"), ("", "US"), ("CA-CO", "US"), ("US-XX", None),
     ("Denver, CO", "US"), ("Denver, CO", None), ("Washington, PA", "US"), ("CO/CA", "US"), ("GA", None), ("IN", None),
     ("CA - Ontario", None), ("GA - Georgia", None), ("Hamburg", None), ("Birmingham", None), ("Barcelona", None)],
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
