"""What the people answered: one believable story, told through the policy's own answer tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from reporter.model.policy import Answer, PolicySet
from reporter.model.vocabulary import Reason
from reporter.sample import dice
from reporter.sample.people import DOMAIN, Person

ACCOUNT = "linkedin.account"
BLANK, FREE, NONE = "blank", "free", Reason.NOT_USED.value

_EUROPE = frozenset({"de", "fr", "ie", "gb", "ch", "gr", "bg"})
# Forms writes times without a zone.
_OPENS = datetime.fromisoformat("2026-11-02T07:30")
_LAST_WAVE = datetime.fromisoformat("2026-07-13T08:00")
_BOUNDARY = datetime.fromisoformat("2026-08-23T18:20")  # 92 days before the run: the first day that still counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One submitted form."""

    completed: datetime
    minutes: int
    address: str
    name: str
    answers: Mapping[str, str]
    """By question id; a question left empty is missing."""


def codes(person: Person) -> dict[str, str]:
    """Return what a person would say: by control an outcome, a reason, BLANK or FREE; and whose the account is."""
    key = person.employee_id or person.address
    group = "floor" if person.department == "Manufacturing" and not person.account else person.account
    account = dice.weighted(_story()["account"][group], key, ACCOUNT)
    home = "europe" if person.place in _EUROPE else "elsewhere"
    said = {ACCOUNT: account}
    floor = person.department == "Manufacturing"
    for control, story in _story()["control"].items():
        told = "seller" if person.account else "floor" if floor else home
        which = next(name for name in (told, home, "anywhere") if name in story)
        said[control] = dice.weighted(story[which], key, control)
        if account == "none" and control.startswith("LI-") and control != "LI-06":
            said[control] = BLANK if dice.number(key, control, "none") % 3 == 0 else NONE
    if account == "company" and dice.number(key, "sso") % 3 == 0:
        said["LI-07"] = Reason.ADMIN_CONTROLLED.value
    return said


def takes_part(person: Person) -> bool:
    """Whether the person answered at all; somebody on leave did not."""
    if not person.address or person.status == "On leave":
        return False
    share: int = _story()["take_part"][person.department]
    return dice.number(person.employee_id or person.address, "part") % 100 < share


def responses(people: Sequence[Person], gone: Sequence[Person], policies: PolicySet) -> list[Response]:
    """Return every submitted form in the order of submission.

    Args:
        people: Everybody who works here today.
        gone: People on the roster who are not in scope; a leaver and a contractor answered all the same.
        policies: Whose questions were asked.
    """
    answering = [p for p in people if takes_part(p)]
    forms = [form(p, codes(p), when(p), policies) for p in answering]
    for i in range(6, len(forms), 29):  # answered in the last wave, and not again
        forms[i] = replace(forms[i], completed=_LAST_WAVE + timedelta(days=i % 37, hours=i % 9, minutes=i % 53))
    forms[11] = replace(forms[11], completed=_BOUNDARY)
    for n, i in enumerate(range(4, len(forms), 31)):  # had it on, switched it off, answered again
        before = codes(answering[i]) | {"LI-01": "not-satisfied", "LI-04": "not-satisfied"}
        forms.append(form(answering[i], before, _OPENS + timedelta(days=n % 4, hours=n + 2, minutes=17 * n), policies))
        forms[i] = replace(forms[i], completed=_OPENS + timedelta(days=14 + n % 5, hours=9 - n, minutes=23))
    reached = [i for i, p in enumerate(answering) if p.other]
    for i in reached[:4]:
        forms[i] = replace(forms[i], address=answering[i].other)
    for i, (alias, _) in zip((17, 61), aliases(people), strict=True):
        forms[i] = replace(forms[i], address=alias)
    typo = next(p for p in people[30:] if p.address and p.status == "Active" and not takes_part(p))
    strays = [
        ("anonymous", ""),
        (typo.address.replace(".", "", 1), typo.name),
        ("front.desk@larkmere.example", "Front desk"),
        ("k.brandvold@tarn-metrology.example", "Kjersti Brandvold"),
        *[(p.address, p.name) for p in gone if p.employee_id in {"LM-1313", "LM-1402"}],
    ]
    for i, (address, name) in enumerate(strays):
        forms.append(
            replace(forms[i * 9 + 2], address=address, name=name, completed=_OPENS + timedelta(days=i, hours=5))
        )
    return sorted(forms, key=lambda form: (form.completed, form.address))


def aliases(people: Sequence[Person]) -> list[tuple[str, str]]:
    """Return the alias file's pairs: two people whose mailbox was renamed, by id and by address."""
    answering = [p for p in people if takes_part(p)]
    first, second = answering[17], answering[61]
    return [
        (f"{first.address.split('@')[0].replace('.', '-')}-old@{DOMAIN}", first.employee_id),
        (f"{second.address.split('.')[0]}@{DOMAIN}", second.address),
    ]


@cache
def _story() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "story.toml").read_text(encoding="utf-8"))


def when(person: Person) -> datetime:
    """Return a time in office hours of the three weeks the survey was open."""
    throw = dice.number(person.employee_id or person.address, "when")
    day = (0, 0, 0, 1, 1, 2, 3, 4, 7, 8, 8, 9, 10, 11, 14, 15, 16, 17, 18)[throw % 19]
    return _OPENS + timedelta(days=day, minutes=throw // 19 % 600, seconds=throw // 11400 % 60)


def form(person: Person, said: Mapping[str, str], completed: datetime, policies: PolicySet) -> Response:
    """Return the form that a person submitted at a time."""
    key = person.employee_id or person.address
    written = {ACCOUNT: _account_wording(said[ACCOUNT], policies, key)}
    for control in policies.controls:
        code = said[control.id]
        if code == FREE:
            written[control.id] = dice.pick(_story()["free"][control.id], key, "free")
        elif code != BLANK:
            written[control.id] = _wording(_with_code(control.question.answers, code), key, control.id)
    minutes = 2 + dice.number(key, "minutes") % 9
    address = person.address.strip().replace("\u200b", "").lower()
    return Response(completed=completed, minutes=minutes, address=address, name=person.name, answers=written)


def _with_code(answers: Sequence[Answer], code: str) -> list[Answer]:
    return [a for a in answers if (a.outcome.value if a.reason is Reason.ANSWERED else a.reason.value) == code]


def _wording(answers: Sequence[Answer], *key: object) -> str:
    """Return an answer in words: mostly the form's own, now and then one's own, now and then sloppily typed."""
    answer = dice.pick(answers, *key, "answer")
    how = dice.weighted({"own": 20, "sloppy": 8, "form": 72}, *key, "how")
    if how == "own" and answer.also:
        return dice.pick(answer.also, *key, "also")
    return f"  {answer.text.upper()} " if how == "sloppy" else answer.text


def _account_wording(code: str, policies: PolicySet, key: str) -> str:
    question = policies.services["linkedin"].account
    options = question.answers if question else ()
    answer = next(a for a in options if (a.account.value if a.account else "unstated") == code)
    return dice.pick((answer.text, answer.text, answer.text, *answer.also[:1]), key, "account wording")
