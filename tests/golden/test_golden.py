"""What the demo says, kept as files a reviewer can read: a change of judging or wording shows as a difference.

When a difference is meant, look at it, then copy the file that the failure names over the one here.
"""

from __future__ import annotations

import email
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from reporter import mail, sample
from reporter.pseudonyms import PUBLISHED
from reporter.reports import findings, manifest
from reporter.run import Judged, judge
from reporter.settings import FILE_NAME, load

HERE = Path(__file__).parent
SAMPLE = Path(sample.__file__).parent
HASHES = {"sha256", "bytes"}


@pytest.fixture(scope="module")
def demo() -> Judged:
    settings = load(SAMPLE / FILE_NAME, environ={}, flags={})
    return judge(settings, as_of=date(2026, 11, 23), key=PUBLISHED)


@pytest.fixture
def agrees(tmp_path: Path) -> Callable[[str, str], None]:
    def compare(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert text == (HERE / name).read_text(encoding="utf-8"), (
            f"if this is meant: cp {tmp_path / name} {HERE / name}"
        )

    return compare


def test_the_demos_numbers_are_those_of_the_golden_manifest(demo: Judged, agrees: Callable[[str, str], None]) -> None:
    core = manifest.core(demo.report, mailed=True)
    for part in ("inputs", "policies"):
        core[part] = [{k: v for k, v in entry.items() if k not in HASHES} for entry in core[part]]
    core = {key: value for key, value in core.items() if key not in {"tool", "report_id"}}
    agrees("manifest.json", json.dumps(core, indent=1, ensure_ascii=False) + "\n")


def test_the_findings_of_the_first_people_are_those_of_the_golden_table(
    demo: Judged, agrees: Callable[[str, str], None]
) -> None:
    agrees("findings-head.csv", "".join(findings.render(demo.report).decode().splitlines(keepends=True)[:78]))


@pytest.mark.parametrize("kind", ["remediation", "reminder"])
def test_a_mail_reads_as_the_golden_one(demo: Judged, agrees: Callable[[str, str], None], kind: str) -> None:
    documents = sorted(mail.compose(demo.report, demo.key.digest), key=lambda d: d.name)
    first = next(d for d in documents if d.name.startswith(f"mail/{kind}/"))
    message = email.message_from_bytes(first.data, policy=email.policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    text = f"Subject: {message['Subject']}\n\n{body.get_content()}".replace("\r\n", "\n")
    # The reference is a keyed hash of the run: it changes with every policy file.
    agrees(f"{kind}.txt", re.sub(r"(?<=Case reference )[0-9A-F-]+", "0000-0000-0000", text))
