"""States of gems and who names them -> whether each is used, in the right group, and the only one for its purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain.gems import Bundle, DirectGem, GemState
from dxscore.gems.graph import is_for_production
from dxscore.gems.known import NOT_FOR_PRODUCTION, PURPOSES
from dxscore.gems.usage import Usage, acts_unnamed, plugs_into

_NOT_RUN_IN_PRODUCTION = re.compile(r"(?:^|/)config/environments/(?!production|staging)|(?:^|/)[Pp]reviews?/|^Gemfile")
_DEVELOPMENT = frozenset({"dev", "development"})
_APPLICATION = re.compile(r"(?:^|/)app/")


@dataclass(frozen=True)
class Roles:
    """What gems are for."""

    bundle: Bundle
    states: Mapping[str, GemState]
    usage: Usage

    def is_referenced(self, state: GemState) -> bool | None:
        """Whether code names a gem that it would have to name. None for all others.

        Such as drivers, plug-ins, tools that are not loaded (`require: false`), and what another gem needs anyway.
        """
        call = state.direct
        if call is None or state.parents or call.requires == () or not is_for_production(self._calls[call.name]):
            return None
        names = (call.name, *(call.requires or ()))
        if any(self.usage.files(name) - set(self.bundle_files) for name in names):
            return True
        if acts_unnamed(state.locked, call, call.name) or self._plugs_in(state):
            return None
        return False

    def better_group(self, state: GemState) -> str:
        """Of a tool that production loads and no application code names; '' for everything else."""
        call = state.direct
        group = NOT_FOR_PRODUCTION.get(state.name, "")
        if call is None or not group or call.requires == () or not is_for_production(self._calls[call.name]):
            return ""
        return "" if any(not _NOT_RUN_IN_PRODUCTION.search(path) for path in state.users or ()) else group

    def used_without(self, state: GemState) -> str:
        """A file below app/ that names a gem which production lacks; '' for none, and where the name is no proof.

        What development alone has must be named under `Rails.env.development?` or `defined?`: tests would fail, too.
        """
        if state.direct is None or state.production or self.usage.is_defined_here(state.name):
            return ""
        if all(_DEVELOPMENT.issuperset(call.groups) for call in self._calls[state.name]):
            return ""
        found = (path for path in state.users or () if _APPLICATION.search(path))
        return min((path for path in found if not _NOT_RUN_IN_PRODUCTION.search(path)), default="")

    def rivals(self, state: GemState) -> tuple[str, tuple[str, ...]]:
        """Purpose, and the gem for it that more files name; nothing for that one itself."""
        for purpose, names in self._shared.items():
            if state.name in names[1:]:
                return purpose, (names[0], *(name for name in names[1:] if name != state.name))
        return "", ()

    def _plugs_in(self, state: GemState) -> bool:
        return state.locked is None or plugs_into(state.locked, self.bundle.locked, self._calls)

    @property
    def bundle_files(self) -> tuple[str, ...]:
        """Where gems are asked for: naming one there is no use of it."""
        return (self.bundle.manifest, *dict.fromkeys(gem.path for gem in self.bundle.direct))

    @cached_property
    def _calls(self) -> Mapping[str, tuple[DirectGem, ...]]:
        names = dict.fromkeys(gem.name for gem in self.bundle.direct)
        return {name: tuple(gem for gem in self.bundle.direct if gem.name == name) for name in names}

    @cached_property
    def _shared(self) -> Mapping[str, tuple[str, ...]]:
        """Purpose -> the gems that production has for it, if there are several, the most used first."""
        return {purpose: names for purpose, names in self._by_purpose() if len(names) > 1}

    def _by_purpose(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        asked = {name for name, calls in self._calls.items() if is_for_production(calls) and name in self.states}
        for purpose, gems in PURPOSES.items():
            asked_for = gems & asked  # one that another of them builds upon is no rival of it
            found = sorted(asked_for, key=lambda name: (-len(self.states[name].users or ()), name))
            yield purpose, tuple(name for name in found if not asked_for.intersection(self.states[name].pulled_by))
