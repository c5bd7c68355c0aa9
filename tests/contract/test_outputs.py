"""DESIGN §5, outputs: which there are, for whom, with which modes, and the same bytes everywhere."""

from __future__ import annotations

import csv
import email
import email.policy
import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

pytestmark = pytest.mark.thorough  # whole runs with everything, some in processes of their own

Reporter = Callable[..., subprocess.CompletedProcess[str]]

AUDITOR = {"report.pdf", "report.html", "findings.csv", "assessment.oscal.json"}
HR = {"report.xlsx", "rejects.csv", "rejects-roster.csv", "rejects-survey.csv"}
HR_EDITION = {"report-hr.pdf", "report-hr.html"}
BOTH = {"manifest.json", "SHA256SUMS"}
EMPLOYEES = {"guidance.pdf"}  # §6, Mail: people who may not be written to are served by a general guidance sheet
SURNAMES = (
    *("Quillonby", "Brackendale", "Thornquist", "Vanterpool", "Umbrossi", "Wexcombe", "Yarrowby", "Zephyrine"),
    *("Ivanhoel", "Jessamyn", "Kittredge", "Lovibond", "Marchbank", "Nethercott", "Oglethorp", "Palfreyman"),
    *("Rushbrooke", "Satterlee", "Hollingberry"),
)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def text_of(name: str, content: bytes) -> str:
    """Everything legible in a file: the text of a PDF's pages and attachments, the parts of a workbook."""
    if name.endswith(".pdf"):
        reader = PdfReader(io.BytesIO(content))
        attached = [part.decode("utf-8", "replace") for parts in reader.attachments.values() for part in parts]
        return "\n".join([*(page.extract_text() for page in reader.pages), *attached, str(reader.metadata)])
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
    if name.endswith(".eml"):
        message = email.message_from_bytes(content, policy=email.policy.default)
        bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
        return "\n".join([str(message.items()), *bodies])
    return content.decode("utf-8")


def raw_of(name: str, content: bytes) -> bytes:
    """All bytes of a file, with every compressed part laid open."""
    if name.endswith(".pdf"):
        laid_open = [content]
        for match in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            try:
                laid_open.append(zlib.decompress(match[1]))
            except zlib.error:
                continue
        return b"\n".join(laid_open)
    if name.endswith(".xlsx"):
        return content + text_of(name, content).encode()
    return content + (text_of(name, content).encode() if name.endswith(".eml") else b"")


@pytest.fixture(scope="module")
def full(
    tmp_path_factory: pytest.TempPathFactory,
    reporter: Reporter,
    organisation: Callable[[Path], Path],
    inputs: tuple[str, ...],
) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Make everything, in both editions."""
    home = organisation(tmp_path_factory.mktemp("one") / "alpha")
    said = reporter(
        *("run", *inputs, "--edition", "hr", "--out", "out"),
        cwd=home,
        umask=0,
        TZ="Pacific/Kiritimati",
        PYTHONHASHSEED="1",
        USER="operator-one",
        LOGNAME="operator-one",
    )
    assert said.returncode == 0, said.stderr
    return home / "out", said


@pytest.fixture(scope="module")
def texts(full: tuple[Path, subprocess.CompletedProcess[str]]) -> dict[str, str]:
    """Return the text of each file of the run with everything."""
    return {name: text_of(name, content) for name, content in files(full[0]).items()}


@pytest.fixture(scope="module")
def auditor(texts: dict[str, str]) -> dict[str, str]:
    """Return the text of each file of the auditor's edition."""
    return {name: texts[name] for name in sorted(AUDITOR)}


OLD = tuple(
    option
    for cause in ("survey-as-before", "no-answer-since", "answers-stale", "answers-of-earlier-period")
    for option in ("--accept-not-ready", cause)
)
"""For a run years after its answers."""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, reporter: Reporter) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Run without any configuration, policy or PDF."""
    home = tmp_path_factory.mktemp("bare")
    (home / "people.csv").write_text("Employee ID,Work Email,Country\n1,a@staff.example,FR\n2,b@staff.example,GB\n")
    (home / "answers.csv").write_text("Timestamp,Email Address,LI-01,LI-05\n2027-01-20 10:00,a@staff.example,,No\n")
    said = reporter(
        *("run", "--roster", "people.csv", "--survey", "answers.csv", "--as-of", "2027-02-12", "--out", "out"),
        *("--outputs", "html,csv,mail"),
        cwd=home,
    )
    assert said.returncode == 0, said.stderr
    return home / "out", said


def test_a_run_makes_each_output_of_the_table_and_no_other(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    made = set(files(full[0]))
    messages = {name for name in made if re.fullmatch(r"mail/(remediation|reminder)/[^/]+\.eml", name)}
    assert made - messages == AUDITOR | HR | HR_EDITION | BOTH | EMPLOYEES | {"mail/index.csv", "mail/places.csv"}
    assert len([name for name in messages if name.startswith("mail/remediation/")]) == 1
    assert len([name for name in messages if name.startswith("mail/reminder/")]) == 2


def test_the_hr_edition_is_made_only_when_asked_for(bare: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert not HR_EDITION & set(files(bare[0]))


def test_outputs_that_were_not_asked_for_are_not_made(bare: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    made = set(files(bare[0]))
    assert made >= {"report.html", "findings.csv", "mail/index.csv", *BOTH}
    assert not made & {"report.pdf", "report.xlsx", "assessment.oscal.json"}


def test_folders_are_0700_and_files_0600_whatever_the_umask(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    modes = {str(p): p.stat().st_mode & 0o777 for p in [full[0], *full[0].rglob("*")]}
    wrong = {p: oct(mode) for p, mode in modes.items() if mode != (0o700 if Path(p).is_dir() else 0o600)}
    assert wrong == {}


def test_the_same_inputs_give_the_same_bytes_in_another_folder_time_zone_hash_seed_and_home(
    full: tuple[Path, subprocess.CompletedProcess[str]],
    reporter: Reporter,
    tmp_path: Path,
) -> None:
    other = tmp_path / "beta" / "deeper"
    shutil.copytree(full[0].parent, other, ignore=shutil.ignore_patterns("out"))
    named = {"roster": "people.csv", "survey": "answers.csv", "policy": "own.yaml", "waivers": "waivers.csv"}
    options = [x for key, name in named.items() for x in (f"--{key}", other / name)]
    said = reporter(
        *("run", *options, "--aliases", other / "aliases.csv", "--config", other / "reporter.toml"),
        *("--as-of", "2027-02-12", "--edition", "hr", "--out", tmp_path / "elsewhere", "--workers", "2"),
        cwd=tmp_path,
        umask=0o077,
        TZ="America/Anchorage",
        PYTHONHASHSEED="4242",
        POLARS_MAX_THREADS="4",
        USER="operator-two",
        LOGNAME="operator-two",
        LC_ALL="C",
    )
    assert said.returncode == 0, said.stderr
    first, second = files(full[0]), files(tmp_path / "elsewhere")
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_no_output_holds_a_path_or_the_operator(full: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    foreign = (str(full[0].parent).encode(), b"operator-one", b"/work/main")
    found = [
        (name, word) for name, content in files(full[0]).items() for word in foreign if word in raw_of(name, content)
    ]
    assert found == []


def test_oscal_says_the_day_of_the_assessment_and_its_uuids_are_version_5(auditor: dict[str, str]) -> None:
    document = auditor["assessment.oscal.json"]
    assert set(re.findall(r'"last-modified": *"([0-9-]{10})', document)) == {"2027-02-12"}
    uuids = re.findall(r'"uuid": *"([0-9a-f-]{36})"', document)
    assert uuids
    assert {uuid[14] for uuid in uuids} == {"5"}


def test_the_auditors_edition_holds_no_name_and_no_address(auditor: dict[str, str]) -> None:
    words = [*SURNAMES, "staff.example", "elsewhere.example", "nowhere.example", "E101", "E110"]
    assert [(name, w) for name, text in auditor.items() for w in words if w.casefold() in text.casefold()] == []


def test_the_general_guidance_sheet_names_nobody(texts: dict[str, str]) -> None:
    """§6, Mail: "People who may not be written to are served by a general guidance sheet that names nobody"."""
    sheet = texts["guidance.pdf"]
    assert "The account's data does not train the network's models" in sheet
    assert not [name for name in (*SURNAMES, "staff.example", "US-CO", "Colorado") if name in sheet]


def test_the_hr_edition_shows_names(texts: dict[str, str]) -> None:
    for name in ("report.xlsx", "report-hr.pdf", "report-hr.html"):
        assert "Brackendale" in texts[name], name


def test_the_auditors_edition_holds_no_free_text_of_an_answer_or_of_a_waiver(auditor: dict[str, str]) -> None:
    words = ("marzipan", "nougat", "older study")
    assert [(name, w) for name, text in auditor.items() for w in words if w in text.casefold()] == []


def test_the_auditors_edition_holds_no_time_finer_than_the_day(auditor: dict[str, str]) -> None:
    for name, text in auditor.items():
        assert not re.search(r"\b\d\d:37\b", text), name
    times = re.findall(r"T(\d\d:\d\d:\d\d)", auditor["assessment.oscal.json"])
    assert set(times) <= {"00:00:00"}


def test_an_approver_appears_by_role(auditor: dict[str, str]) -> None:
    assert "Head of Research" in auditor["report.html"]
    assert "Head of Research" in auditor["report.pdf"]


def test_no_row_of_findings_carries_a_department_or_a_country_or_a_region(auditor: dict[str, str]) -> None:
    findings = auditor["findings.csv"]
    assert not re.search(r"xylography|campanology|france|ireland|germany|kingdom", findings, re.IGNORECASE)
    cells = {cell for row in csv.reader(io.StringIO(findings)) for cell in row}
    assert not cells & {"FR", "GB", "IE", "DE", "US", "CO", "CA", "US-CO", "US-CA"}
    assert "us-co" not in findings.casefold()


def test_no_observation_about_a_person_in_oscal_carries_a_department_or_a_country(auditor: dict[str, str]) -> None:
    pseudonyms = {row["employee"] for row in csv.DictReader(io.StringIO(auditor["findings.csv"]))}
    document = json.loads(auditor["assessment.oscal.json"])

    def objects(node: object) -> list[dict[str, object]]:
        if isinstance(node, dict):
            return [node, *(found for child in node.values() for found in objects(child))]
        return [found for child in node for found in objects(child)] if isinstance(node, list) else []

    for found in objects(document):
        own = json.dumps({k: v for k, v in found.items() if not isinstance(v, (dict, list))})
        if any(pseudonym in own for pseudonym in pseudonyms):
            whole = json.dumps(found)
            assert not re.search(r"xylography|campanology|\bUS-C[OA]\b|\bfrance\b|\bireland\b", whole, re.IGNORECASE)


def test_there_is_one_finding_for_each_employee_in_scope_and_control(auditor: dict[str, str]) -> None:
    rows = [(row["employee"], row["control"]) for row in csv.DictReader(io.StringIO(auditor["findings.csv"]))]
    assert len(rows) == len(set(rows)) == 24
    assert {control for _, control in rows} == {"LI-01", "HR-02"}


def test_sha256sums_checks_with_sha256sum_and_lists_every_other_file(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    tool = shutil.which("sha256sum")
    command = [tool, "--strict"] if tool else ["shasum", "-a", "256"]
    checked = subprocess.run(  # noqa: S603 - a tool of the machine
        [*command, "-c", "SHA256SUMS"], cwd=full[0], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    listed = {line.split(maxsplit=1)[1].lstrip("*") for line in (full[0] / "SHA256SUMS").read_text().splitlines()}
    assert listed == set(files(full[0])) - {"SHA256SUMS"}


def test_index_csv_lists_each_message_with_its_hash_kind_and_language(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    made = files(full[0])
    with (full[0] / "mail" / "index.csv").open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)
    messages = {name: content for name, content in made.items() if name.endswith(".eml")}
    listed = {name if name.startswith("mail/") else f"mail/{name}": rest for name, *rest in rows}
    assert listed == {
        name: [hashlib.sha256(content).hexdigest(), name.split("/")[1], "en"] for name, content in messages.items()
    }


def test_a_message_goes_to_one_person_in_text_and_html_without_a_date(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    recipients = []
    for name, content in files(full[0]).items():
        if name.endswith(".eml"):
            message = email.message_from_bytes(content, policy=email.policy.default)
            assert message["Date"] is None
            assert message["Message-ID"]
            assert message["From"].addresses[0].addr_spec == "privacy@acme.example"
            assert message["Reply-To"].addresses[0].addr_spec == "privacy@acme.example"
            assert message["Cc"] is message["Bcc"] is None
            types = {part.get_content_type() for part in message.walk()}
            assert {"text/plain", "text/html"} <= types
            recipients += [address.addr_spec for address in message["To"].addresses]
    assert sorted(recipients) == ["box102@staff.example", "box106@staff.example", "box108@staff.example"]


def test_the_remediation_mail_shows_steps_and_link_and_the_disclaimers_verify_in_your_own_settings(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    (message,) = (full[0] / "mail" / "remediation").iterdir()
    text = text_of(message.name, message.read_bytes())
    assert "Switch it off." in text
    assert "https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement" in text
    assert "not legal advice" in text


def test_every_document_and_mail_prints_the_disclaimer(texts: dict[str, str]) -> None:
    documents = {name: text for name, text in texts.items() if name.endswith((".pdf", ".html", ".xlsx", ".eml"))}
    assert len(documents) == 9
    plain = {name: re.sub(r"\s+", " ", text).casefold() for name, text in documents.items()}
    assert [name for name, text in plain.items() if "not legal advice" not in text] == []


def test_a_run_in_a_pipe_is_quiet_and_ends_with_a_summary_that_says_where_the_files_are(
    full: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    said = full[1]
    assert said.stderr == ""
    assert "\x1b" not in said.stdout
    assert "\r" not in said.stdout
    assert "out" in said.stdout
    assert "report.pdf" in said.stdout


def test_without_configuration_organisation_and_contact_are_printed_as_not_stated(
    bare: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", (bare[0] / "report.html").read_text(encoding="utf-8"))
    assert page.casefold().count("not stated") >= 2


def test_without_configuration_mail_is_from_and_replies_to_the_example_address(
    bare: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    messages = [content for name, content in files(bare[0]).items() if name.endswith(".eml")]
    assert len(messages) == 2
    for content in messages:
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert message["From"].addresses[0].addr_spec == "privacy-office@example.invalid"
        assert message["Reply-To"].addresses[0].addr_spec == "privacy-office@example.invalid"


def test_the_summary_lists_each_default(bare: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    said = bare[1].stdout.casefold()
    assert [word for word in ("organisation", "contact", "time", "mail", "repl") if word not in said] == []


def test_without_a_policy_the_shipped_company_policy_and_linkedin_pack_are_used(
    bare: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    policies = json.loads((bare[0] / "manifest.json").read_text(encoding="utf-8"))["policies"]
    assert [policy["id"] for policy in policies] == ["company-privacy", "linkedin-ai-training"]


def test_without_a_key_pseudonyms_are_derived_from_the_roster_and_the_report_says_so(
    bare: tuple[Path, subprocess.CompletedProcess[str]], reporter: Reporter
) -> None:
    home = bare[0].parent
    options = ("--survey", "answers.csv", "--as-of", "2027-02-12", "--outputs", "csv")
    (home / "longer.csv").write_text((home / "people.csv").read_text() + "3,c@staff.example,GB\n")
    for roster, out in (("people.csv", "again"), ("longer.csv", "longer")):
        assert reporter("run", "--roster", roster, *options, "--out", out, cwd=home).returncode == 0

    def pseudonyms(out: str) -> set[str]:
        with (home / out / "findings.csv").open(encoding="utf-8", newline="") as lines:
            return {row["employee"] for row in csv.DictReader(lines)}

    assert len(pseudonyms("out")) == 2
    assert pseudonyms("again") == pseudonyms("out")
    assert pseudonyms("longer").isdisjoint(pseudonyms("out"))
    page = re.sub(r"<[^>]+>|\s+", " ", (bare[0] / "report.html").read_text(encoding="utf-8"))
    assert re.search(r"this\s+roster", page)


def test_init_makes_a_workspace_with_a_key_where_run_needs_no_options_and_pseudonyms_are_stable(
    reporter: Reporter, organisation: Callable[[Path], Path], tmp_path: Path
) -> None:
    given = organisation(tmp_path / "given")
    assert reporter("init", "space", cwd=tmp_path).returncode == 0
    space = tmp_path / "space"
    assert {"reporter.toml", "policies", "inbox", "runs"} <= {p.name for p in space.iterdir()}
    secret = [p for p in space.rglob("*") if p.is_file() and "key" in p.name]
    assert [p.stat().st_mode & 0o777 for p in secret] == [0o600]

    text = (space / "reporter.toml").read_text(encoding="utf-8")
    text = text.replace("[consultation]", '[consultation]\nDE = {date = 2026-09-01, reference = "12/2026"}', 1)
    text = text.replace("[scope]", '[scope]\nexclude_countries = ["AT"]', 1)
    (space / "reporter.toml").write_text(text, encoding="utf-8")
    shutil.copy(given / "people.csv", space / "inbox" / "roster")
    answers = (given / "answers.csv").read_text(encoding="utf-8").replace("HR-02", "LI-05")
    (space / "inbox" / "survey" / "answers.csv").write_text(answers, encoding="utf-8")
    common = ("run", "--outputs", "csv", "--as-of")
    assert reporter(*common, "2027-02-12", "--out", "runs/first", cwd=space).returncode == 0
    roster = space / "inbox" / "roster" / "people.csv"
    roster.write_text(roster.read_text() + "E999,box999@staff.example,New Person,Xylography,FR,,Active,,2020-01-01\n")
    answers += "2027-05-03 10:00,box999@staff.example,E999,Off,Yes,\n"
    (space / "inbox" / "survey" / "answers.csv").write_text(answers, encoding="utf-8")
    assert reporter(*common, "2027-05-12", "--out", "runs/second", *OLD, cwd=space).returncode == 0

    def pseudonyms(run: str) -> set[str]:
        with (space / "runs" / run / "findings.csv").open(encoding="utf-8", newline="") as lines:
            return {row["employee"] for row in csv.DictReader(lines)}

    assert pseudonyms("first") < pseudonyms("second")

    before = set((space / "runs").iterdir())
    (space / "reporter.toml").write_text(text.replace("[run]", '[run]\noutputs = ["csv"]', 1), encoding="utf-8")
    assert reporter("run", *OLD, cwd=space).returncode == 0  # whatever day it is
    (made,) = set((space / "runs").iterdir()) - before
    assert (made / "manifest.json").is_file()


def test_a_second_run_leaves_the_first_alone_unless_forced(
    reporter: Reporter, organisation: Callable[[Path], Path], inputs: tuple[str, ...], tmp_path: Path
) -> None:
    home = organisation(tmp_path / "home")
    run = ("run", *inputs, "--outputs", "csv", "--out", "out")
    assert reporter(*run, cwd=home).returncode == 0
    first = files(home / "out")
    (home / "answers.csv").write_text((home / "answers.csv").read_text().replace(",Off,Yes", ",On,Yes", 1))
    assert reporter(*run, cwd=home).returncode != 0
    assert files(home / "out") == first
    assert reporter(*run, "--force", cwd=home).returncode == 0
    assert sorted(files(home / "out")) == sorted(first)
    assert files(home / "out")["findings.csv"] != first["findings.csv"]
    assert (home / "out").stat().st_mode & 0o777 == 0o700
    assert [p.name for p in home.iterdir() if p.name.startswith(".reporter-")] == []


@pytest.mark.parametrize(
    ("kind", "next_command"),
    [(signal.SIGKILL, "run"), (signal.SIGKILL, "doctor"), (signal.SIGINT, "run")],
    ids=["killed, then a run", "killed, then doctor", "interrupted, then a run"],
)
def test_a_killed_run_leaves_no_half_folder_and_the_next_run_and_doctor_remove_what_is_left(
    reporter: Reporter,
    organisation: Callable[[Path], Path],
    inputs: tuple[str, ...],
    tmp_path: Path,
    kind: signal.Signals,
    next_command: str,
) -> None:
    home = organisation(tmp_path / "home")
    runs = home / "runs"
    runs.mkdir()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "reporter", "run", *inputs, "--outputs", "html,csv,mail", "--out", "runs/out"],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if any(p.name.startswith(".reporter-") for p in runs.iterdir()):
            break
        time.sleep(0.001)
    process.send_signal(kind)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    left = set(runs.iterdir()) - {runs / "out"}
    assert all(p.name.startswith(".reporter-") and p.stat().st_mode & 0o777 == 0o700 for p in left)
    if (runs / "out").exists():
        assert reporter("verify", "runs/out", cwd=home).returncode == 0
    if next_command == "doctor":
        reporter("doctor", cwd=home)
    else:
        assert reporter("run", *inputs, "--outputs", "csv", "--out", "runs/next", cwd=home).returncode == 0
    assert {p.name for p in runs.iterdir()} <= {"out", "next"}


def test_a_full_disk_is_exit_5_and_leaves_nothing(
    organisation: Callable[[Path], Path], inputs: tuple[str, ...], tmp_path: Path
) -> None:
    home = organisation(tmp_path / "home")
    before = sorted(home.iterdir())
    run = [sys.executable, "-m", "reporter", "run", *inputs, "--outputs", "html,csv", "--out", "out"]
    said = subprocess.run(  # noqa: S603 - our own program, in a shell that lets no file grow beyond 50 kB
        ["/bin/sh", "-c", 'ulimit -f 100 && exec "$0" "$@"', *run],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 5
    assert said.stderr.startswith("error: ")
    assert "Traceback" not in said.stderr
    assert sorted(home.iterdir()) == before


def test_no_row_about_a_person_on_the_auditors_page_carries_a_department_or_a_country(auditor: dict[str, str]) -> None:
    pseudonyms = {row["employee"] for row in csv.DictReader(io.StringIO(auditor["findings.csv"]))}
    rows = re.findall(r"<tr.*?</tr>", auditor["report.html"], re.DOTALL)
    about = [re.sub(r"<[^>]+>", "|", row) for row in rows if any(pseudonym in row for pseudonym in pseudonyms)]
    assert about
    places = r"xylography|campanology|france|kingdom|colorado|california|ireland|germany|\|(US|FR|GB|IE|DE)\b"
    assert [row for row in about if re.search(places, row, re.IGNORECASE)] == []
