"""The questionnaire of the small organisation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reporter import survey
from reporter.model.policy import PolicySet
from reporter.settings import load

AS_OF = date(2026, 11, 23)
STATED = {
    "organisation.name": "Small & Co",
    "organisation.controller": "Small & Co Ltd, 1 High Street.",
    "organisation.dpo": "dpo@small.example",
    "organisation.contact": "privacy@small.example",
    "notice.interest": "protecting what is confidential",
    "notice.recipients": "none",
    "notice.transfers": "none",
    "notice.retention": "90 days",
    "notice.authority": "the one where you live",
}


@pytest.fixture
def make_stationery(make_policies: Callable[..., PolicySet]) -> Callable[..., survey.Stationery]:
    """Build a survey with what is said round it; `stated` is the configuration, by dotted keys."""

    def build(
        policies: PolicySet | None = None,
        *,
        language: str = "en",
        stated: dict[str, Any] | None = None,
    ) -> survey.Stationery:
        policies = policies or make_policies()
        settings = load(None, environ={}, flags=STATED if stated is None else stated)
        return survey.Stationery(
            survey=survey.survey(policies, language), facts=survey.facts(settings, AS_OF), places=policies.places
        )

    return build
