"""What became of todo files -> the lines that `dxscore todo` prints."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.todo import TodoChange, TodoCheck
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import inert, visible


def check_text(check: TodoCheck) -> str:
    """A line per finding that is not listed and per stale entry, then the totals with what to do."""
    lines = [*_unlisted(check), *_stale(check), *_summary(check)]
    return "".join(f"{inert(visible(line))}\n" for line in lines)


def change_text(change: TodoChange, folder: str) -> str:
    """One line with the totals."""
    left = f"{counted(change.after, 'finding')} listed in {counted(len(change.texts), 'file')} of {folder}/"
    return f"{visible(left)}, {amount(change.before)} before\n"


def growth_text(change: TodoChange) -> str:
    """A line per list that would get longer."""
    lines = (f"{rule}: {amount(before)} listed, {amount(after)} now" for rule, (before, after) in change.grown.items())
    return "".join(f"{visible(line)}\n" for line in lines)


def _unlisted(check: TodoCheck) -> Iterator[str]:
    for finding in check.unlisted:
        place = finding.location
        yield f"{place.path}:{place.line}: {finding.rule}: {finding.message} [{finding.owner}]"


def _stale(check: TodoCheck) -> Iterator[str]:
    for entry in check.stale:
        about = f"{entry.path} ({entry.symbol})" if entry.symbol else entry.path
        yield f"{entry.file}:{entry.line}: lists what is gone: {about}"


def _summary(check: TodoCheck) -> Iterator[str]:
    unlisted, gone = amount(len(check.unlisted)), amount(len(check.stale))
    yield f"{counted(check.listed, 'finding')} listed in {check.folder}/, {unlisted} not, {gone} gone"
    if check.unlisted and not check.listed:
        yield "  `dxscore todo write` lists them"
    elif check.unlisted:
        yield "  fix what is not listed; `dxscore todo write --allow-growth` would list it"
    if check.stale:
        yield "  `dxscore todo prune` takes out what is gone"
