"""A small workspace: a valid policy with its companions, to be spoiled one fault at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reporter.errors import PolicyError, Problem
from reporter.model.policy import PolicySet
from reporter.policy import load

POLICY = """\
schema: 1
id: own-policy
version: "2026.11"
title: Own policy
owner: Privacy Office
reviewed: 2026-11-23
controls:
  - id: OP-01
    title: The switch is off
    kind: account-setting
    service: example
    level: required
    severity: high
    rationale: Because it matters.
    applies_to: {countries: [NO, DE], regions: [US-CO], regimes: [GDPR]}
    valid_for: 92
    question:
      text: Is the switch off?
      answers:
        - {text: "Off", also: ["Disabled"], outcome: satisfied}
        - {text: "On", outcome: not-satisfied}
        - {text: "I don't know", outcome: not-assessed, reason: unsure}
        - {text: "No account", outcome: not-applicable, reason: not-used}
    remediation:
      minutes: 2
      link: https://www.example.com/settings
      steps: {desktop: ["Open the page."], mobile: []}
      cannot_undo: What was used stays used.
    law: [gdpr-21]
    references: [{title: Help, url: "https://help.example.com/a", as_of: 2026-11-01}]
    examples: [{answer: " off ", outcome: satisfied}]
  - id: OP-02
    title: Nothing secret in posts
    kind: conduct
    level: recommended
    severity: low
    rationale: It cannot be taken back.
    question:
      text: Do you keep secrets out of posts?
      answers:
        - {text: "Yes", outcome: satisfied}
        - {text: "No", outcome: not-satisfied}
"""

SERVICE = """\
schema: 1
id: example
title: Example
provider: Example Ltd
as_of: 2026-11-01
hosts: [example.com]
account:
  text: Whose account is it?
  answers:
    - {text: "My employer's", account: company}
    - {text: "Mine", account: personal}
    - {text: "I have none", account: none}
    - {text: "I would rather not say", account: unstated}
facts:
  - id: default-on
    topic: Default
    text: The switch is on at first.
    applies_to: everywhere
    source: {title: Help, url: "https://help.example.com/a", as_of: 2026-11-01}
    confidence: official
    claim_by: Example Ltd
"""

LAW = """\
schema: 1
regime: GDPR
title: General Data Protection Regulation
notes:
  - id: gdpr-21
    provision: Art. 21
    title: Right to object
    paraphrase: People may object.
    platform: Stop.
    employer: Listen.
    applies_to: People in the EU
    in_force: 2018-05-25
    source: {title: EUR-Lex, url: "https://eur-lex.europa.eu/eli/reg/2016/679/oj", as_of: 2026-11-01}
    confidence: official
"""

REGIMES = """\
schema: 1
regimes:
  - {id: GDPR, title: GDPR, places: [DE, NO]}
  - {id: works-council, title: Works councils, places: [DE]}
flags:
  settings_request_barred: [US-CO]
  visibility_request_barred: [US-WA]
  consultation_required: [DE]
  consultation_advised: [FR]
cap_law:
  personal-account: [gdpr-21]
  barred-by-law: [gdpr-21]
  US-CO: [gdpr-21]
"""


class Workspace:
    """A folder of policy files, and an empty or filled folder of shipped ones."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "policies"
        self.shipped = root / "shipped"
        self.path = self.folder / "own.yaml"
        self.shipped.mkdir()
        self.write("own.yaml", POLICY)
        self.write("services/example.yaml", SERVICE)
        self.write("law/gdpr.yaml", LAW)
        self.write("regimes.yaml", REGIMES)

    def write(self, name: str, text: str | bytes, *, folder: Path | None = None) -> Path:
        path = (folder or self.folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def change(self, *changes: tuple[str, str], name: str = "own.yaml") -> Path:
        """Replace text in a file; each piece must be there exactly once."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return path

    def load(self, *paths: Path) -> PolicySet:
        return load(paths or [self.path], shipped=self.shipped)

    def problems(self, *paths: Path) -> Sequence[Problem]:
        with pytest.raises(PolicyError) as caught:
            self.load(*paths)
        assert caught.value.exit_code == 3
        return caught.value.problems

    def problem(self, *paths: Path) -> Problem:
        """The only problem, its place shortened to the file's name in the workspace."""
        found = self.problems(*paths)
        assert len(found) == 1, [str(p) for p in found]
        where = found[0].where.removeprefix(f"{self.folder}/")
        return Problem(what=found[0].what, where=where, hint=found[0].hint)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)
