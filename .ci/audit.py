"""Looks up what a run is locked to among known vulnerabilities, and writes its bill of materials: `make audit`.

What the service does not know was not audited, and then the audit has failed: pip-audit alone would call it clean.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
LOCK = "requirements.lock"


def faults(packages: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with packages as pip-audit's JSON has them: what is vulnerable, what was not looked up."""
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        return ["nothing was audited: the service of vulnerabilities cannot be reached from here, or knows no package"]
    found = [
        f"{of['name']} {of['version']}: {hole['id']}, mended in {' or '.join(hole['fix_versions']) or 'no version yet'}"
        for of in packages
        for hole in of.get("vulns", ())
    ]
    return found + [f"{name} was not audited: the service does not know it" for name in skipped]


def bill(folder: Path) -> Path:
    """Write the bill of materials of an environment that holds the lock and nothing else."""
    code = (ROOT / "reporter" / "__init__.py").read_text(encoding="utf-8")
    version = re.findall(r'^__version__ = "(.+)"', code, re.MULTILINE)[0]
    made = ROOT / "dist" / f"reporter-{version}.cdx.json"
    made.parent.mkdir(exist_ok=True)
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [TOOLS / "python", "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--require-hashes", "-r", LOCK], cwd=ROOT, check=True)
    form = ["--output-format", "JSON", "--output-reproducible", "--output-file", made]
    project = ["--pyproject", "pyproject.toml", "--mc-type", "application"]
    subprocess.run([TOOLS / "cyclonedx-py", "environment", *project, *form, python], cwd=ROOT, check=True)
    tree = json.loads(made.read_text(encoding="utf-8"))
    tree["metadata"]["component"]["version"] = version
    made.write_text(json.dumps(tree, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return made


def checksums(folder: Path) -> None:
    """Let the list of a release name the bill as well."""
    listed = folder / "SHA256SUMS"
    if listed.exists():
        files = sorted(path for path in folder.iterdir() if path != listed)
        lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
        listed.write_text("".join(lines), encoding="utf-8")


def audit(said: Path) -> list[str]:
    """Return what is wrong with the lock; pip-audit writes what it found to `said`."""
    form = ["--progress-spinner", "off", "--format", "json", "--output", said]
    locked = ["--require-hashes", "--disable-pip", "--requirement", LOCK]
    done = subprocess.run([TOOLS / "pip-audit", *locked, *form], cwd=ROOT, check=False, capture_output=True, text=True)
    if not said.exists():
        return [f"nothing was audited; pip-audit says: {done.stderr.strip()}"]
    return faults(json.loads(said.read_text(encoding="utf-8"))["dependencies"])


def main() -> int:
    """Write the bill, then audit; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        made = bill(Path(folder) / "venv")
        checksums(made.parent)
        print(f"{made.relative_to(ROOT)} lists what a run uses.")
        wrong = audit(Path(folder) / "audit.json")
    for fault in wrong:
        print(f"error: {fault}", file=sys.stderr)
    if not wrong:
        print("None of it has a known vulnerability.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
