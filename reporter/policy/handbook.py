"""A control as a page of a handbook: what it wants, why, what to do, and how the law and ownership lower it."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import TextWrapper

from pydantic_core import PydanticCustomError

from reporter.assess.standing import Standing, standing
from reporter.errors import UsageError
from reporter.model.law import LawNote
from reporter.model.policy import AppliesTo, Control, PolicySet
from reporter.model.vocabulary import Cap, Ownership
from reporter.policy import codes
from reporter.quoting import quoted, suggestion
from reporter.wording import words
from reporter.wording.environment import country, environment
from reporter.wording.places import region_name

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where somebody works, as far as it is known."""

    country: str | None
    region: str | None

    @property
    def name(self) -> str:
        """What people call it, with its code."""
        if self.country is None:
            return "not known"
        if self.region is None:
            return f"{country(self.country)} ({self.country})"
        return f"{region_name(self.region)}, {country(self.country)} ({self.region})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason in words, and its law notes."""

    code: str
    sentence: str
    notes: tuple[LawNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """How the control stands at one place, in words."""

    place: str
    account: str
    """An `Ownership` value; empty for a control that is about no account."""
    standing: Standing
    grounds: tuple[Ground, ...]
    consultation: str


def workplace(code: str) -> Workplace:
    """Return the place of an ISO 3166 code of a country or region, or of `unknown`.

    Raises:
        UsageError: there is no such place.
    """
    if code == UNKNOWN:
        return Workplace(None, None)
    try:
        codes.place(code)
    except PydanticCustomError as error:
        said = error.context or {}
        hint = f"{said.get('hint', '')} Or write {UNKNOWN}."
        raise UsageError(str(said.get("what", code)), where="--for", hint=hint.strip()) from None
    return Workplace(code[:2], code if "-" in code else None)


def find(policies: PolicySet, control_id: str) -> Control:
    """Return the control of that id.

    Raises:
        UsageError: there is none; the hint names the nearest.
    """
    known = {c.id: c for c in policies.controls}
    if control_id not in known:
        hint = suggestion(control_id, known)
        raise UsageError(f"no control is called {quoted(control_id)}", hint=f"{hint} See: reporter policy list".strip())
    return known[control_id]


def stands(policies: PolicySet, control: Control, place: Workplace, ownership: Ownership) -> Standing:
    """Return how a control stands for people who work at `place` and whose account is of that ownership."""
    return standing(control, policies, country=place.country, region=place.region, ownership=ownership)


def page(
    policies: PolicySet, control: Control, *, place: Workplace | None = None, ownership: Ownership, width: int
) -> str:
    """Return the page as plain text.

    Args:
        policies: Where the control is from.
        control: The control.
        place: Where somebody works; None: the page is about everybody.
        ownership: Whose the account is, where a place is given.
        width: The longest line, in characters; addresses stay whole.
    """
    policy = next(p for p in policies.policies if control in p.controls)
    service = policies.services.get(control.service or "")
    here = _here(policies, control, place, ownership) if place else None
    notes = [policies.law[note] for note in control.law]
    behind = [note for ground in (here.grounds if here else ()) for note in ground.notes]
    holding = [n for n in notes if n in behind or place is None or _holds(n, policies, place)]
    elsewhere = [n for n in notes if n not in holding]
    days = sorted(f.source.as_of for f in service.facts if f.source.as_of) if service else []
    wrapper = TextWrapper(width=width, break_long_words=False, break_on_hyphens=False)

    def wrap(text: str, start: str) -> str:
        wrapper.initial_indent, wrapper.subsequent_indent = start, " " * len(start)
        return wrapper.fill(text) if text else start.rstrip()

    env = environment().overlay(autoescape=False)
    env.filters = {**env.filters, "wrap": wrap}
    text = env.get_template("handbook/control.txt.j2").render(
        control=control,
        policy=policy,
        clauses=policies.clauses_of(control.id),
        service=service,
        mending=control.remediation,
        whom=_whom(control.applies_to),
        here=here,
        notes=list(dict.fromkeys([*holding, *behind])),
        elsewhere=len(elsewhere),
        elsewhere_ids=", ".join(n.id for n in elsewhere),
        oldest=days[0] if days else None,
        newest=days[-1] if days else None,
    )
    return text.strip("\n")


def _holds(note: LawNote, policies: PolicySet, place: Workplace) -> bool:
    """Return whether a note holds at a place; where the place is not known, it may."""
    if place.country is None:
        return True
    if note.places and not {place.country, place.region} & set(note.places):
        return False
    return note.regime in policies.places.regimes_of(place.country, place.region)


def _here(policies: PolicySet, control: Control, place: Workplace, ownership: Ownership) -> Here:
    found = stands(policies, control, place, ownership)
    grounds = (
        Ground(code=g.code, sentence=_sentence(g.code), notes=tuple(policies.law[note] for note in g.law))
        for g in found.grounds
    )
    consultation = ""
    if place.country in policies.places.consultation_required:
        consultation = "a run, the works council must have been heard; else reporter run stops"
    elif place.country in policies.places.consultation_advised:
        consultation = "a run, see whether employees' representatives must be heard"
    region_missing = place.region is None and place.country in policies.places.countries_where_region_matters
    name = f"{place.name}, the state or region not known" if region_missing else place.name
    account = ownership.value if control.kind.about_an_account else ""
    return Here(place=name, account=account, standing=found, grounds=tuple(grounds), consultation=consultation)


def _sentence(code: str) -> str:
    if code in list(Cap):
        return words()("cap", code).rstrip(".")
    return words()("reason", code)


def _whom(scope: AppliesTo) -> str:
    """Return whom a control concerns, in words."""
    listed = {
        "countries": scope.countries,
        "regions": scope.regions,
        "regimes": scope.regimes,
        "departments": scope.departments,
        "employment": scope.employment,
        "roles": scope.roles,
    }
    parts = [f"{name}: {', '.join(values)}" for name, values in listed.items() if values]
    return "; ".join(parts) if parts else "everybody"
