"""What a column that is not used may be about, by its header: who works here, an address, a place, a date."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum


class Concern(StrEnum):
    """What a column may decide, and the roles it would play."""

    SCOPE = "last_day, status, active_flag or left_flag"
    ADDRESS = "address"
    PLACE = "country, region or place"
    DATE = "first_day or last_day"


_PATTERNS = {
    Concern.SCOPE: re.compile(
        r"\b(?:leav(?:e|er|ers|ing)\b|left\b|terminat|exit|separat|departure|departed|resign|retire|offboard|off-board"
        r"|reliev|last (?:day|work|date)|end date|end of|employed|active|inactive|activ|status|suspend|archiv|deactivat"
        r"|disabled|enabled|dismiss|laid off|redundan|austritt|ausgetret|ausgeschied|ausscheid|kündig|aktiv|inaktiv"
        r"|beschäftigt|befrist|sorti|départ\b|fin de|actif|inactif|statut|licenci|démission|baja|cese|salida|egreso"
        r"|inactivo|estado|desvincul|cessaz|uscita|attiv|stato\b|dimission|uit ?dienst|actief|einddatum|deslig|saída"
        r"|demiss|ativo|situação|rescis|slut|avgång|zwoln|zakończ|aktywn)|退職|退社|離職|离职|離職|在籍|在职|在職|状态|狀態",
        re.IGNORECASE,
    ),
    Concern.ADDRESS: re.compile(
        r"e-?mail|\bmail|correo|courriel|posta elettronica|e-?post|メール|邮箱|郵箱|邮件", re.IGNORECASE
    ),
    Concern.PLACE: re.compile(
        r"\b(?:countr|land\b|pays\b|país|paese|location|standort|site\b|office|city|stadt\b|ville\b|ciudad|città|state\b"
        r"|province|provinz|region|arbeitsort|einsatzort|dienstort|lieu|lugar|sede|workplace|work place|place of work"
        r"|niederlassung|établissement|vestiging|kontor|oddział|miasto|kraj\b|place\b)|勤務地|国|地区|城市|工作地",
        re.IGNORECASE,
    ),
    Concern.DATE: re.compile(r"date|datum|fecha|\bdata\b|\bsince\b|\bseit\b|日期|年月日|入社|入职|入職", re.IGNORECASE),
}
_OTHERS = re.compile(
    r"manager|supervisor|vorgesetzt|superior|responsable|private|privat|personal e?-?mail|home|birth|geburt|naissance"
    r"|nacimiento|nascita|nascimento|geboorte|födelse|urodzenia|生年月日|出生|reason|grund\b|motif|motivo|phone|visa"
    r"|interview|emergency|notfall|balance|entitlement|vacation|holiday|urlaubs|marital|civil|familien|tax|flsa|exempt"
    r"|vaccin|updated|modified|created|geändert|erstellt|salary|gehalt|probation|review|training|department"
    r"|rehire elig",
    re.IGNORECASE,
)
_SERVED = {
    Concern.SCOPE: frozenset[str](),
    Concern.ADDRESS: frozenset({"address"}),
    Concern.PLACE: frozenset({"country", "region", "place"}),
    Concern.DATE: frozenset({"first_day", "last_day"}),
}
"""Where a file has such a column, another one decides nothing; who works here may be said more than once."""


def concern(header: str, used: Collection[str]) -> Concern | None:
    """Return what an unused column of a roster looks as if it decided; None where it looks like something else.

    Args:
        header: Its header.
        used: The roles that other columns of the file play.
    """
    text = " ".join(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).replace("_", " ").split())[:200]
    if _OTHERS.search(text):
        return None
    for about, pattern in _PATTERNS.items():
        if pattern.search(text) and _SERVED[about].isdisjoint(used):
            return about
    return None
