"""README says what the program does: its commands, help, exit codes, outputs and examples are checked."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from reporter import errors, policy, sources
from reporter.cli import app
from reporter.errors import ReporterError
from reporter.model.documents import Report
from reporter.reports import manifest
from reporter.settings import ENVIRONMENT

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = getattr(get_command(app), "commands", {})


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_list_of_commands_is_what_help_says() -> None:
    listed = dict(re.findall(r"^reporter (\w+) +(.+)$", "\n".join(blocks("text")), re.MULTILINE))
    said = {name: " ".join((c.help or "").split("\n\n")[0].split()) for name, c in COMMANDS.items()}
    assert {name: said[name].startswith(text) for name, text in listed.items()} == dict.fromkeys(listed, True)
    assert set(listed) == set(COMMANDS)


@pytest.mark.parametrize("line", re.findall(r"^reporter .*$", "\n".join(blocks("sh")), re.MULTILINE))
def test_every_command_line_in_an_example_can_be_parsed(line: str, tmp_path: Path) -> None:
    words = shlex.split(line.partition(">")[0], comments=True)[1:]
    command, words = COMMANDS[words[0]], words[1:]
    while inner := getattr(command, "commands", {}).get(words[0] if words else None):  # a group of commands
        command, words = inner, words[1:]
    command.make_context(command.name, words, resilient_parsing=True)
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known
    assert not list(tmp_path.iterdir())


def test_every_make_target_in_an_example_exists() -> None:
    targets = re.findall(r"^(\w+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    used = re.findall(r"^make (\w+)", "\n".join(blocks("sh")), re.MULTILINE)
    assert used
    assert set(used) <= set(targets)


def test_the_exit_codes_are_those_of_the_errors() -> None:
    listed = {int(code) for code in re.findall(r"^\| (\d+) \| ", README, re.MULTILINE)}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ReporterError)]
    assert {kind.exit_code for kind in kinds} | {0, 10} == listed


def test_the_control_of_the_example_is_valid(tmp_path: Path) -> None:
    [example] = [block for block in blocks("yaml") if "\ncontrols:" in block]
    [dutch] = [block for block in blocks("yaml") if block.startswith("translations:")]
    path = tmp_path / "our-own-rules.yaml"
    path.write_text(example + dutch, encoding="utf-8")
    policies = policy.load([path])
    assert [control.id for control in policies.controls] == ["OWN-01"]
    assert [control.language for control in policies.said_in("nl").controls] == ["nl"]


def test_the_service_and_the_regime_of_the_examples_are_valid(tmp_path: Path) -> None:
    examples = blocks("yaml")
    [control] = [block for block in examples if "\ncontrols:" in block]
    [service] = [block for block in examples if "\nid: kiosk" in block]
    [law] = [block for block in examples if "tide-act-7\n" in block]
    [regime] = [yaml.safe_load(block) for block in examples if block.startswith("regimes:")]
    regimes = yaml.safe_load((ROOT / "policies" / "regimes.yaml").read_text(encoding="utf-8"))
    regimes["regimes"] += regime["regimes"]
    regimes["flags"]["settings_request_barred"] += regime["flags"]["settings_request_barred"]
    regimes["cap_law"] |= regime["cap_law"]
    about = control.replace("kind: awareness", "kind: account-setting\n    service: kiosk")
    files = {"own.yaml": about, "services/kiosk.yaml": service, "law/tide-act.yaml": law}
    for name, text in (files | {"regimes.yaml": yaml.safe_dump(regimes)}).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    policies = policy.load([tmp_path / "own.yaml"])
    assert [question.id for question in policies.asked] == ["kiosk.account", "OWN-01"]
    assert policies.places.regimes_of("FJ", None) == ("TIDE-ACT",)
    assert policies.law["tide-act-7"].provision == "s. 7"


def test_the_waiver_of_the_example_is_read(tmp_path: Path) -> None:
    [example] = [block for block in blocks("yaml") if block.startswith("waivers:")]
    (tmp_path / "waivers.yaml").write_text(example, encoding="utf-8")
    assert [w.employee for w in sources.read_waivers(tmp_path / "waivers.yaml").waivers] == ["1042"]


def test_every_environment_variable_is_listed() -> None:
    listed = set(re.findall(r"^\| `(REPORTER_\w+)` \| ", README, re.MULTILINE))
    assert listed == {*ENVIRONMENT, "REPORTER_CONFIG"}


def test_every_key_of_the_manifest_is_explained(make_report: Callable[[], Report]) -> None:
    section = README.partition("### manifest.json")[2].partition("\n## ")[0]
    first = re.findall(r"^\| (`.+?) \| ", section, re.MULTILINE)
    listed = {key for cell in first for key in re.findall(r"`(\w+)`", cell)}
    core = manifest.core(make_report(), mailed=True)
    assert listed == {*core, "outputs"}
    inner = {key for name in ("inputs", "policies") for key in core[name][0]} | set(core["parameters"])
    inner |= {*core["population"], *core["responses"], *core["mail"], *core["waivers"], *core["inputs"][0]["dialect"]}
    assert {key for key in inner if f"`{key}`" not in section} == set()


def test_every_picture_and_file_it_links_to_is_there() -> None:
    linked = re.findall(r"!?\[[^\]]*\]\(([^)#:]+)\)", README)
    assert linked
    assert [name for name in linked if not (ROOT / name).exists()] == []
