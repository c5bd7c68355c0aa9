"""Who gets a mail, and who does not get another: one reminder a period, and no remediation mail that says the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reporter.mail.sending.standing import Choices, Standing, place
from reporter.model.delivery import Mail, Row, State
from reporter.model.vocabulary import MailKind

AGAIN = Choices(again=True)


def mail(kind: MailKind = MailKind.REMEDIATION, **changes: Any) -> Mail:
    made = Mail(
        name=f"mail/{kind}/P-1.eml", row=2, kind=kind, language="en", person="P-1", place="DE", digest="d2", says="s2",
        subject="", recipient="ana@ours.example", message_id="<2@ours.example>",
    )  # fmt: skip
    return replace(made, **changes)


def row(state: State, kind: MailKind = MailKind.REMEDIATION, **changes: Any) -> Row:
    made = Row(
        period="2026-Q4", person="P-1", address="#ana@ours.example", kind=kind, digest="d1", says="s1", state=state,
        attempts=1, doubted=False, at=None, transport="smtp", answer="", reference=None, message_id="<1@ours.example>",
    )  # fmt: skip
    return replace(made, **changes)


def standing(mine: Mail, *rows: Row, choices: Choices = Choices()) -> Standing:  # noqa: B008 - frozen
    [placed] = place([mine], rows, address=lambda text: f"#{text}", choices=choices)
    return placed.standing


@pytest.mark.parametrize(
    ("state", "stands", "resent", "retried"),
    [
        (State.NEW, Standing.TO_SEND, Standing.TO_SEND, Standing.TO_SEND),
        (State.SENT, Standing.SENT, Standing.SENT, Standing.SENT),
        (State.IN_DOUBT, Standing.IN_DOUBT, Standing.TO_SEND, Standing.IN_DOUBT),
        (State.SENDING, Standing.IN_DOUBT, Standing.TO_SEND, Standing.IN_DOUBT),
        (State.REFUSED, Standing.REFUSED, Standing.REFUSED, Standing.TO_SEND),
    ],
)
def test_the_same_mail_goes_once(state: State, stands: Standing, resent: Standing, retried: Standing) -> None:
    mine = row(state, digest="d2", says="s2")
    assert standing(mail(), mine) is stands
    assert standing(mail(), mine, choices=Choices(resend_in_doubt=True)) is resent
    assert standing(mail(), mine, choices=Choices(retry_refused=True)) is retried


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("known_by", [{"address": "#old"}, {"person": "P-old"}])
def test_a_mail_of_another_run_counts_whether_the_pseudonym_or_the_address_changed(
    kind: MailKind, known_by: dict[str, str]
) -> None:
    assert standing(mail(kind), row(State.SENT, kind, **known_by)) is Standing.ALREADY
    assert standing(mail(kind), row(State.IN_DOUBT, kind, **known_by)) is Standing.IN_DOUBT


def test_somebody_else_is_somebody_else() -> None:
    assert standing(mail(), row(State.SENT, person="P-2", address="#bo")) is Standing.TO_SEND


def test_a_reminder_never_goes_twice_in_a_period_whatever_was_approved() -> None:
    reminder = mail(MailKind.REMINDER)
    assert standing(reminder, row(State.SENT, MailKind.REMINDER), choices=AGAIN) is Standing.ALREADY


def test_a_remediation_mail_goes_again_if_that_was_approved_and_it_says_something_else() -> None:
    assert standing(mail(), row(State.SENT)) is Standing.ALREADY
    assert standing(mail(), row(State.SENT), choices=AGAIN) is Standing.TO_SEND
    assert standing(mail(says="s1"), row(State.SENT), choices=AGAIN) is Standing.ALREADY
    second = (row(State.SENT), row(State.SENT, digest="d3", says="s2"))
    assert standing(mail(), *second, choices=AGAIN) is Standing.ALREADY


def test_an_older_run_does_not_send_after_a_newer_one_did() -> None:
    begun = row(State.NEW, digest="d2", says="s2")
    assert standing(mail(), begun, row(State.SENT, digest="d3")) is Standing.ALREADY


def test_a_reminder_and_a_remediation_mail_are_two_things() -> None:
    assert standing(mail(), row(State.SENT, MailKind.REMINDER)) is Standing.TO_SEND


def test_what_was_refused_or_never_went_keeps_nobody_from_another_mail() -> None:
    assert standing(mail(), row(State.REFUSED), row(State.NEW, digest="d3")) is Standing.TO_SEND


def test_who_may_not_be_written_to_by_now_is_not_but_what_went_went() -> None:
    mine = mail()
    for rows, stands in (((), Standing.WITHHELD), ((row(State.SENT, digest="d2"),), Standing.SENT)):
        [placed] = place([mine], rows, address=str, choices=Choices(), withheld={mine.name})
        assert placed.standing is stands
