"""`manifest.json` and `SHA256SUMS`: what went in, what was counted, and the hash of everything that came out.

The manifest is public API (DESIGN §5), versioned by `schema`. It holds counts and hashes only: no path, no clock, no
operator, and nothing about one person. Counts that are zero are printed where a reader would look for them: every
reason of `rejected`, `excluded` and `withheld`, every outcome, every level, both kinds of mail and every state of a
waiver. A control's `reasons` are those that occur.

Beside the keys of DESIGN §5 it has

- `parameters`: what the judgement depended on beside inputs and policies,
- `pseudonyms`: `stable` across periods, or for `this-roster` only, and `pseudonym_key`: a fingerprint of the key file,
- `previous`: the earlier run this one is compared with,
- `waivers`: how many rows of the waiver file had which state,
- `defaults`: keys of `reporter.toml` that were missing,
- `notices`: codes of what a reader must know.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from reporter.model.assessment import LevelTotals, Parameters, Tally
from reporter.model.documents import Document, Made, Report
from reporter.model.inputs import InputFile
from reporter.model.vocabulary import (
    Exclusion,
    Level,
    MailKind,
    Outcome,
    Reason,
    ResponseReject,
    RosterReject,
    WaiverState,
    Withheld,
)

SCHEMA = 1
CHECKSUMS = "SHA256SUMS"
MAIL_INDEX = "mail/index.csv"
_DIALECT = ("encoding", "delimiter", "header_row", "date_order", "sheet")


def render(report: Report, documents: Sequence[Document | Made]) -> bytes:
    """Return `manifest.json` for a run's documents, as UTF-8."""
    mailed = any(document.name == MAIL_INDEX for document in documents)
    outputs = [_output(d) for d in sorted(documents, key=lambda d: d.name) if not is_message(d.name)]
    return _written(core(report, mailed=mailed) | {"outputs": outputs})


def amended(manifest: bytes, documents: Iterable[Document]) -> bytes:
    """Return a `manifest.json` with other bytes for some of its outputs, and all else as it was."""
    tree = json.loads(manifest)
    changed = {d.name: _output(d) for d in documents}
    return _written(tree | {"outputs": [changed.get(output["name"], output) for output in tree["outputs"]]})


def checksums(documents: Iterable[Document | Made]) -> bytes:
    """Return `SHA256SUMS` for all documents, the manifest and every message too, as `sha256sum -c` reads it."""
    lines = [f"{d.sha256}  {d.name}\n" for d in sorted(documents, key=lambda d: d.name)]
    return "".join(lines).encode("ascii")


def amended_checksums(checksums: bytes, documents: Iterable[Document]) -> bytes:
    """Return a `SHA256SUMS` with other bytes for some of its files, and all else as it was."""
    changed = {d.name: d.sha256 for d in documents}
    entries = (line.partition("  ") for line in checksums.decode("ascii").splitlines())
    return "".join(f"{changed.get(name, digest)}  {name}\n" for digest, _, name in entries).encode("ascii")


def is_message(name: str) -> bool:
    """Return whether a file is a single mail, for which `mail/index.csv` stands."""
    return name.startswith("mail/") and name.endswith(".eml")


def core(report: Report, *, mailed: bool) -> dict[str, Any]:
    """Return the manifest without `outputs`: all that follows from judging alone.

    Args:
        report: The run.
        mailed: Whether mails were composed; without, `composed` is zero.
    """
    assessment = report.assessment
    roster, responses, mail = assessment.roster, assessment.responses, assessment.mail
    kinds = Counter(mail.mails["kind"].cast(str).to_list() if mailed else [])
    return {
        "schema": SCHEMA,
        "tool": {"name": "reporter", "version": report.tool_version},
        "report_id": report.report_id,
        "period": assessment.parameters.period,
        "as_of": assessment.parameters.as_of.isoformat(),
        "inputs": [_input(file) for file in report.inputs],
        "policies": [
            {"id": p.id, "version": p.version, "sha256": p.sha256, "controls": [c.id for c in p.controls]}
            for p in assessment.policies.policies
        ],
        "population": {
            "roster_rows": roster.roster_rows,
            "rejected": _all(RosterReject, roster.rejected),
            "excluded": _all(Exclusion, roster.excluded),
            "in_scope": roster.in_scope,
            "responded": roster.responded,
            "silent": roster.silent,
        },
        "responses": {
            "survey_rows": responses.survey_rows,
            "rejected": _all(ResponseReject, responses.rejected),
            "superseded": responses.superseded,
            "unmatched": responses.unmatched,
            "used": responses.used,
        },
        "controls": {
            c.control: _outcomes(c.tally) | {"reasons": {r: n for r in Reason if (n := c.tally.reasons.get(r, 0))}}
            for c in assessment.totals.by_control
        },
        "levels": _levels(assessment.totals.by_level),
        "mail": {
            "composed": sum(kinds.values()),
            "by_kind": _all(MailKind, kinds),
            "withheld": _all(Withheld, mail.withheld),
        },
        "parameters": _parameters(assessment.parameters, report),
        "pseudonyms": "stable" if report.pseudonyms_stable else "this-roster",
        "pseudonym_key": report.pseudonym_key,
        "previous": {"report_id": earlier.report_id, "period": earlier.period, "as_of": earlier.as_of.isoformat()}
        if (earlier := report.comparison)
        else None,
        "waivers": _all(WaiverState, Counter(w.state.value for w in assessment.waivers)),
        "defaults": list(report.defaults),
        "notices": sorted({notice.code for notice in assessment.notices}),
    }


def _output(document: Document | Made) -> dict[str, Any]:
    return {"name": document.name, "sha256": document.sha256, "bytes": document.size}


def _written(tree: Mapping[str, Any]) -> bytes:
    text = json.dumps(tree, indent=2, ensure_ascii=False)
    return (text + "\n").encode("utf-8", "backslashreplace")  # a file name may hold bytes that are no text


def _all(words: type[StrEnum], counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts in the order of their enumeration, zeros too."""
    return {word.value: counts.get(word.value, 0) for word in words}


def _input(file: InputFile) -> dict[str, Any]:
    return {
        "role": file.role,
        "name": file.name,
        "sha256": file.sha256,
        "bytes": file.size,
        "rows": file.rows,
        "dialect": dict.fromkeys(_DIALECT) | dict(file.dialect),
    }


def _outcomes(tally: Tally) -> dict[str, Any]:
    return {
        Outcome.SATISFIED.value: tally.satisfied,
        Outcome.NOT_SATISFIED.value: tally.not_satisfied,
        Outcome.NOT_APPLICABLE.value: tally.not_applicable,
        Outcome.NOT_ASSESSED.value: tally.not_assessed,
        "waived": tally.waived,
    }


def _levels(totals: Sequence[LevelTotals]) -> dict[str, dict[str, int]]:
    tallies = {total.level: total.tally for total in totals}
    return {
        level.value: {
            "applicable": tally.applicable if (tally := tallies.get(level)) else 0,
            Outcome.SATISFIED.value: tally.satisfied if tally else 0,
            Outcome.NOT_SATISFIED.value: tally.not_satisfied if tally else 0,
            Outcome.NOT_ASSESSED.value: tally.not_assessed if tally else 0,
            "waived": tally.waived if tally else 0,
        }
        for level in Level
    }


def _parameters(parameters: Parameters, report: Report) -> dict[str, Any]:
    return {
        "timezone": report.organisation.timezone,
        "contractors_in_scope": parameters.contractors_in_scope,
        "excluded_countries": sorted(parameters.excluded_countries),
        "consulted": {country: day.isoformat() for country, day in sorted(parameters.consulted.items())},
        "waiver_days": parameters.waiver_days,
        "default_place": parameters.default_place,
        "unknown_place": parameters.unknown_place.value if parameters.unknown_place else None,
        "accepted": list(parameters.accepted),
        "due": report.due.isoformat() if report.due else None,
    }
