"""The workbook's named styles: one family, three sizes, ink, grey and one accent (DESIGN §10)."""

from __future__ import annotations

from enum import StrEnum

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

from reporter.wording.colours import colour


def rgb(colour: str) -> str:
    """Return `#rrggbb` as a workbook writes it."""
    return colour.removeprefix("#").upper()


INK, GREY, LINE, PAPER, WASH, ACCENT = (
    rgb(colour(name)) for name in ("ink", "grey", "line", "paper", "wash", "accent")
)
FAMILY = "Calibri"


class Style(StrEnum):
    """A named style; the value is its name in the workbook."""

    TITLE = "Report title"
    SECTION = "Report section"
    NOTE = "Report note"
    LINK = "Report link"
    WEB = "Report web address"
    HEAD = "Report head"
    HEAD_NUMBER = "Report head of numbers"
    TEXT = "Report text"
    STRONG = "Report strong"
    WRAPPED = "Report wrapped text"
    NUMBER = "Report number"
    PERCENT = "Report percentage"
    DATE = "Report date"
    ENTRY = "Report entry"
    ENTRY_DATE = "Report entry of a date"
    TOTAL = "Report total"
    TOTAL_NUMBER = "Report total of numbers"
    TOTAL_PERCENT = "Report total percentage"

    @property
    def for_web(self) -> bool:
        """Whether cells of this style hold web addresses."""
        return self is Style.WEB

    @property
    def for_numbers(self) -> bool:
        """Whether cells of this style stand at the right."""
        return self in {Style.NUMBER, Style.PERCENT}

    @property
    def wraps(self) -> bool:
        """Whether texts of this style go on in a next line."""
        return self in {Style.STRONG, Style.WRAPPED, Style.ENTRY}

    @property
    def stands_empty(self) -> bool:
        """Whether cells of this style are there without a value too."""
        return self in {Style.ENTRY, Style.ENTRY_DATE, Style.TOTAL, Style.TOTAL_NUMBER, Style.TOTAL_PERCENT}

    @property
    def of_total(self) -> Style:
        """The style of a total under cells of this style."""
        return {Style.NUMBER: Style.TOTAL_NUMBER, Style.PERCENT: Style.TOTAL_PERCENT}.get(self, Style.TOTAL)


_TOP = Alignment(vertical="top")
_RIGHT = Alignment(vertical="top", horizontal="right", indent=1)
_LEFT = Alignment(vertical="top", horizontal="left")
_WRAP = Alignment(vertical="top", wrap_text=True)
_RULE = Border(bottom=Side(style="thin", color=INK))
_SUM = Border(top=Side(style="thin", color=INK))
_ENTRY = PatternFill("solid", fgColor=WASH)
_PERCENT = "0 %_x;-0 %_x;0 %_x;@_x"
_FORMATS = {
    Style.NUMBER: "#,##0",
    Style.PERCENT: _PERCENT,
    Style.DATE: "yyyy-mm-dd",
    Style.ENTRY_DATE: "yyyy-mm-dd",
    Style.TOTAL_NUMBER: "#,##0",
    Style.TOTAL_PERCENT: _PERCENT,
}


def add_styles(workbook: Workbook) -> None:
    """Add the named styles to `workbook`. Links have our accent: an organisation's may be too pale to read."""
    looks: dict[Style, tuple[Font, Alignment, Border | None, PatternFill | None]] = {
        Style.TITLE: (_font(18, bold=True), _TOP, None, None),
        Style.SECTION: (_font(13, bold=True), Alignment(vertical="bottom"), _RULE, None),
        Style.NOTE: (_font(11, color=GREY), _TOP, None, None),
        Style.LINK: (_font(11, color=ACCENT, underlined=True), _TOP, None, None),
        Style.HEAD: (_font(11, bold=True), Alignment(vertical="bottom", wrap_text=True), _RULE, None),
        Style.HEAD_NUMBER: (
            _font(11, bold=True),
            Alignment(vertical="bottom", horizontal="right", wrap_text=True, indent=1),
            _RULE,
            None,
        ),
        Style.TEXT: (_font(11), _TOP, None, None),
        Style.STRONG: (_font(11, bold=True), _WRAP, None, None),
        Style.WRAPPED: (_font(11), _WRAP, None, None),
        Style.WEB: (_font(11, color=ACCENT, underlined=True), _TOP, None, None),
        Style.NUMBER: (_font(11), _RIGHT, None, None),
        Style.PERCENT: (_font(11), Alignment(vertical="top", horizontal="right"), None, None),
        Style.DATE: (_font(11), _LEFT, None, None),
        Style.ENTRY: (_font(11), _WRAP, None, _ENTRY),
        Style.ENTRY_DATE: (_font(11), _LEFT, None, _ENTRY),
        Style.TOTAL: (_font(11, bold=True), _TOP, _SUM, None),
        Style.TOTAL_NUMBER: (_font(11, bold=True), _RIGHT, _SUM, None),
        Style.TOTAL_PERCENT: (_font(11, bold=True), Alignment(vertical="top", horizontal="right"), _SUM, None),
    }
    for style, (font, alignment, border, fill) in looks.items():
        workbook.add_named_style(
            NamedStyle(
                name=style.value,
                font=font,
                alignment=alignment,
                border=border,
                fill=fill,
                number_format=_FORMATS.get(style, "General"),
            )
        )


def _font(size: int, *, bold: bool = False, color: str = INK, underlined: bool = False) -> Font:
    return Font(name=FAMILY, size=size, bold=bold, color=color, underline="single" if underlined else None)
