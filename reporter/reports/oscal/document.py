"""The document: who, what, from which inputs, by which policies, with which result."""

from __future__ import annotations

import json
from urllib.parse import quote

from reporter.model.documents import Report
from reporter.reports.oscal import conclusions
from reporter.reports.oscal.observations import MOST, Observed, observe
from reporter.reports.oscal.parts import VERSION, Ids, Part, filled, midnight, props, say, token
from reporter.wording import disclaimer
from reporter.wording.environment import number


def render(report: Report) -> bytes:
    """Return `assessment.oscal.json`: OSCAL assessment results, auditor's edition.

    Employees appear by pseudonym; a control that applies to 1 to 4 people is named without outcomes; nothing is
    broken down by department or country. The same report gives the same bytes.

    Raises:
        ValueError: if the report's id is no UUID, which is a bug.
    """
    ids = Ids(report.report_id)
    policies = _policies(report, ids)
    document = {
        "uuid": ids.of("assessment-results"),
        "metadata": _metadata(report, ids),
        "import-ap": {"href": f"#{policies[0]['uuid']}"},
        "results": [_result(report, ids)],
        "back-matter": {"resources": [*policies, *_inputs(report, ids)]},
    }
    text = json.dumps({"assessment-results": document}, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8")


def _metadata(report: Report, ids: Ids) -> Part:
    party = ids.of("party")
    parameters = report.assessment.parameters
    name = (report.organisation.name or "").strip() or say("party_none")
    return {
        "title": say("title", period=parameters.period),
        "last-modified": midnight(parameters.as_of),
        "version": parameters.period,
        "oscal-version": VERSION,
        "props": props({"report-id": report.report_id, "tool-version": report.tool_version}),
        "roles": [{"id": "prepared-for", "title": say("role")}],
        "parties": [{"uuid": party, "type": "organization", "name": name}],
        "responsible-parties": [{"role-id": "prepared-for", "party-uuids": [party]}],
        "remarks": say("remarks") + " " + say("stable" if report.pseudonyms_stable else "unstable"),
    }


def _result(report: Report, ids: Ids) -> Part:
    assessment = report.assessment
    # A control that applies to nobody hides nobody, so only small ones are left out.
    shown = frozenset(t.control for t in assessment.totals.by_control if not t.small)
    seen = observe(assessment, ids, shown)
    observed = {control: seen.by_control.get(control, []) for control in shown}
    tool = ids.of("tool")
    counts: dict[str, str | int | float | None] = {
        "period": assessment.parameters.period,
        "in-scope": assessment.roster.in_scope,
        "responded": assessment.roster.responded,
        "silent": assessment.roster.silent,
    }
    return filled(
        {
            "uuid": ids.of("result"),
            "title": say("title", period=assessment.parameters.period),
            "description": say("description"),
            "start": midnight(assessment.parameters.as_of),
            "end": midnight(assessment.parameters.as_of),
            "props": props(counts),
            "local-definitions": filled({"components": [_tool(report, tool)], "inventory-items": seen.inventory}),
            "reviewed-controls": {"control-selections": [_selection(report)]},
            "attestations": [
                {
                    "parts": [
                        {"uuid": ids.of("disclaimer"), "name": "disclaimer", "prose": "\n\n".join(disclaimer().text)}
                    ]
                }
            ],
            "assessment-log": {"entries": _log(report, ids)},
            "observations": seen.observations,
            "risks": conclusions.risks(assessment, ids, shown, report.due),
            "findings": conclusions.findings(assessment, ids, observed, tool),
            "remarks": _remarks(report, seen),
        }
    )


def _selection(report: Report) -> Part:
    controls = [{"control-id": token(c.id)} for c in report.assessment.policies.controls]
    chosen: Part = {"include-controls": controls} if controls else {"include-all": {}}
    return {"description": say("controls"), **chosen}


def _tool(report: Report, uuid: str) -> Part:
    return {
        "uuid": uuid,
        "type": "software",
        "title": "reporter",
        "description": say("tool"),
        "props": props({"version": report.tool_version}),
        "status": {"state": "operational"},
    }


def _remarks(report: Report, seen: Observed) -> str:
    small = [t.control for t in report.assessment.totals.by_control if t.small]
    found = []
    if small:
        found.append(say("small", controls=", ".join(small)))
    if seen.aggregated:
        found.append(say("aggregated", most=number(MOST)))
    return " ".join(found)


def _log(report: Report, ids: Ids) -> list[Part]:
    roster, survey = report.assessment.roster, report.assessment.responses
    texts = {
        "roster": say("log", "roster", "text", rows=number(roster.roster_rows), in_scope=number(roster.in_scope)),
        "survey": say("log", "survey", "text", rows=number(survey.survey_rows), used=number(survey.used)),
        "judged": say("log", "judged", "text"),
    }
    return [
        {
            "uuid": ids.of("log", step),
            "title": say("log", step, "title"),
            "description": text,
            "start": midnight(report.assessment.parameters.as_of),
        }
        for step, text in texts.items()
    ]


def _policies(report: Report, ids: Ids) -> list[Part]:
    return [
        {
            "uuid": ids.of("policy", p.id),
            "title": say("policy", title=p.title, version=p.version),
            "props": props({"policy": p.id, "version": p.version}),
            "rlinks": [_file(p.path, p.sha256)],
        }
        for p in report.assessment.policies.policies
    ]


def _inputs(report: Report, ids: Ids) -> list[Part]:
    return [
        {
            "uuid": ids.of("input", n, i.role, i.sha256),
            "title": say("input", role=i.role),
            "props": props({"role": i.role, "rows": i.rows}),
            "rlinks": [_file(i.name, i.sha256)],
        }
        for n, i in enumerate(report.inputs)
    ]


def _file(name: str, sha256: str) -> Part:
    return {"href": quote(name), "hashes": [{"algorithm": "SHA-256", "value": sha256}]}
