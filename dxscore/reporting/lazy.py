"""Name of a module of this package -> its formatter, imported when it is first used."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from dxscore.reporting.view import View


def later(module: str, function: str = "render") -> Callable[[Any, View], str]:
    """The formatter of `dxscore.reporting.<module>`: JSON should not pay for rich and jinja2."""

    def render(report: object, view: View) -> str:
        formatter = getattr(import_module(f"dxscore.reporting.{module}"), function)
        return cast(str, formatter(report, view))

    return render
