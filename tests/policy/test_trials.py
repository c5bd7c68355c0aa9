from __future__ import annotations

from reporter import assets
from reporter.policy.trials import Trials, run_examples
from tests.policy.conftest import Workspace

OLD = 'examples: [{answer: " off ", outcome: satisfied}]'


def trials(workspace: Workspace, examples: str) -> Trials:
    workspace.change((OLD, f"examples: [{examples}]"))
    return run_examples([workspace.path], shipped=workspace.shipped)


def test_examples_are_judged_as_answers_are(workspace: Workspace) -> None:
    done = trials(
        workspace, '{answer: " \\u200bdisABLED ", outcome: satisfied}, {answer: "ON", outcome: not-satisfied}'
    )
    assert (done.policies, done.controls, done.examples, done.failures) == (1, 2, 2, ())


def test_an_example_with_another_outcome_fails_at_its_place(workspace: Workspace) -> None:
    [failure] = trials(workspace, '{answer: "Off", outcome: satisfied}, {answer: on, outcome: satisfied}').failures
    assert failure.where == f"{workspace.path}:31:53"
    assert failure.what == 'OP-01: "on" is not-satisfied (answered), not satisfied'
    assert failure.hint


def test_an_answer_in_no_table_is_unknown_and_the_nearest_wording_is_named(workspace: Workspace) -> None:
    """DESIGN §6: 'not in the table: `not-assessed / unrecognised-answer`'."""
    done = trials(workspace, "{answer: Disable, outcome: satisfied}, {answer: 'Yes', outcome: not-assessed}")
    [failure] = done.failures
    assert failure.what == 'OP-01: "Disable" is in no answer table, so not-assessed, not satisfied'
    assert '"Disabled"' in failure.hint


def test_an_empty_answer_is_unknown(workspace: Workspace) -> None:
    assert trials(workspace, '{answer: " ", outcome: not-assessed}').failures == ()


def test_controls_without_examples_are_counted(workspace: Workspace) -> None:
    assert trials(workspace, "{answer: Off, outcome: satisfied}").without == ("OP-02",)


def test_every_example_of_every_shipped_pack_has_its_outcome() -> None:
    done = run_examples([assets.folder("policies")])
    assert (done.failures, done.without) == ((), ())
    assert done.examples > done.controls
