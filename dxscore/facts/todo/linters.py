"""Todo files of RuboCop and the linters that follow its ways -> suppressions, one per check.

Sources: `rubocop --auto-gen-config`, `standardrb --generate-todo`, `haml-lint --auto-gen-config`, rubocop-gradual's
lock file, and the configuration chapters of reek and erb_lint.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from dxscore.domain.facts import Entity
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.todo.entries import counted, suppression, switched_off, uncounted
from dxscore.facts.yaml_nodes import Node, yaml_nodes

_OFFENCES = re.compile(r"\s*# (?:Offense|Offence) count: (\d+)")
_NOT_OURS = re.compile(r"(?:^|/)(?:vendor|node_modules|tmp|log|bin|coverage)(?:/|$)")
"""Excluded because it is nobody's code, not because it is in debt."""
_TASTE = ("Style/", "Layout/", "Naming/")
"""Departments whose cops many teams leave off for good, which is no debt."""


def rubocop(source: bytes) -> Iterator[Entity]:
    """`Cop: {Exclude: [..]}` counts files, `Enabled: false` and `Max` the offences that the comment above states.

    A cop of taste that is off altogether is left out.
    """
    stated = _offences_above(source)
    for cop, settings in yaml_nodes(source).pairs():
        if settings.is_mapping and cop != "AllCops":
            excluded, off = len(settings.get("Exclude").texts()), settings.get("Enabled").text == "false"
            if excluded or not (off and cop.startswith(_TASTE)):
                yield _entry("rubocop", cop, settings.line, excluded, stated(settings.line), off=off)


def linters(source: bytes, tool: str) -> Iterator[Entity]:
    """`linters: {Linter: {enabled: false, exclude: [..]}}` of haml-lint, slim-lint and erb_lint."""
    stated = _offences_above(source)
    for linter, settings in yaml_nodes(source).get("linters").pairs():
        excluded = _count(settings.get("exclude"))
        off = settings.get("enabled").text == "false"
        if excluded or off:
            yield _entry(tool, linter, settings.line, excluded, stated(settings.line), off=off)


def _entry(tool: str, check: str, line: int, files: int, offences: int, *, off: bool) -> Entity:
    """Counted in files where some are excluded, else in offences: 0 of them when nobody says how many."""
    entry = suppression(tool, check, line, files or offences or 1)
    if files:
        return counted(entry, "files")
    if off:
        return switched_off(entry)
    return counted(entry, "offences") if offences else uncounted(entry)


def reek(source: bytes) -> Iterator[Entity]:
    """Detectors that are off or have excluded contexts, for the whole project, by folder, and whole excluded paths."""
    root = yaml_nodes(source)
    nested = root.get("detectors")
    yield from _reek_detectors(nested if nested.is_mapping else root, "")
    for folder, detectors in root.get("directories").pairs():
        yield from _reek_detectors(detectors, folder)
    for path in root.get("exclude_paths").items():
        if not _NOT_OURS.search(path.text):
            yield suppression("reek", "all", path.line, 1, name=path.text)


def _reek_detectors(detectors: Node, folder: str) -> Iterator[Entity]:
    for detector, settings in detectors.pairs():
        excluded = _count(settings.get("exclude"))
        if excluded or settings.get("enabled").text == "false":
            entry = suppression("reek", detector, settings.line, excluded or 1, name=f"{folder} {detector}".strip())
            yield counted(entry, "contexts") if excluded else switched_off(entry, folder or "the whole project")


def standard(source: bytes) -> Iterator[Entity]:
    """`ignore: [path, {path: [Cop, ..]}]`: per cop the files, and 'all' for files ignored as a whole."""
    lines: dict[str, list[int]] = {}
    for entry in yaml_nodes(source).get("ignore").items():
        if entry.text:
            lines.setdefault("all", []).append(entry.line)
        for _, cops in entry.pairs():
            for cop in cops.items():
                lines.setdefault(cop.text, []).append(cop.line)
    yield from (counted(suppression("standard", cop, found[0], len(found)), "files") for cop, found in lines.items())


def gradual(source: bytes) -> Iterator[Entity]:
    """`"path:hash": [[line, column, length, "Cop: message", hash], ..]`: per cop the offences, at its first line."""
    try:
        locked = json.loads(source)
    except (ValueError, RecursionError) as error:
        raise UnreadableSource("not JSON") from error
    offences = [entry for entries in locked.values() for entry in entries] if isinstance(locked, dict) else []
    messages = [str(entry[3]) for entry in offences if isinstance(entry, list) and len(entry) > 3]
    counts: dict[str, int] = {}
    for cop in (message.partition(":")[0] for message in messages):
        counts[cop] = counts.get(cop, 0) + 1
    text = source.decode("utf-8", "replace")
    for cop, count in counts.items():
        line = text.count("\n", 0, max(text.find(f'"{cop}:'), 0)) + 1
        yield counted(suppression("rubocop", cop, line, count), "offences")


haml_lint: Callable[[bytes], Iterator[Entity]] = partial(linters, tool="haml-lint")
slim_lint: Callable[[bytes], Iterator[Entity]] = partial(linters, tool="slim-lint")
erb_lint: Callable[[bytes], Iterator[Entity]] = partial(linters, tool="erb_lint")


def _count(excluded: Node) -> int:
    return sum(1 for path in excluded.texts() if not _NOT_OURS.search(path))


def _offences_above(source: bytes) -> Callable[[int], int]:
    """Line of a key -> the count in the comment block right above it, 0 when it does not say."""
    lines = source.decode("utf-8", "replace").splitlines()
    return lambda line: _stated(lines, line)


def _stated(lines: Sequence[str], line: int) -> int:
    for above in reversed(lines[: line - 1]):
        if not above.lstrip().startswith("#"):
            break
        if found := _OFFENCES.match(above):
            return int(found[1])
    return 0
