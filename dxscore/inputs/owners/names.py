"""The ways people write a team -> the one name it has on scorecards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from dxscore.domain.owner import Team
from dxscore.errors import Problem
from dxscore.suggestions import did_you_mean


class Names(Struct, frozen=True):
    """Team names and the handles that code hosts know them by."""

    _known: Mapping[str, str]
    """Lower-case name or handle -> name: code hosts do not tell letter case apart."""

    @classmethod
    def of(cls, teams: Iterable[Team]) -> Names:
        """From team files; a name wins over another team's handle."""
        listed = tuple(teams)
        handles = {team.github.lower(): team.name for team in listed if team.github}
        return cls(handles | {team.name.lower(): team.name for team in listed})

    def of_text(self, text: str) -> str:
        """A team file's name for it; without one, `@org/team` gives `team`, and `@user` and addresses stay."""
        if known := self._known.get(text.lower()):
            return known
        _, slash, team = text.partition("/") if text.startswith("@") else ("", "", "")
        return self._known.get(team.lower(), team) if slash else text

    def problem(self, text: str, path: str) -> Problem | None:
        """What is wrong with a name in a project that has team files: none of them has it."""
        if not self._known or self.of_text(text).lower() in self._known:
            return None
        return Problem(path, 1, f"unknown team '{text}'", did_you_mean(text, sorted(set(self._known.values()))))
