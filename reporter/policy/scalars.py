"""Single values of policy files: ids, languages, versions. Each check returns the value or says what to do."""

from __future__ import annotations

import re

from reporter.model.vocabulary import ORIGINAL_LANGUAGE
from reporter.quoting import quoted
from reporter.yaml_tree.values import rejected

SCHEMA_VERSION = 1
# A capital or a digit tells a control's id from the names of a table's columns, which are small letters all.
CONTROL_ID = re.compile(
    r"^(?=.*[A-Z0-9])[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*(?<!\.account)(?<!\.ownership)$", re.ASCII
)
CLAUSE_ID = re.compile(r"^[A-Za-z0-9]+([-_.()/][A-Za-z0-9]+)*\)?$", re.ASCII)
SLUG = re.compile(r"^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$", re.ASCII)
REGIME_ID = re.compile(r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", re.ASCII)
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z]{2})?$", re.ASCII)
_LONGEST_ID = 60
_LONGEST_CLAUSE = 12


def control_id(value: str) -> str:
    """Return a control's id: it becomes part of headers, CSV cells and file names."""
    if not CONTROL_ID.fullmatch(value) or len(value) > _LONGEST_ID:
        raise rejected(
            f"{quoted(value)} is no control id",
            "Letters and digits, joined by single hyphens, dots or underscores, with a capital or a digit: LI-01.",
        )
    return value


def language(value: str) -> str:
    """Return the code of a language that texts may be translated into (BCP 47: `de`, `pt-BR`)."""
    if not LANGUAGE.fullmatch(value):
        raise rejected(f"{quoted(value)} is no language's code", "Two small letters, as de; with a country, as pt-BR.")
    if value == ORIGINAL_LANGUAGE:
        raise rejected("the texts themselves are English", "Translations are into other languages.")
    return value


def clause_id(value: str) -> str:
    """Return the number of a clause, as the organisation's document writes it."""
    if not CLAUSE_ID.fullmatch(value) or len(value) > _LONGEST_CLAUSE:
        raise rejected(f"{quoted(value)} is no clause's number", 'As the document numbers it, without a sign: "3.2".')
    return value


def slug(value: str) -> str:
    """Return the id of a policy, service, fact or law note: it may become a file's name."""
    if not SLUG.fullmatch(value) or len(value) > _LONGEST_ID:
        raise rejected(
            f"{quoted(value)} is no id",
            "Letters and digits, joined by single hyphens, dots or underscores: linkedin-ai-training.",
        )
    return value


def regime_id(value: str) -> str:
    """Return the id of a regime."""
    if not REGIME_ID.fullmatch(value) or len(value) > _LONGEST_ID:
        raise rejected(f"{quoted(value)} is no regime's id", "Letters, digits and single hyphens: UK-GDPR.")
    return value


def schema_version(value: int) -> int:
    """Return the version of the file's shape; there is one so far."""
    if value != SCHEMA_VERSION:
        raise rejected(
            f"schema {value} is not known", f"Write schema: {SCHEMA_VERSION}, or update reporter if the file is newer."
        )
    return value
