"""Squash -> what `dxscore migrations squash` prints: what is lost and what stays line by line, then what is gained."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.squash import Squash
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import inert, visible
from dxscore.reporting.view import View


def render(found: Squash, _view: View) -> str:
    """The last line is the verdict."""
    return "".join(f"{inert(visible(line))}\n" for line in _lines(found))


def _lines(found: Squash) -> Iterator[str]:
    yield from (f"{each.path}:{each.line}:1 lost {each.kind} {each.what}" for each in found.lost)
    yield from (f"{each.path}:1:1 kept {each.reason}" for each in found.kept)
    if not found.folded:
        yield "dxscore migrations squash: nothing to fold"
        return
    yield f"from {found.folded[0]} to {found.folded[-1]}"
    run, load = amount(found.statements), amount(found.schema_statements)
    yield f"a new database runs {run} statements for them; to load {found.schema} takes {load}; time was not measured"
    lost = f"{counted(len(found.lost), 'thing')} would be lost" if found.lost else "nothing would be lost"
    yield (
        f"dxscore migrations squash: {counted(len(found.folded), 'migration')} can be folded into {found.schema}, "
        f"{found.newer} newer stay; {lost}"
    )
