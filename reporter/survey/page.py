"""The questionnaire as one page: it opens from disk, asks nobody for anything, and saves the answers as a file.

Its content security policy allows exactly one script and one style sheet, by hash, and no request at all.
"""

from __future__ import annotations

import base64
import hashlib
import json

from markupsafe import Markup

from reporter import assets
from reporter.survey.stationery import Stationery
from reporter.wording import colours, environment

_FONTS = {"regular": "SourceSans3-Regular.woff2", "semibold": "SourceSans3-Semibold.woff2"}
_SPOKEN = ("error_identity", "error_address", "error_nothing", "saved_what", "again")
"""Sentences that the script says."""


def render(it: Stationery) -> bytes:
    """Return the page as UTF-8. It has no place for free text, loads nothing, sends nothing and keeps nothing."""
    say = it.survey.say
    script = _asset("survey/page.js").decode("utf-8")
    style = _style(it.accent)
    spoken = {key: say("page", key) for key in _SPOKEN}
    spoken |= {"saved": say("page", "saved", file="{file}"), "send": say("page", "send", **it.blanks)}
    text = (
        environment()
        .get_template("survey/page.html.j2")
        .render(
            it=it,
            say=say,
            blanks=it.blanks,
            notice=it.notice(),
            spoken=Markup(_data(spoken)),  # noqa: S704 - made safe for a script element
            csp=f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; font-src data:; "
            "base-uri 'none'; form-action 'none'",
            style=Markup(style),  # noqa: S704 - our own template, and a colour that was checked
            script=Markup(script),  # noqa: S704 - our own file
        )
    )
    return text.encode("utf-8")


def _data(value: object) -> str:
    """Return a value as JSON that cannot end the element it stands in."""
    return json.dumps(value, ensure_ascii=True).replace("<", "\\u003c")


def _style(accent: str | None) -> str:
    fonts = {weight: base64.b64encode(_asset(f"fonts/{file}")).decode("ascii") for weight, file in _FONTS.items()}
    return environment().get_template("survey/page.css.j2").render(accent=colours.accent(accent), **fonts)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _asset(name: str) -> bytes:
    return (assets.folder("templates") / name).read_bytes()
