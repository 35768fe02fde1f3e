"""The steps of `dxscore gems register`: a project in, the stubs out that its dependency register lacks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from dxscore.domain.finding import UNOWNED
from dxscore.domain.gems import GemState
from dxscore.inputs.history.introductions import Introduction, introductions
from dxscore.pipeline.gem_report import gems_in
from dxscore.pipeline.judging import owner_of
from dxscore.pipeline.reading import Progress, Reading, ScanRequest

_MOST_FILES = 3
_MOST_LETTERS = 100


class Stubs(Struct, frozen=True):
    """What to add to dxscore.toml."""

    text: str
    """Tables, one per gem; '' when nothing is lacking."""
    written: int
    """Gems that it has a table for."""
    half_done: tuple[str, ...]
    """Gems that have a table already, which lacks something: to be completed by hand."""


def register_stubs(request: ScanRequest, progress: Progress) -> Stubs:
    """For each direct gem that lacks a reason or an owner, what is known already and a gap to fill."""
    reading, gems = gems_in(request, progress)
    states = [gems.known.states[name] for name in gems.known.around.direct]
    lacking = [state for state in states if not (state.entry.reason and state.entry.owner)]
    new = [state for state in lacking if state.name not in request.config.gems]
    paths = tuple(dict.fromkeys(state.direct.path for state in new if state.direct))
    brought = introductions(reading.listing.repository, paths)
    return Stubs(
        "\n".join(_stub(state, brought.get(state.name), reading) for state in new),
        len(new),
        tuple(state.name for state in lacking if state.name in request.config.gems),
    )


def _stub(state: GemState, brought: Introduction | None, reading: Reading) -> str:
    owner, because = _owner(state, reading)
    lines = [f"[gems.{json.dumps(state.name)}]"]
    lines += [f"# {note}" for note in _notes(state, brought)]
    lines.append(f"reason = {json.dumps(state.entry.reason, ensure_ascii=False)}")
    lines.append(f"owner = {json.dumps(owner, ensure_ascii=False)}{f'  # {because}' if because else ''}")
    return "\n".join(lines) + "\n"


def _owner(state: GemState, reading: Reading) -> tuple[str, str]:
    """The one given, else the owner of most files that use it, and why."""
    if state.entry.owner:
        return state.entry.owner, ""
    users = state.users or ()
    counts = Counter(owner for path in users if (owner := owner_of(reading, path)) != UNOWNED)
    if not counts:
        return "", ""
    owner, files = counts.most_common(1)[0]
    return owner, f"owns {files} of the {len(users)} files that use it"


def _notes(state: GemState, brought: Introduction | None) -> Iterator[str]:
    call, users = state.direct, state.users or ()
    if call:
        by = f", since {brought.day} by {brought.author}: {brought.subject[:_MOST_LETTERS]}" if brought else ""
        yield f"{call.path}:{call.line}{by}"
    if users:
        more = f" and {len(users) - _MOST_FILES} more" if len(users) > _MOST_FILES else ""
        yield f"used in {', '.join(users[:_MOST_FILES])}{more}"
