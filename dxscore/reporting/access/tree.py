"""The effects of one entry point -> a tree: each line of code once, below it what is done there and called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dxscore.domain.access import Effect, EntryProfile, Kind
from dxscore.domain.survey import places
from dxscore.reporting.access.wording import sentence


@dataclass(slots=True)
class Node:
    """One place, while the tree grows."""

    effects: list[Effect] = field(default_factory=list)
    below: dict[str, Node] = field(default_factory=dict)


def grown(profile: EntryProfile) -> Node:
    """The root has no place; transactions that saving implies are left out: every write has one."""
    root = Node()
    for effect in profile.effects:
        if effect.kind is Kind.TRANSACTION and effect.operation != "explicit":
            continue
        node = root
        for place in places(effect.path):
            node = node.below.setdefault(place, Node())
        node.effects.append(effect)
    return root


def lines(root: Node) -> Iterator[tuple[str, str, str]]:
    """Branches, the place, and what is done there, line by line; '' for the place on further lines."""
    yield from _lines(root, "", top=True)


def _lines(node: Node, indent: str, *, top: bool) -> Iterator[tuple[str, str, str]]:
    places = [*node.below.items()]
    for number, (place, child) in enumerate(places, 1):
        last = number == len(places)
        first, rest = ("", "") if top else (("└─ ", "   ") if last else ("├─ ", "│  "))
        deeds = list(dict.fromkeys(map(sentence, child.effects))) or [""]
        yield indent + first, place, deeds[0]
        for deed in deeds[1:]:
            yield indent + rest + ("│  " if child.below else "   "), "", deed
        yield from _lines(child, indent + rest, top=False)
