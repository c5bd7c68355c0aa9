"""Whether mails may go now, and to whom no longer: asked at approving and, again, at sending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from reporter import policy, pseudonyms, sources
from reporter.delivery.run_mails import RunMails
from reporter.errors import NotPermittedError, Problem
from reporter.mailbox import mailbox, stated_mailbox
from reporter.model.delivery import Mail
from reporter.model.law import Places
from reporter.model.text import comparable_key
from reporter.model.vocabulary import Exclusion, Withheld
from reporter.settings import Settings

_NEEDED = {"mail.from": "where mails come from", "organisation.contact": "whom people can ask"}
_AGAIN = "Then make the run again: the mails carry it."


def stated(run: RunMails, settings: Settings) -> None:
    """Make sure that the mails come from a stated address, and name somebody to ask.

    Raises:
        NotPermittedError: They do not, or the configuration says something else by now.
    """
    problems = []
    for key, meaning in _NEEDED.items():
        section, _, name = key.partition(".")
        place = f"{settings.file_name}, [{section}] {name}"
        if key in settings.defaults:
            problems.append(Problem(what=f"is not stated: {meaning}", where=place, hint=f"State it. {_AGAIN}"))
        elif key in run.defaults:
            what = "was not stated yet when the run was made, so its mails do not carry it"
            problems.append(Problem(what=what, where=place, hint="Make the run again."))
    if not problems and run.mails and run.sender != stated_mailbox(settings.mail.sender or "").addr_spec:
        what = f"the mails come from {run.sender}, and this names another address"
        place = f"{settings.file_name}, [mail] from"
        problems.append(Problem(what=what, where=place, hint="Make the run again, or correct the address."))
    if problems:
        raise NotPermittedError(*problems)


def heard(mails: Iterable[Mail], settings: Settings, today: date) -> None:
    """Make sure that works councils were heard wherever one of the mails goes.

    Raises:
        NotPermittedError: One was not, as the configuration stands now.
    """
    places = _places(settings)
    consulted = {country for country, told in settings.consultation.items() if told.date <= today}
    left = set(settings.scope.exclude_countries)  # nobody there is written to
    countries = {_country(mail) for mail in mails} & places.consultation_required
    if unheard := sorted(countries - consulted - left):
        raise NotPermittedError(
            *(
                Problem(
                    what=f"no consultation of the works council in {country} is recorded, and mails go to people there",
                    where=f"{settings.file_name}, [consultation]",
                    hint=f'Once it was heard, write: {country} = {{date = 2026-09-01, reference = "…"}}. '
                    f'Until then leave the country out: under [scope], exclude_countries = ["{country}"].',
                )
                for country in unheard
            )
        )


def withheld(run: RunMails, settings: Settings) -> Mapping[str, str]:
    """Return the names of mails that may not go by now, with the reason.

    The lists of those who objected and of those who get no mail are read anew: somebody may have been added since. A
    run of an earlier version may have written to people whose place of work is not known, or not precisely enough.

    Raises:
        SourceError: A list cannot be read.
        NotPermittedError: Somebody was added by id, and pseudonyms hold for the run's roster only.
    """
    found: dict[str, str] = {}
    excluded = set(settings.scope.exclude_countries)
    imprecise = _places(settings).countries_where_region_matters if run.mails else frozenset[str]()
    for mail in run.mails:
        if _country(mail) in excluded:
            found[mail.name] = Exclusion.CONSULTATION_OPEN
        elif not mail.place or mail.place in imprecise:
            found[mail.name] = Withheld.PLACE_UNKNOWN
    for path, role, reason in (
        (settings.mail.suppress, "suppress", Withheld.SUPPRESSION_LIST),
        (settings.scope.objected, "objected", Withheld.OBJECTED),
    ):
        if path is None:
            continue
        listed = sources.read_people(path, role)
        if listed.file.sha256 in run.lists:
            continue  # the run heeded it
        addresses, people = _addresses(listed.people), _pseudonyms(listed.people, run, settings, str(path))
        for mail in run.mails:
            if mail.person in people or comparable_key(mail.recipient) in addresses:
                found.setdefault(mail.name, reason)
    return found


def _places(settings: Settings) -> Places:
    return policy.load(policy.find(settings.run.policies, workspace=settings.workspace)).places


def _addresses(listed: Iterable[str]) -> frozenset[str]:
    """Return the addresses of a list as mails have them: the domain in ASCII."""
    found = set()
    for text in listed:
        try:
            found.add(comparable_key(mailbox(text).addr_spec))
        except ValueError:
            continue
    return frozenset(found)


def _pseudonyms(listed: Iterable[str], run: RunMails, settings: Settings, where: str) -> frozenset[str]:
    if run.stable and settings.key_file:
        key = pseudonyms.read(settings.key_file)
        return frozenset(key.pseudonym(f"{kind}:{text}") for text in listed for kind in ("id", "address"))
    if any("@" not in text for text in listed):
        raise NotPermittedError(
            "the list changed since the run was made, and who is listed by id cannot be told from its pseudonyms",
            where=where,
            hint="Make the run again, which reads the list; or list addresses.",
        )
    return frozenset()


def _country(mail: Mail) -> str:
    return (mail.place or "").partition("-")[0]
