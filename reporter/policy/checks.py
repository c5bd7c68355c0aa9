"""Checks that need several places of a file, or several files.

They walk the tree as written, not the validated models, so that a control with one fault still has its others
found: whoever mends a policy hears everything at once. What is missing or of the wrong kind is passed over here;
the schema says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reporter.model.text import comparable
from reporter.model.vocabulary import Cap, Kind, Outcome, Reason
from reporter.policy import links, translation_checks
from reporter.policy.codes import is_country, is_region
from reporter.policy.fields import REASONS_OF
from reporter.policy.scalars import REGIME_ID, SLUG
from reporter.quoting import quoted, suggestion
from reporter.yaml_tree import MOST_FAULTS, Branch, Tree

_JUDGED = {Outcome.SATISFIED.value, Outcome.NOT_SATISFIED.value}
_REASONS_OF = {outcome.value: tuple(r.value for r in reasons) for outcome, reasons in REASONS_OF.items()}
_REASONS_FOR_ANSWERS = {Reason.ANSWERED.value, *(r for reasons in _REASONS_OF.values() for r in reasons)}
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_ABOUT_AN_ACCOUNT = {k.value for k in Kind if k.about_an_account}
_CAP_KEYS = {*(c.value for c in Cap), Reason.BARRED_BY_LAW.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a policy may refer to. None: the files that say so are faulty, so nothing can be called unknown."""

    services: Mapping[str, Branch | None]
    """By id, those that a control names; a value of None is a service whose file is there and cannot be read."""
    available: frozenset[str]
    """Ids of all services there are, for hints."""
    law: frozenset[str] | None
    regimes: frozenset[str] | None


def check_policies(policies: Iterable[Tree], known: Known) -> None:
    """Note what is wrong within and between policies."""
    roots = [tree.branch for tree in policies]
    _check_unique(roots, "policy")
    _check_unique([control for root in roots for control in root.each("controls")], "control")
    for root in roots:
        _check_unique(root.each("clauses"), "clause")
        translation_checks.check_policy(root)
        own_hosts = [h for h, _ in root.texts("hosts")]
        for control in root.each("controls"):
            _check_answers(control.at("question"))
            _check_service(control, known)
            _check_names(control.texts("law"), known.law, "law note")
            _check_names(control.texts("applies_to", "regimes"), known.regimes, "regime")
            _check_link(control, own_hosts, known)
    _check_questions(roots, known)


def check_service(tree: Tree, *, name: str) -> None:
    """Note what is wrong in the file of the service called `name`."""
    root = tree.branch
    stated = root.text("id")
    if stated is not None and stated != name:
        root.fault(f"id {quoted(stated)} is not the file's name", f"Write id: {name}, or rename the file.", key="id")
    _check_wordings_differ(root.at("account"))
    translation_checks.check_account(root)
    _check_unique(root.each("facts"), "fact")


def check_regimes(tree: Tree, law: frozenset[str] | None) -> None:
    """Note what is wrong in a regimes file."""
    root = tree.branch
    _check_unique(root.each("regimes"), "regime")
    translation_checks.check_ids(root, "regimes", "regime")
    causes = root.at("cap_law")
    if causes is None or not isinstance(causes.value, dict):
        return
    for cause in causes.value:
        if cause not in _CAP_KEYS and not is_country(cause) and not is_region(cause):
            causes.fault(f"{quoted(cause)} is neither a cap nor a place", suggestion(cause, _CAP_KEYS), key=cause)
        _check_names(causes.texts(cause), law, "law note")


def check_law(trees: Iterable[Tree], regimes: frozenset[str] | None) -> None:
    """Note what is wrong in the law files of one folder."""
    roots = [tree.branch for tree in trees]
    _check_unique([note for root in roots for note in root.each("notes")], "law note")
    for root in roots:
        if (name := root.text("regime")) is not None and (place := root.at("regime")):
            _check_names([(name, place)], regimes, "regime")
        translation_checks.check_ids(root, "notes", "law note")


def _check_unique(entries: Iterable[Branch], what: str) -> None:
    firsts: dict[str, Branch] = {}
    for entry in entries:
        name = entry.text("id")
        if name is None:
            continue
        if name in firsts:
            first = (
                entry.tree.where(()) if firsts[name] is entry else firsts[name].tree.where((*firsts[name].path, "id"))
            )
            entry.fault(
                f"{what} {quoted(name)} is here a second time (first: {first})", "An id names one thing.", key="id"
            )
        firsts.setdefault(name, entry)


def _check_names(used: Iterable[tuple[str, Branch]], known: frozenset[str] | None, what: str) -> None:
    for name, place in used:
        if len(place.tree.faults) > MOST_FAULTS:
            return
        # What has no id's shape is a fault of its own already.
        if known is not None and name not in known and REGIME_ID.fullmatch(name):
            place.fault(f"{what} {quoted(name)} is not known", suggestion(name, known))


def _check_answers(question: Branch | None) -> None:
    _check_wordings_differ(question)
    for answer in question.each("answers") if question else ():
        outcome, reason = answer.text("outcome"), answer.text("reason")
        if outcome in _JUDGED and reason not in {None, Reason.ANSWERED.value}:
            answer.fault(
                f"outcome {outcome} takes no reason, and {quoted(reason)} is given", "Remove it.", key="reason"
            )
        allowed = _REASONS_OF.get(outcome or "")
        if not allowed or reason in allowed:
            continue
        choose = f"Write reason: {' or '.join(allowed)}."
        if reason is None:
            if _is_absent(answer, "reason"):
                answer.fault(f"outcome {outcome} needs a reason", choose)
        elif reason in set(Reason) - _REASONS_FOR_ANSWERS:
            answer.fault(f"reason {reason} is given by reporter, never by an answer", choose, key="reason")
        elif reason in set(Reason):
            answer.fault(f"reason {reason} does not go with outcome {outcome}", choose, key="reason")


def _wordings(entry: Branch) -> Iterator[tuple[str, Branch]]:
    """Yield the text of a question or an answer, and its other wordings."""
    text, place = entry.text("text"), entry.at("text")
    if text is not None and place:
        yield text, place
    yield from entry.texts("also")


def _check_wordings_differ(question: Branch | None) -> None:
    """Two answers of one question that become equal are a policy error."""
    firsts: dict[str, tuple[int, Branch]] = {}
    for number, answer in enumerate(question.each("answers") if question else ()):
        for text, place in _wordings(answer):
            folded = comparable(text)
            other, first = firsts.setdefault(folded, (number, place))
            if folded and other != number:
                what = f"{quoted(text)} is also a wording of another answer ({first.where})"
                place.fault(what, "Letter case, spaces and invisible characters do not tell answers apart.")


def _is_absent(entry: Branch, key: str) -> bool:
    written = entry.at(key)
    return written is None or (written.value is None and written.path not in written.tree.faulty)


def _check_service(control: Branch, known: Known) -> None:
    name = control.text("service")
    if name is not None and name not in known.services and SLUG.fullmatch(name):
        add = f"Add services/{name}.yaml beside the policy."
        control.fault(
            f"service {quoted(name)} is not known", suggestion(name, known.available, otherwise=add), key="service"
        )


def _check_link(control: Branch, own_hosts: list[str], known: Known) -> None:
    remediation = control.at("remediation")
    address = remediation.text("link") if remediation else None
    host = links.host_of(address) if address else None
    service = known.services.get(control.text("service") or "")
    if remediation is None or host is None or (service is None and not _is_absent(control, "service")):
        return
    listed = [*own_hosts, *(h for h, _ in service.texts("hosts"))] if service else own_hosts
    if not links.is_listed(host, listed):
        named = f"Listed are {', '.join(listed)}. " if listed else ""
        remediation.fault(
            f"the link goes to {quoted(host)}, which neither the service nor the policy lists",
            f"{named}If the host is right, add it to the policy's hosts.",
            key="link",
        )


def _check_questions(roots: list[Branch], known: Known) -> None:
    """No question's text may be what would head another question's column: its id, or its id in square brackets."""
    asked = list(_asked(roots, known))
    headers = {form: name for name, _ in asked for form in (comparable(name), comparable(f"[{name}]"))}
    for name, wordings in asked:
        for text, place in wordings:
            folded = comparable(text)
            named = {headers[form] for form in (folded, *_BRACKETED.findall(folded)) if form in headers}
            for owner in sorted(named - {name}):
                what = f"the question of {name} names {owner} as a column's header would"
                place.fault(what, "A survey's column could not be told to belong to one of them.")


def _asked(roots: list[Branch], known: Known) -> Iterator[tuple[str, list[tuple[str, Branch]]]]:
    """Yield the id of each question once, with its wordings in every language; the account questions come first."""
    controls = [(root, control) for root in roots for control in root.each("controls")]
    about_accounts = [c.text("service") or "" for _, c in controls if c.text("kind") in _ABOUT_AN_ACCOUNT]
    for name in dict.fromkeys(about_accounts):
        service = known.services.get(name)
        if service and (account := service.at("account")):
            yield f"{name}.account", [*_wordings(account), *translation_checks.account_questions(service)]
    seen: set[str] = set()
    for root, control in controls:
        asked_as, question = control.text("id"), control.at("question")
        if asked_as is not None and question and asked_as not in seen:
            seen.add(asked_as)
            yield asked_as, [*_wordings(question), *translation_checks.questions(root, asked_as)]
