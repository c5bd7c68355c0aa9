from __future__ import annotations

import pytest

from reporter.assess.unasked import nearest
from reporter.model.policy import Asked

SWITCH = Asked(
    id="LI-01",
    wordings=(
        'On your page "Data for AI", how is the switch "Use my data for training" set?',
        "学習のスイッチはどうなっていますか",
    ),
    service=None,
)


@pytest.mark.parametrize(
    "header",
    [
        "Data for AI: how is your switch set?",
        "How is the switch “Use my data for training AI” set on your page today?",
        "On your page Data for", "学習のスイッチはどうですか",
    ],
)  # fmt: skip
def test_the_header_that_reads_most_like_a_question_is_suggested(header: str) -> None:
    others = ["Start time", "Have you read the notice?", "How old are you?", "Comments"]
    assert nearest(SWITCH, [*others, header]) == header


def test_nothing_is_suggested_where_no_header_reads_like_it() -> None:
    assert nearest(SWITCH, ["Start time", "How is the weather?", "Name", "", "Is it set?"]) is None
    assert nearest(SWITCH, []) is None
