"""The kinds of value that files hold, each with its check and with what an editor shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field
from pydantic.config import JsonDict

from reporter.model.vocabulary import Outcome, Reason
from reporter.policy import codes, links, scalars
from reporter.yaml_tree.values import Line

Wordings: TypeAlias = Annotated[list[Line], Field(min_length=1)]
"""An answer in one language: the first is what the survey offers, the others are recognised too."""
ControlId: TypeAlias = Annotated[
    str,
    AfterValidator(scalars.control_id),
    Field(examples=["LI-01"], json_schema_extra={"pattern": scalars.CONTROL_ID.pattern}),
]
ClauseId: TypeAlias = Annotated[
    str,
    AfterValidator(scalars.clause_id),
    Field(examples=["3.2"], json_schema_extra={"pattern": scalars.CLAUSE_ID.pattern}),
]
Slug: TypeAlias = Annotated[
    str,
    AfterValidator(scalars.slug),
    Field(examples=["linkedin"], json_schema_extra={"pattern": scalars.SLUG.pattern}),
]
RegimeId: TypeAlias = Annotated[
    str,
    AfterValidator(scalars.regime_id),
    Field(examples=["UK-GDPR"], json_schema_extra={"pattern": scalars.REGIME_ID.pattern}),
]
Language: TypeAlias = Annotated[
    str,
    AfterValidator(scalars.language),
    Field(examples=["de", "pt-BR"], json_schema_extra={"pattern": scalars.LANGUAGE.pattern}),
]
Days: TypeAlias = Annotated[int, Field(ge=1, le=3660)]
Country: TypeAlias = Annotated[
    str, AfterValidator(codes.country), Field(examples=["DE"], json_schema_extra={"pattern": "^[A-Z]{2}$"})
]
Region: TypeAlias = Annotated[
    str,
    AfterValidator(codes.region),
    Field(examples=["US-CO"], json_schema_extra={"pattern": "^[A-Z]{2}-[A-Z0-9]{1,3}$"}),
]
PlaceCode: TypeAlias = Annotated[
    str,
    AfterValidator(codes.place),
    Field(examples=["DE", "US-CO"], json_schema_extra={"pattern": "^[A-Z]{2}(-[A-Z0-9]{1,3})?$"}),
]
Host: TypeAlias = Annotated[
    str, AfterValidator(links.host), Field(examples=["www.linkedin.com"], json_schema_extra={"format": "hostname"})
]
Link: TypeAlias = Annotated[
    str,
    AfterValidator(links.link),
    Field(examples=["https://www.linkedin.com/mypreferences/d/"], json_schema_extra={"format": "uri"}),
]
"""An https address a person is sent to."""
SourceUrl: TypeAlias = Annotated[
    str,
    AfterValidator(links.source),
    Field(examples=["https://www.linkedin.com/legal/privacy-policy"], json_schema_extra={"format": "uri"}),
]
"""An address where a fact can be checked; http is allowed, as some statute books have nothing else."""
SchemaVersion: TypeAlias = Annotated[
    int, AfterValidator(scalars.schema_version), Field(json_schema_extra={"const": scalars.SCHEMA_VERSION})
]
Confidence: TypeAlias = Literal["official", "secondary", "unconfirmed"]
Account: TypeAlias = Literal["company", "business-use", "personal", "none", "unstated"]


REASONS_OF: Mapping[Outcome, tuple[Reason, ...]] = {
    Outcome.NOT_ASSESSED: (Reason.UNSURE, Reason.DECLINED),
    Outcome.NOT_APPLICABLE: (Reason.NOT_USED, Reason.NOT_AVAILABLE, Reason.ADMIN_CONTROLLED),
}
"""The reasons that an answer with such an outcome must choose from; the others take none."""


def reasons_for_editors(schema: JsonDict) -> None:
    """Add to the JSON Schema of an answer which reasons go with which outcome (`reporter.policy.checks` judges it)."""
    schema["allOf"] = [
        {
            "if": {"properties": {"outcome": {"const": outcome.value}}, "required": ["outcome"]},
            "then": {"properties": {"reason": {"enum": [r.value for r in reasons]}}, "required": ["reason"]}
            if (reasons := REASONS_OF.get(outcome))
            else {"properties": {"reason": {"enum": [Reason.ANSWERED.value, None]}}},
        }
        for outcome in Outcome
    ]
