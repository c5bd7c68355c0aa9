"""The sheet in which HR enters what people answered by phone: a row for each employee, marked as such."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from reporter.model import forms
from reporter.survey.cells import Choices, Look, height, pack, packed, paragraph, sheet, write
from reporter.survey.people import Person
from reporter.survey.stationery import Stationery

_WIDTHS = (14, 26, 17, 36, 13)  # marked, name, id, address, date
_QUESTION = 26
_NOTES = 5  # columns that the notes above the table run across


def render(it: Stationery, people: Sequence[Person]) -> bytes:
    """Return the workbook. It names people."""
    say = it.survey.say
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    widths = (*_WIDTHS, *(_QUESTION for _ in it.survey.items))
    table = sheet(
        workbook, say("phone", "tab"), widths, landscape=True, footer=say("phone", "title").replace("&", "&&")
    )
    choices = Choices(workbook, refused=say("workbook", "refused"), refused_date=say("workbook", "refused_date"))
    row = 0
    for row, (text, look) in enumerate(
        (
            (say("phone", "title"), Look.TITLE),
            (say("phone", "about"), Look.STRONG),
            *((say("phone", key), Look.TEXT) for key in ("how", "dated", "not_asked")),
            (f"{say('object', 'head')}: {say('object', 'say', **it.blanks)}", Look.APART),
        ),
        start=1,
    ):
        paragraph(table, row, text, look, widths[:_NOTES])
    heads = row + 3
    first = heads + 1
    texts = (say("phone", "marked"), say("phone", "name"), say("fill", "employee"), say("fill", "address"))
    questions = [item.text for item in it.survey.items]
    for n, text in enumerate((*texts, say("phone", "date"), *questions), start=1):
        write(table, heads - 1, n, text, Look.HEAD)
    table.row_dimensions[heads - 1].height = height([(text, _QUESTION) for text in questions])
    names = (forms.PHONE, "name", *forms.IDENTITY, *(item.id for item in it.survey.items))
    for n, name in enumerate(names, start=1):
        write(table, heads, n, name, Look.SMALL)
    table.row_dimensions[heads].height = height([(forms.PHONE, _WIDTHS[0])])
    mark = say("phone", "mark")
    for row, person in enumerate(people, start=first):
        for n, value in enumerate((mark, person.name, person.employee_id, person.address), start=1):
            write(table, row, n, value, Look.LINE)
        write(table, row, len(_WIDTHS), None, Look.DATE)
        for n, item in enumerate(it.survey.items, start=len(_WIDTHS) + 1):
            write(table, row, n, None, Look.ENTRY if item.id in person.asked else Look.NOT_ASKED)
    if people:
        last = heads + len(people)
        date = get_column_letter(len(_WIDTHS))
        choices.date(table, f"{date}{first}:{date}{last}")
        for n, item in enumerate(it.survey.items, start=len(_WIDTHS) + 1):
            letter = get_column_letter(n)
            choices.offer(table, f"{letter}{first}:{letter}{last}", item.offers)
    table.freeze_panes = f"C{first}"
    table.print_title_rows = f"{heads - 1}:{heads}"
    return packed(pack(workbook, title=say("phone", "title"), stamp=it.survey.stamp))
