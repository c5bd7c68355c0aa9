"""A small organisation, built by hand: what the tests of every stage start from."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Protocol

import polars as pl
import pytest
from hypothesis import settings

from reporter.assess import assess
from reporter.model.assessment import Assessment, Parameters, Waiver
from reporter.model.documents import Organisation, Report, Sender
from reporter.model.inputs import InputFile, RosterTable, SurveyTable
from reporter.model.law import LawNote, Places, Reference, Regime
from reporter.model.policy import Answer, AppliesTo, Control, Policy, PolicySet, Question, Remediation
from reporter.model.service import AccountAnswer, AccountQuestion, Fact, Service
from reporter.model.tables import ROSTER, SURVEY
from reporter.model.vocabulary import Kind, Level, Outcome, Ownership, Reason, Severity
from tests.browser import chromium
from tests.needs import asked, examples

__all__ = ["chromium"]

AS_OF = date(2026, 11, 23)

settings.register_profile("here", max_examples=examples(100), deadline=None)  # no test is about time
settings.load_profile("here")


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end: it took an eighth of the time."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what takes long, unless it is asked for."""
    skip = pytest.mark.skip(reason="takes long; REPORTER_MUST_RUN=thorough runs it, and .ci/run does")
    if not asked("thorough"):
        for item in items:
            if item.get_closest_marker("thorough"):
                item.add_marker(skip)


def answer(text: str, outcome: Outcome, reason: Reason = Reason.ANSWERED, *also: str) -> Answer:
    return Answer(text=text, also=also, outcome=outcome, reason=reason)


ANSWERS = (
    answer("Off", Outcome.SATISFIED, Reason.ANSWERED, "Disabled", "It is off"),
    answer("On", Outcome.NOT_SATISFIED),
    answer("I don't know", Outcome.NOT_ASSESSED, Reason.UNSURE),
    answer("Prefer not to say", Outcome.NOT_ASSESSED, Reason.DECLINED),
    answer("I have no LinkedIn account", Outcome.NOT_APPLICABLE, Reason.NOT_USED),
    answer("The switch is not shown to me", Outcome.NOT_APPLICABLE, Reason.NOT_AVAILABLE),
)


def control(id_: str = "LI-01", **changes: Any) -> Control:
    fields: dict[str, Any] = {
        "id": id_,
        "title": f"The account's data does not train models ({id_})",
        "kind": Kind.ACCOUNT_SETTING,
        "service": "linkedin",
        "level": Level.REQUIRED,
        "severity": Severity.HIGH,
        "rationale": "What goes into a model does not come out again.",
        "applies_to": AppliesTo(),
        "valid_for": 92,
        "question": Question(text=f"How is the switch of {id_} set?", answers=ANSWERS),
        "remediation": Remediation(
            minutes=2,
            link="https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement",
            desktop=("Open Settings & Privacy.", "Open Data privacy.", "Switch it off."),
            mobile=("Tap your photo.", "Tap Settings.", "Switch it off."),
            cannot_undo="Training that has already taken place.",
        ),
        "law": ("gdpr-21",),
        "references": (Reference(title="Help page", url="https://www.linkedin.com/help", as_of=AS_OF),),
    }
    return Control(**(fields | changes))


CONTROLS = (
    control(),
    control(
        "LI-05",
        title="No confidential details in public posts",
        kind=Kind.CONDUCT,
        level=Level.REQUIRED,
        question=Question(
            text="Do your public posts keep confidential details out?",
            answers=(
                answer("Yes", Outcome.SATISFIED),
                answer("No", Outcome.NOT_SATISFIED),
                answer("Prefer not to say", Outcome.NOT_ASSESSED, Reason.DECLINED),
            ),
        ),
    ),
    control(
        "LI-08", title="The profile's visibility is set on purpose", kind=Kind.ACCOUNT_VISIBILITY, level=Level.REQUIRED
    ),
)

SOURCE = Reference(title="The text of the law", url="https://law.example/text", as_of=AS_OF)


def note(id_: str, regime: str, places: tuple[str, ...] = ()) -> LawNote:
    return LawNote(
        id=id_,
        regime=regime,
        provision=f"Provision {id_}",
        title=f"Title of {id_}",
        paraphrase=f"What {id_} says, in a sentence.",
        platform="What it means for the platform.",
        employer="What it means for the employer.",
        applies_to="People at work there",
        places=places,
        in_force=date(2018, 5, 25),
        source=SOURCE,
        confidence="secondary",
    )


PLACES = Places(
    regimes=(
        Regime(id="GDPR", title="General Data Protection Regulation", places=("DE", "FR", "IE")),
        Regime(id="CCPA", title="California Consumer Privacy Act", places=("US-CA",)),
        Regime(id="US-PERSONAL-ACCOUNT", title="Personal-account laws", places=("US-CO", "US-AR", "US-WA", "US-CA")),
    ),
    settings_request_barred=frozenset({"US-CO", "US-AR"}),
    visibility_request_barred=frozenset({"US-WA", "US-ME", "US-DE", "US-RI"}),
    consultation_required=frozenset({"DE", "AT"}),
    consultation_advised=frozenset({"FR", "IT", "NL", "BE", "LU"}),
    cap_law=MappingProxyType(
        {"personal-account": ("gdpr-6",), "US-CO": ("us-co-8-2-127",), "US-WA": ("us-wa-49-44-200",)}
    ),
)

LINKEDIN = Service(
    id="linkedin",
    title="LinkedIn",
    provider="LinkedIn",
    hosts=("www.linkedin.com",),
    account=AccountQuestion(
        text="Whose is the LinkedIn account you use for work?",
        answers=(
            AccountAnswer(text="The company's", account=Ownership.COMPANY),
            AccountAnswer(text="Mine, mostly for work", account=Ownership.BUSINESS_USE),
            AccountAnswer(text="Mine", account=Ownership.PERSONAL),
            AccountAnswer(text="I have none", account=Ownership.NONE),
            AccountAnswer(text="Prefer not to say", account=None),
        ),
    ),
    facts=(
        Fact(id="default", topic="Default", text="The switch is on unless switched off.", applies_to="everywhere",
             source=SOURCE, confidence="official"),
        Fact(id="claim", topic="Law", text="LinkedIn says that it complies.", applies_to="everywhere",
             source=SOURCE, confidence="secondary", claim_by="LinkedIn"),
    ),
    as_of=AS_OF,
)  # fmt: skip


def policy_set(*controls: Control, places: Places = PLACES) -> PolicySet:
    source = repr(controls).encode()
    policy = Policy(
        id="test-policy",
        version="2026.11",
        title="A policy for tests",
        owner="Privacy Office",
        reviewed=AS_OF,
        review_every=180,
        controls=controls or CONTROLS,
        path="test-policy.yaml",
        sha256=hashlib.sha256(source).hexdigest(),
        source=source,
    )
    notes = [
        note("gdpr-6", "GDPR"),
        note("gdpr-21", "GDPR"),
        note("ccpa-1798-120", "CCPA"),
        note("us-co-8-2-127", "US-PERSONAL-ACCOUNT", ("US-CO",)),
        note("us-wa-49-44-200", "US-PERSONAL-ACCOUNT", ("US-WA",)),
    ]
    return PolicySet(
        policies=(policy,),
        services=MappingProxyType({"linkedin": LINKEDIN}),
        law=MappingProxyType({n.id: n for n in notes}),
        places=places,
    )


def roster_table(rows: Sequence[Mapping[str, Any]]) -> RosterTable:
    """Build a roster from rows of the columns that matter to a test; `place` is "DE" or "US-CO"."""
    full = []
    for i, given in enumerate(rows):
        row = dict(given)
        place = row.pop("place", None)
        if place:
            row |= {"country": place[:2], "country_text": place[:2]} | ({"region": place} if "-" in place else {})
        address = row.get("address")
        defaults = {
            "file": "people.csv",
            "row": i + 2,
            "aliases": [],
            "address_usable": bool(address and "@" in address),
        }
        full.append(defaults | row)
    extra = {c: pl.String() for row in full for c in row if c not in ROSTER}
    return RosterTable(
        rows=pl.DataFrame(full, schema={**ROSTER, **extra}), files=(input_file("roster", "people.csv", len(full)),)
    )


def survey_table(rows: Sequence[Mapping[str, Any]], questions: Sequence[str] = ()) -> SurveyTable:
    """Build a survey; `on` is the day (or the time) of submission, and any key that is no column is a question."""
    full = []
    for i, given in enumerate(rows):
        row = dict(given)
        on = row.pop("on", date(2026, 11, 10))
        at = on if isinstance(on, datetime) or on is None else datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
        defaults = {
            "file": "survey.xlsx",
            "sheet": "Sheet1",
            "row": i + 2,
            "anonymous": False,
            "preview": False,
            "finished": True,
            "submitted_at": at,
            "submitted_on": at and at.date(),
            "row_text": repr(sorted(given.items(), key=str)),
        }
        full.append(defaults | row)
    extra = {c: pl.String() for c in [*questions, *(c for row in full for c in row)] if c not in SURVEY}
    return SurveyTable(
        rows=pl.DataFrame(full, schema={**SURVEY, **extra}), files=(input_file("survey", "survey.xlsx", len(full)),)
    )


def input_file(role: str, name: str, rows: int) -> InputFile:
    return InputFile(
        role=role,
        name=name,
        sha256=hashlib.sha256(f"{role}{rows}".encode()).hexdigest(),
        size=100 * rows,
        rows=rows,
        dialect={"encoding": "utf-8", "delimiter": ",", "header_row": 1, "date_order": None, "sheet": None},
        columns={"employee_id": "Employee ID", "address": "Work Email"},
        dropped=("Shoe size",),
    )


def pseudonym(identity: str) -> str:
    digest = hashlib.sha256(identity.encode()).hexdigest().upper()
    return f"P-{digest[:4]}-{digest[4:8]}"


class Judge(Protocol):
    """Judges a roster and a survey given as rows."""

    def __call__(
        self,
        roster: Sequence[Mapping[str, Any]],
        survey: Sequence[Mapping[str, Any]] = ...,
        *controls: Control,
        policies: PolicySet | None = ...,
        waivers: Sequence[Waiver] = ...,
        aliases: Sequence[tuple[str, str]] = ...,
        ask_all: bool = ...,
        **parameters: Any,
    ) -> Assessment: ...


def judge_rows(
    roster: Sequence[Mapping[str, Any]],
    survey: Sequence[Mapping[str, Any]] = (),
    *controls: Control,
    policies: PolicySet | None = None,
    waivers: Sequence[Waiver] = (),
    aliases: Sequence[tuple[str, str]] = (),
    ask_all: bool = True,
    **parameters: Any,
) -> Assessment:
    policies = policies or policy_set(*controls)
    given: dict[str, Any] = {"as_of": AS_OF, "period": "2026-Q4", "consulted": {"DE": date(2026, 9, 1)}} | parameters
    return assess(
        roster_table(roster),
        survey_table(survey, [asked.id for asked in policies.asked] if ask_all else []),
        policies=policies,
        parameters=Parameters(**given),
        waivers=waivers,
        aliases=aliases,
        pseudonym=pseudonym,
    )


@pytest.fixture
def judge() -> Judge:
    """Judge rows given as mappings; see `roster_table` and `survey_table` for the keys."""
    return judge_rows


@pytest.fixture
def make_control() -> Callable[..., Control]:
    """Build a control like LI-01 with some fields changed."""
    return control


@pytest.fixture
def make_policies() -> Callable[..., PolicySet]:
    """Build a policy set of some controls."""
    return policy_set


@pytest.fixture
def places() -> Places:
    """Return the places the small organisation knows."""
    return PLACES


@pytest.fixture(scope="session")
def make_waiver() -> Callable[..., Waiver]:
    """Build a valid waiver for employee 1 and LI-01 with some fields changed."""

    def build(**changes: Any) -> Waiver:
        fields: dict[str, Any] = {
            "file": "waivers.csv",
            "row": 2,
            "employee": "1",
            "control": "LI-01",
            "reason": "A study needs it",
            "approver": "boss@example.org",
            "approver_role": "Head of Research",
            "granted": date(2026, 6, 1),
            "expires": date(2026, 12, 31),
        }
        return Waiver(**(fields | changes))

    return build


ROSTER_ROWS: tuple[dict[str, Any], ...] = (
    *(
        {
            "employee_id": str(i),
            "address": f"person{i}@brightwater.example",
            "name": f"Person {i} O'Neill",
            "department": "Research" if i < 9 else "Sales",
            "place": ["DE", "FR", "US-CA", "US-CO", "US-WA"][i % 5],
            **({"linkedin.account": "company"} if i in {1, 7} else {}),
        }
        for i in range(1, 15)
    ),
    {"employee_id": "15", "name": '=HYPERLINK("http://evil.example","x")', "department": "Legal", "place": "IE"},
    {"employee_id": "16", "address": "p16@brightwater.example", "name": "Zoë <b>Müller</b>", "department": None},
    {
        "employee_id": "17",
        "address": "p17@brightwater.example",
        "name": "Left Already",
        "status": "Terminated",
        "place": "FR",
    },
    {"name": "Nobody"},
)
SURVEY_ROWS: tuple[dict[str, Any], ...] = (
    {"address": "person1@brightwater.example", "LI-01": "On", "LI-05": "Yes", "LI-08": "On"},
    {
        "address": "person2@brightwater.example",
        "LI-01": "Off",
        "LI-05": "Yes",
        "LI-08": "Off",
        "linkedin.account": "Mine",
    },
    {"address": "person3@brightwater.example", "LI-01": "On", "LI-05": "No", "LI-08": "On", "linkedin.account": "Mine"},
    {"address": "person4@brightwater.example", "LI-01": "On", "LI-05": "Yes", "LI-08": "On"},
    {"address": "person5@brightwater.example", "LI-01": "I don't know", "LI-05": "Prefer not to say"},
    {
        "address": "person6@brightwater.example",
        "LI-01": "nope, off I think",
        "LI-05": "Yes",
        "linkedin.account": "I have none",
    },
    {"address": "person7@brightwater.example", "LI-01": "On", "LI-05": "Yes", "on": date(2026, 6, 1)},
    {
        "address": "person8@brightwater.example",
        "LI-01": "On",
        "LI-05": "No",
        "LI-08": "Off",
        "linkedin.account": "Mine",
    },
    {"employee_id": "15", "LI-01": "On", "LI-05": "No"},
    {"address": "p16@brightwater.example", "LI-01": "On", "LI-05": "No"},
    {"address": "stranger@elsewhere.example", "LI-01": "On"},
)


@pytest.fixture(scope="session")
def make_report(make_waiver: Callable[..., Waiver]) -> Callable[..., Report]:
    """Build a small believable report; `roster`, `survey`, `policies` and fields of Report may be given."""

    def build(
        roster: Sequence[Mapping[str, Any]] = ROSTER_ROWS,
        survey: Sequence[Mapping[str, Any]] = SURVEY_ROWS,
        policies: PolicySet | None = None,
        **changes: Any,
    ) -> Report:
        waivers = [make_waiver(), make_waiver(employee="2", expires=date(2026, 7, 1)), make_waiver(employee="nobody")]
        assessment = judge_rows(roster, survey, policies=policies, waivers=waivers)
        fields: dict[str, Any] = {
            "assessment": assessment,
            "report_id": "5b0e2f0c-58a1-5d2e-9a57-4b1c7e1f9a10",
            "tool_version": "0.1.0",
            "organisation": Organisation(
                name="Brightwater Instruments", contact="privacy@brightwater.example", timezone="Europe/Berlin"
            ),
            "sender": Sender(
                sender="Privacy Office <privacy@brightwater.example>",
                reply_to="privacy@brightwater.example",
                stated=True,
            ),
            "due": date(2026, 12, 23),
            "inputs": (
                input_file("roster", "people.csv", assessment.roster.roster_rows),
                input_file("survey", "survey.xlsx", assessment.responses.survey_rows),
            ),
            "pseudonym_key": "0123456789abcdef",
            "defaults": ("organisation.dpo",),
        }
        return Report(**(fields | changes))

    return build
