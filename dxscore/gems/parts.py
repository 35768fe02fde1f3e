"""A unit -> the five named parts of its value, each with a cap, its points and a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from math import log

from msgspec import Struct

from dxscore.domain.gem_weights import GemWeights
from dxscore.domain.gems import Advisory, Block, GemState, Part
from dxscore.gems.maintenance import care_of
from dxscore.gems.rails import Series
from dxscore.gems.security import risk, said_bands, that_matter


class Judge(Struct, frozen=True):
    """What all units are judged by."""

    weights: GemWeights
    as_of: date
    platforms: tuple[str, ...]
    """The lockfile's."""
    direct: int
    """Direct gems in all."""
    series: Series | None
    """The target."""
    framework_risk: Mapping[str, float]
    """Gem that blocks the target -> risk of the framework's advisories that stay open as long as it does."""

    def parts(self, states: Sequence[GemState]) -> tuple[Part, ...]:
        """Security, blocks, lag, maintenance, exposure."""
        return (
            self._security(states),
            self._blocks(states),
            self._lag(states),
            self._maintenance(states),
            self._exposure(states),
        )

    def open_advisories(self, states: Sequence[GemState]) -> tuple[Advisory, ...]:
        """Of all gems of a unit, each once."""
        return that_matter(chain.from_iterable(state.advisories or () for state in states), self.platforms)

    def _security(self, states: Sequence[GemState]) -> Part:
        cap = self.weights.caps.security
        if all(state.advisories is None for state in states):
            return Part("security", 0, cap, known=False, sentence="no advisory database is at hand")
        found = self.open_advisories(states)
        production = any(state.production for state in states)
        points = cap * risk(found, self.weights.risks, production=production)
        note = "" if production or not found else ", only in development and test"
        accepted = len({each.id for state in states for each in state.accepted})
        note += f", {accepted} accepted" if accepted else ""
        return Part("security", points, cap, known=True, sentence=said_bands(found) + note)

    def _blocks(self, states: Sequence[GemState]) -> Part:
        cap = self.weights.caps.blocks
        if self.series is None:
            return Part("blocks", 0, cap, known=True, sentence="there is no later series of Rails to open")
        worst = max(states, key=lambda state: _hardness(state.block))
        hard = {"no": 0.0, "suspected": self.weights.suspected, "declared": 1.0}[worst.block.state]
        points = cap * hard * (0.5 + 0.5 * self.framework_risk.get(worst.name, 0))
        return Part("blocks", points, cap, known=True, sentence=said_block(worst.block, self.series.name))

    def _lag(self, states: Sequence[GemState]) -> Part:
        cap = self.weights.caps.lag
        known = [state for state in states if state.lag.libyears is not None]
        if not known:
            own = all(state.locked and state.locked.source.kind == "path" for state in states)
            sentence = "the project's own code" if own else "no release dates are known"
            return Part("lag", 0, cap, known=own, sentence=sentence)
        worst = max(known, key=lambda state: state.lag.libyears or 0)
        points = cap * min(1, (worst.lag.libyears or 0) / self.weights.libyears_for_all)
        return Part("lag", points, cap, known=True, sentence=said_lag(worst))

    def _maintenance(self, states: Sequence[GemState]) -> Part:
        cap = self.weights.caps.maintenance
        worst = max((care_of(state, self.as_of, self.weights) for state in states), key=lambda care: care.share)
        return Part("maintenance", cap * worst.share, cap, worst.known, worst.sentence)

    def _exposure(self, states: Sequence[GemState]) -> Part:
        cap, weights = self.weights.caps.exposure, self.weights
        files = len(set(chain.from_iterable(state.users or () for state in states)))
        pulling = set(chain.from_iterable(state.pulled_by for state in states)) - {state.name for state in states}
        used = min(1, log(1 + files) / log(1 + weights.files_for_all))
        pulled = min(1, len(pulling) / max(1, self.direct) / weights.share_for_all)
        seen = any(state.users is not None for state in states)
        told = ("1 file uses it" if files == 1 else f"{files} files use it") if seen else "uses were not looked for"
        verb = "pulls" if len(pulling) == 1 else "pull"
        sentence = f"{told}, {len(pulling)} of {self.direct} direct gems {verb} it in"
        return Part("exposure", cap * max(used, pulled), cap, known=seen, sentence=sentence)


def said_block(block: Block, series: str) -> str:
    """'blocks Rails 7.2: needs activemodel < 7.2; 9.0.2 opens it'."""
    if block.state == "no":
        some = f"only with {', '.join(block.allows[:3])}{' ...' if len(block.allows) > 3 else ''}"
        return f"does not block Rails {series}{f', {some}' if block.allows else ''}"
    verb = "blocks" if block.state == "declared" else "may block"
    opens = f"; {block.opens} opens it" if block.opens else "; no version opens it" * (block.move == "no version")
    return f"{verb} Rails {series}: {block.reason}{opens}"


def said_lag(state: GemState) -> str:
    """'2.1 libyears behind 3.2.7, 31 releases'."""
    lag, locked = state.lag, state.locked
    if lag.step == "none":
        return f"{lag.newest} is the newest"
    if lag.step == "backwards":
        return f"the newest release, {lag.newest}, is older than the locked {locked.version if locked else ''}"
    return f"{lag.libyears or 0:.1f} libyears behind {lag.newest}, {lag.releases} releases"


def _hardness(block: Block) -> int:
    return ("no", "suspected", "declared").index(block.state)
