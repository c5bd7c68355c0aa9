"""Method and disclaimer: how it was judged, from what, and what it is not."""

from __future__ import annotations

from string import Template

from openpyxl.worksheet.worksheet import Worksheet

from reporter.model.documents import Report
from reporter.reports.excel.sheet import WORDS, place
from reporter.reports.excel.styles import Style
from reporter.reports.excel.writer import Writer, height
from reporter.wording import disclaimer, words
from reporter.wording.environment import day, number

_TOPICS = ("judged", "newest", "bounds", "level", "suppression", "unlisted", "dates", "tool")
_LINE = 96  # width of the text column
_GAP = 8  # points between paragraphs


def method_sheet(worksheet: Worksheet, writer: Writer, report: Report) -> None:
    """Write how findings are judged, and every input and policy with its hash."""
    say = words(WORDS)
    blanks = {
        "as_of": day(report.assessment.parameters.as_of),
        "period": report.assessment.parameters.period,
        "timezone": report.organisation.timezone,
        "version": report.tool_version,
        "report_id": report.report_id,
    }
    topics = [
        (say("method", topic, "title"), Template(say("method", topic, "text")).substitute(blanks)) for topic in _TOPICS
    ]
    topics += [
        (
            Template(say("method", "policy")).substitute(id=p.id),
            Template(say("method", "policy_text")).substitute(
                title=p.title, version=p.version, reviewed=day(p.reviewed), owner=p.owner, sha256=p.sha256
            ),
        )
        for p in report.assessment.policies.policies
    ]
    topics += [
        (
            Template(say("method", "input")).substitute(role=i.role.replace("-", " ")),
            Template(say("method", "input_text")).substitute(name=i.name, rows=number(i.rows), sha256=i.sha256),
        )
        for i in report.inputs
    ]
    _prose(worksheet, writer, say("method", "title"), topics)


def disclaimer_sheet(worksheet: Worksheet, writer: Writer) -> None:
    """Write the disclaimer in full."""
    shipped = disclaimer()
    dated = Template(words(WORDS)("disclaimer", "dated")).substitute(version=shipped.version, as_of=day(shipped.as_of))
    _prose(worksheet, writer, words(WORDS)("disclaimer", "title"), [("", p) for p in (*shipped.text, dated)])


def _prose(worksheet: Worksheet, writer: Writer, title: str, topics: list[tuple[str, str]]) -> None:
    say = words(WORDS)
    writer.print_setup(worksheet)
    writer.cell(worksheet, 1, 1, title, Style.TITLE)
    writer.link(writer.cell(worksheet, 2, 1, say("back"), Style.LINK), to=place(say("overview", "tab")))
    worksheet.row_dimensions[1].height = 28
    headed = any(head for head, _ in topics)
    worksheet.column_dimensions["A"].width = 34 if headed else _LINE
    worksheet.column_dimensions["B"].width = _LINE
    for row, (head, text) in enumerate(topics, start=4):
        if head:
            writer.cell(worksheet, row, 1, head, Style.STRONG)
        writer.cell(worksheet, row, 2 if headed else 1, text, Style.WRAPPED)
        worksheet.row_dimensions[row].height = height([(text, _LINE)]) + _GAP
