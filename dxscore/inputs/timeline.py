"""A repository -> the commits that its main line went through, and the last of each week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from msgspec import Struct

from dxscore.inputs.repository import Repository

_WEEK = 7 * 86_400
_FIRST_MONDAY = 4 * 86_400
"""Unix time began on a Thursday."""


class Moment(Struct, frozen=True):
    """A commit of the line."""

    commit: str
    time: int
    """When the line came to it, as Unix time: its own time, or that of a later commit that claims to be older."""

    @property
    def day(self) -> date:
        """In UTC."""
        return datetime.fromtimestamp(self.time, UTC).date()


def main_line(repository: Repository, ref: str) -> tuple[Moment, ...]:
    """From the commit that `ref` names along first parents to the oldest that the clone has, newest first.

    Clocks of committers differ; times never rise on the way back. Raises DxscoreError with what git says.
    """
    lines = repository.run("log", "--first-parent", "--no-show-signature", "--format=%H %ct", ref, "--").split(b"\n")
    moments: list[Moment] = []
    for line in lines:
        commit, _, time = line.decode().partition(" ")
        if commit:
            moments.append(Moment(commit, min(int(time), moments[-1].time if moments else int(time))))
    return tuple(moments)


def weekly(line: Sequence[Moment], weeks: int) -> tuple[Moment, ...]:
    """The last commit of each of the last so many weeks (Monday to Sunday, UTC), oldest first.

    The weeks end with that of the newest commit; one without a commit changed nothing and is left out.
    """
    last: dict[int, Moment] = {}
    for moment in line:
        last.setdefault(_week(moment), moment)
    newest = max(last, default=0)
    return tuple(moment for week, moment in sorted(last.items()) if week > newest - weeks)


def _week(moment: Moment) -> int:
    return (moment.time - _FIRST_MONDAY) // _WEEK
