"""The whole workbook: which sheets, in which order, with which properties."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from string import Template

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from reporter.model.documents import Report
from reporter.reports.excel import overview
from reporter.reports.excel.breakdowns import by_control, by_country, by_department
from reporter.reports.excel.crosswalk import crosswalk
from reporter.reports.excel.follow_up import Seal, open_findings
from reporter.reports.excel.guidance import guidance, law_notes
from reporter.reports.excel.method import disclaimer_sheet, method_sheet
from reporter.reports.excel.package import Body, pack
from reporter.reports.excel.people import employees, waivers
from reporter.reports.excel.quality import data_quality
from reporter.reports.excel.sheet import MOST_ROWS, WORDS, Sheet
from reporter.reports.excel.styles import add_styles
from reporter.reports.excel.texts import Texts
from reporter.reports.excel.writer import Writer
from reporter.wording import disclaimer, words
from reporter.wording.environment import day


def render(report: Report, *, seal: Seal | None = None, most_rows: int = MOST_ROWS) -> bytes:
    """Return HR's workbook, `report.xlsx`. It holds names.

    The same report gives the same bytes.

    Args:
        report: The run.
        seal: Makes the hidden keys by which the action plan is known when it comes back; None: it cannot.
        most_rows: Rows that a sheet holds; more go on to a next sheet.

    Raises:
        ReporterError: never of its own; texts that no cell can hold are changed, and *Data quality* says so.
    """
    say = words(WORDS)
    assessment = report.assessment
    as_of = day(assessment.parameters.as_of)
    texts = Texts()
    writer = Writer(texts, as_of=Template(say("print", "footer")).substitute(as_of=as_of))
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    add_styles(workbook)
    bodies: dict[str, Body] = {}

    def put(sheet: Sheet, index: int | None = None) -> int:
        """Write a sheet, as many as it needs; return how many that were."""
        parts = sheet.parts(most_rows)
        for n, part in enumerate(parts):
            body = writer.sheet(_add(workbook, part.tab, index=None if index is None else index + n), part)
            if body:
                bodies[part.tab] = body
        return len(parts)

    first = _add(workbook, say("overview", "tab"))
    counted = (by_control(assessment), by_department(assessment), by_country(assessment))
    for sheet in (
        *counted,
        crosswalk(assessment),
        employees(assessment),
        open_findings(report, seal),
        waivers(assessment),
    ):
        put(sheet)
    index = len(workbook.sheetnames)
    for sheet in (guidance(assessment), law_notes(assessment)):
        put(sheet)
    method_sheet(_add(workbook, say("method", "tab")), writer, report)
    disclaimer_sheet(_add(workbook, say("disclaimer", "tab")), writer)
    names = workbook.sheetnames
    tabs = [*names[1:index], say("data_quality", "tab"), *names[index:]]
    overview.write(first, writer, report, numbers=workbook.worksheets[1:3], tabs=tabs)
    # Last, because it tells how many texts all the others had to change; in its place, because readers look there.
    put(data_quality(assessment, texts), index)
    _properties(workbook, report, texts)
    charts = {1: say("overview", "chart_alt"), 2: say("overview", "departments_alt")}
    file = BytesIO()
    pack(workbook, bodies, file, as_of=assessment.parameters.as_of, charts=charts)
    return file.getvalue()


def _add(workbook: Workbook, tab: str, index: int | None = None) -> Worksheet:
    worksheet = workbook.create_sheet(tab, index)
    if not isinstance(worksheet, Worksheet):  # the stubs allow write-only and chart sheets too
        raise TypeError(tab)
    return worksheet


def _properties(workbook: Workbook, report: Report, texts: Texts) -> None:
    say = words(WORDS)
    parameters = report.assessment.parameters
    properties = workbook.properties
    properties.title = texts.fit(Template(say("overview", "title")).substitute(period=parameters.period))
    properties.subject = Template(say("properties", "subject")).substitute(as_of=day(parameters.as_of))
    properties.creator = f"reporter {report.tool_version}"
    properties.keywords = say("properties", "keywords")
    properties.description = texts.fit(" ".join(disclaimer().text))
    properties.identifier = report.report_id
    properties.language = "en-GB"
    properties.created = datetime.combine(parameters.as_of, time())
    custom = StringProperty(name="report_id", value=report.report_id)
    workbook.custom_doc_props.append(custom)  # type: ignore[attr-defined]  # the stubs lag behind openpyxl 3.1
