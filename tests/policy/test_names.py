from __future__ import annotations

from pathlib import Path

import pytest

from reporter import assets, policy
from reporter.errors import PolicyError
from reporter.policy import names

SHIPPED = assets.folder("policies")


def own(folder: Path, file: str, name: str) -> Path:
    path = folder / "policies" / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"schema: 1\nid: {name}\n", encoding="utf-8")
    return path


def test_a_shipped_policy_is_named_by_its_id() -> None:
    assert policy.find([Path("chatgpt")]) == (SHIPPED / "chatgpt.yaml",)


def test_without_a_name_it_is_the_company_policy_and_the_pack_on_linkedin() -> None:
    assert policy.find([]) == (SHIPPED / "company-privacy.yaml", SHIPPED / "linkedin-ai-training.yaml")


def test_the_workspaces_own_policy_goes_before_the_shipped_one_whatever_its_file_is_called(tmp_path: Path) -> None:
    ours = own(tmp_path, "our-rules.yaml", "company-privacy")
    assert policy.find([], workspace=tmp_path) == (ours, SHIPPED / "linkedin-ai-training.yaml")


def test_a_path_is_a_path_even_where_an_id_is_alike(tmp_path: Path) -> None:
    path = tmp_path / "chatgpt.yaml"
    assert policy.find([path, Path("own/chatgpt")]) == (path, Path("own/chatgpt"))


def test_a_folder_without_a_slash_is_still_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    monkeypatch.chdir(tmp_path)
    assert policy.find([Path("rules")]) == (Path("rules"),)


def test_a_name_nobody_has_is_an_invalid_policy_with_the_nearest_one() -> None:
    with pytest.raises(PolicyError, match="there is no policy 'chatgtp'") as caught:
        policy.find([Path("chatgtp")])
    assert caught.value.problems[0].hint == 'Did you mean "chatgpt"?'


def test_two_files_of_a_workspace_with_one_id_are_told(tmp_path: Path) -> None:
    own(tmp_path, "a.yaml", "ours")
    own(tmp_path, "b.yaml", "ours")
    with pytest.raises(PolicyError, match=r"b\.yaml.* has the id ours, and so has .*a\.yaml"):
        policy.find([Path("ours")], workspace=tmp_path)


def test_the_others_are_the_shipped_ones_that_nobody_chose(tmp_path: Path) -> None:
    ours = own(tmp_path, "our-rules.yaml", "company-privacy")
    found = names.others([ours, SHIPPED / "chatgpt.yaml"])
    assert {*found} == {
        p for p in SHIPPED.glob("*.yaml") if p.stem not in {"company-privacy", "chatgpt", "regimes", "retired"}
    }
