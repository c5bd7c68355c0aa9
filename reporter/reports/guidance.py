"""The general guidance sheet, `guidance.pdf`: for everybody, about nobody (DESIGN §6, Mail).

It serves those who may not be written to about their own accounts. Where they work an employer may not "require,
request, suggest, or cause" a change of settings (C.R.S. 8-2-127 and its like; facts/domain.md §3.4), so the sheet is
the same for all staff, names and counts nobody, and only describes: the imperatives of a policy's steps stand under a
heading that makes them what those do who choose to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from reporter import assets
from reporter.assess.levels import works_in
from reporter.model.assessment import Assessment
from reporter.model.documents import Report
from reporter.model.law import LawNote, Reference
from reporter.model.policy import Control
from reporter.model.service import Fact, Service
from reporter.model.vocabulary import Kind
from reporter.reports import selection
from reporter.reports.paper import printed
from reporter.wording import colours, environment

NAME = "guidance.pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A service, and the settings of its accounts."""

    service: Service | None
    controls: tuple[Control, ...]
    facts: tuple[Fact, ...]

    @property
    def facts_alike(self) -> tuple[tuple[Fact, ...], ...]:
        """The facts that follow one another and differ in nothing but their text, together."""
        groups = groupby(self.facts, lambda f: (f.topic, f.applies_to, f.claim_by, f.confidence, f.source))
        return tuple(tuple(group) for _, group in groups)


def is_due(assessment: Assessment) -> bool:
    """Return whether the run makes the sheet: somebody may not be written to, and there is something to say."""
    return assessment.mail.guidance and bool(chapters(assessment))


def render(report: Report) -> bytes:
    """Return the sheet as a PDF; the same report gives the same bytes.

    Raises:
        RenderError: The logo cannot be drawn, or asks for something from outside.
    """
    return printed(partial(page, report), report, f"{report.report_id}/{NAME}")


def page(report: Report, logo: str | None = None) -> str:
    """Return the HTML the sheet is laid out from; `logo` is the name it is served under."""
    assessment = report.said.assessment
    told = chapters(assessment)
    facts = (fact for chapter in told for fact in chapter.facts)
    return (
        environment(report.language)
        .get_template("guidance/guidance.html.j2")
        .render(
            report=report,
            as_of=assessment.parameters.as_of,
            chapters=told,
            sources=sources(facts),
            law=law_for_everybody(assessment),
            logo=logo,
            accent=colours.accent(report.organisation.accent),
        )
    )


def chapters(assessment: Assessment) -> tuple[Chapter, ...]:
    """Return the controls about accounts, by their services, in the policies' order.

    Those about who can see an account are left out where somebody works, or may work, where an employer may not ask
    about that: the sheet is the same for everybody.
    """
    places = assessment.policies.places
    people = assessment.population
    barred = not people.filter(works_in(places.visibility_request_barred)).is_empty()
    shown = {Kind.ACCOUNT_SETTING, *(() if barred or not people["place_known"].all() else (Kind.ACCOUNT_VISIBILITY,))}
    controls = [c for c in assessment.policies.controls if c.kind in shown]
    chosen = assets.table(assets.folder("templates") / "guidance" / "facts.yaml")
    found = []
    for name in dict.fromkeys(c.service for c in controls):
        service = assessment.policies.services.get(name or "")
        known = service.facts if service else ()
        found.append(
            Chapter(
                service=service,
                controls=tuple(c for c in controls if c.service == name),
                facts=tuple(f for f in known if f.id in chosen.get(name, ())) or known,
            )
        )
    return tuple(found)


def sources(facts: Iterable[Fact]) -> tuple[Reference, ...]:
    """Return what the facts rest on, each once, in the order of its first use."""
    return tuple(dict.fromkeys(fact.source for fact in facts))


def law_for_everybody(assessment: Assessment) -> Sequence[LawNote]:
    """Return the notes that hold wherever somebody in scope works; none where a place of work is not known."""
    regimes_of = assessment.policies.places.regimes_of
    places = assessment.population.select("country", "region").unique().rows()
    return [
        note
        for note in selection.law_notes(assessment)
        if all(note.regime in regimes_of(*place) and (not note.places or {*place} & {*note.places}) for place in places)
    ]
