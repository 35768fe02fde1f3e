"""Options that several commands share, and what they turn into."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias, TypeVar

import typer

from dxscore.copying import replace
from dxscore.errors import DxscoreError

if TYPE_CHECKING:
    from dxscore.config import Config
    from dxscore.reporting.view import View

T = TypeVar("T")


class Color(StrEnum):
    """When to colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


Root: TypeAlias = Annotated[
    Path, typer.Argument(help="Folder of the Rails application.", exists=True, file_okay=False, resolve_path=True)
]
ConfigFile: TypeAlias = Annotated[
    Path | None, typer.Option("--config", help="Use this file instead of dxscore.toml.", exists=True, dir_okay=False)
]
AsOf: TypeAlias = Annotated[
    str, typer.Option(metavar="DATE", help="Pin the clock: ages, deadlines and churn as of this day (YYYY-MM-DD).")
]
NoCache: TypeAlias = Annotated[bool, typer.Option("--no-cache", help="Neither read nor write .dxscore/cache.")]
ColorOption: TypeAlias = Annotated[Color, typer.Option(help="auto, always or never; NO_COLOR is honoured.")]
Jobs: TypeAlias = Annotated[int, typer.Option(help="Worker processes; 0 means one per core.", min=0)]


@dataclass(frozen=True, slots=True)
class Output:
    """One `--output FORMAT[=PATH]`; without a path it goes to standard output."""

    format: str
    path: Path | None


def parse_outputs(texts: list[str], known: tuple[str, ...]) -> tuple[Output, ...]:
    """Outputs asked for, text on standard output by default. At most one may go to standard output."""
    outputs = tuple(_parse_output(text, known) for text in texts) or (Output("text", None),)
    if sum(output.path is None for output in outputs) > 1:
        raise DxscoreError("several outputs for standard output", "give all but one a file: --output json=FILE")
    return outputs


def deliver(output: Output, text: str) -> None:
    """Print a report, or write it to its file and say so."""
    if output.path is None:
        sys.stdout.write(text)
        return
    output.path.parent.mkdir(parents=True, exist_ok=True)
    output.path.write_text(text, encoding="utf-8", newline="")
    print(f"wrote {output.path}", file=sys.stderr)


def deliver_all(
    outputs: Iterable[Output], formatters: Mapping[str, Callable[[T, View], str]], report: T, color: Color
) -> None:
    """Deliver a report in each of the formats asked for."""
    for each in outputs:
        deliver(each, formatters[each.format](report, terminal_view(color, to_file=bool(each.path))))


def parse_date(text: str) -> date:
    """An ISO date, today for ''."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        raise DxscoreError(f"not a date: {text}", "write it as 2026-01-31") from error


def configuration(root: Path, file: Path | None, jobs: int = 0) -> Config:
    """dxscore.toml of the scanned folder (or the given file), defaults without one."""
    from dxscore.config import FILE_NAME, load_config
    from dxscore.inputs.settings import read_config
    from dxscore.inputs.tree import FolderTree

    config = load_config(file) if file else read_config(FolderTree(root), str(root / FILE_NAME))
    return replace(config, scan=replace(config.scan, jobs=jobs)) if jobs else config


def terminal_view(color: Color, *, to_file: bool = False, show_suppressed: bool = False) -> View:
    """How text should look where it goes: colours and tables only for people, NO_COLOR and FORCE_COLOR honoured."""
    from dxscore.reporting.view import View

    forced = color is Color.ALWAYS or bool(os.environ.get("FORCE_COLOR"))
    terminal = not to_file and (forced or sys.stdout.isatty())
    plain = color is Color.NEVER or (color is Color.AUTO and bool(os.environ.get("NO_COLOR")))
    return View(
        width=shutil.get_terminal_size((80, 24)).columns,
        color=terminal and not plain,
        terminal=terminal,
        show_suppressed=show_suppressed,
    )


def _parse_output(text: str, known: tuple[str, ...]) -> Output:
    name, _, path = text.partition("=")
    if name not in known:
        raise DxscoreError(f"unknown output format: {name}", f"one of {', '.join(known)}")
    return Output(name, Path(path) if path else None)
