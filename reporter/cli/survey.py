"""`reporter survey …`: ask people."""

from __future__ import annotations

import typer

from reporter.cli import survey_build

app = typer.Typer(
    name="survey",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Ask people: the questionnaire, with its privacy notice and the letters that go with it.",
    epilog="Example:  reporter survey build --format html",
)


@app.callback()
def group() -> None:
    """Keep `build` a command of its own, though it is the only one."""


app.command("build", epilog="Example:  reporter survey build --format xlsx --roster people.csv --out survey")(
    survey_build.build
)
