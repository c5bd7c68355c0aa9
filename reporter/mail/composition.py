"""Mails as files: one `.eml` for each person who is written to, and an index of them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.headerregistry import Address
from io import StringIO
from urllib.parse import urlsplit

from reporter.errors import Problem, RenderError
from reporter.mail.envelope import Envelope, sealed
from reporter.mail.languages import spoken, wanted
from reporter.mail.letters import Letter, letters
from reporter.mail.rights import Rights
from reporter.mail.stationery import Person, Setting, Stationery
from reporter.mailbox import stated_mailbox
from reporter.model.documents import Document, Report
from reporter.model.policy import PolicySet

COLUMNS = ("name", "sha256", "kind", "language")


def compose(report: Report, digest: Callable[[str, str], str]) -> Iterator[Document]:
    """Return an iterator of every mail of the report, composed as they are asked for, and last `mail/index.csv`.

    Args:
        report: the assessment and what is said around it; `report.assessment.mail` names who is written to.
        digest: a keyed hash, `digest(purpose, text)` → hex; Message-IDs and case references come of it.

    Raises:
        RenderError: an official link leaves the hosts the policy allows, or the configured sender is not one address;
            when its mail is asked for: a person planned for has no usable address.
    """
    sender, reply_to = _addresses(report)
    _check_links(report.assessment.policies)
    return _mails(report, digest, sender, reply_to)


def _mails(report: Report, digest: Callable[[str, str], str], sender: Address, reply_to: Address) -> Iterator[Document]:
    setting = _setting(report, reply_to)
    sets: dict[str, _Set] = {}
    rows: list[tuple[str, str, str, str]] = []
    for letter in letters(report.assessment):
        asked = wanted(letter.language, letter.country, report.organisation.languages)
        language = spoken(asked, (item.control for item in letter.items))
        if language not in sets:
            sets[language] = _Set.of(report, setting, language)
        identity = f"{report.report_id}/{letter.kind}/{letter.pseudonym}"
        person = _person(letter, sets[language].rights, _reference(digest("case", identity)))
        envelope = Envelope(
            sender=sender,
            reply_to=reply_to,
            recipient=letter.recipient,
            subject=sets[language].text.subject(person),
            message_id=f"{digest('message-id', identity)}@{sender.domain}",
            language=language,
        )
        data = sealed(envelope, text=sets[language].text.page(person), html=sets[language].html.page(person))
        document = Document(name=f"mail/{letter.kind}/{letter.pseudonym}.eml", data=data)
        rows.append((document.name, document.sha256, letter.kind.value, language))
        yield document
    yield Document(name="mail/index.csv", data=_index(sorted(rows)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """What mails of one language are written with."""

    text: Stationery
    html: Stationery
    rights: Rights

    @classmethod
    def of(cls, report: Report, setting: Setting, language: str) -> _Set:
        return cls(
            text=Stationery(setting, language, html=False, accent=None),
            html=Stationery(setting, language, html=True, accent=report.organisation.accent),
            rights=Rights(report.assessment.policies, language),
        )


def _person(letter: Letter, rights: Rights, reference: str) -> Person:
    place = (letter.country, letter.region)
    return Person(
        kind=letter.kind,
        name=letter.recipient.display_name,
        reference=reference,
        responded_on=letter.responded_on,
        items=letter.items,
        invited=letter.invited,
        place=rights.place(*place),
        laws=rights.laws(*place),
        notes=rights.notes(*place),
    )


def _index(rows: list[tuple[str, str, str, str]]) -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _reference(digest: str) -> str:
    """Return a case reference that can be read out: 4B1C-90FE-A2D7."""
    return "-".join(digest[i : i + 4] for i in (0, 4, 8)).upper()


def _setting(report: Report, reply_to: Address) -> Setting:
    policies = report.assessment.policies
    if not report.assessment.parameters.period.isprintable():
        raise RenderError("the period holds characters that cannot be printed", hint="Write it like 2026-Q4.")
    services = dict.fromkeys(c.service for c in policies.controls if c.service)
    return Setting(
        organisation=report.organisation.name,
        contact=report.organisation.contact,
        reply_to=reply_to.addr_spec,
        period=report.assessment.parameters.period,
        as_of=report.assessment.parameters.as_of,
        due=report.due,
        services=tuple(policies.services[s].title for s in services),
        questions=len(policies.asked),
        company=policies.companys,
    )


def _addresses(report: Report) -> tuple[Address, Address]:
    found: list[Address] = []
    problems: list[Problem] = []
    for key, text in (("from", report.sender.sender), ("reply_to", report.sender.reply_to)):
        try:
            found.append(stated_mailbox(text))
        except ValueError as error:
            problems.append(
                Problem(what=f"[mail] {key}: {error}", hint="State one address, such as privacy@ours.example.")
            )
    if problems:
        raise RenderError(*problems)
    return found[0], found[1]


def _check_links(policies: PolicySet) -> None:
    """Refuse any link whose host neither the policy nor the control's service allows."""
    problems: list[Problem] = []
    for policy in policies.policies:
        for control in policy.controls:
            link = control.remediation.link if control.remediation else None
            if link is None:
                continue
            service = policies.services.get(control.service or "")
            hosts = {*policy.hosts, *(service.hosts if service else ())}
            if not _is_official(link, hosts):
                problems.append(
                    Problem(
                        what=f"the link of {control.id} is not an https address on a host the policy allows",
                        where=policy.path,
                        hint="Correct remediation.link, or add its host to `hosts`.",
                    )
                )
    if problems:
        raise RenderError(*problems)


def _is_official(link: str, hosts: set[str]) -> bool:
    parts = urlsplit(link)
    listed = any(parts.netloc == host or parts.netloc.endswith(f".{host}") for host in hosts)
    # Python takes what stands before an @ or a backslash for part of the host; a browser may go there.
    return parts.scheme == "https" and listed and link.isascii() and link.isprintable() and not set(link) & {*" @\\"}
