"""What the values of `reporter.toml` may be, and what to write where one cannot be understood."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic_core import PydanticCustomError

from reporter.mailbox import stated_mailbox
from reporter.model.text import comparable
from reporter.model.vocabulary import Level

Output = Literal["pdf", "excel", "html", "csv", "oscal", "mail"]
OUTPUTS: tuple[Output, ...] = get_args(Output)
DateOrder = Literal["day-first", "month-first", "year-first"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Meaning = Literal["active", "left", "not-started", "on-leave", "contractor"]

ENTRA = "entra:"
GRAPH = "graph:"
_ITEM = re.compile(r"graph:drives/[A-Za-z0-9!_.-]{1,250}/items/[A-Za-z0-9!_.-]{1,250}")
_MICROSOFT = re.compile(r"(env|fd|keyring|certificate):.+|workload|device")
_LONGEST = 300
_POLICY_NAME = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*", re.ASCII)
_SMTP = re.compile(r"(env|fd|keyring):.+|microsoft")
_CREDENTIAL = re.compile(r"(env|fd|keyring):.+")
_WEB = re.compile(r"https?://[^\s/?#@:]+(:[0-9]{1,5})?(/[^\s#]*)?")
_ELSEWHERE = (
    "Write where the secret is, never the secret: the name of a variable as env:NAME, a file descriptor as fd:3, "
    "an entry of the keyring as keyring:NAME"
)


@dataclass(frozen=True, slots=True)
class FailOn:
    """When a run that is done exits with 10: open findings of at least `level`, and unknown ones."""

    level: Level | None = None
    """None: no open finding fails the run."""
    unknown: bool = False
    """Also unknown findings; of at least `level` where one is given."""


def compared(words: dict[str, Meaning]) -> dict[str, Meaning]:
    """Return words as text is compared."""
    return {comparable(word): meaning for word, meaning in words.items()}


def one_or_more(value: object) -> object:
    """Return a single value as a list of one, and "a,b" from a flag or the environment as two."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def listed(value: object) -> object:
    """Return a single path as a list of one."""
    return [value] if isinstance(value, str | Path) else value


def policy_name(text: str) -> bool:
    """Return whether a text names a policy by its id, as `chatgpt`, rather than its file, as `own/chatgpt.yaml`."""
    return _POLICY_NAME.fullmatch(text) is not None and not text.endswith((".yaml", ".yml"))


def fetched(path: object) -> bool:
    """Return whether a roster or survey is fetched from Microsoft, rather than read from a path."""
    return str(path).startswith((ENTRA, GRAPH))


def rosters(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Refuse a roster that is to be fetched from where none is."""
    if wrongly := [path for path in paths if fetched(path) and str(path) != ENTRA]:
        raise wrong(f"{wrongly[0]} names no roster", "Write entra: for the users of Microsoft Entra, or name a file.")
    return paths


def surveys(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Refuse a survey that is to be fetched from where none is."""
    if wrongly := [path for path in paths if fetched(path) and not _ITEM.fullmatch(str(path))]:
        raise wrong(
            f"{wrongly[0]} names no workbook",
            "Write graph:drives/<drive id>/items/<item id>, as Microsoft Graph names the workbook, or name a file.",
        )
    return paths


def dotted(value: object) -> object:
    """Return nested tables as one with dotted keys: TOML reads `linkedin.account = "…"` as a table in a table."""
    if not isinstance(value, dict):
        return value
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            nested = dotted(inner)
            flat |= {f"{key}.{k}": v for k, v in nested.items()} if isinstance(nested, dict) else {}
        else:
            flat[key] = inner
    return flat


def some(value: tuple[Output, ...]) -> tuple[Output, ...]:
    """Refuse to make nothing."""
    if not value:
        raise wrong("names no document", f"Name at least one of {', '.join(OUTPUTS)}, or leave it out to make all.")
    return value


def short(value: str) -> str:
    """Refuse a name that no page has room for."""
    if len(value) > _LONGEST:
        raise wrong(f"has {len(value):,} characters", f"Write at most {_LONGEST}: it is printed as it stands.")
    return value


def zone(value: str) -> str:
    """Refuse a time zone that the IANA database does not have."""
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        names = {name.casefold(): name for name in sorted(available_timezones())}
        cities = {name.rpartition("/")[2]: name for name in names}
        near = [names[n] for n in get_close_matches(value.casefold(), names, n=3)]
        near += [names[cities[n]] for n in get_close_matches(value.casefold().rpartition("/")[2], cities, n=3)]
        hint = f"Did you mean {' or '.join(f'`{name}`' for name in list(dict.fromkeys(near))[:3])}? " if near else ""
        raise wrong(
            "is no time zone of the IANA database", f"{hint}Write a region and a city, such as Europe/Berlin, or UTC."
        ) from error
    return value


def country(value: str) -> str:
    """Refuse what is no ISO 3166-1 code of two letters."""
    import pycountry  # noqa: PLC0415 - only where a country is configured

    if any(value == known.alpha_2 for known in pycountry.countries):
        return value
    names = {known.name.casefold(): known for known in pycountry.countries}
    names |= {code.casefold(): known for known in pycountry.countries for code in (known.alpha_2, known.alpha_3)}
    near = get_close_matches("gb" if value.casefold() == "uk" else value.casefold(), names, n=1, cutoff=0.7)
    hint = f"Did you mean `{names[near[0]].alpha_2}` ({names[near[0]].name})? " if near else ""
    raise wrong(
        f'"{value}" is no ISO 3166-1 country code', f"{hint}Write the two capital letters of a country, such as DE."
    )


def place(value: str) -> str:
    """Read the ISO 3166 code of a country, or of a region of one, in letters of any size."""
    import pycountry  # noqa: PLC0415

    code = value.strip().upper()
    if "-" not in code:
        return country(code)
    if pycountry.subdivisions.get(code=code) is None:
        raise wrong(f'"{value}" is no ISO 3166-2 code', "Write country, hyphen, region: US-CO for Colorado.")
    return code


def one_meaning(texts: Mapping[str, str]) -> None:
    """Refuse two spellings of one text that mean two places, and a text that is a key misspelt."""
    known: dict[str, str] = {}
    for text, meant in texts.items():
        slip = get_close_matches(text.casefold(), ("default", "unknown"), n=1, cutoff=0.85)
        if slip and text.casefold() != slip[0]:
            raise wrong(f"unknown key `{text}`", f"Did you mean `{slip[0]}`?")
        other = known.setdefault(comparable(text), text)
        if texts[other] != meant:
            raise wrong(
                f'"{other}" and "{text}" are one text, as texts are compared, and mean two places',
                "Keep the line that is right.",
            )


def fail_on(value: object) -> object:
    """Read a level, `unknown`, or both."""
    if isinstance(value, FailOn):
        return value
    words = [word.strip() for word in value.split(",")] if isinstance(value, str) else [""]
    levels = [Level(word) for word in words if word in list(Level)]
    unknown = words.count("unknown")
    if len(levels) + unknown != len(words) or len(levels) > 1 or unknown > 1:
        raise wrong(
            "must be a level (required, recommended or information), unknown, or both as in required,unknown",
            "Write required to fail on open findings of that level, required,unknown to fail on unknown ones too, "
            "unknown to fail on these alone.",
        )
    return FailOn(level=levels[0] if levels else None, unknown=bool(unknown))


def header(value: object) -> object:
    """Refuse what is neither a header nor, for `date`, a day."""
    if not isinstance(value, str | date):
        raise wrong("is no header", "Write the header in quotation marks, as it stands in the file.")
    return value


def dated(value: dict[str, date | str]) -> dict[str, date | str]:
    """Read `date` among the survey's columns as a day, and see that every other key holds a header."""
    day = value.get("date")
    if isinstance(day, str):
        try:
            return {**value, "date": date.fromisoformat(day)}
        except ValueError as error:
            raise wrong(
                "date must be a day: it dates a file that has no dates",
                "Write date = 2026-11-02; a column that holds the dates is mapped by submitted_at.",
            ) from error
    if any(isinstance(header, date) for key, header in value.items() if key != "date"):
        raise wrong("a column is mapped to a header, and headers are text", "Write the header in quotation marks.")
    return value


def colour(value: str) -> str:
    """Refuse what is no colour in hexadecimal digits."""
    return _written(value, re.compile(r"#[0-9A-Fa-f]{6}"), "is no colour", 'Write six hexadecimal digits: "#1F5C7A".')


def span(value: str) -> str:
    """Refuse what is no number of days, months or years."""
    hint = 'Write a number of days, months or years: "90d", "24m", "7y".'
    return _written(value, re.compile(r"[0-9]+[dmy]"), "is no span of time", hint)


def microsoft_credential(value: str) -> str:
    """Refuse what does not say where the secret is."""
    hint = f"{_ELSEWHERE}, a certificate as certificate:NAME; or write workload or device."
    return _written(value, _MICROSOFT, "does not say where the credential is", hint)


def smtp_credential(value: str) -> str:
    """Refuse what does not say where the secret is."""
    return _written(value, _SMTP, "does not say where the credential is", f"{_ELSEWHERE}; or write microsoft.")


def credential(value: str) -> str:
    """Refuse what does not say where the secret is."""
    return _written(value, _CREDENTIAL, "does not say where the credential is", f"{_ELSEWHERE}.")


def one_mailbox(value: str) -> str:
    """Refuse what is not one address, with a name before it or not."""
    try:
        stated_mailbox(value)
    except ValueError as error:
        raise wrong(f"is not one address: {error}", 'State one: "Privacy Office <privacy@example.com>".') from None
    return value


def web_address(value: str) -> str:
    """Refuse what is no address of a service on the web."""
    hint = 'Write its address: "https://timestamp.example.com".'
    return _written(value, _WEB, "is no address of the web", hint)


def wrong(what: str, hint: str) -> PydanticCustomError:
    """Return the error of a value: what is wrong with it, and what to write."""
    return PydanticCustomError("value", "{what}", {"what": what, "hint": hint})


def _written(value: str, pattern: re.Pattern[str], what: str, hint: str) -> str:
    if not pattern.fullmatch(value):
        raise wrong(what, hint)
    return value
