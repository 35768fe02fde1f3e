"""Survey -> the trees of all its entry points, each text in it once."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.access import EntryProfile
from dxscore.domain.access_overview import Forest, Grown
from dxscore.domain.survey import Survey, Surveyed
from dxscore.reporting.access.tree import Node, grown
from dxscore.reporting.access.wording import addressed, sentence

_MOST = 300
"""Lines of a tree; `dxscore access --entry` has all of them."""


def forest(survey: Survey) -> Forest:
    """In the order of the survey."""
    places: dict[str, int] = {}
    deeds: dict[str, int] = {"": 0}
    return Forest(
        trees=tuple(_tree(entry, places, deeds) for entry in survey.entries),
        places=tuple(_place(text) for text in places),
        deeds=tuple(deeds),
        routed_actions=survey.routed_actions,
        found_actions=survey.found_actions,
    )


def _tree(entry: Surveyed, places: dict[str, int], deeds: dict[str, int]) -> Grown:
    profile = entry.profile
    lines = list(_lines(profile))
    flat: list[int] = []
    for depth, place, deed in lines[:_MOST]:
        flat += (depth, places.setdefault(place, len(places)), deeds.setdefault(deed, len(deeds)))
    return Grown(
        name=profile.name,
        path=profile.path,
        line=profile.line,
        address=addressed(entry),
        calls=profile.calls,
        unresolved=len(profile.unresolved),
        tree=tuple(flat),
        more=max(0, len(lines) - _MOST),
    )


def _lines(profile: EntryProfile) -> Iterator[tuple[int, str, str]]:
    """Depth, place and deed; a place at which several things are done has a line for each."""
    waiting: list[tuple[int, str, Node]] = [(0, place, node) for place, node in reversed(grown(profile).below.items())]
    while waiting:
        depth, place, node = waiting.pop()
        for deed in dict.fromkeys(map(sentence, node.effects)) or ("",):
            yield depth, place, deed
        waiting += ((depth + 1, under, below) for under, below in reversed(node.below.items()))


def _place(text: str) -> tuple[str, int]:
    path, _, line = text.rpartition(":")
    return path, int(line)
