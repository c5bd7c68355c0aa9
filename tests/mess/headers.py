"""Headers as systems and languages write them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.mess.organisation import QUESTIONS, Organisation
from tests.mess.registry import disorder, disorders

_ALL = ("id", "name", "address", "department", "country", "state", "status", "first_day", "last_day")
_SYSTEMS: dict[str, tuple[str, ...]] = {
    "Zoho": ("Employee ID", "Employee Name", "Email ID", "Department", "Country", "State", "Employee Status",
             "Date of joining", "Date of exit"),
    "Paylocity": ("Employee ID", "Employee Name", "Work Email", "Department", "Country", "State", "Status",
                  "Hire Date", "Term Date"),
    "Oracle": ("Person Number", "Display Name", "Work Email", "Department", "Country", "State", "Assignment Status",
               "Hire Date", "Actual Termination Date"),
    "HiBob": ("Employee ID in company", "Display name", "Email", "Department", "Country", "State", "Lifecycle status",
              "Start date", "Termination date"),
    "a list in India": ("Emp Code", "Employee Name", "Official Email ID", "Department", "Country", "State", "Status",
                        "DOJ", "DOL"),
    "a list in Britain": ("Payroll No", "Name", "Email", "Department", "Country", "County", "Status", "Start Date",
                          "Leave Date"),
    "German": ("Personalnummer", "Name", "E-Mail-Adresse", "Abteilung", "Land", "Bundesland", "Status",
               "Eintrittsdatum", "Austrittsdatum"),
    "French": ("Matricule", "Nom", "Adresse e-mail", "Service", "Pays", "État", "Statut", "Date d'embauche",
               "Date de sortie"),
    "Spanish": ("Número de empleado", "Nombre", "Correo electrónico", "Departamento", "País", "Estado",
                "Situación laboral", "Fecha de alta", "Fecha de baja"),
    "Italian": ("Matricola", "Nome", "Email aziendale", "Reparto", "Paese", "Stato federato", "Stato",
                "Data di assunzione", "Data di cessazione"),
    "Dutch": ("Personeelsnummer", "Naam", "E-mailadres", "Afdeling", "Land", "Deelstaat", "Status", "Datum in dienst",
              "Datum uit dienst"),
    "Portuguese": ("Matrícula", "Nome", "E-mail", "Departamento", "País", "Estado", "Situação", "Data de admissão",
                   "Data de demissão"),
    "Polish": ("Numer pracownika", "Imię i nazwisko", "Adres e-mail", "Dział", "Kraj", "Stan", "Status",
               "Data zatrudnienia", "Data zwolnienia"),
    "Swedish": ("Anställningsnummer", "Namn", "E-post", "Avdelning", "Land", "Delstat", "Status", "Anställningsdatum",
                "Slutdatum"),
    "Japanese": ("社員番号", "氏名", "メールアドレス", "部署", "国", "州", "在籍状況", "入社日", "退職日"),
    "Chinese": ("工号", "姓名", "邮箱", "部门", "国家", "州", "状态", "入职日期", "离职日期"),
}  # fmt: skip
_OPEN = ("French", "Spanish", "Portuguese", "Polish")
"""What they call a state is also a word for a status or a country: a run may stop, and ask."""

_SURVEYS: dict[str, tuple[str, str]] = {
    "Microsoft Forms": ("Completion time", "Email"),
    "German": ("Zeitstempel", "E-Mail-Adresse"),
    "French": ("Horodateur", "Adresse e-mail"),
    "Spanish": ("Marca temporal", "Dirección de correo electrónico"),
    "Italian": ("Informazioni cronologiche", "Indirizzo email"),
    "Dutch": ("Tijdstempel", "E-mailadres"),
    "Portuguese": ("Carimbo de data/hora", "Endereço de e-mail"),
    "Polish": ("Sygnatura czasowa", "Adres e-mail"),
    "Swedish": ("Tidsstämpel", "E-postadress"),
    "Japanese": ("タイムスタンプ", "メールアドレス"),
    "Chinese": ("时间戳", "邮箱"),
    "SurveyMonkey": ("End Date", "Email Address"),
    "Qualtrics": ("RecordedDate", "RecipientEmail"),
    "LimeSurvey": ("submitdate", "email"),
    "Typeform": ("Submit Date (UTC)", "Email"),
    "Jotform": ("Submission Date", "E-mail"),
    "Alchemer": ("Date Submitted", "Email"),
}
_DECORATIONS: dict[str, Callable[[str], str]] = {
    "stars behind": lambda t: f"{t} *",
    "upper case": str.upper,
    "lower case": str.lower,
    "no-break spaces": lambda t: t.replace(" ", "\u00a0"),
    "line breaks": lambda t: t.replace(" ", "\n"),
    "colons behind": lambda t: f"{t}:",
    "square brackets": lambda t: f"[{t}]",
    "snake case": lambda t: t.lower().replace(" ", "_"),
    "camel case": lambda t: t[0].lower() + t[1:].replace(" ", ""),
    "apostrophes before": lambda t: f"'{t}",
    "a byte order mark and spaces": lambda t: f"\ufeff {t}  ",
    "(required) behind": lambda t: f"{t} (required)",
}
_BILINGUAL = (
    "Matricule / Employee ID", "Nom / Name", "Courriel / Email", "Service / Department", "Pays / Country",
    "État / State", "Statut / Status", "Date d'embauche / Hire Date", "Date de départ / Termination Date",
)  # fmt: skip
_QUESTIONS: dict[str, Callable[[int, str, str], str]] = {
    "curly quotes": lambda _, __, t: re.sub(r'"([^"]*)"', "“\\1”", t).replace("'", "’"),
    "German quotes": lambda _, __, t: re.sub(r'"([^"]*)"', "„\\1“", t).replace("'", "’"),
    "entities": lambda _, __, t: t.replace("&", "&amp;").replace('"', "&quot;").replace("'", "&#39;"),
    "entities twice over": lambda _, __, t: t.replace('"', "&amp;quot;").replace("'", "&amp;#39;"),
    "tags of HTML": lambda _, __, t: f"<p><strong>{t}</strong></p>",
    "numbers": lambda n, _, t: f"{n}. {t}",
    "numbers with Q": lambda n, _, t: f"Q{n}: {t}",
    "numbers in brackets": lambda n, _, t: f"({n}) {t}",
    "stars": lambda _, __, t: f"{t} *",
    "(required)": lambda _, __, t: f"{t} (required)",
    "cut after 100 characters": lambda _, __, t: t[:100],
    "cut after 80 characters": lambda _, __, t: t[:80].rstrip(),
    "cut after 60 characters and dots": lambda _, __, t: t[:60] + ("…" if len(t) > 60 else ""),
    "no-break spaces": lambda _, __, t: t.replace(" ", "\u00a0"),
    "line breaks": lambda _, __, t: t.replace(". ", ".\n").replace("? ", "?\r\n"),
    "two spaces between sentences": lambda _, __, t: t.replace("? ", "?  ").replace(". ", ".  "),
    "ids alone": lambda _, i, __: i,
    "ids without hyphens": lambda _, i, __: i.replace("-", ""),
    "ids in square brackets": lambda _, i, t: f"{t} [{i}]",
    "LimeSurvey's code and text": lambda _, i, t: f"{i.replace('-', '').replace('.', '')}. {t}",
    "capitals": lambda _, __, t: t.upper(),
    "- Response": lambda _, __, t: f"{t} - Response",
    "no question marks": lambda _, __, t: t.replace("?", ""),
}


@disorders("roster headers: {}", _SYSTEMS, "roster headers", "who left", stops=_OPEN)
def _system(o: Organisation, titles: tuple[str, ...]) -> None:
    o.roster.titles |= dict(zip(_ALL, titles, strict=True))


@disorders("survey headers: {}", _SURVEYS, "survey headers", "survey addresses")
def _tool(o: Organisation, titles: tuple[str, str]) -> None:
    o.survey.titles |= dict(zip(("submitted", "address"), titles, strict=True))


@disorders("roster headers: {}", _DECORATIONS, "header decoration", late=True)
def _decorated(o: Organisation, decorate: Callable[[str], str]) -> None:
    o.roster.retitle(lambda t: decorate(t) if t else t)


@disorders("questions: {}", _QUESTIONS, "questions", late=True)
def _worded(o: Organisation, write: Callable[[int, str, str], str]) -> None:
    for n, question in enumerate(QUESTIONS, 1):
        if question in o.survey.titles:
            o.survey.titles[question] = write(n, question, o.survey.titles[question])


@disorder("roster headers: numbered", "header decoration", stops=True, late=True)
def _numbered(o: Organisation) -> None:
    o.roster.titles = {c: f"{n}. {t}" for n, (c, t) in enumerate(o.roster.titles.items(), 1)}


@disorder("roster headers: two languages in each", "roster headers", "who left")
def _bilingual(o: Organisation) -> None:
    o.roster.titles |= dict(zip(_ALL, _BILINGUAL, strict=True))


@disorder("roster headers: the leaving date's in two languages", "header of last_day")
def _one_bilingual(o: Organisation) -> None:
    o.roster.titles["last_day"] = "Date de départ / Termination Date"


@disorder("questions: one column twice, early answers in one, late in the other", "question twice")
def _twice(o: Organisation) -> None:
    half = len(o.survey.rows) // 2
    _second(o, [n >= half for n in range(len(o.survey.rows))])


@disorder("questions: one column twice, the second empty", "question twice")
def _empty_twice(o: Organisation) -> None:
    _second(o, [False] * len(o.survey.rows))


@disorder("questions: one column twice, answered differently", "question twice", stops=True)
def _contradiction(o: Organisation) -> None:
    o.survey.titles = {**o.survey.titles, "again": QUESTIONS["LI-01"]}
    for row in o.survey.rows:
        row.cells["again"] = "On" if row.cells.get("LI-01") == "Off" else "Off"


def _second(o: Organisation, moves: list[bool]) -> None:
    o.survey.titles = {**o.survey.titles, "again": o.survey.titles["LI-01"]}
    for row, moved in zip(o.survey.rows, moves, strict=True):
        if moved:
            row.cells["again"], row.cells["LI-01"] = row.cells.get("LI-01"), ""


@disorder("questions: the required one is missing", "questions", "question twice", stops=True)
def _missing(o: Organisation) -> None:
    o.survey.drop("LI-01")


@disorder("questions: the required one in other words", "questions", "question twice", stops=True)
def _other_words(o: Organisation) -> None:
    o.survey.titles["LI-01"] = "Is AI training switched off on your LinkedIn page?"
