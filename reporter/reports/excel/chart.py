"""The signature bar as a native chart: what is known, what silence leaves open, what is known not to be."""

from __future__ import annotations

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.worksheet.worksheet import Worksheet

from reporter.model.assessment import Assessment
from reporter.reports.excel.sheet import FIRST_ROW, HEAD_ROW, WORDS
from reporter.reports.excel.styles import GREY, LINE, PAPER, rgb
from reporter.reports.selection import departments
from reporter.wording import words
from reporter.wording.colours import accent

_HEADS = ("satisfied", "unknown", "not_satisfied")


_MOST_BARS = 30  # more could not be told apart


def controls_chart(numbers: Worksheet, assessment: Assessment, stated: str | None) -> BarChart | None:
    """Return a chart of the counts on *By control*, each bar over all to whom the control applies; None of nobody."""
    controls = len(assessment.policies.controls)
    return _bars(numbers, controls, stated) if controls and assessment.roster.in_scope else None


def departments_chart(numbers: Worksheet, assessment: Assessment, stated: str | None) -> BarChart | None:
    """Return a chart of the counts on *By department*, in its order; a group not shown there has no bar.

    None where no department is shown, or where there are more than a reader can tell apart.
    """
    groups = [group for _, group in departments(assessment.totals)]
    shown = assessment.policies.controls and any(not group.hidden for group in groups)
    return _bars(numbers, len(groups), stated) if shown and len(groups) <= _MOST_BARS else None


def _bars(numbers: Worksheet, count: int, stated: str | None) -> BarChart:
    """Return the first `count` rows of a sheet as bars."""
    say = words(WORDS)
    colour = rgb(accent(stated))
    columns = {cell.value: n for n, cell in enumerate(numbers[HEAD_ROW], start=1)}
    last = HEAD_ROW + count
    chart = BarChart()
    chart.type = "bar"
    chart.grouping = "percentStacked"
    chart.overlap = 100
    chart.gapWidth = 60
    chart.title = None  # the sheet says above it what it shows
    chart.style = 2
    looks = (_solid(colour), _hatched(colour), _outlined())
    for key, look in zip(_HEADS, looks, strict=True):
        column = columns[say("heads", key)]
        values = Reference(numbers, min_col=column, min_row=HEAD_ROW, max_row=last)
        series = Series(values, title_from_data=True)
        series.graphicalProperties = look
        series.invertIfNegative = False
        chart.series.append(series)
    chart.set_categories(Reference(numbers, min_col=1, min_row=FIRST_ROW, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.x_axis.delete = False
    chart.y_axis.delete = False
    chart.y_axis.number_format = "0%"
    chart.y_axis.crosses = "max"  # with the order reversed this is the foot
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=LINE, w=6350)))
    for axis in (chart.x_axis, chart.y_axis):
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        axis.txPr = _small_text()
    chart.legend.position = "t"
    chart.legend.txPr = _small_text()
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.width = 21
    chart.height = min(4 + 1.1 * count, 40)
    return chart


def _solid(colour: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour, w=6350))


def _hatched(colour: str) -> GraphicalProperties:
    pattern = PatternFillProperties(prst="wdUpDiag", fgClr=_rgb(colour), bgClr=_rgb(PAPER))
    return GraphicalProperties(pattFill=pattern, ln=LineProperties(solidFill=colour, w=6350))


def _rgb(colour: str) -> ColorChoice:
    return ColorChoice(srgbClr=colour)  # type: ignore[arg-type]  # the stubs take RGB for percentages


def _outlined() -> GraphicalProperties:
    return GraphicalProperties(solidFill=PAPER, ln=LineProperties(solidFill=GREY, w=6350))


def _small_text() -> RichText:
    plain = CharacterProperties(sz=1000, solidFill=GREY)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=plain), endParaRPr=plain)])
