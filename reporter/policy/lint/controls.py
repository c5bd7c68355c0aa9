"""How a control reads: its title, its reasons, its steps, its sources."""

from __future__ import annotations

import re

from reporter.model.policy import Control
from reporter.quoting import quoted
from reporter.yaml_tree import Branch

LONGEST_TITLE = 150
LONGEST_RATIONALE = 600
LONGEST_STEP = 160

_COMMAND = re.compile(
    r"(ensure|make sure|check|verify|confirm|enable|disable|turn (on|off)|switch (on|off)|do not|don['’]t|please)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\(?\d+\s*[.):]|\(?[a-z]\)|step\s+\d+|[-–—*•·]\s)", re.IGNORECASE)
_PLACEHOLDERS = {"", "todo", "tbd", "fixme", "xxx", "na"}


def note_style(written: Branch, control: Control) -> None:
    """Note what would make a reader of this control stumble."""
    _title(written, control.title)
    _rationale(written, control.rationale)
    _remediation(written, control)
    _references(written, control)


def _title(written: Branch, title: str) -> None:
    say = "Say how things are when all is well: The switch is off."
    if found := _COMMAND.match(title):
        written.fault(f'the title commands ("{found.group()} …")', say, key="title")
    elif title.endswith("?"):
        written.fault("the title is a question", say, key="title")
    if len(title) > LONGEST_TITLE:
        written.fault(f"the title has {len(title)} characters", f"At most {LONGEST_TITLE}: one state.", key="title")


def _rationale(written: Branch, rationale: str) -> None:
    if re.sub(r"\W", "", rationale).casefold() in _PLACEHOLDERS:
        what = f"the rationale {quoted(rationale)} gives no reason"
        written.fault(what, "Say in a sentence or two why it matters, to the person too.", key="rationale")
    if len(rationale) > LONGEST_RATIONALE:
        what = f"the rationale has {len(rationale)} characters"
        written.fault(what, f"At most {LONGEST_RATIONALE}: it stands in every mail.", key="rationale")


def _remediation(written: Branch, control: Control) -> None:
    mending, place = control.remediation, written.at("remediation")
    if mending is None or place is None:
        written.fault(f"{control.id} has no remediation", "Add remediation: with steps and a link.")
        return
    if not mending.desktop and not mending.mobile:
        place.fault(f"{control.id} has no steps", "Add steps: {desktop: […], mobile: […]}.", key="steps")
    if mending.link is None and mending.no_link is None:
        place.fault(f"{control.id} has no link", "Add link: https://…, or say why there is none: no_link: …")
    if mending.link is not None and mending.no_link is not None:
        place.fault("there is a link, and a reason why there is none", "Remove one of the two.", key="no_link")
    for device in ("desktop", "mobile"):
        for text, step in place.texts("steps", device):
            if found := _NUMBERED.match(text):
                step.fault(f'the step carries a mark of its own ("{found.group().strip()}")', "Documents number steps.")
            if len(text) > LONGEST_STEP:
                step.fault(f"the step has {len(text)} characters", f"At most {LONGEST_STEP}: make two steps of it.")


def _references(written: Branch, control: Control) -> None:
    if not control.references:
        written.fault(f"{control.id} has no reference", "Add references: [{title: …, url: …, as_of: …}].")
    seen: set[str] = set()
    for reference, place in zip(control.references, written.each("references"), strict=True):
        if reference.as_of is None:
            place.fault("the reference has no date", "Add as_of: the day on which the source said so.")
        if not reference.url.startswith("https:"):
            place.fault("the reference is not https", "Write https://, if the source answers there.", key="url")
        if reference.url in seen:
            place.fault("the address is that of an earlier reference", "Name each source once.", key="url")
        seen.add(reference.url)
