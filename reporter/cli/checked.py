"""What `reporter check --format json` prints: the same as its text, for machines (docs/formats.md)."""

from __future__ import annotations

from typing import Any

import polars as pl

from reporter.model.inputs import InputFile
from reporter.model.vocabulary import ResponseFate
from reporter.run import readiness
from reporter.run.causes import Cause
from reporter.run.judged import Judged

_UNUSED = (ResponseFate.REJECTED.value, ResponseFate.UNMATCHED.value)
_CAUSE = ("code", "stops", "text", "where", "hint")


def tree(judged: Judged, causes: tuple[Cause, ...]) -> dict[str, Any]:
    """Return verdict, causes, counts, and how the files were read. It quotes nobody: rows are named by number."""
    assessment = judged.report.assessment
    roster, survey, parameters = assessment.roster, assessment.responses, assessment.parameters
    files = judged.report.inputs
    return {
        "verdict": readiness.verdict(causes).value,
        "period": parameters.period,
        "as_of": parameters.as_of.isoformat(),
        "causes": [{key: getattr(c, key) for key in _CAUSE} | {"lines": [t for t in c.lines if t]} for c in causes],
        "population": {
            "roster_rows": roster.roster_rows,
            "rejected": dict(roster.rejected),
            "excluded": dict(roster.excluded),
            "in_scope": roster.in_scope,
            "responded": roster.responded,
            "silent": roster.silent,
        },
        "responses": {
            "survey_rows": survey.survey_rows,
            "rejected": dict(survey.rejected),
            "superseded": survey.superseded,
            "unmatched": survey.unmatched,
            "used": survey.used,
        }
        if judged.survey.files
        else None,
        "rows": _rows(assessment.rejects),
        "notices": sorted({notice.code for notice in assessment.notices}),
        "columns": [
            {"role": file.role, "file": file.name, "kept": dict(file.columns), "dropped": list(file.dropped)}
            for file in files
        ],
        "dates": [date for file in files for date in _dates(file)],
    }


def _rows(rejects: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the rows that are not used, by reason and place."""
    unused = rejects.filter(pl.col("fate").is_in(_UNUSED)).with_columns(reason=pl.coalesce("reason", "fate"))
    place = ("role", "file", "sheet", "reason", "column")
    grouped = unused.group_by(*place).agg(pl.col("row").sort()).sort(*place)
    return [dict(row) for row in grouped.rename({"row": "rows"}).iter_rows(named=True)]


def _dates(file: InputFile) -> list[dict[str, Any]]:
    return [
        {
            "role": file.role,
            "file": file.name,
            "column": span.column,
            "first": span.first.isoformat(),
            "last": span.last.isoformat(),
            "rows": span.rows,
        }
        for span in file.dates
    ]
