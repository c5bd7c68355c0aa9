"""Floor 6: the commands. The only place that reads the clock, prints and exits.

What the commands need is imported when they run: `reporter --version` stays quick.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import cache
from pathlib import Path
from types import FrameType, TracebackType
from typing import Annotated, cast

import typer
from typer.core import TyperGroup

from reporter import __version__
from reporter.cli import (
    check,
    column_map,
    demo,
    doctor,
    followup,
    init,
    login,
    mail,
    manual,
    policy,
    reveal,
    run,
    screen,
    sign,
    survey,
    verify,
)
from reporter.cli.open import open_page
from reporter.cli.typed import NAME
from reporter.errors import RenderError, ReporterError

_INTERRUPTED = 130
_TERMINATED = 143
_PIPE_CLOSED = 141
_QUARTER = "Every quarter"
_RULES = "Rules"
_CARE = "Setting up and looking after"

app = typer.Typer(
    name="reporter",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start here:  reporter demo",
)
for command, panel, example in (
    (run.run, _QUARTER, "reporter run --roster people.csv --survey answers.xlsx --out q4"),
    (check.check, _QUARTER, "reporter check --roster people.csv --survey answers.xlsx"),
    (verify.verify, _QUARTER, "reporter verify q4"),
    (reveal.reveal, _CARE, "reporter reveal P-7F3K-29QX-M4TD --reason 'sample of the auditor'"),
    (open_page, _QUARTER, "reporter open q4"),
    (sign.sign, _QUARTER, "reporter sign q4"),
    (column_map.map_columns, _CARE, "reporter map people.csv --write"),
    (demo.demo, _CARE, "reporter demo --out demo-run"),
    (init.init, _CARE, "reporter init privacy-survey"),
    (doctor.doctor, _CARE, "reporter doctor"),
    (login.login, _CARE, "reporter login"),
):
    app.command(example.split()[1], rich_help_panel=panel, epilog=f"Example:  {example}")(command)
app.add_typer(survey.app, rich_help_panel=_QUARTER)
app.add_typer(followup.app, rich_help_panel=_QUARTER)
app.add_typer(mail.app, rich_help_panel=_QUARTER)
app.add_typer(policy.app, rich_help_panel=_RULES)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if asked:
        screen.line(f"reporter {__version__}")
        raise typer.Exit


@app.callback()
def top(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", metavar="", callback=_show_version, is_eager=True, help="Print the version and stop."
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", metavar="", help="Show where a bug happened.")] = False,
) -> None:
    """Quarterly compliance reports from an employee roster and a self-reported survey of privacy settings.

    Give it a roster (who works here) and a survey (what they answered). It judges every answer by the company privacy
    policy, in the light of GDPR, CCPA and their neighbours, and gives back a PDF for auditors, a workbook and a page
    for HR, a mail for each person concerned who may be written to, and tables for machines.
    """
    del version
    if debug:
        sys.excepthook = sys.__excepthook__


@cache
def commands() -> TyperGroup:
    """Return the commands as they are called; building them takes as long as reading a small file."""
    built = cast("TyperGroup", typer.main.get_command(app))
    manual.rewrite(built, NAME)
    return built


def main() -> None:
    """Run the command line; the one place where errors become words and exit codes."""
    screen.prepare()
    sys.excepthook = _bug
    signal.signal(signal.SIGTERM, _stop)
    try:
        code = commands().main(prog_name=NAME, standalone_mode=False)
        if sys.stdout is not None:  # closed by whoever called us
            sys.stdout.flush()
    except ReporterError as error:
        screen.problems(error.problems)
        code = error.exit_code
    except typer.TyperException as error:
        code = screen.usage(error)
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more at the end
        code = _PIPE_CLOSED
    except OSError as error:
        hint = "Check the path, its permissions, and that there is room on the disk; then run again."
        screen.problem(error.strerror or str(error), where=str(error.filename or ""), hint=hint)
        code = RenderError.exit_code
    if code == _INTERRUPTED:
        screen.note("Interrupted. What was not finished was not kept.")
    sys.exit(code)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(_TERMINATED)


def _bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that an exception nobody foresaw is a bug; Python then exits with 1.

    The exception's own text is left out, for it may hold personal data; `--debug` shows it.
    """
    del error
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f", {Path(trace.tb_frame.f_code.co_filename).name} line {trace.tb_lineno}" if trace is not None else ""
    screen.problem(
        f"this is a bug in reporter {__version__} ({kind.__name__}{place})",
        hint="Run the same as: reporter --debug …  It says where this happened, and may name people: show that to "
        "whoever looks after reporter for you.",
    )
