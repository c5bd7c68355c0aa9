"""How binding a control is for one person: the policy's level, and what lowers it (DESIGN §6, Level).

Source of the caps: facts/domain.md §3.4 and §4.1.
"""

from __future__ import annotations

import polars as pl

from reporter.model.law import Places
from reporter.model.policy import Control
from reporter.model.tables import LEVEL
from reporter.model.vocabulary import Cap, Kind, Level, Ownership

_RANK = {level: rank for rank, level in enumerate(Level)}
BARRED = "barred-by-law"


def personal() -> pl.Expr:
    """Whether the account counts as personal: neither the company's nor used mainly for it. Unknown does."""
    ours = [Ownership.COMPANY.value, Ownership.BUSINESS_USE.value]
    return ~pl.col("ownership").cast(pl.String).is_in(ours).fill_null(value=False)


def works_in(barred: frozenset[str]) -> pl.Expr:
    """Whether a person works in one of these countries or regions."""
    here = pl.col("country").is_in(sorted(barred)) | pl.col("region").is_in(sorted(barred))
    return here.fill_null(value=False)


def place_known(places: Places | None) -> pl.Expr:
    """Whether the place of work is known.

    A country some of whose regions bar requests is no known place of work until the region is known too.
    """
    region_matters = pl.col("country").is_in(sorted(places.countries_where_region_matters) if places else [])
    return pl.col("country").is_not_null() & (pl.col("region").is_not_null() | ~region_matters)


def barred_by_law(control: Control, places: Places) -> pl.Expr:
    """Whether this is a visibility control for a personal account in a place that bars asking for it."""
    if control.kind is not Kind.ACCOUNT_VISIBILITY:
        return pl.lit(value=False)
    return personal() & works_in(places.visibility_request_barred)


def settings_request_barred(control: Control, places: Places) -> pl.Expr:
    """Whether an employer may not even suggest this change here: a personal account in US-CO or US-AR."""
    if not control.kind.about_an_account:
        return pl.lit(value=False)
    return personal() & works_in(places.settings_request_barred)


def writable(control: Control, places: Places) -> pl.Expr:
    """Whether the finding may appear in a mail to one person, and be followed up person by person.

    Who works in a place that is not known may work where that is barred, so nobody writes to them, about anything.
    """
    return pl.col("place_known") & ~settings_request_barred(control, places)


def caps(control: Control, places: Places) -> dict[Cap, tuple[Level, pl.Expr]]:
    """Return each cap with the level it lowers to and for whom it holds."""
    found = {Cap.UNKNOWN_PLACE: (Level.INFORMATION, ~pl.col("place_known"))}
    if control.kind.about_an_account:
        business = (pl.col("ownership") == Ownership.BUSINESS_USE.value).fill_null(value=False)
        found |= {
            Cap.BUSINESS_USE_ACCOUNT: (Level.RECOMMENDED, business),
            Cap.PERSONAL_ACCOUNT: (Level.RECOMMENDED, personal()),
            Cap.SETTINGS_REQUEST_BARRED: (Level.INFORMATION, settings_request_barred(control, places)),
        }
    return {cap: found[cap] for cap in Cap if cap in found}


def level(control: Control, places: Places, without: Cap | None = None) -> pl.Expr:
    """Return the capped level; `without` leaves one cap out, to see what it did."""
    rank: pl.Expr = pl.lit(_RANK[control.level], dtype=pl.UInt8)
    for cap, (to, holds) in caps(control, places).items():
        if cap is not without:
            rank = pl.max_horizontal(rank, pl.when(holds).then(pl.lit(_RANK[to], dtype=pl.UInt8)))
    return rank.replace_strict({r: lv.value for lv, r in _RANK.items()}, return_dtype=LEVEL)


def cap_codes(control: Control, places: Places) -> pl.Expr:
    """Return the caps that lower this control's level, joined by ";"."""
    codes = [
        pl.when(holds).then(pl.lit(cap.value))
        for cap, (to, holds) in caps(control, places).items()
        if _RANK[to] > _RANK[control.level]
    ]
    return pl.concat_str(codes, separator=";", ignore_nulls=True) if codes else pl.lit("")


def cap_law(control: Control, places: Places) -> pl.Expr:
    """Return the ids of the law notes behind the caps that lower this level, or behind the bar, joined by ";"."""
    notes = [
        pl.when(holds).then(notes_behind(cap.value, places))
        for cap, (to, holds) in caps(control, places).items()
        if _RANK[to] > _RANK[control.level]
    ]
    notes.append(pl.when(barred_by_law(control, places)).then(notes_behind(BARRED, places)))
    joined = pl.concat_str([pl.when(n != "").then(n) for n in notes], separator=";", ignore_nulls=True)
    return joined.fill_null("")


def notes_behind(code: str, places: Places) -> pl.Expr:
    """Return the ids of the law notes behind a cap or the bar, joined by ";".

    Those of the region or the country, where it has some for this cap, else the cap's own.
    """
    own = ";".join(places.cap_law.get(code, ()))
    barred = places.settings_request_barred if code == Cap.SETTINGS_REQUEST_BARRED.value else frozenset[str]()
    barred = places.visibility_request_barred if code == BARRED else barred
    table = {place: ";".join(places.cap_law[place]) for place in sorted(barred) if place in places.cap_law}
    if not table:
        return pl.lit(own)
    here = (pl.col(c).replace_strict(table, default=None, return_dtype=pl.String) for c in ("region", "country"))
    return pl.coalesce(*here, pl.lit(own))
