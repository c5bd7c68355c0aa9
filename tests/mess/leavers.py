"""Who still works here, in all the ways rosters say it."""

from __future__ import annotations

from datetime import date

from tests.mess.organisation import LEFT, Cell, Organisation, Person
from tests.mess.registry import disorder, disorders

_LEAVING_DATES = (
    "Date of Leaving", "Term Date", "Date of Exit", "Departure Date", "Actual Termination Date", "Separation Date",
    "Relieving Date", "Contract End Date", "Leave Date", "Last Working Day", "DOL", "End Date", "Terminated on",
    "Austrittsdatum", "Date de sortie", "Fecha de baja", "Data di cessazione", "Datum uit dienst", "Data de saída",
    "Data zwolnienia", "Slutdatum", "退職日", "离职日期",
)  # fmt: skip
_WORDS = {
    "German": ("aktiv", "ausgeschieden"),
    "French": ("Actif", "Sorti"),
    "Spanish": ("Activo", "Baja"),
    "Italian": ("Attivo", "Cessato"),
    "Dutch": ("Actief", "Uit dienst"),
    "Portuguese": ("Ativo", "Desligado"),
    "Polish": ("Aktywny", "Zwolniony"),
    "codes A and T": ("A", "T"),
    "codes A and I": ("A", "I"),
    "Current and Former": ("Current", "Former"),
    "Term": ("Active", "Term"),
    "Terminated - Voluntary": ("Active", "Terminated - Voluntary"),
    "Separated": ("Active", "Separated"),
    "Laid Off": ("Full-Time", "Laid Off"),
    "Resigned": ("Permanent", "Resigned"),
    "Retired": ("Active", "Retired"),
    "DEPROVISIONED": ("ACTIVE", "DEPROVISIONED"),
    "archived": ("active", "archived"),
    "Inactive": ("Active", "Inactive"),
    "No longer employed": ("Employed", "No longer employed"),
}
_FLAGS: dict[str, tuple[Cell, Cell]] = {
    "Active": ("Yes", "No"),
    "Is Active": (True, False),
    "Active?": ("Y", "N"),
    "Activated": (1, 0),
    "Currently Employed": ("yes", "no"),
    "Aktiv": ("ja", "nein"),
    "Actif": ("oui", "non"),
    "Activo": ("Sí", "No"),
    "accountEnabled": ("true", "false"),
    "Leaver (Y/N)": ("N", "Y"),
    "Leaver?": ("", "x"),
    "suspended": (0, 1),
    "Terminated": ("No", "Yes"),
    "Inactive": (False, True),
    "Ausgeschieden": ("nein", "ja"),
}


def _stays(o: Organisation, *columns: str) -> None:
    o.roster.drop(*{"status", "last_day"} - set(columns))


@disorders("who left: only a column {}", {title: title for title in _LEAVING_DATES}, "who left", "header of last_day")
def _leaving(o: Organisation, title: str) -> None:
    _stays(o, "last_day")
    o.roster.titles["last_day"] = title


@disorders("who left: status words, {}", _WORDS, "who left", "no last day")
def _words(o: Organisation, words: tuple[str, str]) -> None:
    _stays(o, "status")
    o.roster.put("status", o.roster.titles["status"], lambda p: words[p in LEFT])


@disorders("who left: a flag {}", {title: (title, *said) for title, said in _FLAGS.items()}, "who left", "no last day")
def _flag(o: Organisation, flag: tuple[str, Cell, Cell]) -> None:
    _stays(o)
    o.roster.put("flag", flag[0], lambda p: flag[1:][p in LEFT])


@disorder("who left: Status says Active, Employment Status Terminated", "who left", "no last day")
def _two_columns(o: Organisation) -> None:
    _stays(o, "status")
    o.roster.put("account_status", "Status", lambda _: "Active")


@disorder("who left: Status says Active of all, beside a last day", "who left", "no last day")
def _dates_beat_words(o: Organisation) -> None:
    o.roster.put("status", "Employment Status", lambda _: "Active")


@disorder("who left: notice given counts as work until the last day", "who left")
def _gave_notice(o: Organisation) -> None:
    o.roster.one("Iris").cells["status"] = "gekündigt"


@disorder("who left: Resigned, with a last day to come", "who left")
def _resigned(o: Organisation) -> None:
    o.roster.one("Iris").cells["status"] = "Resigned"


@disorder("who started: New Hire for long", "who left")
def _new_hires(o: Organisation) -> None:
    for person, word in (("Ada", "New Hire"), ("Cleo", "Onboarding"), ("Eva", "Hired")):
        o.roster.one(person).cells["status"] = word


@disorder("who started: Pre-hire before the first day", "who left")
def _before(o: Organisation) -> None:
    o.roster.one("Jon").cells["status"] = "Pre-hire"


@disorder("who left: an earlier employment's last day, and hired again", "rehired")
def _again(o: Organisation) -> None:
    o.roster.put("rehired", "Rehire Date", lambda p: date(2024, 2, 13) if p == "Cleo" else None)
    o.roster.one("Cleo").cells["last_day"] = date(2021, 4, 30)


@disorder("who left: nothing says so", "who left", "no last day")
def _nothing(o: Organisation) -> None:
    """By DESIGN a run goes on, and `check` says it first: everybody counts as active."""
    _stays(o)
    left = [row for row in o.roster.rows if row.person in LEFT]
    for row in left:
        o.roster.rows.remove(row)
        _forget(o, row.person or "")


def _forget(o: Organisation, person: Person) -> None:
    """Somebody is not on the roster at all; a response of theirs is nobody's."""
    del o.truth[person]
    o.unmatched += len(o.survey.of(person))
