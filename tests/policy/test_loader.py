from __future__ import annotations

import hashlib
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporter import assets
from reporter.errors import PolicyError
from reporter.policy import load
from tests.needs import examples
from tests.policy.conftest import LAW, POLICY, REGIMES, SERVICE, Workspace

OTHER = (
    POLICY.replace("id: own-policy", "id: other-policy")
    .replace("OP-", "OT-")
    .replace("the switch", "it")
    .replace("Do you keep", "Do you always keep")
)


def test_a_policy_carries_its_name_its_bytes_and_their_hash(workspace: Workspace) -> None:
    [policy] = workspace.load().policies
    data = workspace.path.read_bytes()
    assert (policy.path, policy.source, policy.sha256) == ("own.yaml", data, hashlib.sha256(data).hexdigest())


def test_a_folder_stands_for_its_yaml_files_but_regimes(workspace: Workspace) -> None:
    workspace.write("a-first.yaml", OTHER)
    workspace.write("._own.yaml", b"\x00\x05\x16\x07")
    loaded = workspace.load(workspace.folder)
    assert [p.id for p in loaded.policies] == ["other-policy", "own-policy"]


def test_policies_keep_the_order_given_and_a_file_named_twice_is_read_once(workspace: Workspace) -> None:
    other = workspace.write("a-first.yaml", OTHER)
    loaded = workspace.load(workspace.path, other, workspace.folder / ".." / "policies" / "own.yaml", workspace.folder)
    assert [p.id for p in loaded.policies] == ["own-policy", "other-policy"]


def test_companions_are_found_among_those_shipped(workspace: Workspace, tmp_path: Path) -> None:
    for name, text in [("services/example.yaml", SERVICE), ("law/gdpr.yaml", LAW), ("regimes.yaml", REGIMES)]:
        workspace.write(name, text, folder=workspace.shipped)
    alone = workspace.write("alone.yaml", POLICY, folder=tmp_path / "elsewhere")
    loaded = workspace.load(alone)
    assert (list(loaded.services), list(loaded.law)) == (["example"], ["gdpr-21"])


def test_what_lies_beside_beats_what_is_shipped(workspace: Workspace) -> None:
    workspace.write("services/example.yaml", "not even: valid", folder=workspace.shipped)
    workspace.write("regimes.yaml", "not even: valid", folder=workspace.shipped)
    second = LAW[LAW.index("  - id") :].replace("gdpr-21", "gdpr-6")
    shipped_law = LAW.replace("title: Right to object", "title: Shipped") + second
    workspace.write("law/eu.yaml", shipped_law, folder=workspace.shipped)
    loaded = workspace.load()
    assert list(loaded.law) == ["gdpr-21", "gdpr-6"]
    assert loaded.law["gdpr-21"].title == "Right to object"
    assert loaded.services["example"].title == "Example"


def test_a_shipped_note_of_a_regime_that_an_own_regimes_file_leaves_out_is_no_error(workspace: Workspace) -> None:
    shipped_law = LAW.replace("regime: GDPR", "regime: OTHER").replace("gdpr-21", "other-1")
    workspace.write("law/other.yaml", shipped_law, folder=workspace.shipped)
    assert workspace.load().law["other-1"].regime == "OTHER"


def test_shipped_notes_are_checked_against_the_shipped_regimes(workspace: Workspace) -> None:
    (workspace.folder / "regimes.yaml").unlink()
    workspace.write("regimes.yaml", REGIMES, folder=workspace.shipped)
    workspace.write("law/other.yaml", LAW.replace("regime: GDPR", "regime: NONE"), folder=workspace.shipped)
    assert workspace.problem().what == 'regime "NONE" is not known'


def test_all_files_of_law_are_merged_and_one_id_twice_is_an_error(workspace: Workspace) -> None:
    workspace.write("law/more.yaml", LAW.replace("gdpr-21", "gdpr-6"))
    assert list(workspace.load().law) == ["gdpr-21", "gdpr-6"]
    workspace.write("law/more.yaml", LAW)
    problem = workspace.problem()
    assert (problem.where, problem.what.split(" (")[0]) == (
        "law/more.yaml:5:9",
        'law note "gdpr-21" is here a second time',
    )


def test_two_folders_that_say_different_things_are_an_error(workspace: Workspace, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    other = workspace.write("other.yaml", OTHER, folder=elsewhere)
    workspace.write("services/example.yaml", SERVICE, folder=elsewhere)
    workspace.write("law/eu.yaml", LAW, folder=elsewhere)
    workspace.load(workspace.path, other)
    workspace.write("services/example.yaml", SERVICE.replace("Example Ltd", "Other Ltd"), folder=elsewhere)
    workspace.write("regimes.yaml", REGIMES.replace("[US-CO]", "[]"), folder=elsewhere)
    workspace.write("law/eu.yaml", LAW.replace("Stop.", "Go on."), folder=elsewhere)
    found = [p.where.removeprefix(f"{elsewhere}/") for p in workspace.problems(workspace.path, other)]
    assert sorted(found) == ["law/eu.yaml:5:9", "regimes.yaml", "services/example.yaml"]


def test_without_any_regimes_file_nobody_is_judged(workspace: Workspace) -> None:
    (workspace.folder / "regimes.yaml").unlink()
    assert "there is no regimes.yaml" in workspace.problem().what


def test_no_path_at_all_is_an_error() -> None:
    with pytest.raises(PolicyError, match="no policy is given"):
        load([])


def test_a_missing_path_an_empty_folder_and_a_folder_of_yml_say_what_to_do(
    workspace: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    workspace.write("a.yml", POLICY, folder=tmp_path / "yml")
    found = workspace.problems(tmp_path / "none.yaml", tmp_path / "empty", tmp_path / "yml", Path("a\0b"))
    assert [p.what for p in found] == [
        "there is no such file or folder",
        "there is no policy in this folder",
        "the name ends in .yml and is not read",
        "there is no policy in this folder",
        "cannot be read: the path cannot be followed",
    ]
    assert all(p.hint for p in found)


def test_a_file_that_may_not_be_read_is_an_error(workspace: Workspace) -> None:
    workspace.path.chmod(0)
    try:
        if os.access(workspace.path, os.R_OK):
            # The superuser may read everything; a loop of links stands in.
            workspace.path.unlink()
            workspace.path.symlink_to(workspace.path.name)
        assert workspace.problem().hint
    finally:
        workspace.path.unlink()


def test_a_pipe_is_refused_and_not_waited_for(workspace: Workspace) -> None:
    pipe = workspace.folder / "pipe.yaml"
    os.mkfifo(pipe)
    assert workspace.problem(pipe).what == "is not a file"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"# nothing yet\n", "is empty"),
        (b"---\n", "a policy is a group of keys, and this file is empty"),
        (b"[1, 2]", "a policy is a group of keys, and this file is a list"),
        (b"just words", "a policy is a group of keys, and this file is plain text"),
        (b"PK\x03\x04\x14\x00\x06\x00", "is a workbook or a zip file, not YAML"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "control character U+007F in the text"),
        (b"\x89PNG\r\n\x1a\n\x00", "byte 0x89 is not UTF-8"),
        (b"name,mail\na,b\n", "a policy is a group of keys, and this file is plain text"),
        (LAW.encode(), "this is a law file, not a policy"),
        (SERVICE.encode(), "this is a service file, not a policy"),
        (REGIMES.encode(), "this is a regimes file, not a policy"),
    ],
)
def test_a_file_of_the_wrong_kind_is_one_error_with_a_hint(workspace: Workspace, data: bytes, what: str) -> None:
    workspace.write("own.yaml", data)
    problem = workspace.problem()
    assert problem.what == what
    assert problem.where.startswith("own.yaml")
    assert problem.hint


def test_a_faulty_service_file_is_not_called_unknown(workspace: Workspace) -> None:
    workspace.write("services/example.yaml", "a: [")
    assert workspace.problem().where.startswith("services/example.yaml:")


def test_a_faulty_law_or_regimes_file_makes_nothing_unknown(workspace: Workspace) -> None:
    workspace.write("law/gdpr.yaml", "a: [")
    workspace.write("regimes.yaml", "a: [")
    names = [p.where.removeprefix(f"{workspace.folder}/").split(":")[0] for p in workspace.problems()]
    assert names == ["law/gdpr.yaml", "regimes.yaml"]


def test_a_file_of_endless_faults_is_cut_short(workspace: Workspace) -> None:
    workspace.write("own.yaml", POLICY + "".join(f"key{i}: {i}\n" for i in range(5000)))
    problems = workspace.problems()
    assert len(problems) == 201
    assert problems[-1].what == "has more than 200 faults"


@pytest.mark.thorough
@pytest.mark.parametrize("key", ["law: [{}]", "applies_to: {{regions: [{}]}}", "applies_to: {{countries: [{}]}}"])
def test_a_file_of_endless_unknown_names_is_refused_fast(workspace: Workspace, key: str) -> None:
    names = ", ".join(f"gdpr-x{i}" for i in range(90_000))
    workspace.write("own.yaml", f"{POLICY}    {key.format(names)}\n")
    started = time.perf_counter()
    assert len(workspace.problems()) == 201
    assert time.perf_counter() - started < 20


def test_a_folder_that_cannot_be_looked_into_is_told_and_never_passed_over(workspace: Workspace) -> None:
    for name, text in [("services/example.yaml", SERVICE), ("law/gdpr.yaml", LAW)]:
        workspace.write(name, text, folder=workspace.shipped)
        folder = (workspace.folder / name).parent
        (workspace.folder / name).unlink()
        folder.rmdir()
        folder.symlink_to(folder.name)
    problems = workspace.problems()
    assert len(problems) == 2
    assert all("cannot be read" in p.what for p in problems)


def test_a_file_name_cannot_steer_a_terminal(workspace: Workspace) -> None:
    path = workspace.write("a\x1b[2J.yaml", POLICY)
    assert workspace.load(path).policies[0].path == "a\\u{1b}[2J.yaml"
    path.write_text("a: [", encoding="utf-8")
    assert "\x1b" not in workspace.problem(path).where


def test_the_same_files_give_the_same_records(workspace: Workspace) -> None:
    assert workspace.load() == workspace.load()


FUZZ = settings(
    max_examples=examples(150),
    deadline=timedelta(seconds=2),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)


def only_a_policy_error_escapes(workspace: Workspace) -> None:
    try:
        workspace.load()
    except PolicyError as error:
        problems = error.problems
    else:
        return
    assert problems
    assert all(p.what and p.where for p in problems)


@FUZZ
@given(data=st.binary(max_size=200) | st.text(alphabet="ab:-[]{}&*!|>'\"%@#?,\n \t\\x0", max_size=80).map(str.encode))
def test_whatever_the_bytes_only_a_policy_error_escapes(workspace: Workspace, data: bytes) -> None:
    for name in ("own.yaml", "services/example.yaml"):
        workspace.write(name, data)
        only_a_policy_error_escapes(workspace)
        workspace.write("own.yaml", POLICY)
    workspace.write("services/example.yaml", SERVICE)


@FUZZ
@given(data=st.data())
def test_whatever_bytes_are_changed_in_a_valid_file_only_a_policy_error_escapes(
    workspace: Workspace, data: st.DataObject
) -> None:
    name, text = data.draw(
        st.sampled_from(
            [
                ("own.yaml", POLICY),
                ("services/example.yaml", SERVICE),
                ("law/gdpr.yaml", LAW),
                ("regimes.yaml", REGIMES),
            ]
        )
    )
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    piece = data.draw(st.sampled_from(["", "null", "[]", "{}", "- ", "\n", ": ", "é", "*a", "0", "true", "[[", '"']))
    workspace.write(name, text[:start] + piece + text[end:])
    only_a_policy_error_escapes(workspace)
    workspace.write(name, text)


SCALARS = st.sampled_from(
    [
        "null",
        "true",
        "1",
        "-1",
        "2026-11-23",
        "NO",
        "GDPR",
        "US-CO",
        "example",
        "satisfied",
        "not-assessed",
        "unsure",
        "stale",
        "OP-01",
        "account-setting",
        "https://example.com",
        "https://[",
        "*a",
        "&a&b",
        "!t",
        '"\\u0000"',
        "'é'",
        '""',
    ]
)
KEYS = st.sampled_from(
    [
        "schema",
        "id",
        "controls",
        "kind",
        "service",
        "question",
        "text",
        "also",
        "answers",
        "outcome",
        "reason",
        "hosts",
        "remediation",
        "link",
        "law",
        "applies_to",
        "countries",
        "regimes",
        "notes",
        "flags",
        "cap_law",
        "account",
        "x",
    ]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(KEYS, inner), max_size=8).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs) + "}"
        )
    ),
    max_leaves=25,
)


@FUZZ
@given(control=TREES, service=TREES, regimes=TREES)
def test_whatever_the_tree_only_a_policy_error_escapes(
    workspace: Workspace, control: str, service: str, regimes: str
) -> None:
    workspace.write("own.yaml", POLICY + f"  - {control}\n  - {{id: OP-03, question: {control}}}\n")
    workspace.write("services/example.yaml", f"{{id: example, provider: x, account: {service}, facts: {service}}}")
    workspace.write("law/gdpr.yaml", f"{{regime: {service}, notes: [{control}]}}")
    workspace.write("regimes.yaml", f"{{regimes: {regimes}, cap_law: {regimes}, flags: {regimes}}}")
    only_a_policy_error_escapes(workspace)


@pytest.mark.parametrize("what", ["linkedin-ai-training.yaml", "."])
def test_the_shipped_policy_loads(what: str) -> None:
    loaded = load([assets.folder("policies") / what])
    assert "linkedin-ai-training" in [p.id for p in loaded.policies]
    linkedin = [c.id for c in loaded.controls if c.id.startswith("LI-")]
    assert linkedin[:7] == [f"LI-{n:02}" for n in range(1, 8)]
    assert loaded.services["linkedin"].account is not None
    assert loaded.places.settings_request_barred == {"US-CO", "US-AR"}


def test_what_was_read_is_kept_as_long_as_no_byte_of_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "chatgpt.yaml"
    text = (assets.folder("policies") / "chatgpt.yaml").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    first = load([path])
    assert load([path]) is first
    path.write_text(text.replace("level: required", "level: optional", 1), encoding="utf-8")
    with pytest.raises(PolicyError):
        load([path])
    path.write_text(text.replace("severity: high", "severity: low ", 1), encoding="utf-8")
    assert load([path]) is not first
    services = tmp_path / "services"
    services.mkdir()
    shipped = (assets.folder("policies") / "services" / "chatgpt.yaml").read_text(encoding="utf-8")
    before = load([path])
    (services / "chatgpt.yaml").write_text(shipped.replace("title: ChatGPT", "title: Our ChatGPT", 1), encoding="utf-8")
    assert load([path]).services["chatgpt"].title != before.services["chatgpt"].title
