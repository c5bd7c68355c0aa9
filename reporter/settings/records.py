"""The keys of `reporter.toml` (DESIGN §9): which there are, what they hold, what they default to."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Annotated, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reporter.model.vocabulary import LONGEST_WAIVER, Edition, UnknownPlace
from reporter.settings import values
from reporter.settings.values import OUTPUTS, DateOrder, FailOn, Output, Weekday

FILE_NAME = "reporter.toml"
KEY_FILE_NAME = "pseudonym.key"

Paths = Annotated[tuple[Path, ...], BeforeValidator(values.listed)]
Rosters = Annotated[Paths, AfterValidator(values.rosters)]
Surveys = Annotated[Paths, AfterValidator(values.surveys)]
Outputs = Annotated[tuple[Output, ...], BeforeValidator(values.one_or_more), AfterValidator(values.some)]
Header = Annotated[date | str, BeforeValidator(values.header)]
Short = Annotated[str, AfterValidator(values.short)]
Place = Annotated[str, AfterValidator(values.place)]
Country = Annotated[str, AfterValidator(values.country)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    example: ClassVar[str] = ""
    """What to write, for a table that stands on one line."""


class OrganisationSection(_Section):
    """Who reports."""

    name: Short | None = None
    legal_name: Short | None = None
    controller: Short | None = None
    dpo: Short | None = None
    contact: Short | None = None
    timezone: Annotated[str, AfterValidator(values.zone)] = "UTC"
    logo: Path | None = None
    accent: Annotated[str, AfterValidator(values.colour)] | None = None
    languages: dict[str, str] = {}


class Headcount(_Section):
    """How many people there should be, and who says so."""

    example = '{count = 250, source = "Payroll of 31 October 2026"}'

    count: Annotated[int, Field(ge=0)]
    source: str


class RunSection(_Section):
    """What is read and what is made."""

    roster: Rosters = ()
    """Paths; `entra:` stands for the users of Microsoft Entra ID (see `values.fetched`)."""
    survey: Surveys = ()
    """Paths; `graph:drives/…/items/…` stands for a workbook in OneDrive or SharePoint."""
    policies: Paths = ()
    waivers: Path | None = None
    aliases: Path | None = None
    previous: Path | None = None
    """The folder of an earlier run to compare with; None: the newest in `runs/` of the workspace."""
    outputs: Outputs = OUTPUTS
    edition: Edition = Edition.AUDITOR
    fail_on: Annotated[FailOn, BeforeValidator(values.fail_on)] = FailOn()
    due_days: Annotated[int, Field(ge=0, le=366)] | None = None
    waiver_days: Annotated[int, Field(ge=1, le=LONGEST_WAIVER)] = LONGEST_WAIVER
    """The longest term of a waiver; an organisation may shorten it and never lengthen it."""
    expected_headcount: Headcount | None = None


class RosterSection(_Section):
    """Which header holds which column of the roster, and how its dates are written."""

    dates: DateOrder | None = None
    """What comes first; None: its rows show it."""
    columns: Annotated[dict[str, str], BeforeValidator(values.dotted)] = {}
    words: Annotated[dict[str, values.Meaning], AfterValidator(values.compared)] = {}
    """Word of a status column, or of one that says yes or no, as text is compared → what it means."""


class SurveySection(_Section):
    """Which header holds which question; `date` is no header but the day of a file that carries none."""

    dates: DateOrder | None = None
    """What comes first in its dates; None: its rows show it."""
    columns: Annotated[dict[str, Header], BeforeValidator(values.dotted), AfterValidator(values.dated)] = {}


class ScopeSection(_Section):
    """Who is in scope."""

    contractors: bool = True
    objected: Path | None = None
    exclude_countries: tuple[Country, ...] = ()


class Consultation(_Section):
    """When a country's works council was heard, and where that is recorded."""

    example = '{date = 2026-09-01, reference = "Works agreement 2026/14"}'

    date: date
    reference: Annotated[str, Field(min_length=1)]


class PlacesSection(_Section):
    """What texts mean that a roster writes for a place of work; and what holds where it writes none, or another."""

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[str, Place] = Field(init=False)

    default: Place | None = None
    """The place of those of whom the roster says none."""
    unknown: UnknownPlace | None = None
    """None: a run stops at people whose place is not understood."""

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        values.one_meaning(self.texts)
        return self

    @property
    def texts(self) -> dict[str, str]:
        """Text → country or region."""
        return dict(self.model_extra or {})

    @property
    def stated(self) -> dict[str, str]:
        """What is decided beside the texts."""
        return {key: value for key in ("default", "unknown") if (value := getattr(self, key)) is not None}


class NoticeSection(_Section):
    """What the survey's privacy notice says beside [organisation]; each a phrase that ends a sentence."""

    interest: str | None = None
    recipients: str | None = None
    transfers: str | None = None
    retention: str | None = None
    authority: str | None = None
    complaints: str | None = None
    return_to: str | None = None


class MicrosoftSection(_Section):
    """How to reach Microsoft Graph."""

    cloud: str | None = None
    tenant: str | None = None
    client_id: str | None = None
    credential: Annotated[str, AfterValidator(values.microsoft_credential)] | None = None
    employees_have: Literal["employeeId", "employeeType"] | None = None
    """What the account of every employee carries, so that one without it is nobody's who works here."""


class Smtp(_Section):
    """The mail server."""

    example = '{host = "mail.example.com", username = "reporter", credential = "env:SMTP"}'

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls"] = "starttls"
    username: str | None = None
    credential: Annotated[str, AfterValidator(values.smtp_credential)] | None = None
    """`microsoft`: a token for the application of `[microsoft]` (XOAUTH2)."""


class QuietThere(_Section):
    """When no mail is sent to people who work in a country; a key that is missing is as for all."""

    example = '{zone = "America/New_York", days = ["fri", "sat"]}'

    start: time | None = Field(default=None, alias="from")
    end: time | None = Field(default=None, alias="to")
    days: tuple[Weekday, ...] | None = None
    dates: tuple[date, ...] | None = None
    zone: Annotated[str, AfterValidator(values.zone)] | None = None
    """None: every time zone of the country counts."""

    @property
    def zone_info(self) -> ZoneInfo | None:
        """The zone as Python has it."""
        return ZoneInfo(self.zone) if self.zone else None


class Quiet(_Section):
    """When no mail is sent, by the clock of the place where people work."""

    example = '{from = 18:00:00, to = 08:00:00, days = ["sat", "sun"]}'

    start: time | None = Field(default=None, alias="from")
    end: time | None = Field(default=None, alias="to")
    days: tuple[Weekday, ...] = ()
    dates: tuple[date, ...] = ()
    countries: dict[Country, QuietThere] = {}


class MailSection(_Section):
    """Where mail comes from and how it goes; whoever is on leave gets none unless `on_leave` says `write`."""

    sender: Annotated[str, AfterValidator(values.one_mailbox)] | None = Field(default=None, alias="from")
    reply_to: Annotated[str, AfterValidator(values.one_mailbox)] | None = None
    transport: Literal["files", "smtp", "graph"] = "files"
    smtp: Smtp | None = None
    graph: Literal["send", "draft"] = "send"
    """In one step, or as a draft first: then it can be found out what became of a mail in doubt."""
    per_minute: Annotated[int, Field(ge=1)] | None = None
    quiet: Quiet | None = None
    suppress: Path | None = None
    on_leave: Literal["withhold", "write"] = "withhold"


class PdfSection(_Section):
    """How the PDF looks."""

    paper: Literal["A4", "Letter"] = "A4"
    listed_findings: Annotated[int, Field(ge=0, le=2000)] | None = None
    """Of each PDF; laying out 2,000 rows takes a quarter of a minute."""
    classification: Annotated[str, Field(min_length=1, max_length=60)] | None = None


class SignSection(_Section):
    """What the reports are signed with, and whose signatures count."""

    pkcs12: Path | None = None
    """The organisation's key and certificate."""
    credential: Annotated[str, AfterValidator(values.credential)] | None = None
    """Where its passphrase is; None: it has none."""
    tsa: Annotated[str, AfterValidator(values.web_address)] | None = None
    """The authority that timestamps signatures (RFC 3161); None: they carry no timestamp."""
    trust: Path | None = None
    """Root certificates that a signer's certificate must lead to; None: nobody vouches for one."""


class LedgerSection(_Section):
    """Where what happened is kept, and for how long."""

    database: str = "sqlite:///ledger.db"
    retention: dict[str, Annotated[str, AfterValidator(values.span)]] = {}


class File(_Section):
    """All of `reporter.toml`."""

    organisation: OrganisationSection = OrganisationSection()
    run: RunSection = RunSection()
    roster: RosterSection = RosterSection()
    survey: SurveySection = SurveySection()
    scope: ScopeSection = ScopeSection()
    places: PlacesSection = PlacesSection()
    consultation: dict[Country, Consultation] = {}
    notice: NoticeSection = NoticeSection()
    microsoft: MicrosoftSection = MicrosoftSection()
    mail: MailSection = MailSection()
    pdf: PdfSection = PdfSection()
    sign: SignSection = SignSection()
    ledger: LedgerSection = LedgerSection()


class Settings(File):
    """`reporter.toml` with the environment and the flags laid over it."""

    workspace: Path | None = None
    """The folder of the `reporter.toml` that was read; None: there was none."""
    file_name: str = FILE_NAME
    """Without folder, as messages name it; where no file was read, the name of the one to make."""
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
