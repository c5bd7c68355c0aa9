"""Data quality: notices, rows not used, answers nobody could read. One table, so that it can be filtered."""

from __future__ import annotations

from reporter.model.assessment import Assessment
from reporter.reports.excel.sheet import WORDS, Sheet, Value, column, worded
from reporter.reports.excel.styles import Style
from reporter.reports.excel.texts import Texts
from reporter.wording import words

_Row = tuple[Value, ...]


def data_quality(assessment: Assessment, texts: Texts) -> Sheet:
    """Return what to know about the inputs, and about what the workbook itself had to change.

    Args:
        assessment: where notices, rejects and unrecognised answers come from.
        texts: what fitted the texts of all other sheets; this sheet's are fitted here, so that they count too.
    """
    rows = [tuple(texts.fit(v) if isinstance(v, str) else v for v in row) for row in _rows(assessment)]
    return worded(
        "data_quality",
        table="DataQuality",
        columns=(
            column("what", 22),
            column("explanation", 70, Style.WRAPPED),
            column("count", 9, Style.NUMBER),
            column("file", 24),
            column("sheet", 14),
            column("row", 9, Style.NUMBER),
            column("column", 18),
            column("value", 34, Style.WRAPPED),
            column("suggestion", 30, Style.WRAPPED),
        ),
        rows=[*_changed(texts), *rows],
        tall=True,
    )


def _changed(texts: Texts) -> list[_Row]:
    say = words(WORDS)
    found = (("control_characters", texts.replaced), ("cut", texts.cut))
    return [_row(say("data_quality", "workbook"), say("data_quality", key), count) for key, count in found if count]


def _rows(assessment: Assessment) -> list[_Row]:
    say = words(WORDS)
    notices = [_row(say("data_quality", "notice"), words().notice(n)) for n in assessment.notices]
    rejects = [
        (
            say("data_quality", role),
            words()("reject", role, reason or fate),
            None,
            file,
            sheet,
            row,
            column,
            value,
            near,
        )
        for role, file, sheet, row, column, fate, reason, value, near in assessment.rejects.select(
            "role", "file", "sheet", "row", "column", "fate", "reason", "value", "suggestion"
        ).iter_rows()
    ]
    answers = [
        _row(say("data_quality", "answer"), say("data_quality", "unrecognised"), count, question, answer)
        for question, answer, count in assessment.unrecognised.select("question", "answer", "count").iter_rows()
    ]
    return [*notices, *answers, *rejects]


def _row(what: str, text: str, count: int | None = None, column: str | None = None, value: str | None = None) -> _Row:
    return (what, text, count, None, None, None, column, value, None)
