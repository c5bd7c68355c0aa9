from __future__ import annotations

import polars as pl
import pytest

from reporter.assess.status_words import ACTIVE, LEFT, NOT_STARTED
from reporter.sources.directory_accounts import GUEST, NOBODY, OFF, employment_status, switched_off, unread


def judged(
    stated: str | None = None, enabled: str | None = None, blocked: str | None = None, user_type: str | None = None
) -> tuple[str | None, list[str]]:
    """Return one row's status, and the codes of the notices."""
    columns = [pl.Series([text], dtype=pl.String) for text in (stated, enabled, blocked, user_type)]
    status, notices = employment_status(
        columns[0], enabled=columns[1], blocked=columns[2], user_type=columns[3], file="users.csv"
    )
    return status[0], [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("account", "status", "code"),
    [
        ({"enabled": "False"}, OFF, "disabled-accounts"),
        ({"enabled": " falsch "}, OFF, "disabled-accounts"),
        ({"enabled": "Suspended"}, OFF, "disabled-accounts"),
        ({"enabled": "Archived"}, OFF, "disabled-accounts"),
        ({"blocked": "True"}, OFF, "disabled-accounts"),
        ({"enabled": "True", "user_type": "Guest"}, GUEST, "guest-accounts"),
        ({"enabled": "False", "user_type": "Guest"}, GUEST, "guest-accounts"),  # counted once
        ({"enabled": "True", "user_type": "No employee"}, NOBODY, "accounts-of-nobody"),
    ],
)
def test_an_account_that_is_no_employees_says_so_and_is_counted(
    account: dict[str, str], status: str, code: str
) -> None:
    assert judged(**account) == (status, [code])


@pytest.mark.parametrize(
    "account",
    [
        {},
        {"enabled": "True", "user_type": "Member"},
        {"enabled": "Active"},
        {"blocked": "False"},
        {"enabled": "yes, until May"},  # a word we do not know says nothing
    ],
)
def test_any_other_account_says_nothing_of_employment(account: dict[str, str]) -> None:
    assert judged(**account) == (None, [])


def test_a_word_that_is_neither_yes_nor_no_is_said_with_its_row() -> None:
    texts = pl.Series(["True", "yes, until May", "perhaps", None], dtype=pl.String)
    (notice,) = unread(texts, pl.Series([2, 3, 4, 5]), file="users.csv")
    assert notice.values == {"count": 2, "rows": "users.csv 3, 4", "words": "“perhaps” (1), “yes, until May” (1)"}


def test_several_columns_of_accounts_are_read_together() -> None:
    enabled = pl.Series(["true", "True", None], dtype=pl.String)
    blocked = pl.Series(["false;false", "0;1", "No;Yes"], dtype=pl.String)
    assert switched_off(enabled, blocked).to_list() == [False, True, True]


def test_what_a_column_of_employment_states_goes_first() -> None:
    assert judged(stated="On leave", enabled="False") == ("On leave", [])
    assert judged(stated="Terminated", user_type="Guest") == ("Terminated", [])


def test_the_words_for_such_accounts_mean_left_and_no_word_means_two_things() -> None:
    assert {GUEST, NOBODY, OFF} <= LEFT
    assert not LEFT & ACTIVE
    assert not LEFT & NOT_STARTED
    assert not ACTIVE & NOT_STARTED
