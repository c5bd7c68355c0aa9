"""`reporter policy show`: one control, to read."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from reporter.cli import options, screen


class Account(StrEnum):
    """Whose an account is."""

    COMPANY = "company"
    BUSINESS_USE = "business-use"
    PERSONAL = "personal"
    NONE = "none"


def show(
    control_id: Annotated[str, typer.Argument(metavar="ID", help="The control's id, as LI-01.", show_default=False)],
    *,
    place: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="PLACE",
            help="Which level results for people who work there, and why: a country (DE), a region (US-CO), unknown.",
        ),
    ] = None,
    account: Annotated[
        Account | None, typer.Option("--account", help="Whose the account is. Without: personal, as unknown counts.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Its texts in that language, where they are translated.")
    ] = "en",
    form: options.Format = options.Form.TEXT,
    policy: options.Rules = None,
    config: options.Config = None,
) -> None:
    """Show one control as a page: why, the question, what to do, the law; with --for, the level that results there.

    With --for or --account, --format json prints {"level": …, "mail": …, "reasons": […]}: the level that results;
    whether a mail to one person may name it, and HR may follow it up person by person; and why. Where the reasons hold
    barred-by-law or out-of-scope the control does not apply, and the level is the one it would have.
    """
    settings = options.settings(config, {})
    from reporter.model.vocabulary import Ownership  # noqa: PLC0415 - what a command needs is imported when it runs
    from reporter.policy import handbook, load  # noqa: PLC0415

    policies = load(options.library(policy, settings)).said_in(language)
    control = handbook.find(policies, control_id)
    asked = place is not None or account is not None
    where = handbook.workplace(place or handbook.UNKNOWN) if asked else None
    ownership = Ownership(account or Account.PERSONAL)
    if form is options.Form.TEXT:
        if control.language != language:
            screen.line(f"{control.id} is not translated into {language!r}; this is the English.")
        width = min(screen.width(), options.WIDEST) - 2
        screen.line(handbook.page(policies, control, place=where, ownership=ownership, width=width))
    elif where is None:
        screen.line(json.dumps(asdict(control), default=str, ensure_ascii=False, indent=2))
    else:
        found = handbook.stands(policies, control, where, ownership)
        reasons = [ground.code for ground in found.grounds]
        screen.line(json.dumps({"level": found.level, "mail": found.mail, "reasons": reasons}))
