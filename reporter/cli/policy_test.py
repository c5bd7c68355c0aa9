"""`reporter policy test`: the examples of the controls."""

from __future__ import annotations

import typer

from reporter.cli import options, screen
from reporter.errors import PolicyError


def try_examples(paths: options.Policies = None, *, config: options.Config = None) -> None:
    """Judge the examples of every control as answers are judged, and compare.

    Exit code 3: an example does not have the outcome it states.
    """
    settings = options.settings(config, {})
    from reporter.policy.trials import run_examples  # noqa: PLC0415 - what a command needs is imported when it runs

    done = run_examples(options.rules(paths, settings))
    for failure in done.failures:
        screen.line(f"{failure} — {failure.hint}")
    of = f"{done.examples:,} examples of {done.controls:,} controls in {done.policies:,} policies"
    if done.failures:
        screen.line(f"{len(done.failures):,} of {of} fail.")
    else:
        screen.line(f"{of}: each has the outcome it states.")
    if done.without:
        screen.line(f"Without examples: {', '.join(done.without)}.")
    if done.failures:
        raise typer.Exit(PolicyError.exit_code)
