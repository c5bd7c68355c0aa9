"""What a mail says to somebody whose employer may not even suggest a change of settings on an account of their own."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from hashlib import sha256

import pytest

from reporter import mail
from reporter.model.documents import Report
from reporter.model.policy import Control, PolicySet
from reporter.model.vocabulary import Kind

IN_COLORADO = {"employee_id": "1", "address": "a@brightwater.example", "place": "US-CO"}
SUGGESTING = re.compile(r"\b(check|change|look|review|open|switch|turn)\b[^.:]{0,60}\bsetting")


@pytest.mark.parametrize("part", ["plain", "html"])
def test_a_mail_about_conduct_suggests_nothing_about_an_account(
    make_report: Callable[..., Report],
    make_control: Callable[..., Control],
    make_policies: Callable[..., PolicySet],
    part: str,
) -> None:
    """DESIGN §6: "findings about personal accounts in US-CO and US-AR never appear in a mail to one person"."""
    conduct = make_control("LI-05", title="No secrets in public posts", kind=Kind.CONDUCT, remediation=None)
    answers = [{"employee_id": "1", "LI-01": "On", "LI-05": "On", "linkedin.account": "Mine"}]
    policies = make_policies(make_control(), conduct)
    report = make_report(roster=[IN_COLORADO], survey=answers, policies=policies)
    [message, _] = mail.compose(report, lambda purpose, text: sha256(f"{purpose}{text}".encode()).hexdigest()[:32])
    body = email.message_from_bytes(message.data, policy=email.policy.default).get_body((part,))
    assert body is not None
    said = " ".join(body.get_content().replace("&#39;", "'").split())
    assert "No secrets in public posts" in said
    assert "does not train models" not in said
    assert SUGGESTING.search(said.casefold()) is None
    assert "If an answer was wrong, tell us, and we correct it." in said
    assert "answer the survey again" not in said  # nor is anybody there reminded of a survey about their accounts
    assert SUGGESTING.search("check your own account's settings") is not None
