"""What people call countries, and the states of countries that have them: tables, built when first asked.

Names come from ISO 3166 (pycountry) and CLDR (Babel); only what neither holds is written down here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from itertools import chain

import pycountry
from babel import Locale

from reporter.model.text import comparable

LANGUAGES = (
    "ar", "bg", "ca", "cs", "da", "de", "el", "es", "et", "fi", "fr", "ga", "he", "hi", "hr", "hu", "id", "is", "it",
    "ja", "ko", "lt", "lv", "ms", "nb_NO", "nl", "nn", "pl", "pt", "pt_BR", "ro", "ru", "sk", "sl", "sr", "sr@latin",
    "sv", "th", "tr", "uk", "vi", "zh_CN", "zh_TW",
)  # fmt: skip
"""In which names of countries and regions are known beside English, as pycountry's catalogues name them."""
_SPOKEN = (
    "ar", "cs", "da", "el", "fi", "he", "hi", "hu", "it", "ja", "ko", "nb", "nl", "pl", "pt", "pt_PT", "ro", "ru", "sv",
    "tr", "uk", "zh", "zh_Hant",
)  # fmt: skip
"""In which CLDR's names of countries are known too, which differ here and there."""
_USUAL = ("en", "de", "fr", "es")
"""Those of most rosters, and the only ones looked up until a text is met that they do not know."""
_SHORT = {
    "uk": "GB", "great britain": "GB", "britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "grossbritannien": "GB", "großbritannien": "GB", "grande-bretagne": "GB",
    "gran bretaña": "GB", "gran bretagna": "GB", "groot-brittannië": "GB", "grã-bretanha": "GB",
    "inglaterra": "GB", "angleterre": "GB", "inghilterra": "GB", "engeland": "GB",
    "ger": "DE", "brd": "DE", "frg": "DE", "bundesrepublik deutschland": "DE", "republik österreich": "AT",
    "us of a": "US", "united states": "US", "vereinigte staaten von amerika": "US", "etats-unis": "US",
    "états-unis d'amérique": "US", "estados unidos de américa": "US", "ee uu": "US", "eeuu": "US",
    "verenigde staten van amerika": "US", "stati uniti d'america": "US", "estados unidos da américa": "US",
    "holland": "NL", "czech republic": "CZ", "czech rep": "CZ", "hong kong": "HK", "macau": "MO", "macao": "MO",
    "south korea": "KR", "republic of korea": "KR", "north korea": "KP", "russia": "RU", "vietnam": "VN",
    "viet nam": "VN", "uae": "AE", "ksa": "SA", "drc": "CD", "republic of ireland": "IE", "rep of ireland": "IE",
    "éire": "IE", "schweiz": "CH", "suisse": "CH", "svizzera": "CH", "svizra": "CH", "swiss": "CH",
    "schweizerische eidgenossenschaft": "CH", "confédération suisse": "CH", "confederazione svizzera": "CH",
    "swiss confederation": "CH", "turkey": "TR", "ivory coast": "CI", "cape verde": "CV", "burma": "MM", "prc": "CN",
    "mainland china": "CN", "slovak republic": "SK", "bosnia": "BA", "macedonia": "MK", "swaziland": "SZ",
    "trinidad": "TT",
}  # fmt: skip
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_NO_DIACRITIC = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
_SURE = 4
"""Letters that a name has at least to be known without its accents: `Áo` is Austria in Vietnamese, AO Angola."""

_ABBREVIATED = {
    "US": {
        "AL": "ala", "AZ": "ariz", "AR": "ark", "CA": "calif cal", "CO": "colo", "CT": "conn", "DE": "del",
        "DC": "washington_dc washington,_dc wash_dc washington,_d_c district_of_columbia", "FL": "fla", "IL": "ill",
        "IN": "ind", "KS": "kans kan", "MA": "mass", "MI": "mich", "MN": "minn", "MS": "miss", "MT": "mont",
        "NE": "nebr neb", "NV": "nev", "NM": "n_mex new_mex", "NC": "n_car n_carolina", "ND": "n_dak n_dakota",
        "OK": "okla", "OR": "ore oreg", "PA": "penn penna", "SC": "s_car s_carolina", "SD": "s_dak s_dakota",
        "TN": "tenn", "TX": "tex", "WA": "wash", "WV": "w_va w_virginia", "WI": "wis wisc", "WY": "wyo",
        "VI": "us_virgin_islands",
    },
    "CA": {
        "AB": "alta", "MB": "man", "NB": "nouveau-brunswick", "NL": "nfld newfoundland terre-neuve-et-labrador",
        "NS": "nouvelle-écosse", "NT": "nwt territoires_du_nord-ouest", "ON": "ont", "BC": "colombie-britannique",
        "PE": "pei île-du-prince-édouard", "QC": "pq que", "SK": "sask", "YT": "yuk yukon_territory",
    },
}  # fmt: skip
"""Country → region → what it is called beside its name and code; `_` is a space."""
_SAID_AROUND = ("state of ", "commonwealth of ", "province of ", "province de ", "province du ", "estado de ")
_NAMED_ALONE = frozenset({"AT", "AU", "CA", "DE", "US"})
"""Countries whose regions' names are understood where no country is stated: federal states, as rosters name them."""
_TOWNS = frozenset({"berlin", "bremen", "hamburg", "salzburg", "victoria", "wien"})
"""Names of such regions that are towns' names too, and stand for one where no column says that they are a region's."""


def key(text: str) -> str:
    """Return a place's name for look-up: comparable, without dots, one kind of apostrophe and of dash."""
    text = comparable(text.replace(".", " ").replace("&", " and ")).translate(_ALIKE)
    letters = text.split(" ")
    return "".join(letters) if len(letters) > 1 and all(len(one) == 1 for one in letters) else text


_ALIKE = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‐": "-", "‑": "-"})


def plain(text: str) -> str:
    """Return a name in Latin letters without accents, any other as it is: `québec` and `quebec` are one."""
    if text.isascii():
        return text
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    bare = bare.translate(_NO_DIACRITIC)
    return bare if bare.isascii() else text


def country(name: str, *, everywhere: bool = True) -> str | None:
    """Return the country that a whole name, or a code of two or three letters, means; None: none, or several.

    Args:
        name: As `key` returns it.
        everywhere: In all languages, not in the usual ones alone; that table takes a second to build.
    """
    bare = plain(name)
    table = _everywhere() if everywhere else _usual()
    for one in (name, name.removeprefix("the ")):
        if found := table.get(one):
            return found
    return table.get(bare) or table.get(bare.removeprefix("the ")) if len(bare) >= _SURE else None


def region(name: str, within: str) -> str | None:
    """Return the region of a country that a whole name, an abbreviation or a code means; None: none, or several.

    Args:
        name: As `key` returns it.
        within: ISO 3166-1.
    """
    name = plain(name)
    for start in _SAID_AROUND:
        name = name.removeprefix(start)
    table = _regions(within)
    found = table.get(name) or table.get(name.removesuffix(" state").removesuffix(" province"))
    return found or (_translated(within).get(name) if table else None)


def region_named_alone(name: str) -> str | None:
    """Return the state or province whose name it is, where nothing else in the world has that name.

    Args:
        name: As `key` returns it.
    """
    found = _names().get(plain(name), frozenset())
    code = next(iter(found)) if len(found) == 1 else ""
    alone = code[:2] in _NAMED_ALONE and plain(name) not in _TOWNS and country(name) is None
    return code if alone else None


def also_a_region(name: str, of: str) -> bool:
    """Return whether a region of another country than `of` has this name (`Georgia`, `Luxembourg`)."""
    return any(not code.startswith(f"{of}-") for code in _names().get(plain(name), ()))


def also_a_town(name: str) -> bool:
    """Return whether a region's name is a town's too, as Washington and Hamburg are: a location may mean either."""
    return plain(name) in _TOWNS | {"washington"}


def is_region(code: str) -> bool:
    """Return whether it is a code of ISO 3166-2."""
    return code in _codes()


@cache
def codes_of_states() -> frozenset[str]:
    """Return what stands behind the hyphen in the codes of US states and Canadian provinces."""
    return frozenset(code[3:] for code in _codes() if code[:3] in {"US-", "CA-"})


@cache
def _codes() -> frozenset[str]:
    return frozenset(entry.code for entry in pycountry.subdivisions)


@cache
def _usual() -> Mapping[str, str]:
    """Return the codes, the names of ISO and those in a few languages, common short forms: what most rosters hold."""
    written = [(key(name), code) for name, code in _SHORT.items()]
    iso = [
        (key(text), entry.alpha_2)
        for entry in pycountry.countries
        for name in ("numeric", "name", "official_name", "common_name", "alpha_3", "alpha_2")
        if (text := getattr(entry, name, None))
    ]
    spoken = chain.from_iterable(map(_named, _USUAL))
    return {**_unambiguous(spoken), **_unambiguous(written), **_unambiguous(iso)}


@cache
def _everywhere() -> Mapping[str, str]:
    """Return the names in all languages, official and common; a name of two countries is none of them."""
    pairs = chain.from_iterable((*map(_named, _SPOKEN), *map(_named_by_iso, LANGUAGES)))
    several = _unambiguous(pair for pair in pairs if len(pair[0]) >= _SURE or not pair[0].isascii())
    return {**several, **_usual()}


def _named(language: str) -> list[tuple[str, str]]:
    known = {entry.alpha_2 for entry in pycountry.countries}
    return [(key(name), code) for code, name in Locale.parse(language).territories.items() if code in known]


def _named_by_iso(language: str) -> Iterator[tuple[str, str]]:
    """Yield what the Debian project collects and pycountry carries: `Bundesrepublik Deutschland`."""
    catalogue = _catalogue("iso3166-1", language)
    for entry in pycountry.countries:
        for name in ("name", "official_name", "common_name"):
            text = getattr(entry, name, None)
            if text and (said := catalogue.gettext(text)) != text:
                yield key(said), entry.alpha_2


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return name → what it means, of the names that mean one thing; each without its accents too."""
    found: dict[str, set[str]] = {}
    for name, code in set(pairs):
        for one in {name, *_ways(name)}:
            found.setdefault(one, set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _ways(name: str) -> Iterator[str]:
    """Yield a name as keyboards without accents write it."""
    if len(name) >= _SURE and not name.isascii():
        yield plain(name)
        yield plain(name.translate(_SPELT_OUT))


def _catalogue(domain: str, language: str) -> NullTranslations | GNUTranslations:
    return translation(domain, pycountry.LOCALES_DIR, languages=[language], fallback=True)


@cache
def _names() -> Mapping[str, frozenset[str]]:
    """Return the names of all regions of the world, and the codes of those that bear them."""
    found: dict[str, set[str]] = {}
    for entry in pycountry.subdivisions:
        found.setdefault(plain(key(entry.name)), set()).add(entry.code)
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _regions(within: str) -> Mapping[str, str]:
    """Return every known spelling of a country's regions; a name of two of them is left out."""
    entries = [entry for entry in pycountry.subdivisions if entry.country_code == within]
    known = _unambiguous((plain(key(entry.name)), entry.code) for entry in entries)
    for entry in entries:
        known |= dict.fromkeys((key(entry.code[3:]), key(entry.code)), entry.code)
    for short, called in _ABBREVIATED.get(within, {}).items():
        known |= {plain(key(name.replace("_", " "))): f"{within}-{short}" for name in called.split()}
    return known


@cache
def _translated(within: str) -> Mapping[str, str]:
    """Return the names of a country's regions in other languages: `Kalifornien`, `Californie`."""
    entries = [entry for entry in pycountry.subdivisions if entry.country_code == within]
    catalogues = [_catalogue("iso3166-2", language) for language in LANGUAGES]
    return _unambiguous(
        (plain(key(said)), entry.code)
        for catalogue in catalogues
        for entry in entries
        if len(said := catalogue.gettext(entry.name)) >= _SURE
    )
