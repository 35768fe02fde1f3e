"""The steps of `dxscore gems register`: a project in, the stubs out that its dependency register lacks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dxscore.domain.finding import UNOWNED
from dxscore.domain.gems import DirectGem, GemState
from dxscore.domain.history import Age
from dxscore.inputs.history import line_ages
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.gem_report import gems_in
from dxscore.pipeline.gems import Gems
from dxscore.pipeline.judging import owner_of
from dxscore.pipeline.reading import Progress, Reading, ScanRequest

_MOST_FILES = 3


@dataclass(frozen=True, slots=True)
class Stubs:
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
    ages = _ages(request, reading, gems)
    return Stubs(
        "\n".join(_stub(state, ages.get(state.name), reading) for state in new),
        len(new),
        tuple(state.name for state in lacking if state.name in request.config.gems),
    )


def _stub(state: GemState, age: Age | None, reading: Reading) -> str:
    owner, because = _owner(state, reading)
    lines = [f"[gems.{json.dumps(state.name)}]"]
    lines += [f"# {note}" for note in _notes(state, age)]
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


def _notes(state: GemState, age: Age | None) -> Iterator[str]:
    call, users = state.direct, state.users or ()
    if call:
        since = f", unchanged for {'over ' if age.at_least else ''}{age.days} days" if age else ""
        yield f"{call.path}:{call.line}{since}"
    if users:
        more = f" and {len(users) - _MOST_FILES} more" if len(users) > _MOST_FILES else ""
        yield f"used in {', '.join(users[:_MOST_FILES])}{more}"


def _ages(request: ScanRequest, reading: Reading, gems: Gems) -> dict[str, Age]:
    """Gem -> age of its line."""
    texts = {call.name: (call.path, _line(request, call)) for call in gems.known.around.direct.values()}
    known = line_ages(
        reading.listing.repository, list(texts.values()), request.as_of, request.config.history, request.store
    )
    return {name: known[line] for name, line in texts.items() if line in known}


def _line(request: ScanRequest, call: DirectGem) -> str:
    content = FolderTree(request.root).read(call.path).decode("utf-8", "replace").splitlines()
    return content[call.line - 1] if call.line <= len(content) else ""
