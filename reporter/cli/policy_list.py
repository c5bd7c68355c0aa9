"""`reporter policy list`: which rules there are."""

from __future__ import annotations

import json
from dataclasses import replace
from textwrap import wrap
from typing import TYPE_CHECKING

from reporter.cli import options, screen
from reporter.cli.typed import command

if TYPE_CHECKING:  # imported when the command runs
    from reporter.model.policy import Control, Policy, PolicySet

_HEAD = ("control", "level", "severity", "kind")
_GAPS = 10  # two before each of the five columns, the title's too
_NARROWEST = 24


def show_list(
    paths: options.Policies = None, *, form: options.Format = options.Form.TEXT, config: options.Config = None
) -> None:
    """List the policies by their ids, and their controls; those that a run judges by come first.

    Without a name they are the workspace's, and all that come with reporter. Name one by its id: --policy chatgpt, or
    policies = ["company-privacy", "chatgpt"] under [run] in reporter.toml.
    """
    settings = options.settings(config, {})
    from reporter.policy import find, load  # noqa: PLC0415 - what a command needs is imported when it runs

    chosen = load(options.library(paths, settings))
    in_force = {p.id for p in load(find(settings.run.policies, workspace=settings.workspace)).policies}
    policies = replace(chosen, policies=tuple(sorted(chosen.policies, key=lambda p: p.id not in in_force)))
    if form is options.Form.JSON:
        entries = [_entry(p, used=p.id in in_force) for p in policies.policies]
        screen.line(json.dumps({"policies": entries}, ensure_ascii=False, indent=2))
        return
    for number, policy in enumerate(policies.policies):
        if number:
            screen.line()
        _pack(policy, policies, used=policy.id in in_force)
    count = len(policies.controls)
    screen.line()
    screen.line(f"{count:,} controls. To read one: {command('policy', 'show', policies.controls[0].id)}")


def _pack(policy: Policy, policies: PolicySet, *, used: bool) -> None:
    services = dict.fromkeys(policies.services[c.service].title for c in policy.controls if c.service)
    screen.line(f"{policy.id}: {policy.title}, version {policy.version}")
    facts = [f"about {', '.join(services)}"] if services else []
    facts += [f"reviewed {policy.reviewed}", *(["a run judges by it unless told otherwise"] if used else [])]
    screen.line("  " + "; ".join(facts))
    all_cells = [_cells(control) for control in policies.controls]
    widths = [max(map(len, column)) for column in zip(_HEAD, *all_cells, strict=True)]  # of all packs: they line up
    room = max(min(screen.width(), options.WIDEST) - sum(widths) - _GAPS, _NARROWEST)
    lines: list[tuple[str, ...]] = []
    for control in policy.controls:
        about = f" ({policies.services[control.service].title})" if len(services) > 1 and control.service else ""
        first, *more = wrap(control.title + about, room)
        lines += [(*_cells(control), first), *(("", "", "", "", text) for text in more)]
    head = (text.ljust(width) for text, width in zip(_HEAD, widths, strict=True))
    screen.table((*head, "title"), lines)


def _cells(control: Control) -> tuple[str, ...]:
    return (control.id, control.level.value, control.severity.value, control.kind.value)


def _entry(policy: Policy, *, used: bool) -> dict[str, object]:
    return {
        "id": policy.id,
        "version": policy.version,
        "title": policy.title,
        "owner": policy.owner,
        "reviewed": policy.reviewed.isoformat(),
        "in_force": used,
        "controls": [
            {
                "id": c.id,
                "title": c.title,
                "kind": c.kind.value,
                "level": c.level.value,
                "severity": c.severity.value,
                "service": c.service,
            }
            for c in policy.controls
        ],
    }
