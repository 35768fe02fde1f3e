"""A bundle and all that is known around it -> the state of every locked and direct gem."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dxscore.domain.gems import (
    AdvisoryBook,
    Block,
    Bundle,
    GemIndex,
    GemState,
    Lag,
    LockedGem,
    RegisterEntry,
    Release,
    direct_by_name,
)
from dxscore.gems.accepting import OpenBook
from dxscore.gems.blockers import Surroundings, block_of
from dxscore.gems.graph import Graph, graph_of
from dxscore.gems.lag import Setting, is_halted, is_yanked, lag
from dxscore.gems.rails import RAILS_GEMS, Series, rails_releases


@dataclass(frozen=True)
class Known:
    """Everything that the states of gems follow from."""

    bundle: Bundle
    index: GemIndex
    book: AdvisoryBook
    setting: Setting
    series: Series | None = None
    """The series of Rails that upgrades should open."""
    users: Callable[[str], tuple[str, ...]] | None = None
    """Gem -> application files that name it; None when nobody looked."""
    register: Mapping[str, RegisterEntry] = field(default_factory=dict)
    """Of direct gems."""
    reopened: Mapping[str, str] = field(default_factory=dict)
    """Gem -> where the application patches it."""
    accepted: frozenset[str] = frozenset()
    """Names of advisories that the project has accepted."""

    @cached_property
    def open_book(self) -> OpenBook:
        """The advisories that count."""
        return OpenBook(self.book, self.accepted)

    @cached_property
    def graph(self) -> Graph:
        """Who needs whom."""
        return graph_of(self.bundle)

    @cached_property
    def around(self) -> Surroundings:
        """What decides whether a gem can move."""
        bundle = self.bundle
        direct = direct_by_name(bundle.direct)
        return Surroundings(bundle.locked, direct, self.graph.parents, self.index, self.setting)

    @cached_property
    def states(self) -> Mapping[str, GemState]:
        """By name: every locked gem, and direct ones without a row."""
        names = self.bundle.locked.keys() | self.graph.direct
        return {name: self._state(name) for name in sorted(names)}

    def _state(self, name: str) -> GemState:
        locked, graph = self.bundle.locked.get(name), self.graph
        releases = self._releases(locked) if locked else None
        return GemState(
            name=name,
            locked=locked,
            direct=self.around.direct.get(name),
            lag=lag(locked, releases, self.setting) if locked else Lag(),
            advisories=self.open_book.hits(name, locked.version) if locked else None,
            accepted=self.open_book.accepted(name, locked.version) if locked else (),
            users=self.users(name) if self.users else None,
            parents=graph.parents.get(name, ()),
            entry=self.register.get(name, RegisterEntry()),
            block=self._block(locked),
            pulled_by=tuple(sorted(graph.pulled_by.get(name, ()))),
            production=name in graph.in_production,
            halted=is_halted(locked, releases, self.setting.as_of) if locked else None,
            yanked=is_yanked(locked, releases) if locked else None,
        )

    def _releases(self, gem: LockedGem) -> tuple[Release, ...] | None:
        """Of a gem in the tree nothing: whatever bears its name elsewhere is another. Rails' come with dxscore."""
        if gem.source.kind in ("path", "plugin"):
            return None
        found = self.index.releases(gem.name)
        return rails_releases() if found is None and gem.name in RAILS_GEMS else found

    def _block(self, gem: LockedGem | None) -> Block:
        if gem is None or self.series is None:
            return Block("no")
        return block_of(gem, self.series, self.around, self.reopened.get(gem.name, ""))
