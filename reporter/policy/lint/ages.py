"""What has not been looked at for longer than the policies allow.

A text may be old and still in force: a fact or a reference counts as looked at on the day of its source, or on the day
on which the whole file was last checked (`as_of` of a service, `reviewed` of a policy), whichever is later.
"""

from __future__ import annotations

from datetime import date, timedelta

from reporter.model.policy import Policy
from reporter.model.service import Service
from reporter.policy.loader import Reading
from reporter.yaml_tree import Branch


def note_age(reading: Reading, as_of: date) -> None:
    """Note the policies whose review is due on `as_of`, and their services whose facts are to be checked again."""
    for sheet, policy in zip(reading.sheets, reading.policies.policies, strict=True):
        _review(sheet.tree.branch, policy, as_of)
    for name, service in reading.policies.services.items():
        users = [p for p in reading.policies.policies if any(c.service == name for c in p.controls)]
        patience = min((p.review_every for p in users if p.review_every is not None), default=None)
        if patience is not None and (service_sheet := reading.companions.services[name]):
            _facts(service_sheet.tree.branch, service, as_of - timedelta(days=patience), patience)


def _review(written: Branch, policy: Policy, as_of: date) -> None:
    if policy.review_every is None:
        return
    due = policy.reviewed + timedelta(days=policy.review_every)
    if due >= as_of:
        return
    hint = "Read it against its sources, mend it, and set reviewed to the day you did."
    written.fault(f"the review of {policy.id} was due on {due}", hint, key="reviewed")
    oldest = as_of - timedelta(days=policy.review_every)
    for written_control, control in zip(written.each("controls"), policy.controls, strict=True):
        for place, reference in zip(written_control.each("references"), control.references, strict=True):
            if reference.as_of is not None and reference.as_of < oldest:
                what = f"the reference is of {reference.as_of}, more than {policy.review_every} days ago"
                place.fault(what, "Open it, see whether it still says so, and set as_of.", key="as_of")


def _facts(written: Branch, service: Service, oldest: date, patience: int) -> None:
    if service.as_of >= oldest:
        return
    hint = "Check the facts against their sources, and set as_of to the day you did."
    written.fault(f"the facts on {service.title} were last checked on {service.as_of}", hint, key="as_of")
    for place, fact in zip(written.each("facts"), service.facts, strict=True):
        source = place.at("source")
        if source and fact.source.as_of and fact.source.as_of < oldest:
            what = f"fact {fact.id} is of {fact.source.as_of}, more than {patience} days ago"
            source.fault(what, "See whether its source still says so, and set as_of.", key="as_of")
