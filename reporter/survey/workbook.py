"""The questionnaire as a workbook: blank, or made out to one person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

from reporter.model import forms
from reporter.survey.cells import Choices, Look, height, literal, pack, packed, paragraph, sheet, write
from reporter.survey.notice import PrivacyNotice
from reporter.survey.people import Person
from reporter.survey.stationery import Stationery

_WIDTHS = (13, 38, 28)  # an id, a question, an answer: together what a phone shows
_NOTICE_WIDTHS = (78,)
_PLACEHOLDERS = {forms.EMPLOYEE: "{reporter:employee}", forms.ADDRESS: "{reporter:address}"}
_PLACEHOLDER = re.compile("|".join(map(re.escape, _PLACEHOLDERS.values())))
_FORM = "xl/worksheets/sheet1.xml"


def blank(it: Stationery) -> bytes:
    """Return the questionnaire for anybody."""
    return packed(_parts(it, it.notice(), {}))


class PersonalForms:
    """Questionnaires made out to one person each. Those that differ in nothing else are laid out once."""

    def __init__(self) -> None:
        self._known: dict[object, dict[str, bytes]] = {}

    def form(self, it: Stationery, person: Person) -> bytes:
        """Return a person's questionnaire: the questions that concern them, the notice for their place of work."""
        given = {forms.EMPLOYEE: person.employee_id, forms.ADDRESS: person.address}
        filled = {key: text for key, text in given.items() if text}
        notice = it.notice(person.country, person.region)
        key = (it.survey.say.language, person.asked, tuple(filled), notice)
        if key not in self._known:
            theirs = it.of(person.asked)
            self._known[key] = _parts(theirs, notice, {name: _PLACEHOLDERS[name] for name in filled}, made_out=True)
        parts = self._known[key]
        texts = {_PLACEHOLDERS[name]: escape(literal(text)) for name, text in filled.items()}
        # In one go: what stands in the roster may look like a placeholder.
        form = _PLACEHOLDER.sub(lambda found: texts[found[0]], parts[_FORM].decode("utf-8"))
        return packed({**parts, _FORM: form.encode("utf-8")})


def _parts(
    it: Stationery, notice: PrivacyNotice, filled: dict[str, str], *, made_out: bool = False
) -> dict[str, bytes]:
    """Lay the workbook out. What is `filled` for the person, and what is empty because we do not know, stays so."""
    say = it.survey.say
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    footer = say("workbook", "footer", title=it.title.replace("&", "&&"))
    form = sheet(workbook, say("workbook", "tab"), _WIDTHS, footer=footer)
    notice_sheet = sheet(workbook, say("workbook", "notice_tab"), _NOTICE_WIDTHS, footer=footer)
    choices = Choices(workbook, refused=say("workbook", "refused"), refused_date=say("workbook", "refused_date"))
    row = 0
    for row, (text, look) in enumerate(_opening(it, notice), start=1):
        paragraph(form, row, text, look, _WIDTHS)
    row += 2
    for column, head in enumerate((forms.PERSON, say("fill", "question"), say("fill", "answer")), start=1):
        write(form, row, column, head, Look.SMALL if column == 1 else Look.HEAD)
    form.row_dimensions[row].height = height([(forms.PERSON, _WIDTHS[0])])
    answer = forms.ANSWER_COLUMN + 1
    for name, text in zip(forms.IDENTITY, _identity(it), strict=True):
        row += 1
        write(form, row, 1, name, Look.SMALL)
        write(form, row, 2, text, Look.STRONG)
        open_ = name == forms.DATE or not made_out
        look = Look.DATE if name == forms.DATE else Look.ENTRY if open_ else Look.TEXT
        cell = write(form, row, answer, filled.get(name), look)
        form.row_dimensions[row].height = height([(name, _WIDTHS[0])])
        if name == forms.DATE:
            choices.date(form, cell.coordinate)
        else:
            cell.number_format = "@"  # an id keeps its leading zeros
    for item in it.survey.items:
        row += 1
        lacking = f" {say('untranslated')}" if item.language != say.language else ""
        text = "\n".join((item.text + lacking, *it.remarks(item)))
        write(form, row, 1, item.id, Look.SMALL)
        write(form, row, 2, text, Look.TEXT)
        cell = write(form, row, answer, None, Look.ENTRY)
        choices.offer(form, cell.coordinate, item.offers)
        longest = max(item.offers, key=len)
        form.row_dimensions[row].height = height([(item.id, _WIDTHS[0]), (text, _WIDTHS[1]), (longest, _WIDTHS[2])]) + 6
    for row, (text, look) in enumerate(_notice(it, notice), start=1):
        paragraph(notice_sheet, row, text, look, _NOTICE_WIDTHS)
    return pack(workbook, title=it.title, stamp=it.survey.stamp)


def _identity(it: Stationery) -> Sequence[str]:
    return [it.survey.say("fill", key) for key in ("employee", "address", "date")]


def _opening(it: Stationery, notice: PrivacyNotice) -> Iterator[tuple[str, Look]]:
    """Yield what stands above the questions."""
    say = it.survey.say
    yield it.title, Look.TITLE
    yield say("intro", "from", **it.blanks), Look.TEXT
    yield it.about, Look.TEXT
    yield " ".join(it.promises), Look.TEXT
    yield "\n".join(say("workbook", key, **it.blanks) for key in ("how", "dated", "send", "keep")), Look.STRONG
    yield it.ask, Look.TEXT
    yield f"{notice.objection.head}: {' '.join(notice.objection.sentences)}", Look.APART


def _notice(it: Stationery, notice: PrivacyNotice) -> Iterator[tuple[str, Look]]:
    yield notice.title, Look.TITLE
    yield f"{notice.objection.head}: {' '.join(notice.objection.sentences)}", Look.APART
    for part in notice.parts:
        yield "", Look.TEXT
        yield part.head, Look.STRONG
        for sentence in part.sentences:
            yield sentence, Look.TEXT
    yield "", Look.TEXT
    yield it.survey.say("disclaimer", "head"), Look.STRONG
    for text in it.disclaimer:
        yield text, Look.SMALL
