"""The survey tools whose exports are known by their own columns, and what is peculiar to each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

from reporter.model.text import comparable
from reporter.sources.headers.header import Header

IMPORT_ID = '{"importid":'
"""How each cell of Qualtrics' third header row begins, compared as text is."""


class Tool(StrEnum):
    """A survey tool whose export is recognised by its content."""

    MICROSOFT_FORMS = "microsoft-forms"
    GOOGLE_FORMS = "google-forms"
    QUALTRICS = "qualtrics"
    SURVEYMONKEY = "surveymonkey"
    LIMESURVEY = "limesurvey"
    TYPEFORM = "typeform"


_FIRST = {
    "timestamp", "zeitstempel", "horodateur", "marca temporal", "informazioni cronologiche", "carimbo de data/hora",
    "tijdstempel", "tidsstämpel", "tidsstempel", "tidsmerke", "aikaleima", "sygnatura czasowa", "časové razítko",
    "タイムスタンプ", "时间戳记", "時間戳記",
}  # fmt: skip
# Columns that only the exports of one tool have together, in the languages we have seen; spaces are left out.
_COLUMNS = (
    *(
        (Tool.MICROSOFT_FORMS, (completion,))
        for completion in (
            "completiontime", "fertigstellungszeit", "heuredefin", "horadefinalización", "oradicompletamento",
            "horadeconclusão", "tijdvanvoltooien", "slutförandetid", "færdiggørelsestidspunkt", "fullføringstidspunkt",
            "valmistumisaika", "godzinaukończenia", "časdokončení", "完了時刻", "完成时间", "完成時間",
        )
    ),
    (Tool.QUALTRICS, ("responseid", "finished", "status")),
    (Tool.QUALTRICS, ("responseid", "finished", "recordeddate")),
    (Tool.SURVEYMONKEY, ("respondentid", "collectorid")),
    (Tool.LIMESURVEY, ("submitdate", "startlanguage")),
    (Tool.LIMESURVEY, ("datesubmitted", "startlanguage")),
    (Tool.LIMESURVEY, ("datumabgeschickt", "start-sprache")),
    (Tool.LIMESURVEY, ("submitdate", "lastpage")),
    (Tool.LIMESURVEY, ("datesubmitted", "lastpage")),
    (Tool.LIMESURVEY, ("datumabgeschickt", "letzteseite")),
    (Tool.LIMESURVEY, ("datedesoumission", "dernièrepage")),
    (Tool.LIMESURVEY, ("fechadeenvío", "últimapágina")),
    (Tool.TYPEFORM, ("submitdate(utc)", "networkid")),
)  # fmt: skip
# The column in which the tool writes whom it knows: who signed in, or whom it sent the link.
_KNOWN_ADDRESS = {
    Tool.MICROSOFT_FORMS: (
        "email", "e-mail", "adresse de messagerie", "adresse de courriel", "correo electrónico", "posta elettronica",
        "indirizzo di posta elettronica", "email address", "e-mailadres", "endereço de email", "endereço de e-mail",
        "e-post", "e-postadress", "mail", "e-postadresse", "sähköposti", "adres e-mail", "e-mailová adresa", "メール",
        "メール アドレス", "メールアドレス", "电子邮件", "電子郵件",
    ),
    Tool.QUALTRICS: ("recipientemail", "recipient email"),
    Tool.SURVEYMONKEY: ("email address",),
}  # fmt: skip
_PREVIEWS = frozenset(
    {"preview", "survey preview", "survey test", "survey preview spam", "offline survey preview", "synthetic"}
)
_PREVIEW_CODES = ("1", "2", "9", "17", "256")  # of the same five statuses of Qualtrics
# How many columns of its own a tool writes before what people were asked.
_OWN = {Tool.MICROSOFT_FORMS: 5, Tool.GOOGLE_FORMS: 2, Tool.QUALTRICS: 17, Tool.SURVEYMONKEY: 9}
_ZONE = re.compile(r'"timeZone": ?"([^"]{1,64})"')
_DATED_WHEN_DONE = frozenset({Tool.LIMESURVEY, Tool.TYPEFORM})


def recognised(titles: Iterable[str]) -> Tool | None:
    """Return the tool that wrote such headers; None where it is not known."""
    keys = [comparable(title) for title in titles]
    known = {key.replace(" ", "") for key in keys}
    for tool, columns in _COLUMNS:
        if known.issuperset(columns):
            return tool
    if any(key.startswith(IMPORT_ID) for key in known):
        return Tool.QUALTRICS
    return Tool.GOOGLE_FORMS if keys and keys[0] in _FIRST else None


def own_columns(titles: Iterable[str]) -> int:
    """Return how many columns of its own the tool writes before what people were asked; 0 where that is not known."""
    tool = recognised(titles)
    return _OWN.get(tool, 0) if tool else 0


def known_address(titles: Sequence[str], tool: Tool | None) -> int | None:
    """Return the column in which the tool writes whom it knows; None where there is none.

    Google Forms has none that says so: what its own holds may be typed, as the form's owner chose.
    """
    if tool not in _KNOWN_ADDRESS:
        return None
    own = enumerate(titles[: _OWN[tool]])
    return next((i for i, title in own if comparable(title) in _KNOWN_ADDRESS[tool]), None)


def is_a_time(text: str, tool: Tool | None) -> bool:
    """Return whether the tool means a time by `text`: LimeSurvey writes one in 1980 where it records none."""
    return not (tool is Tool.LIMESURVEY and text.startswith("1980-01-01"))


def preview_words(tool: Tool | None) -> frozenset[str]:
    """Return what the status of a response nobody gave can say, compared as text is; of Qualtrics its codes too.

    Qualtrics codes 0 a normal response, 4 an imported one, 8 and 12 spam, 16 offline, 32, 40 and 48 employee
    experience: those are responses.
    """
    return _PREVIEWS | frozenset(_PREVIEW_CODES if tool is Tool.QUALTRICS else ())


def only_choice(answers: pl.Series) -> pl.Series:
    """Return answers without the semicolon that Microsoft Forms writes behind each of several choices.

    An answer of one choice is that choice. Several stay as they are written: no one of them is the answer.
    """
    return answers.str.replace(r"^([^;]*[^;\s])\s*;$", "${1}")


def dates_what_is_finished(tool: Tool | None) -> bool:
    """Return whether the tool leaves the time of submission empty until a response is submitted."""
    return tool in _DATED_WHEN_DONE


def stated_zone(header: Header, column: int) -> tzinfo | None:
    """Return the time zone that the header states for a column of times; None where it states none.

    Typeform writes `Submit Date (UTC)`, Qualtrics `{"ImportId":"endDate","timeZone":"Europe/Berlin"}`.
    """
    for cell in (row[column] for row in header.rows if column < len(row)):
        if comparable(cell).endswith("(utc)"):
            return UTC
        if comparable(cell).startswith(IMPORT_ID) and (match := _ZONE.search(cell)):
            name = match[1].replace("\\/", "/")
            try:
                return UTC if name == "Z" else ZoneInfo(name)
            except (ValueError, ZoneInfoNotFoundError, OSError):
                return None
    return None
