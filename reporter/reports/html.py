"""The page: one self-contained file that opens from disk, asks nobody for anything, and reads without JavaScript.

The content security policy stands in the file itself and allows exactly one script and one style sheet, by hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import Markup

from reporter import assets
from reporter.assess.follow_up import plan_states
from reporter.model.assessment import Assessment
from reporter.model.documents import Organisation, Report
from reporter.model.law import LawNote
from reporter.model.vocabulary import Edition
from reporter.reports.headline import headline
from reporter.reports.listing import PRINTED, ROWS, open_findings, silent_people
from reporter.reports.selection import law_notes
from reporter.reports.view import view
from reporter.wording import colours, environment, words

_FONTS = {"regular": "SourceSans3-Regular.woff2", "semibold": "SourceSans3-Semibold.woff2"}


def render(report: Report, edition: Edition) -> bytes:
    """Return the page of `report` as UTF-8: `report.html`, or `report-hr.html` where `edition` is HR's.

    In the auditor's edition no row about a person carries more than a pseudonym. Every number is the assessment's or
    the length of a list.
    """
    assessment = report.assessment
    anchors = _anchors([c.id for c in assessment.policies.controls])
    silent, silent_unlisted = silent_people(assessment) if edition is Edition.HR else (None, 0)
    style = _style(report.organisation.accent)
    script = _asset("page/page.js").decode("utf-8")
    page = environment().get_template("page/page.html.j2")
    text = page.render(
        report=report,
        a=assessment,
        v=view(report, edition),
        headline=headline(assessment),
        edition=edition.value,
        csp=content_security_policy(script, style),
        style=Markup(style),  # noqa: S704 - our own template, and a colour that was checked
        script=Markup(script),  # noqa: S704 - our own file
        logo=_logo(report.organisation),
        anchors=anchors,
        open_list=open_findings(assessment, anchors, edition),
        plan=_plan(report) if edition is Edition.HR else {},
        silent_list=silent,
        silent_unlisted=silent_unlisted,
        page_rows=ROWS,
        printed_rows=PRINTED,
        law=list(_law(assessment)),
        notices=[words().notice(n, quoting=edition is Edition.HR) for n in assessment.notices],
    )
    return text.encode("utf-8")


def content_security_policy(script: str, style: str) -> str:
    """Return a policy under which this script and this style sheet work and nothing else does: no request leaves."""
    return (
        f"default-src 'none'; script-src '{_source(script)}'; style-src '{_source(style)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> bytes:
    return (assets.folder("templates") / name).read_bytes()


def _style(accent: str | None) -> str:
    fonts = {weight: base64.b64encode(_asset(f"fonts/{file}")).decode("ascii") for weight, file in _FONTS.items()}
    return environment().get_template("page/page.css.j2").render(accent=colours.accent(accent), **fonts)


def _logo(organisation: Organisation) -> str:
    """Return the logo as a data address. As an image neither kind can run anything or fetch anything."""
    if not organisation.logo:
        return ""
    kind = "png" if organisation.logo.startswith(b"\x89PNG") else "svg+xml"
    return f"data:image/{kind};base64,{base64.b64encode(organisation.logo).decode('ascii')}"


def _plan(report: Report) -> dict[str, int]:
    """Return the open findings in each state of the action plan, by its word."""
    say = words("workbook.en")
    states = plan_states(report.assessment, report.follow_ups)
    return {say("open_findings", "states", state or "none"): n for state, n in states.items()}


def _law(assessment: Assessment) -> Iterator[tuple[str, list[LawNote]]]:
    """Yield the notes that apply under the title of their regime."""
    titles = {r.id: r.title for r in assessment.policies.places.regimes}
    for regime, notes in groupby(law_notes(assessment), key=lambda note: note.regime):
        yield titles.get(regime, regime), list(notes)


def _anchors(controls: Sequence[str]) -> dict[str, str]:
    """Return for each control the id of its place in the page: readable where its own id allows that."""
    return {
        control: f"control-{control}" if re.fullmatch(r"[A-Za-z0-9._-]+", control) else f"control-{n}"
        for n, control in enumerate(controls, start=1)
    }
