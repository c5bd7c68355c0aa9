"""A wheel carries what a checkout has beside the package: templates and policies."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from reporter import assets

ROOT = Path(__file__).parent.parent
SHIPPED = [
    path.relative_to(ROOT).as_posix()
    for name in ("templates", "policies")
    for path in sorted((ROOT / name).rglob("*"))
    if path.is_file()
]


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
