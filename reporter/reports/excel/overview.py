"""The first sheet: one sentence, the figures with their bounds, one picture, and where to find the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from string import Template

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporter.assess.follow_up import plan_states
from reporter.model.assessment import Assessment, Tally
from reporter.model.documents import Report
from reporter.model.vocabulary import Edition, Level
from reporter.reports import guidance, selection
from reporter.reports.excel.breakdowns import whole_percents
from reporter.reports.excel.chart import controls_chart, departments_chart
from reporter.reports.excel.rows import LINE
from reporter.reports.excel.sheet import WORDS, Value, place
from reporter.reports.excel.styles import Style
from reporter.reports.excel.writer import Writer, height
from reporter.reports.headline import headline
from reporter.wording import disclaimer, words
from reporter.wording.environment import number

_WIDTHS = {"A": 79, "B": 12, "C": 11, "D": 11, "E": 42, "F": 3}
_CHARTS = 7  # the column they begin in
_FIRST_CHART = 9  # the row of its caption
_POINTS = 28.35  # of a centimetre
_WIDE = "K"  # the last column that sentence and disclaimer run over
_STYLES = (Style.TEXT, Style.NUMBER, Style.PERCENT, Style.PERCENT, Style.NOTE)


def write(
    worksheet: Worksheet, writer: Writer, report: Report, *, numbers: Sequence[Worksheet], tabs: Sequence[str]
) -> None:
    """Write the overview.

    Args:
        worksheet: where.
        writer: writes its cells.
        report: what they hold.
        numbers: the sheets *By control* and *By department*, already written, which feed the charts.
        tabs: the names of the other sheets.
    """
    page = _Page(worksheet, writer)
    say = words(WORDS)
    assessment = report.assessment
    page.head(Template(say("overview", "title")).substitute(period=assessment.parameters.period), report)
    _people(page, report)
    _verdicts(page, assessment)
    _shares(page, assessment)
    _rows(page, assessment)
    page.section(say("overview", "sheets"))
    for tab in tabs:
        page.line(tab, leads_to=place(tab))
    row = _FIRST_CHART
    for draw, sheet in zip((controls_chart, departments_chart), numbers, strict=True):
        chart = draw(sheet, assessment, report.organisation.accent)
        if chart:
            caption = writer.cell(worksheet, row, _CHARTS, sheet.title, Style.LINK)
            writer.link(caption, to=place(sheet.title))
            worksheet.add_chart(chart, f"{get_column_letter(_CHARTS)}{row + 1}")
            row += ceil(chart.height * _POINTS / LINE) + 2


def _people(page: _Page, report: Report) -> None:
    say = words(WORDS)
    assessment = report.assessment
    counts, overall = assessment.roster, assessment.totals.overall
    of_scope = Template(say("overview", "of_scope")).substitute(in_scope=number(counts.in_scope))
    page.section(say("overview", "figures"), say("overview", "count_people"))
    page.line(say("overview", "in_scope"), counts.in_scope)
    page.line(say("overview", "responded"), counts.responded, about=of_scope)
    page.line(say("overview", "silent"), counts.silent, about=of_scope)
    page.line(say("overview", "findings"), overall.applicable, about=say("overview", "findings_text"))
    page.line(say("overview", "open"), overall.open, about=say("overview", "open_text"))
    listed = selection.open_findings(assessment, Edition.HR).height
    about = say("overview", "open_listed_text" if listed < overall.open else "open_listed_all")
    page.line(say("overview", "open_listed"), listed, about=about if overall.open else "", indent=1)
    for state, count in plan_states(assessment, report.follow_ups).items():
        page.line(say("open_findings", "states", state or "none"), count, about=say("overview", "plan_text"), indent=2)
    if guidance.is_due(assessment):
        page.line(say("overview", "guidance"), about=say("overview", "guidance_text"), indent=1)
    page.line(say("overview", "waived"), overall.waived, about=say("overview", "waived_text"))


def _verdicts(page: _Page, assessment: Assessment) -> None:
    say = words(WORDS)
    policies = assessment.policies
    judged = [v for v in assessment.totals.verdicts if v.verdict]
    if judged:
        page.section(say("overview", "verdicts"))
    for found in judged:
        control = next(c for c in policies.controls if c.id == found.control)
        clauses = policies.clauses_of(control.id)
        blanks = {"policy": policies.policy_of(control.id).title, "verdict": words()("verdict", found.verdict or "")}
        if clauses:
            blanks["clause"] = say("overview", "clause", numbers=", ".join(c.id for c in clauses))
        about = say("overview", "verdict_text" if clauses else "verdict_of_pack", **blanks)
        page.line(f"{control.id} {control.title}", about=say("overview", "small") if found.small else about)


def _shares(page: _Page, assessment: Assessment) -> None:
    say = words(WORDS)
    page.section(say("overview", "shares"), *(say("overview", k) for k in ("count", "at_least", "at_most")))
    totals = {t.control: t for t in assessment.totals.by_control}
    for control in assessment.policies.controls:
        label = f"{control.id} {control.title}"
        page.share(label, totals[control.id].tally, small=totals[control.id].small, key="satisfied_of_control")
    for level in assessment.totals.by_level:
        key = "required_text" if level.level is Level.REQUIRED else "satisfied_of_level"
        page.share(words()("level", level.level), level.tally, small=level.small, key=key)
    page.note(say("overview", "bounds_text"))


def _rows(page: _Page, assessment: Assessment) -> None:
    say = words(WORDS)
    roster, survey = assessment.roster, assessment.responses
    page.section(say("overview", "rows"), say("overview", "count_rows"))
    page.line(say("overview", "roster_rows"), roster.roster_rows)
    page.reasons("roster", roster.rejected)
    page.reasons("roster", roster.excluded)
    page.line(say("overview", "in_scope"), roster.in_scope, indent=1)
    page.line(say("overview", "survey_rows"), survey.survey_rows)
    page.reasons("survey", survey.rejected)
    page.reasons("survey", {"superseded": survey.superseded, "unmatched": survey.unmatched})
    page.line(say("overview", "used"), survey.used, indent=1)


class _Page:
    """The sheet as it fills, line by line."""

    def __init__(self, worksheet: Worksheet, writer: Writer) -> None:
        self._worksheet = worksheet
        self._writer = writer
        self._row = 1
        writer.print_setup(worksheet)
        for letter, width in _WIDTHS.items():
            worksheet.column_dimensions[letter].width = width

    def head(self, title: str, report: Report) -> None:
        """Write title, sentence, disclaimer line, and what this is."""
        say = words(WORDS)
        assessment = report.assessment
        overall = assessment.totals.overall
        self._wide(title, Style.TITLE, 30)
        self._wide(headline(assessment), Style.STRONG, 34)
        self._wide(disclaimer().text[0], Style.NOTE, 34)
        status = Template(say("overview", "status_text")).substitute(
            open=number(overall.open),
            unknown=number(overall.not_assessed),
            waived=number(overall.waived),
            notices=number(len(assessment.notices)),
        )
        facts: tuple[tuple[str, Value], ...] = (
            ("organisation", report.organisation.name or words()("not_stated")),
            ("as_of", assessment.parameters.as_of),
            ("status", status),
            ("edition", say("overview", "edition_text")),
        )
        for key, value in facts:
            self._writer.cell(self._worksheet, self._row, 1, say("overview", key), Style.TEXT)
            style = Style.TEXT if isinstance(value, str) else Style.DATE
            self._writer.cell(self._worksheet, self._row, 2, value, style)
            self._row += 1

    def section(self, *heads: str) -> None:
        """Write the head of a part, and what its columns hold."""
        self._row += 1
        for column in range(1, len(_STYLES) + 1):
            head = heads[column - 1] if column <= len(heads) else None
            cell = self._writer.cell(self._worksheet, self._row, column, head, Style.HEAD_NUMBER)
            if column == 1:
                cell.style = Style.SECTION.value
        self._worksheet.row_dimensions[self._row].height = 22
        self._row += 1

    def line(self, label: str, *values: Value, about: str = "", leads_to: str = "", indent: int = 0) -> None:
        """Write a label, up to three numbers, and what they are of."""
        label_cell = self._writer.cell(self._worksheet, self._row, 1, label, Style.TEXT)
        if leads_to:
            self._writer.link(label_cell, to=leads_to)
        label_cell.alignment = Alignment(vertical="top", horizontal="left", indent=indent, wrap_text=not leads_to)
        self._worksheet.row_dimensions[self._row].height = height([(label, _WIDTHS["A"])])
        for column, (value, style) in enumerate(zip(values, _STYLES[1:], strict=False), start=2):
            self._writer.cell(self._worksheet, self._row, column, value, style)
        if about:
            self._writer.cell(self._worksheet, self._row, len(_STYLES), about, Style.NOTE)
        self._row += 1

    def share(self, label: str, tally: Tally, *, small: bool, key: str) -> None:
        """Write how many apply and the bounds, or that too few apply to show."""
        say = words(WORDS)
        if small:
            self.line(label, about=say("overview", "small"))
        else:
            self.line(label, tally.applicable, *whole_percents(tally), about=say("overview", key))

    def reasons(self, role: str, counts: Mapping[str, int]) -> None:
        """Write a line for each reason that occurred."""
        for reason, count in counts.items():
            if count:
                self.line(words()("reject", role, reason), count, indent=1)

    def note(self, text: str) -> None:
        """Write a note under a part."""
        self._writer.cell(self._worksheet, self._row, 1, text, Style.NOTE)
        self._row += 1

    def _wide(self, text: str, style: Style, points: int) -> None:
        cell = self._writer.cell(self._worksheet, self._row, 1, text, style)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        self._worksheet.merge_cells(f"A{self._row}:{_WIDE}{self._row}")
        self._worksheet.row_dimensions[self._row].height = points
        self._row += 1
