from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from reporter.errors import UsageError
from reporter.model.vocabulary import Edition, Level
from reporter.settings import OUTPUTS, FailOn, Settings, fetched, load

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str) -> Path:
        path = tmp_path / "reporter.toml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return _write


def problems(path: Path, *, environ: Mapping[str, str] | None = None, flags: Mapping[str, object] | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        load(path, environ=environ or {}, flags=flags or {})
    return "\n".join(f"{problem} | {problem.hint}" for problem in caught.value.problems)


def plain(path: Path) -> Settings:
    return load(path, environ={}, flags={})


def test_a_run_needs_no_configuration() -> None:
    settings = load(None, environ={}, flags={})
    assert settings.organisation.name is None
    assert settings.zone.key == "UTC"
    assert settings.run.outputs == OUTPUTS
    assert settings.run.fail_on == FailOn()
    assert settings.scope.contractors
    assert settings.workspace is None
    assert settings.key_file is None


def test_what_was_defaulted_is_listed_by_its_key(write: Write) -> None:
    settings = plain(write('[organisation]\nname = "Example"\n[mail]\nfrom = "a@example.com"\n'))
    assert settings.defaults == ("organisation.contact", "organisation.timezone", "mail.reply_to")


def test_every_section_of_the_design_is_read(write: Write) -> None:
    path = write("""
        [organisation]
        name = "Example"
        legal_name = "Example Ltd"
        controller = "Example Ltd"
        dpo = "dpo@example.com"
        contact = "privacy@example.com"
        timezone = "Europe/Berlin"
        logo = "logo.svg"
        accent = "#1f5c7a"
        languages = { default = "en", DE = "de" }
        [run]
        roster = ["inbox/roster"]
        survey = "inbox/survey"
        policies = ["policies"]
        waivers = "waivers.csv"
        aliases = "aliases.csv"
        outputs = ["pdf", "csv"]
        edition = "hr"
        fail_on = "required,unknown"
        due_days = 30
        expected_headcount = { count = 250, source = "Payroll" }
        [roster.columns]
        department = "Business unit"
        [survey.columns]
        LI-01 = "Is it off?"
        linkedin.account = "Whose is it?"
        date = 2026-11-02
        [scope]
        contractors = false
        objected = "objected.csv"
        exclude_countries = ["AT"]
        [consultation]
        DE = { date = 2026-09-01, reference = "2026/14" }
        [microsoft]
        cloud = "global"
        tenant = "t"
        client_id = "c"
        credential = "env:CLIENT"
        [mail]
        from = "Privacy <privacy@example.com>"
        reply_to = "privacy@example.com"
        transport = "smtp"
        smtp = { host = "mail.example.com", port = 465, security = "tls", username = "u", credential = "keyring:smtp" }
        per_minute = 30
        quiet = { from = 18:00:00, to = 08:00:00, days = ["sat", "sun"] }
        suppress = "suppress.csv"
        [pdf]
        paper = "Letter"
        listed_findings = 200
        classification = "Confidential"
        [sign]
        pkcs12 = "signing.p12"
        tsa = "https://tsa.example.com"
        [ledger]
        database = "sqlite:///ledger.db"
        retention = { answers = "90d", findings = "24m" }
    """)
    settings = plain(path)
    assert settings.organisation.languages == {"default": "en", "DE": "de"}
    assert settings.run.edition is Edition.HR
    assert settings.run.fail_on == FailOn(Level.REQUIRED, unknown=True)
    assert settings.run.expected_headcount is not None
    assert settings.run.expected_headcount.count == 250
    assert settings.consultation["DE"].date == date(2026, 9, 1)
    assert settings.mail.sender == "Privacy <privacy@example.com>"
    assert settings.mail.smtp is not None
    assert settings.ledger.retention["findings"] == "24m"
    assert settings.defaults == ()


def test_a_date_among_the_survey_columns_dates_an_undated_file(write: Write) -> None:
    settings = plain(write('[survey.columns]\nLI-01 = "Is it off?"\nlinkedin.account = "Whose?"\ndate = 2026-11-02\n'))
    assert settings.undated_as == date(2026, 11, 2)
    assert settings.survey_columns == {"LI-01": "Is it off?", "linkedin.account": "Whose?"}


def test_a_date_among_the_survey_columns_that_is_none_is_refused(write: Write) -> None:
    assert "must be a day" in problems(write('[survey.columns]\ndate = "Submitted"\n'))


def test_paths_in_the_file_are_relative_to_its_folder_and_flags_to_here(write: Write, tmp_path: Path) -> None:
    path = write('[run]\nroster = "inbox/roster"\nwaivers = "/elsewhere/waivers.csv"\n')
    settings = load(path, environ={}, flags={"run.survey": [Path("answers.xlsx")]})
    assert settings.run.roster == (tmp_path / "inbox/roster",)
    assert settings.run.waivers == Path("/elsewhere/waivers.csv")
    assert settings.run.survey == (Path("answers.xlsx"),)


def test_flags_beat_environment_beat_file(write: Write) -> None:
    path = write('[run]\noutputs = ["pdf"]\nfail_on = "required"\nedition = "auditor"\n')
    environ = {"REPORTER_OUTPUTS": "csv, html", "REPORTER_FAIL_ON": "recommended"}
    settings = load(path, environ=environ, flags={"run.fail_on": "information", "run.edition": None})
    assert settings.run.outputs == ("csv", "html")
    assert settings.run.fail_on.level is Level.INFORMATION
    assert settings.run.edition is Edition.AUDITOR


def test_unknown_keys_are_errors_with_the_nearest_known_spelling_and_all_are_said_at_once(write: Write) -> None:
    said = problems(write("[run]\nrooster = 1\ncontact = 1\n[organisatin]\n[mail]\nfrom_ = 1\nsmtp = { hots = 1 }\n"))
    assert "[run] rooster: unknown key `rooster` | Did you mean `roster`?" in said
    assert "`contact` is a key of [organisation]" in said
    assert "unknown key `organisatin` | Did you mean `organisation`?" in said
    assert "Did you mean `from`?" in said
    assert "Did you mean `host`?" in said
    assert "[mail.smtp] host: is missing" in said


@pytest.mark.parametrize(
    "text",
    [
        '[mail]\nsmtp = { host = "h", password = "hunter2" }\n',
        '[microsoft]\nclient_secret = "hunter2"\n',
        '[microsoft]\ntoken = "hunter2"\n',
        '[ledger]\ndatabase = "postgresql+psycopg://me:hunter2@db/reporter"\n',
        '[ledger]\ndatabase = "postgresql+psycopg://db/reporter?sslmode=require&sslpassword=hunter2"\n',
    ],
)
def test_secrets_are_refused_here_and_not_repeated(write: Write, text: str) -> None:
    said = problems(write(text))
    assert "env:" in said
    assert "keyring:" in said
    assert "hunter2" not in said


def test_a_header_may_speak_of_passwords(write: Write) -> None:
    settings = plain(write('[survey.columns]\nLI-07 = "Do you use a password manager?"\n'))
    assert settings.survey_columns["LI-07"].startswith("Do you")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[organisation]\ntimezone = "Mars/Olympus"\n', "no time zone"),
        ('[organisation]\ntimezone = "../../etc/passwd"\n', "no time zone"),
        ('[organisation]\nname = "' + "x" * 301 + '"\n', "[organisation] name: has 301 characters"),
        ('[organisation]\naccent = "red"\n', "[organisation] accent"),
        ('[run]\nfail_on = "high"\n', "required, recommended or information"),
        ('[run]\nfail_on = "required,recommended"\n', "required, recommended or information"),
        ('[run]\noutputs = ["word"]\n', "'pdf', 'excel'"),
        ("[run]\ndue_days = -1\n", "[run] due_days"),
        ('[scope]\nexclude_countries = ["Germany"]\n', "ISO 3166-1"),
        ("[consultation]\nDE = { date = 2026-09-01 }\n", "[consultation.DE] reference: is missing"),
        ('[consultation]\nDE = { date = 2026-09-01, reference = "" }\n', "[consultation.DE] reference"),
        ('[microsoft]\ncredential = "hunter2"\n', "[microsoft] credential"),
        ('[mail]\nfrom = "privacy@x.example, legal@x.example"\n', "[mail] from: "),
        ('[mail]\nreply_to = "the privacy office"\n', "[mail] reply_to: "),
        ('run = "everything"\n', "run: "),
        ("[run\n", "is not TOML"),
        ("x = " + "[" * 5000, "is not TOML"),
    ],
)
def test_what_cannot_be_followed_is_said_with_its_place(write: Write, text: str, what: str) -> None:
    said = problems(write(text))
    assert what in said
    assert "reporter.toml" in said
    assert "hunter2" not in said


def test_a_flag_or_variable_at_fault_is_named_instead_of_the_file(write: Write) -> None:
    path = write("")
    assert problems(path, flags={"run.fail_on": "soon"}).startswith("--fail-on: ")
    assert "REPORTER_TIMEZONE" in problems(path, environ={"REPORTER_TIMEZONE": "Nowhere"})


def test_a_file_that_is_missing_or_no_text_is_a_usage_error(tmp_path: Path) -> None:
    assert "cannot be read" in problems(tmp_path / "reporter.toml")
    (tmp_path / "reporter.toml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in problems(tmp_path / "reporter.toml")


def test_the_key_file_of_the_workspace_is_found(write: Write, tmp_path: Path) -> None:
    path = write("")
    assert plain(path).key_file is None
    (tmp_path / "pseudonym.key").write_text("x")
    assert plain(path).key_file == tmp_path / "pseudonym.key"


def test_the_name_of_the_file_that_was_read_is_known(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("")
    assert plain(tmp_path / "ours.toml").file_name == "ours.toml"
    assert load(None, environ={}, flags={}).file_name == "reporter.toml"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('[organisation]\ntimezone = "berlin"\n', "`Europe/Berlin`"),
        ('[organisation]\ntimezone = "Europe/Atlantis"\n', "`Europe/Athens`"),
        ('[organisation]\naccent = "red"\n', "#1F5C7A"),
        ('[organisation]\nlanguages = "de"\n', "[organisation.languages]"),
        ('[run]\nfail_on = "everything"\n', "unknown to fail on these alone"),
        ("[run]\nfail_on = 7\n", "required,unknown"),
        ('[run]\nedition = "HR"\n', "Did you mean `hr`?"),
        ('[run]\noutputs = ["papyrus"]\n', "Write one of: pdf, excel"),
        ("[run]\noutputs = []\n", "at least one of pdf"),
        ("[run]\nroster = 7\n", "Write a list"),
        ("[run]\nroster = [7]\n", "quotation marks"),
        ("[run]\ndue_days = 1.5\n", "Write a whole number"),
        ("[run]\ndue_days = 400\n", "at most 366"),
        ("[run]\nwaiver_days = 367\n", "at most 366"),
        ("[run]\nwaiver_days = 0\n", "at least 1"),
        ("[run]\nexpected_headcount = 3\n", "expected_headcount = {count = 250"),
        ("[pdf]\nlisted_findings = -1\n", "at least 0"),
        ('[scope]\ncontractors = "perhaps"\n', "Write true or false"),
        ('[scope]\nexclude_countries = ["Germany"]\n', "Did you mean `DE` (Germany)?"),
        ('[scope]\nexclude_countries = ["UK"]\n', "Did you mean `GB`"),
        ("[consultation]\nDE = {date = 2026-09-01}\n", 'DE = {date = 2026-09-01, reference = "'),
        ('[consultation]\nDE = {date = 2026-09-01, reference = ""}\n', 'DE = {date = 2026-09-01, reference = "'),
        ("[consultation]\nDE = 2026-09-01\n", "DE = {date = 2026-09-01"),
        ('[consultation]\nDE = {date = 2026-09-01, reference = "1", referense = "1"}\n', "Did you mean `reference`?"),
        ('[consultation]\nXX = {date = 2026-09-01, reference = "1"}\n', "two capital letters"),
        ('[microsoft]\ncredential = "x"\n', "env:NAME"),
        ('[mail]\nquiet = {from = "x"}\n', "18:00:00"),
        ('[ledger]\nretention = {answers = "soon"}\n', "90d"),
        ("[survey.columns]\nLI-01 = 7\n", "in quotation marks"),
        ("run = 7\n", "Write [run] on a line of its own"),
        ("[run\n", "quotes"),
    ],
)
def test_every_error_says_what_to_write_instead(write: Write, text: str, hint: str) -> None:
    path = write(text)
    with pytest.raises(UsageError) as caught:
        plain(path)
    [problem] = caught.value.problems
    assert hint in problem.hint
    assert problem.where.startswith(str(path))


@pytest.mark.parametrize(
    "text",
    [
        '[mail]\nsmtp = {password = "hunter2"}\n',
        '[mail]\nsmtp = {host = "h", pasword = "hunter2"}\n',
        '[mail]\nsmtp = {host = "h", password = {clear = "hunter2"}}\n',
        '[microsoft]\nclient_secret = "hunter2"\n',
    ],
)
def test_a_secret_is_one_error_and_no_hint_asks_for_it_under_another_key(write: Write, text: str) -> None:
    with pytest.raises(UsageError) as caught:
        plain(write(text))
    [problem] = caught.value.problems
    assert problem.what == "a secret does not belong in this file"
    assert "Did you mean" not in problem.hint


def test_no_outputs_at_all_are_a_usage_error_and_an_empty_variable_is_none(write: Write) -> None:
    assert problems(write(""), flags={"run.outputs": ""}).startswith("--outputs: names no document")
    assert load(None, environ={"REPORTER_OUTPUTS": ""}, flags={}).run.outputs == OUTPUTS


def test_unknown_findings_alone_can_fail_a_run(write: Write) -> None:
    assert load(write(""), environ={}, flags={"run.fail_on": "unknown"}).run.fail_on == FailOn(unknown=True)


def test_a_source_that_is_fetched_is_no_path_of_the_workspace(write: Write, tmp_path: Path) -> None:
    item = "graph:drives/b!x-1/items/01ABC"
    settings = plain(write(f'[run]\nroster = ["entra:", "more.csv"]\nsurvey = "{item}"\n'))
    assert settings.run.roster == (Path("entra:"), tmp_path / "more.csv")
    assert settings.run.survey == (Path(item),)
    assert [fetched(path) for path in settings.run.roster] == [True, False]


@pytest.mark.parametrize(
    "line",
    ['roster = "entra:all"', 'roster = "graph:drives/a/items/b"', 'survey = "entra:"', 'survey = "graph:a/../b"'],
)
def test_a_source_that_can_be_none_is_refused(line: str, write: Write) -> None:
    assert "names no" in problems(write(f"[run]\n{line}\n"))
