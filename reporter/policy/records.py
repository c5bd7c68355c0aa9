"""Valid files as the records of `reporter.model.policy`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from reporter.model.law import LawNote, NoteText, Places, Reference, Regime
from reporter.model.policy import Answer, AppliesTo, Clause, Control, Example, Policy, Question, Remediation
from reporter.model.service import AccountAnswer, AccountQuestion, Fact, Service
from reporter.model.vocabulary import Ownership, Reason
from reporter.policy import companion_schema, schema, translated


def policy(file: schema.PolicyFile, *, name: str, source: bytes) -> Policy:
    """Return the policy of a file called `name` whose bytes are `source`."""
    return Policy(
        id=file.id,
        version=file.version,
        title=file.title,
        owner=file.owner,
        reviewed=file.reviewed,
        review_every=file.review_every,
        hosts=tuple(file.hosts),
        clauses=tuple(_clause(c, file) for c in file.clauses),
        controls=tuple(translated.control(_control(c), _translations(file, c.id)) for c in file.controls),
        path=name,
        sha256=hashlib.sha256(source).hexdigest(),
        source=source,
        titles={language: t.title for language, t in file.translations.items() if t.title},
    )


def _clause(entry: schema.ClauseEntry, file: schema.PolicyFile) -> Clause:
    titles = {language: t.clauses[entry.id] for language, t in file.translations.items() if entry.id in t.clauses}
    return Clause(
        id=entry.id, title=entry.title, text=entry.text, controls=tuple(dict.fromkeys(entry.controls)), titles=titles
    )


def _translations(file: schema.PolicyFile, control_id: str) -> dict[str, schema.ControlTranslationEntry]:
    said = {language: entry.controls.get(control_id) for language, entry in file.translations.items()}
    return {language: entry for language, entry in said.items() if entry}


def _control(entry: schema.ControlEntry) -> Control:
    whom = entry.applies_to
    return Control(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        service=entry.service,
        level=entry.level,
        severity=entry.severity,
        rationale=entry.rationale,
        applies_to=AppliesTo(
            countries=tuple(whom.countries),
            regions=tuple(whom.regions),
            regimes=tuple(whom.regimes),
            departments=tuple(whom.departments),
            employment=tuple(whom.employment),
            roles=tuple(whom.roles),
        ),
        valid_for=entry.valid_for,
        question=_question(entry.question),
        remediation=_remediation(entry.remediation) if entry.remediation else None,
        law=tuple(entry.law),
        references=tuple(_reference(r) for r in entry.references),
        examples=tuple(Example(answer=e.answer, outcome=e.outcome) for e in entry.examples),
    )


def _question(entry: schema.QuestionEntry) -> Question:
    answers = (
        Answer(text=a.text, also=tuple(a.also), outcome=a.outcome, reason=a.reason or Reason.ANSWERED)
        for a in entry.answers
    )
    return Question(text=entry.text, also=tuple(entry.also), answers=tuple(answers))


def _remediation(entry: schema.RemediationEntry) -> Remediation:
    return Remediation(
        minutes=entry.minutes,
        link=entry.link,
        no_link=entry.no_link,
        desktop=tuple(entry.steps.desktop),
        mobile=tuple(entry.steps.mobile),
        cannot_undo=entry.cannot_undo,
    )


def _reference(entry: schema.ReferenceEntry | companion_schema.DatedReferenceEntry) -> Reference:
    return Reference(title=entry.title, url=entry.url, as_of=entry.as_of)


def service(file: companion_schema.ServiceFile) -> Service:
    """Return the service of a file."""
    return Service(
        id=file.id,
        title=file.title,
        provider=file.provider,
        hosts=tuple(file.hosts),
        account=translated.account(_account(file.account), file.translations) if file.account else None,
        facts=tuple(
            Fact(
                id=f.id,
                topic=f.topic,
                text=f.text,
                applies_to=f.applies_to,
                source=_reference(f.source),
                confidence=f.confidence,
                claim_by=f.claim_by,
            )
            for f in file.facts
        ),
        as_of=file.as_of,
    )


def _account(entry: companion_schema.AccountQuestionEntry) -> AccountQuestion:
    answers = (
        AccountAnswer(
            text=a.text, also=tuple(a.also), account=None if a.account == "unstated" else Ownership(a.account)
        )
        for a in entry.answers
    )
    return AccountQuestion(text=entry.text, also=tuple(entry.also), answers=tuple(answers))


def law(files: Iterable[companion_schema.LawFile]) -> dict[str, LawNote]:
    """Return the notes of all files by id, in their order; a later one takes the place of an earlier one of its id."""
    return {
        n.id: LawNote(
            id=n.id,
            regime=file.regime,
            provision=n.provision,
            title=n.title,
            paraphrase=n.paraphrase,
            platform=n.platform,
            employer=n.employer,
            applies_to=n.applies_to,
            places=tuple(n.places),
            in_force=n.in_force,
            source=_reference(n.source),
            confidence=n.confidence,
            reviewed_by_counsel=n.reviewed_by_counsel,
            translations={
                language: _note_text(said[n.id]) for language, said in file.translations.items() if n.id in said
            },
        )
        for file in files
        for n in file.notes
    }


def _note_text(entry: companion_schema.NoteTranslationEntry) -> NoteText:
    return NoteText(provision=entry.provision, title=entry.title, paraphrase=entry.paraphrase)


def places(file: companion_schema.RegimesFile) -> Places:
    """Return which regimes and flags hold where."""
    return Places(
        regimes=tuple(
            Regime(
                id=r.id,
                title=r.title,
                places=tuple(r.places),
                titles={language: said[r.id] for language, said in file.translations.items() if r.id in said},
            )
            for r in file.regimes
        ),
        settings_request_barred=frozenset(file.flags.settings_request_barred),
        visibility_request_barred=frozenset(file.flags.visibility_request_barred),
        consultation_required=frozenset(file.flags.consultation_required),
        consultation_advised=frozenset(file.flags.consultation_advised),
        cap_law={cause: tuple(ids) for cause, ids in file.cap_law.items()},
    )
