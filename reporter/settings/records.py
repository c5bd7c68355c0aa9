"""The keys of `reporter.toml` (DESIGN §9): which there are, what they hold, what they default to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from reporter.model.vocabulary import Edition, Level

KEY_FILE_NAME = "pseudonym.key"

Output = Literal["pdf", "excel", "html", "csv", "oscal", "mail"]
OUTPUTS: tuple[Output, ...] = get_args(Output)


def _one_or_more(value: object) -> object:
    """Return a single value as a list of one, and "a,b" from a flag or the environment as two."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | Path) else value


def _dotted(value: object) -> object:
    """Return nested tables as one with dotted keys: TOML reads `linkedin.account = "…"` as a table in a table."""
    if not isinstance(value, dict):
        return value
    flat: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            nested = _dotted(inner)
            flat |= {f"{key}.{k}": v for k, v in nested.items()} if isinstance(nested, dict) else {}
        else:
            flat[key] = inner
    return flat


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("is no time zone of the IANA database, such as Europe/Berlin") from error
    return value


def _country(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError("is no ISO 3166-1 country code, such as DE")
    return value


@dataclass(frozen=True, slots=True)
class FailOn:
    """When a run that is done exits with 10: open findings of at least `level`, and unknown ones."""

    level: Level | None = None
    """None: no open finding fails the run."""
    unknown: bool = False
    """Also unknown findings; of at least `level` where one is given."""


def _fail_on(value: object) -> object:
    if not isinstance(value, str):
        return value
    words = [word.strip() for word in value.split(",")]
    levels = [Level(word) for word in words if word in list(Level)]
    unknown = words.count("unknown")
    if len(levels) + unknown != len(words) or len(levels) > 1 or unknown > 1:
        raise ValueError("must be required, recommended or information, and may add ,unknown")
    return FailOn(level=levels[0] if levels else None, unknown=bool(unknown))


Paths = Annotated[tuple[Path, ...], BeforeValidator(_listed)]
Country = Annotated[str, AfterValidator(_country)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OrganisationSection(_Section):
    """Who reports."""

    name: str | None = None
    legal_name: str | None = None
    controller: str | None = None
    dpo: str | None = None
    contact: str | None = None
    timezone: Annotated[str, AfterValidator(_zone)] = "UTC"
    logo: Path | None = None
    accent: Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None
    languages: dict[str, str] = {}


class Headcount(_Section):
    """How many people there should be, and who says so."""

    count: Annotated[int, Field(ge=0)]
    source: str


class RunSection(_Section):
    """What is read and what is made."""

    roster: Paths = ()
    survey: Paths = ()
    policies: Paths = ()
    waivers: Path | None = None
    aliases: Path | None = None
    outputs: Annotated[tuple[Output, ...], BeforeValidator(_one_or_more)] = OUTPUTS
    edition: Edition = Edition.AUDITOR
    fail_on: Annotated[FailOn, BeforeValidator(_fail_on)] = FailOn()
    due_days: Annotated[int, Field(ge=0, le=366)] | None = None
    expected_headcount: Headcount | None = None


class RosterSection(_Section):
    """Which header holds which column of the roster."""

    columns: Annotated[dict[str, str], BeforeValidator(_dotted)] = {}


def _dated(value: dict[str, date | str]) -> dict[str, date | str]:
    day = value.get("date")
    if isinstance(day, str):
        try:
            return {**value, "date": date.fromisoformat(day)}
        except ValueError as error:
            raise ValueError("date must be a day, such as 2026-11-02: it dates a file that has no dates") from error
    if any(isinstance(header, date) for key, header in value.items() if key != "date"):
        raise ValueError("a column is mapped to a header, and headers are text")
    return value


class SurveySection(_Section):
    """Which header holds which question; `date` is no header but the day of a file that carries none."""

    columns: Annotated[dict[str, date | str], BeforeValidator(_dotted), AfterValidator(_dated)] = {}


class ScopeSection(_Section):
    """Who is in scope."""

    contractors: bool = True
    objected: Path | None = None
    exclude_countries: tuple[Country, ...] = ()


class Consultation(_Section):
    """When a country's works council was heard, and where that is recorded."""

    date: date
    reference: Annotated[str, Field(min_length=1)]


class MicrosoftSection(_Section):
    """How to reach Microsoft Graph."""

    cloud: str | None = None
    tenant: str | None = None
    client_id: str | None = None
    credential: Annotated[str, Field(pattern=r"^((env|fd|keyring|certificate):.+|workload|device)$")] | None = None


class Smtp(_Section):
    """The mail server."""

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls"] = "starttls"
    username: str | None = None
    credential: Annotated[str, Field(pattern=r"^(env|fd|keyring):.+$")] | None = None


class Quiet(_Section):
    """When no mail is sent."""

    start: time | None = Field(default=None, alias="from")
    end: time | None = Field(default=None, alias="to")
    days: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ()


class MailSection(_Section):
    """Where mail comes from and how it goes."""

    sender: str | None = Field(default=None, alias="from")
    reply_to: str | None = None
    transport: Literal["files", "smtp", "graph"] = "files"
    smtp: Smtp | None = None
    per_minute: Annotated[int, Field(ge=1)] | None = None
    quiet: Quiet | None = None
    suppress: Path | None = None


class PdfSection(_Section):
    """How the PDF looks."""

    paper: Literal["A4", "Letter"] = "A4"
    listed_findings: Annotated[int, Field(ge=0)] | None = None
    classification: str | None = None


class SignSection(_Section):
    """What the PDF is signed with."""

    pkcs12: Path | None = None
    tsa: str | None = None


class LedgerSection(_Section):
    """Where what happened is kept, and for how long."""

    database: str = "sqlite:///ledger.db"
    retention: dict[str, Annotated[str, Field(pattern=r"^[0-9]+[dmy]$")]] = {}


class File(_Section):
    """All of `reporter.toml`."""

    organisation: OrganisationSection = OrganisationSection()
    run: RunSection = RunSection()
    roster: RosterSection = RosterSection()
    survey: SurveySection = SurveySection()
    scope: ScopeSection = ScopeSection()
    consultation: dict[Country, Consultation] = {}
    microsoft: MicrosoftSection = MicrosoftSection()
    mail: MailSection = MailSection()
    pdf: PdfSection = PdfSection()
    sign: SignSection = SignSection()
    ledger: LedgerSection = LedgerSection()


class Settings(File):
    """`reporter.toml` with the environment and the flags laid over it."""

    workspace: Path | None = None
    """The folder of the `reporter.toml` that was read; None: there was none."""
    defaults: tuple[str, ...] = ()
    """Settings that are missing and were defaulted, as their keys in `reporter.toml`."""

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's time zone."""
        return ZoneInfo(self.organisation.timezone)

    @property
    def key_file(self) -> Path | None:
        """The workspace's pseudonym key file, where there is one."""
        path = self.workspace / KEY_FILE_NAME if self.workspace is not None else None
        return path if path is not None and path.exists() else None

    @property
    def undated_as(self) -> date | None:
        """The day of a survey file that carries none (`[survey.columns] date`)."""
        day = self.survey.columns.get("date")
        return day if isinstance(day, date) else None

    @property
    def survey_columns(self) -> dict[str, str]:
        """Question id → header, without `date`, which names no header."""
        return {key: header for key, header in self.survey.columns.items() if isinstance(header, str)}
