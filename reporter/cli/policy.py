"""`reporter policy …`: read, check and test the rules."""

from __future__ import annotations

import typer

from reporter.cli import policy_lint, policy_list, policy_schema, policy_show, policy_test

app = typer.Typer(
    name="policy",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Read, check and test the rules: policies are data, and need no Python.",
    epilog="Example:  reporter policy lint policies",
)
for name, command, example in (
    ("list", policy_list.show_list, "reporter policy list"),
    ("show", policy_show.show, "reporter policy show LI-01 --for US-CO --account personal"),
    ("lint", policy_lint.lint, "reporter policy lint policies --strict"),
    ("test", policy_test.try_examples, "reporter policy test policies"),
    ("schema", policy_schema.schema, "reporter policy schema > policy.schema.json"),
):
    app.command(name, epilog=f"Example:  {example}")(command)
