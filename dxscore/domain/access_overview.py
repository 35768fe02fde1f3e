"""All entry points of a project as pages show them: what is asked of each, and the tree of what it does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from dxscore.domain.golden_path import GoldenPath, Pattern
from dxscore.domain.survey import Attributes

QUESTIONS: Final[Mapping[str, Callable[[Attributes], bool]]] = {
    "replica-safe": lambda known: known["replica_safe"] is True,
    "n-plus-one": lambda known: bool(known["n_plus_one"]),
    "unthrottled": lambda known: bool(known["mass_writes"]) and not known["throttled"],
    "not-idempotent": lambda known: bool(known["repeat_risks"]),
    "crosses-packs": lambda known: bool(known["foreign_tables"]),
}
"""What may be asked of an entry point, by the name of the option of `dxscore access`."""


class Grown(Struct, frozen=True, array_like=True):
    """One entry point with its tree, as short as pages need it."""

    name: str
    path: str
    line: int
    address: str
    """'GET, POST /users/:id' of an action, '' for what has no route."""
    calls: int
    unresolved: int
    """Of these calls."""
    tree: tuple[int, ...]
    """Depth (from 0), place and deed, line by line; places and deeds are positions in those of the Forest."""
    more: int
    """Lines that are left out."""


class Forest(Struct, frozen=True, array_like=True):
    """The trees of all entry points, as they are kept between runs."""

    trees: tuple[Grown, ...] = ()
    places: tuple[tuple[str, int], ...] = ()
    """Path and line."""
    deeds: tuple[str, ...] = ()
    """The first is '': nothing is done in this line but calling on."""
    routed_actions: int = 0
    found_actions: int = 0


class SeenEntry(Struct, frozen=True):
    """One entry point as pages show it."""

    grown: Grown
    attributes: Attributes
    pattern: Pattern
    owner: str
    exempt: str
    """Reason of the exemption that lets it leave the golden path; '' without one."""

    @property
    def kind(self) -> str:
        """action, job, mailer ..."""
        return str(self.attributes["kind"])


class AccessOverview(Struct, frozen=True):
    """All entry points as pages show them."""

    entries: tuple[SeenEntry, ...]
    """Worst first."""
    golden_path: GoldenPath
    forest: Forest
