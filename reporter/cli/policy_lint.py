"""`reporter policy lint`: errors, and warnings of taste."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reporter.cli import options, screen
from reporter.errors import PolicyError


def lint(
    paths: options.Policies = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 on warnings too.")] = False,
    as_of: options.Today = None,
    config: options.Config = None,
) -> None:
    """Look for what is wrong in policies, and for what could be better: one line each, with file, line and column.

    Below stands into which languages the policies are translated, and how far.

    Exit code 3: there are errors. 0: there are none, perhaps warnings; facts and reviews that are overdue are warnings.
    """
    settings = options.settings(config, {})
    from reporter.policy.lint import lint as look  # noqa: PLC0415 - what a command needs is imported when it runs

    rules, errors = options.rules(paths, settings), False
    try:
        found = look(rules, as_of=options.day(as_of, settings))
    except PolicyError as error:
        found, errors = error.problems, True
    for problem in found:
        screen.line(f"{problem} — {problem.hint}" if problem.hint else str(problem))
    count = f"{len(found):,} {'error' if errors else 'warning'}{'' if len(found) == 1 else 's'}"
    if not errors:
        _languages(rules)
    if errors:
        screen.problem(count, hint="Mend what the lines above say; until then nobody is judged by these policies.")
    else:
        screen.line(f"{count}." if found else "No errors and no warnings.")
    if errors or (strict and found):
        raise typer.Exit(PolicyError.exit_code)


def _languages(rules: list[Path]) -> None:
    """Print how far each policy and account question is translated."""
    from reporter.policy import load  # noqa: PLC0415
    from reporter.policy.lint.translations import coverage, language_name  # noqa: PLC0415

    untranslated: list[str] = []
    for found in coverage(load(rules)):
        if found.languages:
            done = (f"{language_name(code)} {count} of {found.texts}" for code, count in found.languages.items())
            screen.line(f"Translations of {found.name}: {', '.join(done)}")
        else:
            untranslated.append(found.name)
    if untranslated:
        screen.line(f"In English only: {', '.join(untranslated)}")
