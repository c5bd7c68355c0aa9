"""README, CONTRIBUTING, SECURITY and docs/ say what the program does: their blocks, command lines, links and tables."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from typer.main import get_command

from reporter import assets, errors, policy, run, sample, sources
from reporter.cli import app, checked
from reporter.errors import ReporterError
from reporter.model.documents import Report
from reporter.model.vocabulary import Reason
from reporter.reports import findings, manifest
from reporter.run import readiness
from reporter.settings import ENVIRONMENT, load
from reporter.sources.headers import titles

ROOT = Path(__file__).parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in (
        *(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
        *sorted((ROOT / "docs").glob("*.md")),
    )
}
README = PAGES["README.md"]
COMMANDS = getattr(get_command(app), "commands", {})
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
YAML = {  # how each YAML block begins, and what reads it below
    "schema: 1\nid: our-own-rules": "control",
    "schema: 1\nid: kiosk": "service",
    "schema: 1                           # law/": "law",
    "regimes:": "regime",
    "translations:": "translation",
    "clauses:": "clauses",
    "waivers:": "waivers",
}


def blocks(language: str, page: str | None = None) -> list[str]:
    pages = PAGES.values() if page is None else [PAGES[page]]
    return [text for each in pages for kind, text in BLOCK.findall(each) if kind == language]


def example(name: str) -> str:
    [start] = [start for start, what in YAML.items() if what == name]
    [found] = [block for block in blocks("yaml") if block.startswith(start)]
    return found


def table(page: str, heading: str) -> dict[str, str]:
    """Return the first table below a heading: each row by its first cell."""
    section = re.split(rf"^#+ {re.escape(heading)}$", PAGES[page], maxsplit=1, flags=re.MULTILINE)[1]
    found = re.search(r"^\|.*(?:\n\|.*)*", section, re.MULTILINE)
    assert found is not None
    return {row.removeprefix("| ").partition(" | ")[0]: row for row in found.group().split("\n")[2:]}


def named(cells: Iterable[str]) -> set[str]:
    """Return what stands in backticks."""
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def lines(page: str) -> list[str]:
    """Return the command lines of a page's examples."""
    return [line for block in blocks("sh", page) for line in block.splitlines()]


def parsed(line: str, *, whole: bool) -> None:
    """Parse a command line as the program would; of one that is not whole, its command and its options' names."""
    words = shlex.split(line.partition(">")[0], comments=True)[1:]
    command, words = COMMANDS[words[0]], words[1:]
    while inner := getattr(command, "commands", {}).get(words[0] if words else None):  # a group of commands
        command, words = inner, words[1:]
    words = [word for word in words if word != "…"]
    command.make_context(command.name, list(words), resilient_parsing=not whole)
    known = {"--help", *(option for parameter in command.params for option in parameter.opts)}
    assert {word for word in words if word.startswith("--")} <= known


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def headings(page: str) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", BLOCK.sub("", PAGES[page]), re.MULTILINE)}


def links(page: str) -> list[str]:
    return re.findall(r"!?\[[^\]]*\]\(([^)\s]+)\)", BLOCK.sub("", PAGES[page]))


def test_readme_is_read_in_five_minutes() -> None:
    assert len(README.splitlines()) <= 150
    assert len(README.split()) < 1_200


@pytest.mark.parametrize(
    "word",
    [
        "compliance report",
        "remediation",
        "company privacy policy",
        "GDPR",
        "CCPA",
        "employee roster",
        "self-reported settings survey",
    ],
)
def test_the_words_that_people_look_for_stand_on_readmes_first_page(word: str) -> None:
    first_page = README.partition("\n## ")[0]
    assert word in first_page.replace("*", "")


def test_every_page_is_reached_from_readme() -> None:
    reached, new = set[str](), {"README.md"}
    while new:
        reached |= new
        targets = {((ROOT / page).parent / link.partition("#")[0]).resolve() for page in new for link in links(page)}
        new = {page for page in PAGES if (ROOT / page).resolve() in targets} - reached
    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("page", PAGES)
def test_every_picture_file_and_heading_a_page_links_to_is_there(page: str) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else (ROOT / page).resolve()
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        if anchor:
            assert anchor in headings(target.relative_to(ROOT).as_posix()), link


@pytest.mark.parametrize("page", PAGES)
def test_every_block_is_of_a_kind_that_is_checked(page: str) -> None:
    assert PAGES[page].count("\n```") == 2 * len(BLOCK.findall(PAGES[page]))
    assert {kind for kind, _ in BLOCK.findall(PAGES[page])} <= {"sh", "toml", "yaml", "csv", "text"}
    assert [block for block in blocks("yaml", page) if not block.startswith(tuple(YAML))] == []


@pytest.mark.parametrize("page", [page for page in PAGES if blocks("sh", page)])
def test_every_command_line_in_an_example_can_be_followed(page: str) -> None:
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for line in lines(page):
        program, *words = shlex.split(line, comments=True)
        if program == "reporter":
            parsed(line, whole=True)
        elif program == "make":
            assert set(words) <= set(targets), line
        else:
            assert program in {".", ".venv/bin/pytest", "cd", "cp", "pip", "python3"}, line


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_in_a_sentence_is_one(page: str) -> None:
    text = BLOCK.sub("", PAGES[page])
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for line in re.findall(r"`(reporter [a-z][^`]*)`", text):
        parsed(line, whole=False)
    assert set(re.findall(r"`make (\w+)`", text)) <= set(targets)
    assert policy.find([Path(name) for name in re.findall(r"`--policy ([a-z-]+)`", text)])


def test_the_packages_description_is_the_first_sentence_of_help() -> None:
    described = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["description"]
    assert (get_command(app).help or "").startswith(f"{described}.\n")


def test_the_list_of_commands_is_what_help_says() -> None:
    listed = dict(re.findall(r"^reporter (\w+) +(.+)$", "\n".join(blocks("text", "docs/operators.md")), re.MULTILINE))
    said = {name: " ".join((c.help or "").split("\n\n")[0].split()) for name, c in COMMANDS.items()}
    assert {name: said[name].startswith(text) for name, text in listed.items()} == dict.fromkeys(listed, True)
    assert set(listed) == set(COMMANDS)


def test_the_exit_codes_are_those_of_the_errors() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ReporterError)]
    told = {kind.exit_code for kind in kinds} | {0, 10, 130, 141, 143}
    assert {int(code) for code in table("docs/operators.md", "Exit codes")} == told


def test_every_environment_variable_is_listed() -> None:
    assert named(table("docs/operators.md", "Environment variables")) == {*ENVIRONMENT, "REPORTER_CONFIG"}


@pytest.mark.parametrize("block", blocks("toml"))
def test_a_configuration_in_an_example_is_one(block: str, tmp_path: Path) -> None:
    (tmp_path / "reporter.toml").write_text(block, encoding="utf-8")
    settings = load(tmp_path / "reporter.toml", environ={}, flags={})
    assert policy.find(settings.run.policies)


def test_the_control_and_the_clauses_of_the_examples_are_valid(tmp_path: Path) -> None:
    path = tmp_path / "our-own-rules.yaml"
    path.write_text(example("control") + example("clauses") + example("translation"), encoding="utf-8")
    policies = policy.load([path])
    assert [clause.id for clause in policies.clauses_of("OWN-01")] == ["4.2"]
    assert [control.id for control in policies.controls] == ["OWN-01"]
    assert [control.language for control in policies.said_in("nl").controls] == ["nl"]


def test_the_service_and_the_regime_of_the_examples_are_valid(tmp_path: Path) -> None:
    regime = yaml.safe_load(example("regime"))
    regimes = yaml.safe_load((ROOT / "policies" / "regimes.yaml").read_text(encoding="utf-8"))
    regimes["regimes"] += regime["regimes"]
    regimes["flags"]["settings_request_barred"] += regime["flags"]["settings_request_barred"]
    regimes["cap_law"] |= regime["cap_law"]
    about = example("control").replace("kind: awareness", "kind: account-setting\n    service: kiosk")
    files = {"own.yaml": about, "services/kiosk.yaml": example("service"), "law/tide-act.yaml": example("law")}
    for name, text in (files | {"regimes.yaml": yaml.safe_dump(regimes)}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    policies = policy.load([tmp_path / "own.yaml"])
    assert [question.id for question in policies.asked] == ["kiosk.account", "OWN-01"]
    assert policies.places.regimes_of("FJ", None) == ("TIDE-ACT",)
    assert policies.law["tide-act-7"].provision == "s. 7"


def test_the_waiver_of_the_example_is_read(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(example("waivers"), encoding="utf-8")
    assert [w.employee for w in sources.read_waivers(tmp_path / "waivers.yaml").waivers] == ["1042"]


def test_the_roster_and_the_survey_of_the_examples_are_read(tmp_path: Path) -> None:
    roster, survey = tmp_path / "people.csv", tmp_path / "answers.csv"
    for path, block in zip((roster, survey), blocks("csv"), strict=True):
        path.write_text(block, encoding="utf-8")
    policies = policy.load([assets.folder("policies") / "linkedin-ai-training.yaml"])
    day = date(2026, 11, 23)
    people = sources.read_roster([roster], services=tuple(policies.services.values()), columns={}, as_of=day)
    answers = sources.read_survey(
        [survey], asked=policies.asked, columns={}, timezone=ZoneInfo("UTC"), undated_as=None, as_of=day
    )
    assert people.rows["region"].to_list() == [None, "US-CO"]
    assert people.rows["address"].to_list() == answers.rows["address"].to_list()
    assert answers.rows["LI-01"].to_list() == ["Off", "On"]


def test_every_column_that_is_read_is_explained() -> None:
    assert named(table("docs/formats.md", "The roster")) == {role.name for role in titles.ROSTER}
    assert named(table("docs/formats.md", "The survey")) == {role.name for role in titles.SURVEY}
    rows = table("docs/formats.md", "Lists").values()
    for roles in (titles.WAIVERS, titles.ALIASES, titles.PEOPLE):
        assert any({role.name for role in roles} <= named([row]) for row in rows)


def test_every_header_that_is_named_is_known() -> None:
    for heading, roles in (("The roster", titles.ROSTER), ("The survey", titles.SURVEY)):
        known = {title for role in roles for title in (*role.titles, *role.ranked, *role.spare)}
        for row in table("docs/formats.md", heading).values():
            headers = row.split(" | ")[1].removeprefix("as in the roster; ")
            assert set(re.split(r"[,;] ", headers)) <= known, row


def test_every_column_of_the_findings_is_explained() -> None:
    rows = table("docs/formats.md", "findings.csv")
    assert named(rows) == set(findings.COLUMNS)
    assert named([rows["`reason`"]]) == {"reason", *Reason}


def test_every_key_of_the_manifest_is_explained(make_report: Callable[[], Report]) -> None:
    rows = table("docs/formats.md", "manifest.json")
    core = manifest.core(make_report(), mailed=True)
    assert named(rows) == {*core, "outputs"}
    inner = {key for name in ("inputs", "policies") for key in core[name][0]} | set(core["parameters"])
    inner |= {*core["population"], *core["responses"], *core["mail"], *core["waivers"], *core["inputs"][0]["dialect"]}
    assert inner - named(rows.values()) == set()


def test_what_check_says_to_machines_is_explained() -> None:
    settings = load(Path(sample.__file__).parent / "reporter.toml", environ={}, flags={})
    tree = checked.tree(judged := run.judge(settings, as_of=date(2026, 11, 23)), readiness.causes(judged, settings))
    rows = table("docs/formats.md", "check --format json")
    assert named(rows) == set(tree)
    for key in ("causes", "rows", "columns", "dates"):
        assert set(tree[key][0]) - named([rows[f"`{key}`"]]) == set()
    assert named(table("docs/formats.md", "What stops a run")) == set(readiness.STOPS)


def test_the_floors_are_those_that_imports_keep_to() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    [contract] = [c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers"]
    [drawn] = blocks("text", "docs/architecture.md")
    floors = [{name.rstrip("/") for name in line.split()} for line in drawn.splitlines()]
    assert floors == [set(re.split(r"\W+", layer)) for layer in contract["layers"]]


def test_how_long_a_million_people_take_is_what_was_measured() -> None:
    measured = r"(\d+) s within 4 GiB"
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(measured, PAGES["docs/architecture.md"]) == re.findall(measured, changes)


@pytest.mark.thorough
def test_readme_works_typed_from_top_to_bottom(tmp_path: Path) -> None:
    """But for what make does: the program is at hand here, and this is one of the tests."""
    program = tmp_path / "bin" / "reporter"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m reporter "$@"\n', encoding="utf-8")
    program.chmod(0o700)
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "reporter").symlink_to(ROOT / "reporter")
    typed = [line for line in lines("README.md") if not line.startswith((". ", "make test"))]
    script = "\n".join(["set -eu", *typed]).replace("make demo", "reporter demo")
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    environment = {"PATH": path, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(  # noqa: S603 - our own README
        ["/bin/sh", "-c", script], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    made = clone / "privacy-survey" / "runs" / "2026-Q4"
    told = named(table("docs/auditors.md", "What comes out"))
    assert [path.name for path in made.iterdir() if path.name not in {name.rstrip("/") for name in told}] == []
