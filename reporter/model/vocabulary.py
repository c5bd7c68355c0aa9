"""The words of DESIGN §2 as enumerations. A value is what files, reports and YAML show."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What was judged (OSCAL's words, and two that OSCAL lacks)."""

    SATISFIED = "satisfied"
    NOT_SATISFIED = "not-satisfied"
    NOT_APPLICABLE = "not-applicable"
    NOT_ASSESSED = "not-assessed"


class Reason(StrEnum):
    """Why a finding has its outcome."""

    ANSWERED = "answered"
    NO_RESPONSE = "no-response"
    UNANSWERED = "unanswered"
    UNRECOGNISED_ANSWER = "unrecognised-answer"
    UNSURE = "unsure"
    DECLINED = "declined"
    STALE = "stale"
    NOT_USED = "not-used"
    NOT_AVAILABLE = "not-available"
    ADMIN_CONTROLLED = "admin-controlled"
    OUT_OF_SCOPE = "out-of-scope"
    BARRED_BY_LAW = "barred-by-law"


class Level(StrEnum):
    """How binding a control is for one person, strongest first."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    INFORMATION = "information"


class Severity(StrEnum):
    """How bad a miss is, worst first; independent of level."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Kind(StrEnum):
    """What a control is about; the law treats the kinds differently."""

    ACCOUNT_SETTING = "account-setting"
    ACCOUNT_VISIBILITY = "account-visibility"
    ADMIN_SETTING = "admin-setting"
    CONDUCT = "conduct"
    AWARENESS = "awareness"

    @property
    def about_an_account(self) -> bool:
        """Whether ownership of an account caps the level (DESIGN §6, Level)."""
        return self in {Kind.ACCOUNT_SETTING, Kind.ACCOUNT_VISIBILITY}


class Ownership(StrEnum):
    """Whose the account is. Unknown counts as personal."""

    COMPANY = "company"
    BUSINESS_USE = "business-use"
    PERSONAL = "personal"
    NONE = "none"
    """There is no account (the account question says so)."""


class Cap(StrEnum):
    """Why a level was lowered."""

    BUSINESS_USE_ACCOUNT = "business-use-account"
    PERSONAL_ACCOUNT = "personal-account"
    SETTINGS_REQUEST_BARRED = "settings-request-barred"
    """US-CO, US-AR: an employer may not even suggest a change on a personal account."""
    UNKNOWN_PLACE = "unknown-place"


class MatchedBy(StrEnum):
    """How an attestation found its employee."""

    EMPLOYEE_ID = "employee-id"
    ADDRESS = "address"
    ALIAS = "alias"


class RosterReject(StrEnum):
    """Why a roster row was not used."""

    NOT_A_PERSON = "not-a-person"
    NO_IDENTITY = "no-identity"
    DUPLICATE = "duplicate"
    CONFLICTING_DUPLICATE = "conflicting-duplicate"


class Exclusion(StrEnum):
    """Why a person on the roster is not in scope; the first that holds, in this order."""

    LEFT = "left"
    NOT_STARTED = "not-started"
    CONTRACTOR = "contractor"
    OBJECTED = "objected"
    CONSULTATION_OPEN = "consultation-open"
    PLACE_UNKNOWN = "place-unknown"


class ResponseReject(StrEnum):
    """Why a survey row was rejected; the first that holds, in this order."""

    PREVIEW = "preview"
    UNFINISHED = "unfinished"
    NO_IDENTITY = "no-identity"
    UNREADABLE_DATE = "unreadable-date"
    AFTER_AS_OF = "after-as-of"
    IDENTITY_CONFLICT = "identity-conflict"
    EMPLOYEE_OUT_OF_SCOPE = "employee-out-of-scope"


class ResponseFate(StrEnum):
    """The one fate of a survey row."""

    REJECTED = "rejected"
    UNMATCHED = "unmatched"
    SUPERSEDED = "superseded"
    USED = "used"


ORIGINAL_LANGUAGE = "en"
"""The language that policies are written in; translations stand beside it."""
SMALLEST_SHOWN = 5
"""People about whom something may be told together (DESIGN §6, Suppression)."""
LONGEST_WAIVER = 366
"""Days a waiver may last at most (DESIGN §6, Waiver)."""


class WaiverState(StrEnum):
    """Whether a waiver counts, or why it does not."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET = "not-yet"
    TOO_LONG = "too-long"
    SELF_APPROVED = "self-approved"
    DUPLICATE = "duplicate"
    UNMATCHED = "unmatched"


class FollowUpState(StrEnum):
    """How far HR's follow-up of an open finding is."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NO_ACTION = "no-action"


class MailKind(StrEnum):
    """The two mails a person may get; never both."""

    REMEDIATION = "remediation"
    REMINDER = "reminder"


class Withheld(StrEnum):
    """Why a person who would get a mail gets none."""

    NO_ADDRESS = "no-address"
    LAW = "law"
    PLACE_UNKNOWN = "place-unknown"
    OBJECTED = "objected"
    ON_LEAVE = "on-leave"
    SUPPRESSION_LIST = "suppression-list"


class Verdict(StrEnum):
    """How a required control stands, where it is required of anybody at all."""

    MET = "met"
    """Every applicable finding is satisfied or waived."""
    NOT_MET = "not-met"
    """One is open."""
    CANNOT_BE_SAID = "cannot-be-said"
    """None is open, and some are unknown."""


class UnknownPlace(StrEnum):
    """What becomes of people whose place of work is not understood."""

    WITHHOLD = "withhold"
    """They stay in scope; for them all is information, and nobody writes to them."""
    EXCLUDE = "exclude"


class Edition(StrEnum):
    """Who a document is for: pseudonyms for the auditor, names for HR."""

    AUDITOR = "auditor"
    HR = "hr"
