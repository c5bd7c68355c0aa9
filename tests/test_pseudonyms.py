from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter import pseudonyms
from reporter.errors import UsageError
from reporter.pseudonyms import Key

KEY = Key(b"k" * 32, stable=True)


@given(st.text())
def test_a_pseudonym_is_easy_to_read_out(identity: str) -> None:
    assert re.fullmatch(r"P(-[0-9A-HJKMNP-TV-Z]{4}){3}", KEY.pseudonym(identity))


def test_pseudonyms_of_many_people_differ() -> None:
    assert len({KEY.pseudonym(f"id:{n}") for n in range(50_000)}) == 50_000


def test_the_same_key_gives_the_same_pseudonym_and_another_key_another() -> None:
    assert KEY.pseudonym("id:1") == Key(b"k" * 32, stable=False).pseudonym("id:1")
    assert KEY.pseudonym("id:1") != Key(b"l" * 32, stable=True).pseudonym("id:1")


def test_pseudonyms_stay_as_they_are_between_versions() -> None:
    assert KEY.pseudonym("id:lm-1001") == "P-SKDB-ZHAY-XHK2"


def test_a_digest_depends_on_its_purpose() -> None:
    assert KEY.digest("message-id", "a") != KEY.digest("case", "a")
    assert KEY.digest("ab", "c") != KEY.digest("a", "bc")
    assert re.fullmatch("[0-9a-f]{32}", KEY.digest("case", "a"))


def test_a_derived_key_holds_for_this_roster_only_in_whatever_order_its_files_are_read() -> None:
    one, other = pseudonyms.derive([b"a", b"b"]), pseudonyms.derive([b"b", b"a"])
    assert one == other
    assert not one.stable
    assert one != pseudonyms.derive([b"ab"])
    assert one != pseudonyms.derive([b"a", b"c"])


def test_a_derived_key_is_not_derivable_from_the_hash_that_the_manifest_prints() -> None:
    roster = b"Employee ID\n1\n"
    printed = sha256(roster)
    assert pseudonyms.derive([roster]) != pseudonyms.derive([printed.digest()])
    assert pseudonyms.derive([roster]) != pseudonyms.derive([printed.hexdigest().encode()])


def test_a_key_file_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.key"
    path.touch(mode=0o600)
    path.write_text(pseudonyms.fresh())
    key = pseudonyms.read(path)
    assert key.stable
    assert key == pseudonyms.read(path)


def test_two_fresh_keys_differ() -> None:
    assert pseudonyms.fresh() != pseudonyms.fresh()


def test_a_key_that_others_can_open_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pseudonym.key"
    path.write_text(pseudonyms.fresh())
    path.chmod(0o640)
    with pytest.raises(UsageError) as caught:
        pseudonyms.read(path)
    assert "chmod 600" in caught.value.problems[0].hint


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff" * 40, b"ab" * 31, b"ab" * 600])
def test_a_file_that_holds_no_key_is_refused_without_showing_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "pseudonym.key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(UsageError) as caught:
        pseudonyms.read(path)
    assert "abab" not in str(caught.value)


def test_a_key_never_shows_its_secret() -> None:
    assert "kkk" not in repr(KEY)
