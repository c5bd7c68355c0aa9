"""Adding a control, a service, a country or a regime is an edit of YAML only; README shows each in these words."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from html import unescape
from pathlib import Path

import polars as pl
import pytest

from reporter import policy
from reporter.model.assessment import Assessment
from reporter.reports import guidance
from reporter.run import judge
from reporter.settings import load

AS_OF = date(2026, 11, 23)
HOUSE = """\
schema: 1
id: house-rules
version: "2026.11"
title: House rules
owner: Privacy Office
reviewed: 2026-11-23
controls:
  - id: HR-01
    title: The courier keeps no copies
    kind: account-setting
    service: courier
    level: required
    severity: high
    rationale: Copies outlive their reason.
    question:
      text: Does the courier keep copies?
      answers:
        - {text: "No", outcome: satisfied}
        - {text: "Yes", outcome: not-satisfied}
"""
COURIER = """\
schema: 1
id: courier
title: Courier
provider: Courier Ltd
as_of: 2026-11-23
hosts: [courier.example]
account:
  text: Whose courier account is it?
  answers:
    - {text: "The company's", account: company}
    - {text: "Mine", account: personal}
"""
HOME_ACT = """\
schema: 1
regime: HOME-ACT
title: Home Act
notes:
  - id: home-act-1
    provision: s. 1
    title: Fair asking
    paraphrase: Whoever asks says what for.
    applies_to: everybody at work there
    source: {title: Home Act, url: "https://law.example/home", as_of: 2026-11-23}
    confidence: official
"""
REGIMES = """\
schema: 1
regimes:
  - id: HOME-ACT
    title: Home Act
    places: ["IE"]
flags:
  settings_request_barred: []
  visibility_request_barred: []
  consultation_required: []
  consultation_advised: []
cap_law: {}
"""

CONTROL = """\
  - id: HR-02
    title: Parcels are not left outside
    kind: conduct
    level: recommended
    severity: low
    rationale: They walk away.
    question:
      text: Do you leave parcels outside?
      answers:
        - {text: "No", outcome: satisfied}
        - {text: "Yes", outcome: not-satisfied}
"""
KIOSK = """\
schema: 1
id: kiosk
title: Kiosk
provider: Kiosk Ltd
as_of: 2026-11-23
hosts: [kiosk.example]
account:
  text: Whose kiosk account is it?
  answers:
    - {text: "The organisation provides it", account: company}
    - {text: "It is my own", account: personal}
    - {text: "Prefer not to say", account: unstated}
facts:
  - id: photographs
    topic: Photographs
    text: Kiosk keeps photographs for a week.
    applies_to: everywhere
    source: {title: Kiosk's privacy notice, url: "https://kiosk.example/privacy", as_of: 2026-11-23}
    confidence: official
"""
KIOSK_CONTROL = """\
  - id: HR-03
    title: The kiosk keeps no photographs
    kind: account-setting
    service: kiosk
    level: required
    severity: medium
    rationale: A face cannot be changed.
    question:
      text: Does the kiosk keep photographs of you?
      answers:
        - {text: "No", outcome: satisfied}
        - {text: "Yes", outcome: not-satisfied}
"""
TIDE_ACT = """\
schema: 1
regime: TIDE-ACT
title: Tide Act
notes:
  - id: tide-act-7
    provision: s. 7
    title: One's own accounts
    paraphrase: An employer may not suggest how a person's own account is set.
    applies_to: everybody at work there
    source: {title: Tide Act, url: "https://law.example/tide", as_of: 2026-11-23}
    confidence: secondary
"""
ROSTER = "Employee ID,Work Email,Full Name,Country\n1,a@x.example,Ada,IE\n2,b@x.example,Bea,NZ\n3,c@x.example,Cy,FJ\n"
SURVEY = (
    "Timestamp,Employee ID,HR-01,HR-02,HR-03,courier.account,kiosk.account\n"
    "2026-11-20 10:00,1,Yes,Yes,Yes,Mine,The organisation provides it\n"
    "2026-11-20 10:00,2,Yes,No,No,Mine,It is my own\n"
    "2026-11-20 10:00,3,Yes,,,Mine,\n"
)


def add_a_control(folder: Path) -> None:
    append(folder / "house-rules.yaml", CONTROL)


def add_a_service(folder: Path) -> None:
    append(folder / "services" / "kiosk.yaml", KIOSK)
    append(folder / "house-rules.yaml", KIOSK_CONTROL)


def add_a_country(folder: Path) -> None:
    change(folder / "regimes.yaml", 'places: ["IE"]', 'places: ["IE", "NZ"]')
    change(folder / "regimes.yaml", "cap_law: {}", "cap_law: {personal-account: [home-act-1]}")


def add_a_regime(folder: Path) -> None:
    append(folder / "law" / "tide-act.yaml", TIDE_ACT)
    change(folder / "regimes.yaml", "flags:\n", '  - {id: TIDE-ACT, title: Tide Act, places: ["FJ"]}\nflags:\n')
    change(folder / "regimes.yaml", "settings_request_barred: []", 'settings_request_barred: ["FJ"]')
    change(folder / "regimes.yaml", "cap_law: {", 'cap_law: {"FJ": [tide-act-7], ')


def append(path: Path, text: str) -> None:
    path.write_text((path.read_text() if path.exists() else "") + text)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a small library of policies beside a roster and a survey, and return its folder."""
    found = tmp_path / "policies"
    for name in ("services", "law"):
        (found / name).mkdir(parents=True)
    (found / "house-rules.yaml").write_text(HOUSE)
    (found / "services" / "courier.yaml").write_text(COURIER)
    (found / "law" / "home-act.yaml").write_text(HOME_ACT)
    (found / "regimes.yaml").write_text(REGIMES)
    (tmp_path / "people.csv").write_text(ROSTER)
    (tmp_path / "answers.csv").write_text(SURVEY)
    return found


def judged(folder: Path) -> Assessment:
    inputs = {"run.roster": [folder.parent / "people.csv"], "run.survey": [folder.parent / "answers.csv"]}
    settings = load(None, environ={}, flags={**inputs, "run.policies": [folder]})
    return judge(settings, as_of=AS_OF).report.assessment


def finding(assessment: Assessment, person: str, control: str) -> dict[str, object]:
    employee = assessment.population.filter(employee_id=person)["employee"].item()
    rows = assessment.findings.with_columns(pl.col("control").cast(pl.String))
    return rows.filter(employee=employee, control=control).row(0, named=True)


def test_a_control(folder: Path) -> None:
    assert "HR-02" not in [asked.id for asked in policy.load([folder]).asked]
    add_a_control(folder)
    assessment = judged(folder)
    assert finding(assessment, "1", "HR-02")["outcome"] == "not-satisfied"
    assert finding(assessment, "2", "HR-02")["outcome"] == "satisfied"
    assert assessment.mail.mails.height > 0


def test_a_service(folder: Path) -> None:
    add_a_service(folder)
    assert "kiosk.account" in [asked.id for asked in policy.load([folder]).asked]
    assessment = judged(folder)
    assert [f.text for f in assessment.policies.services["kiosk"].facts] == ["Kiosk keeps photographs for a week."]
    assert finding(assessment, "1", "HR-03")["level"] == "required"  # the account question says: the company's
    assert finding(assessment, "2", "HR-03")["level"] == "recommended"


def test_a_country(folder: Path) -> None:
    (folder.parent / "people.csv").write_text(ROSTER.replace("1,a@x.example,Ada,IE\n", ""))
    assert judged(folder).law == ()
    add_a_country(folder)
    assessment = judged(folder)
    assert [note.id for note in assessment.law] == ["home-act-1"]
    found = finding(assessment, "2", "HR-01")
    assert (found["level"], found["caps"], found["law"]) == ("recommended", "personal-account", "home-act-1")


def test_a_regime_with_a_flag_for_a_whole_country(folder: Path) -> None:
    before = finding(judged(folder), "3", "HR-01")
    assert (before["level"], before["writable"]) == ("recommended", True)
    add_a_regime(folder)
    assessment = judged(folder)
    found = finding(assessment, "3", "HR-01")
    assert (found["level"], found["writable"]) == ("information", False)
    assert (found["caps"], found["law"]) == ("personal-account;settings-request-barred", "tide-act-7")
    assert assessment.mail.withheld["law"] == 1
    assert guidance.is_due(assessment)
    assert "tide-act-7" in [note.id for note in assessment.law]
    assert finding(assessment, "2", "HR-01")["level"] == "recommended"


def test_all_of_them_in_one_run(folder: Path) -> None:
    for edit in (add_a_control, add_a_service, add_a_country, add_a_regime):
        edit(folder)
    home = folder.parent
    arguments = "--roster people.csv --survey answers.csv --policy policies --as-of 2026-11-23 --outputs csv,html"
    said = subprocess.run(  # noqa: S603 - the program itself
        [sys.executable, "-m", "reporter", "run", *arguments.split(), "--out", "out"],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    with (home / "out" / "findings.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 9
    assert {row["control"] for row in rows} == {"HR-01", "HR-02", "HR-03"}
    page = unescape((home / "out" / "report.html").read_text(encoding="utf-8"))
    assert "Parcels are not left outside" in page
    assert "Kiosk keeps photographs for a week." in page
    assert "Whoever asks says what for." in page
    assert "An employer may not suggest how a person's own account is set." in page
