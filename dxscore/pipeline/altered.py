"""Both sides of a change -> what it did to files: which it touched, where they came from, which lines are new."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain.facts import Entity
from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.evaluation.scopes import applies
from dxscore.gate.causes import Circumstances
from dxscore.gate.edited import EditedLines, edited_lines
from dxscore.gate.matching import Edits
from dxscore.inputs.repository import Repository
from dxscore.pipeline.sides import Side


@dataclass(frozen=True)
class Alterations:
    """Worked out as far as somebody asks."""

    repository: Repository
    base: Side
    head: Side

    @cached_property
    def renames(self) -> Mapping[str, str]:
        """Path in the base -> path in the head.

        Git does not compare a work tree safely: there only files that were staged, or moved as they were, are known.
        """
        known = self.repository.renames(self.base.end.commit, self.head.end.commit)
        gone = {file.blob: path for path, file in self.base.files.items() if path not in self.head.files}
        come = {path: file.blob for path, file in self.head.files.items() if path not in self.base.files}
        moved = {gone[blob]: path for path, blob in come.items() if blob in gone}
        return {**moved, **{old: new for old, new in known.items() if new in self.head.files}}

    @cached_property
    def came_from(self) -> Mapping[str, str]:
        """Path in the head -> path in the base, of renamed files."""
        return {new: old for old, new in self.renames.items()}

    @cached_property
    def changed(self) -> frozenset[str]:
        """Sources of the head that the change added, edited or renamed."""
        before = self.base.files
        return frozenset(path for path, file in self.head.files.items() if before.get(path) != file)

    @cached_property
    def count(self) -> int:
        """Sources that the change did something to, deleted ones too."""
        deleted = self.base.files.keys() - self.head.files.keys() - self.renames.keys()
        return len(self.changed) + len(deleted)

    @cached_property
    def edits(self) -> Edits:
        """What helps to tell which finding is which."""
        return Edits(self.renames, self._is_added)

    def circumstances(self, rules: Mapping[str, Rule]) -> Circumstances:
        """What helps to tell why a finding is new."""
        skipped = {skip.path: skip.reason for skip in self.base.skipped}
        return Circumstances(
            self._is_touched, self._entity_before, self.changed, self.came_from, skipped, self._newly_applied(rules)
        )

    def _is_added(self, finding: Finding) -> bool:
        place = finding.location
        return place.path in self.changed and self._lines(place.path).has_added(place.line, place.end_line)

    def _is_touched(self, finding: Finding) -> bool:
        place = finding.location
        if place.path not in self.changed:
            return False
        lines = self._lines(place.path)
        others = (lines.has_added(line, line) for line in _grouped_lines(finding))
        return lines.has_touched(place.line, place.end_line) or any(others)

    def _lines(self, path: str) -> EditedLines:
        if path not in self._known_lines:
            before = self.came_from.get(path, path)
            self._known_lines[path] = edited_lines(_content(self.base, before), _content(self.head, path))
        return self._known_lines[path]

    @cached_property
    def _known_lines(self) -> dict[str, EditedLines]:
        return {}

    def _entity_before(self, kind: str, finding: Finding) -> Entity | None:
        path = self.came_from.get(finding.location.path, finding.location.path)
        found = self.base.subject.entities(kind)
        return next((entity for where, entity in found if where == path and entity.symbol == finding.symbol), None)

    def _newly_applied(self, rules: Mapping[str, Rule]) -> Mapping[str, str]:
        was, now = self.base.versions, self.head.versions
        said = f"rails {now.rails}, was {was.rails}" if now.rails != was.rails else "other versions are locked"
        return (
            {}
            if was == now
            else {rule.id: said for rule in rules.values() if applies(rule.scope, now) and not applies(rule.scope, was)}
        )


def _content(side: Side, path: str) -> bytes:
    """Nothing of a file that is not there."""
    try:
        return side.end.tree.read(path) if path in side.files else b""
    except OSError:
        return b""


def _grouped_lines(finding: Finding) -> Iterator[int]:
    """The lines of all matches of a finding that stands for several."""
    lines = finding.evidence.get("lines")
    return map(int, re.findall(r"\d+", lines)) if isinstance(lines, str) else iter(())
