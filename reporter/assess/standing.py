"""How a control stands for one kind of person: at which level, whether they may be written to, and why.

The answer comes from the expressions that judge everybody, run on a table of one row; there is no second set of rules.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from reporter.assess import findings, levels
from reporter.model.policy import Control, PolicySet
from reporter.model.tables import OWNERSHIP
from reporter.model.vocabulary import Cap, Level, Ownership, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason, and the law notes behind it."""

    code: str
    """A `Cap` value, `barred-by-law` or `out-of-scope`."""
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a control stands for the people who work at a place, by whose the account is."""

    level: Level
    """As the finding carries it. Where the control does not apply it is the level it would have, and binds nobody."""
    mail: bool
    """Whether a mail to one person may name an open finding, and HR may follow it up person by person."""
    grounds: tuple[Ground, ...]
    """What lowers the level, keeps it from a mail, or makes the control not applicable."""

    @property
    def applies(self) -> bool:
        """Whether the control can be judged here at all."""
        return not {g.code for g in self.grounds} & {Reason.BARRED_BY_LAW.value, Reason.OUT_OF_SCOPE.value}


def standing(
    control: Control, policies: PolicySet, *, country: str | None, region: str | None, ownership: Ownership | None
) -> Standing:
    """Return how `control` stands for a person.

    Department, employment and role are taken to be such that the control concerns the person.

    Args:
        control: One of the controls of `policies`.
        policies: For the places and the regimes that hold there.
        country: ISO 3166-1, where the person works; None: unknown.
        region: ISO 3166-2; None: unknown, or of no matter.
        ownership: Whose the account is; None: unknown, which counts as personal.
    """
    places = policies.places
    whom = replace(control.applies_to, departments=(), employment=(), roles=())
    judged = (
        pl.DataFrame(
            {"country": [country], "region": [region], "ownership": [ownership.value if ownership else None]},
            schema={"country": pl.String, "region": pl.String, "ownership": OWNERSHIP},
        )
        .with_columns(place_known=levels.place_known(places))
        .select(
            level=levels.level(control, places),
            caps=levels.cap_codes(control, places),
            writable=levels.writable(control, places),
            settings_barred=levels.settings_request_barred(control, places),
            visibility_barred=levels.barred_by_law(control, places),
            concerned=findings.applies(whom, policies),
            **{f"law:{code}": levels.notes_behind(code, places) for code in (*Cap, levels.BARRED)},
        )
        .row(0, named=True)
    )
    codes = [code for code in judged["caps"].split(";") if code]
    if not judged["writable"]:  # said even where the policy's own level is as low as the cap
        kept_back = Cap.SETTINGS_REQUEST_BARRED if judged["settings_barred"] else Cap.UNKNOWN_PLACE
        codes += [kept_back.value] if kept_back.value not in codes else []
    if not judged["concerned"]:
        codes.append(Reason.OUT_OF_SCOPE.value)
    elif judged["visibility_barred"]:
        codes.append(levels.BARRED)
    grounds = (Ground(code=c, law=tuple(n for n in judged.get(f"law:{c}", "").split(";") if n)) for c in codes)
    found = Standing(level=Level(judged["level"]), mail=False, grounds=tuple(grounds))
    return replace(found, mail=bool(judged["writable"]) and found.applies)
