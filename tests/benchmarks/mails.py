"""How long composing mails takes beside the plainest loop, and whether memory stays flat: `make bench`, or by hand.

    python -m tests.benchmarks.mails            10,000 mails
    python -m tests.benchmarks.mails 30000

The plainest loop renders the same templates with Jinja for each person, without inlining a style, and builds an
`EmailMessage` of both parts. The bound of issue 7: at most 1.5 × its time, in one run;
processor time, so that what else the machine does counts for neither. Memory is what composing
holds at its peak, at a tenth of the mails and at all of them.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from typing import Any

import polars as pl
from jinja2 import Environment
from markupsafe import Markup

from reporter import assets, mail, policy
from reporter.assess import assess
from reporter.mail.languages import spoken, wanted
from reporter.mail.letters import Letter, letters
from reporter.mail.rights import Rights
from reporter.mail.stationery import Block, Person, Setting, wrap
from reporter.model.assessment import Parameters
from reporter.model.documents import Organisation, Report, Sender
from reporter.model.inputs import RosterTable, SurveyTable
from reporter.model.tables import ROSTER, SURVEY
from reporter.model.vocabulary import Level
from reporter.pseudonyms import PUBLISHED
from reporter.wording import environment

_BOUND = 1.5
_LANGUAGES = ("en", "de", "fr", "es", "hi")
_COUNTRIES = ("IE", "DE", "FR", "ES", "IN")
_AS_OF = date(2026, 11, 23)
_BOX = "privacy@company.example"


def main() -> None:
    """Measure both ways in one run and print them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mails", nargs="?", type=int, default=10_000)
    most = parser.parse_args().mails
    report = organisation(most)
    for warm in (composed, plain):
        _spent(warm, organisation(50))
    ours, theirs = _spent(composed, report), _spent(plain, report)
    ratio = ours / theirs
    _print(f"{most:,} mails: composed in {ours:.1f} s, by the plainest loop in {theirs:.1f} s: {ratio:.2f} ×")
    peaks = [_held(organisation(count)) for count in (most // 10, most)]
    _print(f"memory held while composing: {peaks[0]:.1f} MiB for {most // 10:,}, {peaks[1]:.1f} MiB for {most:,}")
    if ratio > _BOUND:
        raise SystemExit(f"more than {_BOUND} ×")


def organisation(people: int) -> Report:
    """Return an assessment of which everybody gets a mail: two in three about findings, the others a reminder."""
    policies = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    n = pl.int_range(people, dtype=pl.UInt32, eager=True)
    row: dict[str, object] = {"file": "people.csv", "address_usable": True, "aliases": []}
    none = {
        name: pl.Series(name, [row.get(name)], dtype=dtype).new_from_index(0, people) for name, dtype in ROSTER.items()
    }
    roster = pl.DataFrame(none)
    roster = roster.with_columns(
        row=n + 2,
        employee_id=pl.concat_str(pl.lit("E"), n.cast(pl.String).str.zfill(7)),
        address=pl.concat_str(pl.lit("p"), n.cast(pl.String), pl.lit("@company.example")),
        name=pl.lit("Zoë Ó Briain"),
        country=_one_of(n, _COUNTRIES),
        language=_one_of(n, _LANGUAGES),
    )
    worst = {c.id: next(a.text for a in c.question.answers if a.outcome == "not-satisfied") for c in policies.controls}
    survey = roster.filter(n % 3 != 0).select(
        *(pl.lit(None, dtype=dtype).alias(name) if name not in {"employee_id", "row"} else name
          for name, dtype in SURVEY.items())
    )  # fmt: skip
    at = datetime(2026, 11, 11, 12, tzinfo=UTC)
    survey = survey.with_columns(
        file=pl.lit("survey.csv"),
        anonymous=False,
        preview=False,
        finished=True,
        submitted_at=pl.lit(at).cast(SURVEY["submitted_at"]),
        submitted_on=pl.lit(at.date()),
        row_text=pl.lit(""),
        **{name: pl.lit(text) for name, text in worst.items()},
        **{asked.id: pl.lit(None, dtype=pl.String) for asked in policies.asked if asked.service},
    )
    parameters = Parameters(as_of=_AS_OF, period="2026-Q4", consulted={"DE": date(2026, 9, 1)})
    assessment = assess(
        RosterTable(rows=roster, files=()),
        SurveyTable(rows=survey, files=()),
        policies=policies,
        parameters=parameters,
        pseudonym=PUBLISHED.pseudonym,
    )
    if assessment.mail.mails.height != people:
        raise AssertionError(assessment.mail)
    return Report(
        assessment=assessment,
        report_id="benchmark",
        tool_version="0",
        organisation=Organisation(name="Company", contact=_BOX),
        sender=Sender(sender=_BOX, reply_to=_BOX, stated=True),
        due=date(2026, 12, 23),
        inputs=(),
        pseudonym_key=None,
        defaults=(),
    )


def composed(report: Report) -> Iterator[int]:
    """Yield the size of each message as `reporter.mail` composes it."""
    yield from (document.size for document in mail.compose(report, PUBLISHED.digest))


def plain(report: Report) -> Iterator[int]:
    """Yield the size of each message of the plainest loop."""
    policies = report.assessment.policies
    setting = Setting(
        organisation=report.organisation.name,
        contact=_BOX,
        reply_to=_BOX,
        period="2026-Q4",
        as_of=_AS_OF,
        due=report.due,
        services=tuple(s.title for s in policies.services.values()),
        questions=len(policies.asked),
    )
    rights = {language: Rights(policies, language) for language in _LANGUAGES}
    for letter in letters(report.assessment):
        language = spoken(wanted(letter.language, letter.country, {}), (item.control for item in letter.items))
        person = _person(letter, rights[language])
        message = EmailMessage(policy=SMTP)
        message["From"] = message["Reply-To"] = _BOX
        message["To"] = letter.recipient
        message["Subject"] = _module(language, html=False).subject(setting, person.kind, person.required)
        message["Message-ID"] = f"<{PUBLISHED.digest('message-id', letter.pseudonym)}@company.example>"
        message["Auto-Submitted"] = "auto-generated"
        message["Content-Language"] = language
        message.set_content(_page(setting, person, language, html=False), cte="quoted-printable")
        message.add_alternative(_page(setting, person, language, html=True), subtype="html", cte="quoted-printable")
        yield len(bytes(message))


def _person(letter: Letter, rights: Rights) -> Person:
    place = (letter.country, letter.region)
    return Person(
        kind=letter.kind,
        name=letter.recipient.display_name,
        reference=PUBLISHED.digest("case", letter.pseudonym)[:12],
        responded_on=letter.responded_on,
        items=letter.items,
        invited=letter.invited,
        place=rights.place(*place),
        laws=rights.laws(*place),
        notes=rights.notes(*place),
    )


@cache
def _templates(language: str, *, html: bool) -> Environment:
    if html:
        return environment(language)
    env = environment(language).overlay(autoescape=False)
    env.filters = {**env.filters, "wrap": wrap}
    return env


@cache
def _module(language: str, *, html: bool) -> Any:  # noqa: ANN401 - Jinja's module of macros
    return _templates(language, html=html).get_template(f"mail/words.{language}.j2").module


def _page(setting: Setting, person: Person, language: str, *, html: bool) -> str:
    words = _module(language, html=html)
    suffix = "html" if html else "txt"
    kept: Callable[[str], str] = Markup if html else str

    def render(name: str, **values: object) -> str:
        template = _templates(language, html=html).get_template(f"mail/{name}.{suffix}.j2")
        return kept(template.render(values, it=setting, words=words, language=language, person=person))

    items = []
    for item in person.items:
        said = item.control.said_in(language)
        before, after = (render(f"item.{part}", control=said, level=item.level) for part in ("before", "after"))
        known = zip(item.control.question.answers, said.question.answers, strict=True)
        meant = next((there.text for one, there in known if item.answer in one.wordings), item.answer)
        items.append((item, Block(said, before, after), meant if meant != item.answer else ""))
    return render(
        "page",
        title=words.title(person.kind, person.required),
        counts={level.value: sum(i.level is level for i in person.items) for level in Level},
        minutes={level.value: sum(i.minutes for i in person.items if i.level is level) for level in Level},
        items=items,
        closing=render("closing", required=person.required),
    )


def _one_of(n: pl.Series, texts: tuple[str, ...]) -> pl.Series:
    return (n // 3 % len(texts)).replace_strict(dict(enumerate(texts)), return_dtype=pl.String)


def _spent(way: Callable[[Report], Iterator[int]], report: Report) -> float:
    start = time.process_time()
    for _ in way(report):
        pass
    return time.process_time() - start


def _held(report: Report) -> float:
    """Return the most memory that composing held, in MiB."""
    tracemalloc.start()
    for _ in composed(report):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
