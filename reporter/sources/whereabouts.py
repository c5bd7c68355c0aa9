"""Where somebody works, by all that a roster says about it and what the configuration adds (DESIGN §6, Place).

A text that is not understood is never overridden by a default, and never taken for another: the person's place is then
not known, and the text is named, so that `[places]` can say what it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from reporter.model.assessment import Notice
from reporter.model.text import comparable
from reporter.sources import places

_BETWEEN = " / "
_SURE_OF = ("US", "CA")
"""Whose regions' names contradict another country; elsewhere a region of the business may bear such a name."""

_MOST_LOCATIONS = 20_000
"""Where a column has more, they are desks or streets, and looking each up takes minutes."""

TEXTS = ("country_text", "region_text", "place_text")


@dataclass(frozen=True, kw_only=True)
class Places:
    """What `[places]` says."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """Text → ISO 3166-1 country or ISO 3166-2 region."""
    default: str | None = None
    """The place of those of whom the roster says none; completes a bare country by one of its regions."""
    locations: bool = True
    """Whether a location is looked up that `texts` does not hold."""

    def of(self, *texts: str | None) -> str | None:
        """Return the place that texts mean, each alone or all of them with ` / ` between; None: it does not say."""
        return self.compared.get(comparable(_BETWEEN.join(text for text in texts if text)))

    @cached_property
    def compared(self) -> dict[str, str]:
        """The texts as text is compared."""
        return {comparable(text): place for text, place in self.texts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where somebody works."""

    country: str | None = None
    region: str | None = None
    unread: str | None = None
    """The text that is not understood, or the texts that contradict each other; None: there is none."""
    configured: bool = False
    """The default said it, or completed it."""

    @classmethod
    def at(cls, place: str) -> Found:
        """Return the place that a code is."""
        return cls(country=place[:2], region=place if "-" in place else None)


def read(country: pl.Series, region: pl.Series, place: pl.Series, known: Places) -> pl.DataFrame:
    """Return what is written and what it says: `country`, `region`, `place_unread` and `place_configured`.

    Each different row is looked up once.

    Args:
        country: What stands under a header such as Country, null where nothing does.
        region: Under one such as State.
        place: Under one such as Location.
        known: What the configuration says.
    """
    texts = pl.DataFrame([column.alias(name) for name, column in zip(TEXTS, (country, region, place), strict=True)])
    different = texts.unique(maintain_order=True)
    known = replace(known, locations=different["place_text"].n_unique() <= _MOST_LOCATIONS)
    found = [find(row[0], row[1], row[2], known) for row in different.iter_rows()]
    answers = different.with_columns(
        pl.Series("country", [one.country for one in found], dtype=pl.String),
        pl.Series("region", [one.region for one in found], dtype=pl.String),
        pl.Series("place_unread", [one.unread for one in found], dtype=pl.String),
        pl.Series("place_configured", [one.configured for one in found], dtype=pl.Boolean),
    )
    return texts.join(answers, on=list(TEXTS), how="left", nulls_equal=True, maintain_order="left")


def notices(file: str, where: pl.DataFrame) -> list[Notice]:
    """Return what a reader must know of a file's places, as `read` found them."""
    count = int(where["place_configured"].sum())
    return [Notice(code="place-configured", values={"file": file, "count": count})] if count else []


def find(country: str | None, region: str | None, place: str | None, known: Places) -> Found:
    """Return where somebody works, of whom these texts are written.

    Args:
        country: What stands under a header such as Country.
        region: Under one such as State.
        place: Under one such as Location: read only where it says a country or a region's full code.
        known: What the configuration says.
    """
    several = sum(text is not None for text in (country, region, place)) > 1
    if several and (meant := known.of(country, region, place)):
        return Found.at(meant)
    said = _country(country, known) if country else _elsewhere(region, place, known)
    if said is None:
        nothing = not (country or region or place)
        if nothing and known.default:
            return Found(country=known.default[:2], region=_region_of(known.default), configured=True)
        return Found(unread=country or _telling(region, place))
    found, bare = said
    return _complete(found, country, region, place, known, bare=bare)


def _country(text: str, known: Places) -> tuple[Found, bool] | None:
    """Return what a country's column says, and whether that is but a country, which a state can complete."""
    understood = places.country(text)
    if meant := known.of(text):
        return Found.at(meant), understood == meant[:2]
    if understood:
        return Found(country=understood), True
    if code := places.region_with_country(text):
        return Found.at(code), False
    return _town(text)


def _elsewhere(region: str | None, place: str | None, known: Places) -> tuple[Found, bool] | None:
    """Return the country where no column states it: by the region, else by the location, else by the default."""
    if region and (meant := known.of(region)):
        return Found.at(meant), False
    if region and (code := places.region(region, None)):
        return Found.at(code), False
    if region and known.default and (code := places.region(region, known.default[:2])):
        return replace(Found.at(code), configured=True), False
    return _location(place, known) if place else None


def _location(text: str, known: Places) -> tuple[Found, bool] | None:
    """Return what a location says: a country, or a region's full code; of a town alone `[places]` must say it."""
    if meant := known.of(text):
        return Found.at(meant), False
    if not known.locations or text.isdigit() or places.states_code(text):  # CA may be California
        return None
    if understood := places.country(text):
        return Found(country=understood), True
    if code := places.region_with_country(text):
        return Found.at(code), False
    return _town(text)


def _town(text: str) -> tuple[Found, bool] | None:
    """Return the country of `Denver, United States`; the state stays open, whatever the default is."""
    found = places.town_and_country(text)
    return (Found(country=found, unread=text), True) if found else None


def _complete(
    said: Found, country: str | None, region: str | None, place: str | None, known: Places, *, bare: bool
) -> Found:
    """Return a place with its region, where one is written or configured; not understood if two texts contradict."""
    nation = said.country or ""
    against = Found(unread=_BETWEEN.join(text for text in (country, region, place) if text))
    stated, located = None, None
    if region:
        meant = known.of(region) or places.region(region, nation) or _elsewhere_surely(region, nation)
        if meant and meant[:2] != nation:
            return against
        stated = _region_of(meant)
        if stated and said.region and said.region != stated and not bare:
            return against
    where, _ = (_location(place, known) if place else None) or (None, False)
    if where is not None:
        located = where.region
        if where.country != nation or (located and stated and located != stated):
            return against
    unread = region or said.unread or (place if where is None or where.unread else None)
    found = stated or located or (None if bare and unread else said.region)
    if found:
        return Found(country=nation, region=found, configured=said.configured)
    default = _region_of(known.default)
    if not unread and default and default[:2] == nation:
        return Found(country=nation, region=default, configured=True)
    return Found(country=nation, unread=unread)


def _elsewhere_surely(region: str, nation: str) -> str | None:
    """Return a region of another country that a text surely is: by its full code, or as a state or province."""
    code = places.region(region, None)
    if code is None or code == f"{code[:2]}-{nation}":  # US-PR is PR
        return None
    return code if code[:2] in _SURE_OF or places.region_with_country(region) else None


def _telling(region: str | None, place: str | None) -> str | None:
    """Return which of two texts that are not understood is more likely to be a place: a state's code, or a town."""
    if region and place and not any(places.region(region, nation) for nation in _SURE_OF):
        return place
    return region or place


def _region_of(place: str | None) -> str | None:
    return place if place and "-" in place else None
