"""DESIGN §9: reporter.toml, and what beats what."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Reporter = Callable[..., subprocess.CompletedProcess[str]]

ROSTER = """\
Employee ID,Work Email,Department,Country,Employment Type
1,ana@staff.example,Sales,GB,Full-time
2,bo@staff.example,Sales,GB,Contractor
3,cy@staff.example,Sales,IE,Full-time
"""
SURVEY = "Timestamp,Email Address,LI-01,HR-02\n2027-01-20,ana@staff.example,On,No\n"
INPUTS = ("--roster", "people.csv", "--survey", "answers.csv", "--policy", "own.yaml")
RUN = ("run", *INPUTS, "--as-of", "2027-02-12", "--out", "out")
NOBODY_S = ("--accept-not-ready", "nothing-matched")  # for a roster that the survey is not of
CSV = ("--outputs", "csv")

# Every key of DESIGN §9; what stands in smtp and quiet is as the template that `init` writes has it.
EXAMPLE = """\
[organisation]
name = "Acme Staffing"
legal_name = "Acme Staffing Limited"
controller = "Acme Staffing Limited, 1 High Street"
dpo = "dpo@acme.example"
contact = "privacy@acme.example"
timezone = "Europe/Berlin"
accent = "#1F5C7A"
languages = {default = "en", DE = "de"}

[run]
roster = ["people.csv"]
survey = ["answers.csv"]
policies = ["own.yaml"]
waivers = "waivers.csv"
aliases = "aliases.csv"
outputs = ["csv"]
edition = "hr"
fail_on = "required,unknown"
due_days = 30
expected_headcount = {count = 3, source = "Payroll"}

[roster.columns]
department = "Department"

[survey.columns]
LI-01 = "LI-01"

[scope]
contractors = true
objected = "objected.csv"
exclude_countries = ["AT"]

[places]
Manchester = "GB"
"Denver, CO" = "US-CO"
default = "GB"
unknown = "withhold"

[consultation]
DE = {date = 2026-09-01, reference = "Works agreement 12/2026"}

[microsoft]
cloud = "global"
tenant = "00000000-0000-0000-0000-000000000000"
client_id = "00000000-0000-0000-0000-000000000000"
credential = "env:REPORTER_CREDENTIAL"

[mail]
from = "privacy@acme.example"
reply_to = "privacy@acme.example"
transport = "files"
per_minute = 30
suppress = "suppress.csv"

[pdf]
paper = "A4"
listed_findings = 200
classification = "Confidential"

[sign]
pkcs12 = "signing.p12"
tsa = "https://timestamp.example.com"

[ledger]
database = "sqlite:///ledger.db"
retention = {answers = "90d", findings = "24m"}
"""


@pytest.fixture
def home(policy: str, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    for name, text in {
        "own.yaml": policy,
        "people.csv": ROSTER,
        "answers.csv": SURVEY,
        "waivers.csv": "employee,control,reason,approver,approver_role,granted,expires\n",
        "aliases.csv": "alias,employee\n",
        "objected.csv": "Employee ID\n3\n",
        "suppress.csv": "Employee ID\n1\n",
    }.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


def manifest_of(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return read


def counted(counts: dict[str, int]) -> dict[str, int]:
    return {reason: n for reason, n in counts.items() if n}


def test_every_key_of_design_is_known_and_run_needs_no_options(reporter: Reporter, home: Path) -> None:
    (home / "reporter.toml").write_text(EXAMPLE, encoding="utf-8")
    said = reporter("run", "--as-of", "2027-02-12", "--out", "out", cwd=home)
    assert said.returncode == 10, said.stderr  # fail_on: a required finding is open
    manifest = manifest_of(home / "out")
    assert {one["role"] for one in manifest["inputs"]} >= {"roster", "survey", "waivers"}
    assert [policy["id"] for policy in manifest["policies"]] == ["house-rules"]
    assert counted(manifest["population"]["excluded"]) == {"objected": 1}


def test_every_example_in_the_template_that_init_writes_is_a_known_key(reporter: Reporter, tmp_path: Path) -> None:
    assert reporter("init", "space", cwd=tmp_path).returncode == 0
    path = tmp_path / "space" / "reporter.toml"
    text = re.sub(r"^# (?=[\w-]+ = )", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert text.count("\nsmtp = ") == text.count("\nquiet = ") == text.count("\nlogo = ") == 1
    path.write_text(text, encoding="utf-8")
    said = reporter("check", cwd=path.parent)  # the inbox is empty: not ready, and nothing wrong with the file
    assert said.returncode == 4
    assert "reporter.toml" not in "".join(line for line in said.stderr.splitlines() if line.startswith("error:"))


@pytest.mark.parametrize(
    ("text", "unknown", "nearest"),
    [
        ('[organization]\nname = "Acme"\n', "organization", "organisation"),
        ('[organisation]\nnmae = "Acme"\n', "nmae", "name"),
        ('[run]\noutput = ["csv"]\n', "output", "outputs"),
        ('[run]\nexpected_headcount = {cuont = 3, source = "Payroll"}\n', "cuont", "count"),
        ("[scope]\ncontractor = false\n", "contractor", "contractors"),
        ('[consultation]\nDE = {date = 2026-09-01, referense = "12"}\n', "referense", "reference"),
        ('[mail]\nreply-to = "privacy@acme.example"\n', "reply-to", "reply_to"),
        ('[pdf]\npapper = "A4"\n', "papper", "paper"),
        ('[survey.columns]\nLI01 = "LI-01"\n', "LI01", "LI-01"),
        ('[roster.columns]\ndepartmnt = "Department"\n', "departmnt", "department"),
    ],
)
def test_an_unknown_key_is_an_error_with_the_nearest_known_spelling(
    reporter: Reporter, home: Path, text: str, unknown: str, nearest: str
) -> None:
    (home / "reporter.toml").write_text(text, encoding="utf-8")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode not in {0, 10}
    assert "reporter.toml" in said.stderr
    assert unknown in said.stderr
    hints = " ".join(line for line in said.stderr.splitlines() if line.startswith("hint:"))
    assert re.search(rf"\b{nearest}\b", hints)
    assert not (home / "out").exists()


@pytest.mark.parametrize(
    "text",
    [
        '[microsoft]\nclient_secret = "hunter2x"\n',
        '[microsoft]\ncredential = "hunter2x"\n',
        '[mail]\nsmtp = {host = "mail.acme.example", password = "hunter2x"}\n',
        '[sign]\npkcs12 = "signing.p12"\npassword = "hunter2x"\n',
        '[ledger]\ndatabase = "postgresql+psycopg://reporter:hunter2x@db.acme.example/ledger"\n',
    ],
    ids=["client secret", "credential", "smtp password", "pkcs12 password", "database password"],
)
def test_secrets_are_refused_and_not_repeated(reporter: Reporter, home: Path, text: str) -> None:
    (home / "reporter.toml").write_text(text, encoding="utf-8")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode not in {0, 10}
    assert "hunter2x" not in said.stdout + said.stderr
    assert not (home / "out").exists()


@pytest.mark.parametrize(
    "text",
    [
        "not toml at all",
        '[run]\nedition = "board"\n',
        '[run]\nfail_on = "everything"\n',
        '[organisation]\ntimezone = "Europe/Atlantis"\n',
        '[scope]\ncontractors = "perhaps"\n',
        '[mail]\ntransport = "pigeon"\n',
    ],
)
def test_a_value_that_cannot_be_understood_is_an_error_that_names_the_file(
    reporter: Reporter, home: Path, text: str
) -> None:
    (home / "reporter.toml").write_text(text, encoding="utf-8")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode not in {0, 10}
    assert "reporter.toml" in said.stderr
    assert not (home / "out").exists()


@pytest.mark.parametrize(
    "text",
    ['[organisation]\ntimezone = "Europe/Atlantis"\n', "[consultation]\nDE = {date = 2026-09-01}\n"],
    ids=["a value", "a missing key"],
)
def test_an_error_of_the_configuration_comes_with_a_hint(reporter: Reporter, home: Path, text: str) -> None:
    (home / "reporter.toml").write_text(text, encoding="utf-8")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode not in {0, 10}
    assert any(line.startswith("hint: ") for line in said.stderr.splitlines())


def test_an_error_names_the_configuration_that_was_read(reporter: Reporter, home: Path) -> None:
    (home / "ours.toml").write_text('[survey.columns]\nLI-01 = "No such header"\n', encoding="utf-8")
    said = reporter(*RUN, *CSV, "--config", "ours.toml", cwd=home)
    assert said.returncode not in {0, 10}
    assert "reporter.toml" not in "".join(line for line in said.stderr.splitlines() if line.startswith("error:"))


def test_a_consultation_of_no_country_is_an_unknown_key(reporter: Reporter, home: Path) -> None:
    (home / "reporter.toml").write_text('[consultation]\nGermny = {date = 2026-09-01, reference = "12/2026"}\n')
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode not in {0, 10}
    assert "Germny" in said.stderr


def test_a_consultation_with_date_and_reference_permits_the_run(reporter: Reporter, home: Path) -> None:
    (home / "people.csv").write_text(ROSTER + "4,di@staff.example,Sales,DE,Full-time\n5,,Sales,AT,Full-time\n")
    record = '{date = 2026-09-01, reference = "Works agreement 12/2026"}'
    (home / "reporter.toml").write_text(f"[consultation]\nDE = {record}\n")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode == 8  # Austria's is not recorded
    assert not (home / "out").exists()
    (home / "reporter.toml").write_text(f"[consultation]\nDE = {record}\nAT = {record}\n")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode == 0, said.stderr
    assert manifest_of(home / "out")["population"]["in_scope"] == 5


@pytest.mark.parametrize(
    "record", ["{date = 2026-09-01}", '{reference = "12/2026"}', '{date = 2026-09-01, reference = ""}']
)
def test_a_consultation_without_date_or_reference_permits_nothing(reporter: Reporter, home: Path, record: str) -> None:
    (home / "people.csv").write_text(ROSTER + "4,di@staff.example,Sales,DE,Full-time\n")
    (home / "reporter.toml").write_text(f"[consultation]\nDE = {record}\n")
    assert reporter(*RUN, *CSV, cwd=home).returncode not in {0, 10}
    assert not (home / "out").exists()


def test_an_excluded_country_is_consultation_open_and_permits_the_run(reporter: Reporter, home: Path) -> None:
    (home / "people.csv").write_text(ROSTER + "4,di@staff.example,Sales,DE,Full-time\n5,,Sales,AT,Full-time\n")
    (home / "reporter.toml").write_text('[scope]\nexclude_countries = ["DE", "AT"]\n')
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode == 0, said.stderr
    assert counted(manifest_of(home / "out")["population"]["excluded"]) == {"consultation-open": 2}


def test_somebody_who_left_germany_needs_no_consultation(reporter: Reporter, home: Path) -> None:
    (home / "people.csv").write_text("Employee ID,Country,Employment Status\n1,GB,Active\n2,DE,Terminated\n")
    said = reporter(*RUN, *CSV, *NOBODY_S, cwd=home)
    assert said.returncode == 0, said.stderr


def test_people_in_france_italy_the_netherlands_belgium_and_luxembourg_give_a_warning(
    reporter: Reporter, home: Path
) -> None:
    places = {"FR": "France", "IT": "Italy", "NL": "Netherlands", "BE": "Belgium", "LU": "Luxembourg"}
    header = "Employee ID,Country\n1,GB\n"
    (home / "people.csv").write_text(header + "".join(f"{place},{place}\n" for place in places))
    said = reporter(*RUN, *CSV, *NOBODY_S, cwd=home)
    assert said.returncode == 0, said.stderr
    told = said.stdout + said.stderr
    assert [p for p, name in places.items() if not re.search(rf"\b({p}|{name})\b", told)] == []


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("", {}),
        ('[scope]\ncontractors = false\nobjected = "objected.csv"\n', {"contractor": 1, "objected": 1}),
    ],
    ids=["not configured", "configured"],
)
def test_contractors_and_who_objected_are_excluded_if_so_configured(
    reporter: Reporter, home: Path, text: str, excluded: dict[str, int]
) -> None:
    (home / "reporter.toml").write_text(text)
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode == 0, said.stderr
    population = manifest_of(home / "out")["population"]
    assert counted(population["excluded"]) == excluded
    assert population["in_scope"] == 3 - sum(excluded.values())


def test_a_list_of_objections_or_a_suppression_list_that_is_missing_is_an_error(reporter: Reporter, home: Path) -> None:
    for text in ('[scope]\nobjected = "missing.csv"\n', '[mail]\nsuppress = "missing.csv"\n'):
        (home / "reporter.toml").write_text(text)
        said = reporter(*RUN, "--outputs", "csv,mail", cwd=home)
        assert said.returncode not in {0, 10}
        assert "missing.csv" in said.stderr
        assert not (home / "out").exists()


def test_people_on_the_suppression_list_get_no_mail_and_are_counted_as_withheld(reporter: Reporter, home: Path) -> None:
    (home / "reporter.toml").write_text('[mail]\nsuppress = "suppress.csv"\n')
    said = reporter(*RUN, "--outputs", "csv,mail", cwd=home)
    assert said.returncode == 0, said.stderr
    mail = manifest_of(home / "out")["mail"]
    assert counted(mail["by_kind"]) == {"reminder": 2}
    assert counted(mail["withheld"]) == {"suppression-list": 1}
    assert len(list((home / "out" / "mail").rglob("*.eml"))) == 2


def test_a_survey_without_a_submission_column_is_read_if_the_configuration_dates_it(
    reporter: Reporter, home: Path
) -> None:
    (home / "answers.csv").write_text("Email Address,LI-01,HR-02\nana@staff.example,On,No\n")
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode == 4
    for day, reason in (("2027-01-20", "answered"), ("2026-01-20", "stale")):
        (home / "reporter.toml").write_text(f"[survey.columns]\ndate = {day}\n")
        said = reporter(*RUN, *CSV, "--force", cwd=home)
        assert said.returncode == 0, said.stderr
        assert manifest_of(home / "out")["controls"]["LI-01"]["reasons"][reason] == 1


def test_roster_columns_are_mapped_by_canonical_name(reporter: Reporter, home: Path) -> None:
    (home / "people.csv").write_text("Employee ID,Work Email,Business unit,Site\n1,ana@staff.example,Sales,NO\n")
    (home / "own.yaml").write_text(
        (home / "own.yaml").read_text().replace("kind: conduct", "kind: conduct\n    applies_to: {countries: [SE]}")
    )
    (home / "reporter.toml").write_text('[roster.columns]\ndepartment = "Business unit"\ncountry = "Site"\n')
    said = reporter(*RUN, *CSV, cwd=home)
    assert said.returncode == 0, said.stderr
    assert manifest_of(home / "out")["controls"]["HR-02"]["reasons"]["out-of-scope"] == 1


def test_a_mapping_to_a_header_that_is_not_there_is_an_error(reporter: Reporter, home: Path) -> None:
    for section in ("roster", "survey"):
        key = {"roster": "department", "survey": "LI-01"}[section]
        (home / "reporter.toml").write_text(f'[{section}.columns]\n{key} = "No such header"\n')
        said = reporter(*RUN, *CSV, cwd=home)
        assert said.returncode not in {0, 10}
        assert "No such header" in said.stderr
        assert not (home / "out").exists()


def test_a_submission_time_is_the_day_of_the_organisations_time_zone_which_is_utc_unless_stated(
    reporter: Reporter, home: Path
) -> None:
    # 23:30 in London of 12 February is the 13th in Berlin: after as_of.
    (home / "answers.csv").write_text(SURVEY.replace("2027-01-20", "2027-02-12T23:30:00+00:00"))
    for text, used in (("", 1), ('[organisation]\ntimezone = "Europe/Berlin"\n', 0)):
        (home / "reporter.toml").write_text(text)
        said = reporter(*RUN, *CSV, "--force", cwd=home, TZ="Asia/Tokyo")
        assert said.returncode == 0, said.stderr
        responses = manifest_of(home / "out")["responses"]
        assert (responses["used"], responses["rejected"]["after-as-of"]) == (used, 1 - used)


def test_flags_beat_the_file(reporter: Reporter, home: Path) -> None:
    (home / "reporter.toml").write_text(
        '[run]\noutputs = ["mail"]\nfail_on = "required"\nroster = ["missing.csv"]\npolicies = ["missing.yaml"]\n'
    )
    said = reporter(*RUN, *CSV, "--fail-on", "required,unknown", cwd=home)
    assert said.returncode == 10, said.stderr
    assert (home / "out" / "findings.csv").is_file()
    assert not (home / "out" / "mail").exists()


def test_the_flag_for_the_configuration_beats_the_environment_and_that_the_file_of_the_folder(
    reporter: Reporter, home: Path
) -> None:
    for name, exclude in (("reporter.toml", "GB"), ("environment.toml", "IE"), ("flag.toml", "FR")):
        (home / name).write_text(f'[scope]\nexclude_countries = ["{exclude}"]\n')
    environment = {"REPORTER_CONFIG": "environment.toml"}
    in_scope = []
    for flags, variables in (((), {}), ((), environment), (("--config", "flag.toml"), environment)):
        said = reporter(*RUN, *CSV, "--force", *flags, cwd=home, **variables)
        assert said.returncode == 0, said.stderr
        in_scope.append(manifest_of(home / "out")["population"]["in_scope"])
    assert in_scope == [1, 2, 3]
