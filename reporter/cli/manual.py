"""What `--help` shows of parameters: their names in our words, and never a type of Python."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from reporter.cli.typed import typed


class _Argument(TyperArgument):
    """An argument that is shown by its name alone."""

    def display_type_rich(self, ctx: object) -> str:
        del ctx
        return ""

    def _usage_display_name(self) -> str:
        name = self.display_name_raw
        return name if self.required or name.startswith("[") else f"[{name}]"


def rewrite(root: TyperGroup, name: str) -> None:
    """Let the help of every command show metavars in place of types, and examples that can be typed.

    Args:
        root: The commands, as Typer built them.
        name: What they are called by.
    """
    for command, context in _commands(root, typer.Context(root, info_name=name, **root.context_settings)):
        command.help, command.epilog = typed(command.help or ""), typed(command.epilog or "")
        for parameter in [*command.params, command.get_help_option(context)]:
            if isinstance(parameter, TyperOption):
                parameter.help = typed(parameter.help or "")
                if parameter.metavar is None:
                    parameter.metavar = "" if parameter.is_flag else parameter.display_type(context).strip("<>")
            elif isinstance(parameter, TyperArgument):
                parameter.__class__ = _Argument


def _commands(
    command: TyperCommand | TyperGroup, context: typer.Context
) -> Iterator[tuple[TyperCommand | TyperGroup, typer.Context]]:
    yield command, context
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            if isinstance(inner, TyperCommand | TyperGroup):
                yield from _commands(
                    inner, typer.Context(inner, info_name=name, parent=context, **inner.context_settings)
                )
