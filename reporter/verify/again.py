"""Judges a run's inputs once more, and compares."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from reporter import __version__
from reporter.claims import Claims
from reporter.errors import Problem
from reporter.model.documents import MANIFEST, Report
from reporter.pseudonyms import PUBLISHED, Key
from reporter.reports import findings, manifest
from reporter.run import judge
from reporter.settings import PlacesSection, Settings
from reporter.verify.files import Found
from reporter.verify.recount import FINDINGS

_ASIDE = {"tool", "outputs"}
_FLAGS = {
    "roster-corrections": "--roster",
    "survey-corrections": "--survey",
    "objected": "--config",
    "suppress": "--config",
}
"""Role of an input → the option that names it, where that is not the role."""
_MOST = 50
_SAME = (
    "Give the policies and the configuration of the run too, with --policy and --config. If they are those, do not "
    "rely on this folder: make the run again."
)


def differences(settings: Settings, claimed: Claims, found: Found, key: Key | None) -> tuple[Report, list[Problem]]:
    """Judge again, and return every difference from what the run claims.

    The names of input files are not compared: a renamed file is the same input.

    Raises:
        ReporterError: The inputs cannot be judged.
    """
    keyless = claimed.pseudonyms == "stable" and key is None and settings.key_file is None
    if keyless:
        key = PUBLISHED  # the run may be a demo
    report = judge(
        _placed(settings, claimed),
        as_of=date.fromisoformat(claimed.as_of),
        period=claimed.period,
        key=key,
        accepted=_accepted(claimed),
    ).report
    if missing := list(_inputs(report, claimed)):
        return report, missing  # every number would differ, and none of them would tell more
    same = FINDINGS not in found or sha256(findings.render(report)).hexdigest() == found[FINDINGS].sha256
    if keyless and not same:
        return report, [
            Problem(
                what="the run's pseudonyms come from a key file, and none is at hand to judge again with",
                where=MANIFEST,
                hint="Name the workspace that holds the key with --config.",
            )
        ]
    problems: list[Problem] = []
    if claimed.tool.version != __version__:
        what = f"the run was made by reporter {claimed.tool.version}, and this is {__version__}: the two may differ"
        hint = f"Verify with reporter {claimed.tool.version}, which made it."
        problems.append(Problem(what=what, where=MANIFEST, hint=hint))
    said = {key: value for key, value in claimed.whole.items() if key not in _ASIDE}
    core = manifest.core(report, mailed=manifest.MAIL_INDEX in found)
    counted = {key: value for key, value in json.loads(json.dumps(core)).items() if key not in _ASIDE}
    different = list(_compare("", _unnamed(said), _unnamed(counted)))
    problems += different[:_MOST]
    if len(different) > _MOST:
        problems.append(Problem(what=f"and {len(different) - _MOST:,} more differ", where=MANIFEST, hint=_SAME))
    if not same:
        problems.append(Problem(what="judging again gives other findings", where=FINDINGS, hint=_SAME))
    return report, problems


def _accepted(claimed: Claims) -> tuple[str, ...]:
    """Return what the run was told to go on with, which no input says."""
    said = claimed.whole.get("parameters")
    codes = said.get("accepted") if isinstance(said, dict) else None
    return tuple(code for code in codes if isinstance(code, str)) if isinstance(codes, list) else ()


def _placed(settings: Settings, claimed: Claims) -> Settings:
    """Return the settings with what the run's flags said of places, where the configuration says nothing."""
    said = claimed.whole.get("parameters")
    said = said if isinstance(said, dict) else {}
    given = {"default": said.get("default_place"), "unknown": said.get("unknown_place")}
    texts = {key: value for key, value in given.items() if value and getattr(settings.places, key) is None}
    try:
        places = PlacesSection.model_validate(settings.places.texts | settings.places.stated | texts)
    except ValidationError:  # the manifest does not hold what a run writes, and the comparison will say so
        return settings
    return settings.model_copy(update={"places": places})


def _inputs(report: Report, claimed: Claims) -> Iterator[Problem]:
    said = {(file.role, file.sha256): file.name for file in claimed.inputs}
    given = {(file.role, file.sha256): file.name for file in report.inputs}
    for role, digest in sorted(set(said) - set(given)):
        name = said[role, digest]
        flag = _FLAGS.get(role, f"--{role}")
        yield Problem(
            what=f"the run read this as {role}, and no file given now has the same content",
            where=name,
            hint=f"Give the file with {flag}, exactly as it was.",
        )
    for role, digest in sorted(set(given) - set(said)):
        yield Problem(
            what=f"the run read no {role} with this content",
            where=given[role, digest],
            hint="Give the files that the run read, exactly as they were, and no others.",
        )


def _unnamed(tree: dict[str, Any]) -> dict[str, Any]:
    files = [{k: v for k, v in file.items() if k != "name"} for file in tree["inputs"]]
    return {**tree, "inputs": sorted(files, key=lambda file: (str(file.get("role")), str(file.get("sha256"))))}


def _compare(place: str, said: object, counted: object) -> Iterator[Problem]:
    if isinstance(said, dict) and isinstance(counted, dict):
        for key in sorted(set(said) | set(counted)):
            inner = f"{place}.{key}" if place else str(key)
            yield from _compare(inner, said.get(key), counted.get(key))
    elif said != counted:
        what = f"the run says {_short(said)}, judging again gives {_short(counted)}"
        yield Problem(what=what, where=f"{MANIFEST}, {place}", hint=_SAME)


def _short(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 80 else text[:77] + "…"  # noqa: PLR2004 - what fits on a line
