"""Groups of commands whose name alone does something."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


def defaulting_to(command: str) -> type[TyperGroup]:
    """A group that takes its name alone, or with something that is no command of it, for this command."""

    class Defaulting(TyperGroup):
        """See `defaulting_to`."""

        default_command = command

        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            """See click."""
            help_asked = bool({"-h", "--help"} & set(args[:1]))
            named = bool(args) and args[0] in self.commands
            return super().parse_args(ctx, args if help_asked or named else [command, *args])

    return Defaulting
