"""States of gems -> entities for rules: each direct gem where the Gemfile asks for it, each locked gem in its row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.facts import Entity
from dxscore.domain.gems import Advisory, GemState, Lag, RegisterEntry
from dxscore.domain.subject import Placed
from dxscore.gems.comparing import allows, is_exact
from dxscore.gems.maintenance import support_ended
from dxscore.gems.roles import Roles
from dxscore.gems.security import BANDS, by_band, that_matter
from dxscore.gems.states import Known

_Attributes: TypeAlias = dict[str, str | int | float | bool | None]
_MOST_IDS = 5
_INSECURE = ("http://", "git://", "ftp://")


class Describer(Struct, frozen=True):
    """Makes the entities of one bundle."""

    known: Known
    roles: Roles

    def direct(self) -> Iterator[Placed]:
        """One per gem of the Gemfile, at its first call."""
        for name, call in self.known.around.direct.items():
            yield call.path, self._entity("gem", call.line, call.end_line, self.known.states[name])

    def locked(self) -> Iterator[Placed]:
        """One per locked gem, at its first row."""
        for gem in self.known.bundle.locked.values():
            state = self.known.states[gem.name]
            yield self.known.bundle.lockfile, self._entity("locked_gem", gem.line, gem.line, state)

    def problems(self) -> Iterator[Placed]:
        """What is wrong with the lockfile, and with the Gemfile beside it."""
        for each in self.known.bundle.problems:
            attributes: _Attributes = {"problem": each.problem, "detail": each.detail, "gem": each.gem}
            yield each.path, Entity("lockfile", each.line, each.line, each.gem, attributes)

    def _entity(self, kind: str, line: int, end_line: int, state: GemState) -> Entity:
        attributes: _Attributes = {
            "name": state.name,
            "version": state.locked.version if state.locked else "",
            **_asked(state),
            **_source(state),
            **_lag(state),
            **self._care(state),
            **self._advisories(state),
            **self._block(state),
            **self._use(state),
            **_register(state.entry),
            "pulled_by": len(state.pulled_by),
        }
        return Entity(kind, line, end_line, state.name, attributes)

    def _care(self, state: GemState) -> _Attributes:
        is_rails = state.name == "rails" and state.locked is not None
        ended = support_ended(state.locked.version, self.known.setting.as_of) if is_rails and state.locked else None
        return {"halted": state.halted, "yanked": state.yanked, "supported_until": str(ended) if ended else ""}

    def _advisories(self, state: GemState) -> _Attributes:
        if state.advisories is None:
            return dict.fromkeys(
                ("advisories", "critical", "high", "medium", "low", "advisory_ids", "accepted_advisories")
            )
        found = that_matter(state.advisories, self.known.bundle.platforms)
        counts = by_band(found)
        return {
            "advisories": len(found),
            "critical": counts["critical"],
            "high": counts["high"],
            "medium": counts["medium"] + counts["unscored"],
            "low": counts["low"],
            "advisory_ids": _ids(found),
            "accepted_advisories": len(state.accepted),
        }

    def _block(self, state: GemState) -> _Attributes:
        block, series = state.block, self.known.series
        way = {"": "", "unknown": "", "no version": "; no release opens it"}.get(
            block.move, f"; {block.opens} opens it"
        )
        return {
            "blocks": "" if block.state == "no" else block.state,
            "blocks_reason": block.reason,
            "next_rails": series.name if series else "",
            "way_out": f"{way} ({block.move})" if block.opens else way,
        }

    def _use(self, state: GemState) -> _Attributes:
        purpose, rivals = self.roles.rivals(state)
        return {
            "referenced": self.roles.is_referenced(state),
            "files": len(state.users) if state.users is not None else None,
            "belongs_in": self.roles.better_group(state),
            "missing_in_production": self.roles.used_without(state),
            "purpose": purpose,
            "rivals": ", ".join(rivals),
        }


def _register(entry: RegisterEntry) -> _Attributes:
    lacking = [word for word, given in (("a reason", entry.reason), ("an owner", entry.owner)) if not given]
    return {
        "reason": entry.reason,
        "owner": entry.owner,
        "registered": not lacking,
        "lacking": " and ".join(lacking),
    }


def _asked(state: GemState) -> _Attributes:
    call = state.direct
    return {
        "direct": call is not None,
        "requirement": ", ".join(call.requirement) if call else "",
        "groups": ", ".join(call.groups) if call else "",
        "production": state.production,
        "pinned": call is not None and is_exact(call.requirement),
    }


def _source(state: GemState) -> _Attributes:
    source = state.locked.source if state.locked else state.direct.source if state.direct else None
    if source is None:
        return {"source": "", "place": "", "insecure": False, "floating": False}
    asked = state.direct.source if state.direct else source
    return {
        "source": source.kind,
        "place": source.place,
        "insecure": any(each.place.startswith(_INSECURE) for each in (source, asked)),
        "floating": source.kind == "git" and not (asked.tag or asked.ref or asked.revision),
    }


def _lag(state: GemState) -> _Attributes:
    lag = state.lag
    return {
        "newest": lag.newest,
        "libyears": round(lag.libyears, 1) if lag.libyears is not None else None,
        "releases_behind": lag.releases,
        "step": lag.step,
        "held_back": _is_held_back(state, lag),
    }


def _is_held_back(state: GemState, lag: Lag) -> bool | None:
    if lag.newest is None:
        return None
    clauses = state.direct.requirement if state.direct else ()
    return lag.step == "major" and not all(allows(clause, lag.newest) for clause in clauses)


def _ids(found: tuple[Advisory, ...]) -> str:
    worst = sorted(found, key=lambda each: (BANDS.index(each.band), each.id))
    return ", ".join(each.id for each in worst[:_MOST_IDS]) + (" ..." if len(worst) > _MOST_IDS else "")
