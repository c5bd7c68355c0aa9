from __future__ import annotations

import pytest

from reporter import assets
from reporter.errors import UsageError
from reporter.model.policy import PolicySet
from reporter.model.vocabulary import Ownership
from reporter.policy import load
from reporter.policy.handbook import Workplace, find, page, workplace


@pytest.fixture(scope="module")
def shipped() -> PolicySet:
    return load([assets.folder("policies")])


def read(
    shipped: PolicySet, control_id: str, place: str | None = None, account: str = "personal", width: int = 78
) -> str:
    where = workplace(place) if place else None
    return page(shipped, find(shipped, control_id), place=where, ownership=Ownership(account), width=width)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_page_holds_all_that_a_reader_wants_of_a_control(shipped: PolicySet) -> None:
    control = find(shipped, "LI-01")
    text = read(shipped, "LI-01")
    assert text.startswith(f"LI-01  {control.title}\n")
    assert control.remediation is not None
    said = flat(text)
    parts = [
        control.rationale,
        control.question.text,
        *(f'"{answer.text}": ' for answer in control.question.answers),
        *control.remediation.desktop,
        *control.remediation.mobile,
        control.remediation.link or "",
        control.remediation.cannot_undo or "",
        *(shipped.law[note].paraphrase for note in control.law),
        *(shipped.law[note].source.url for note in control.law),
        *(reference.title for reference in control.references),
        "not reviewed by counsel",
        "last checked on 23 November 2026",
    ]
    assert [part for part in parts if flat(part) not in said] == []


@pytest.mark.thorough
def test_every_control_of_every_pack_has_a_page_that_fits_the_screen(shipped: PolicySet) -> None:
    for control in shipped.controls:
        for place in (None, "US-CO", "unknown"):
            lines = read(shipped, control.id, place).splitlines()
            assert [line for line in lines if len(line) > 78 and "https://" not in line] == []
            assert not any(line != line.rstrip() for line in lines)
            assert "None" not in " ".join(lines).split()


def test_a_page_for_a_place_says_level_mail_reasons_and_the_law_behind_them(shipped: PolicySet) -> None:
    said = flat(read(shipped, "LI-01", "US-CO"))
    assert "For a personal account, where the place of work is Colorado, United States (US-CO)" in said
    assert "Level Information, lowered from required" in said
    assert "Mail No: no mail to the person may name it" in said
    assert "(settings-request-barred) Law: C.R.S. 8-2-127" in said
    assert flat(shipped.law["us-co-8-2-127"].paraphrase) in said


def test_a_page_for_a_place_where_nothing_lowers_the_level_says_so(shipped: PolicySet) -> None:
    said = flat(read(shipped, "LI-01", "US-CO", "company"))
    assert "For a company account" in said
    assert "Level Required Mail Yes: a mail to the person may name it" in said
    assert "nothing lowers the level" in said


def test_a_page_for_a_control_about_no_account_speaks_of_none(shipped: PolicySet) -> None:
    said = flat(read(shipped, "LI-05", "GB"))
    assert "Where the place of work is United Kingdom (GB)" in said
    assert "a personal account, where" not in said


@pytest.mark.parametrize(("place", "words"), [("DE", "must have been heard"), ("FR", "must be heard"), ("IE", "")])
def test_a_page_names_the_consultation_of_the_place(shipped: PolicySet, place: str, words: str) -> None:
    said = flat(read(shipped, "LI-01", place))
    assert (words in said) if words else ("heard" not in said)


def test_a_page_for_a_place_leaves_out_the_law_of_others_and_says_so(shipped: PolicySet) -> None:
    said = flat(read(shipped, "LI-01", "CH"))
    assert flat(shipped.law["fadp-19"].paraphrase) in said
    assert flat(shipped.law["ccpa-1798-120"].paraphrase) not in said
    assert "about other places: " in said
    everything = flat(read(shipped, "LI-01", "unknown"))
    assert flat(shipped.law["ccpa-1798-120"].paraphrase) in everything


def test_a_country_alone_is_not_enough_where_its_regions_differ(shipped: PolicySet) -> None:
    said = flat(read(shipped, "LI-01", "US"))
    assert "United States (US), the state or region not known" in said
    assert "(unknown-place)" in said


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("DE", Workplace("DE", None)),
        ("US-CO", Workplace("US", "US-CO")),
        ("US", Workplace("US", None)),
        ("unknown", Workplace(None, None)),
    ],
)
def test_a_place_is_an_iso_code_or_unknown(code: str, place: Workplace) -> None:
    assert workplace(code) == place


@pytest.mark.parametrize(
    ("code", "hint"), [("UK", "GB"), ("us-co", "US-CO"), ("Colorado", "unknown"), ("US-XX", "US-CO"), ("", "unknown")]
)
def test_a_wrong_place_is_a_usage_error_with_a_hint(code: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        workplace(code)
    assert caught.value.exit_code == 2
    assert hint in caught.value.problems[0].hint


def test_an_unknown_control_is_a_usage_error_that_names_the_nearest(shipped: PolicySet) -> None:
    with pytest.raises(UsageError) as caught:
        find(shipped, "LI-1")
    assert caught.value.exit_code == 2
    assert '"LI-01"' in caught.value.problems[0].hint
