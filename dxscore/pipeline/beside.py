"""What stands beside the code on the way to a target: gems, the second bundle, the defaults, the ends of support."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from msgspec import Struct

from dxscore.domain.finding import UNOWNED
from dxscore.domain.gems import Bundle, GemState
from dxscore.domain.source import FileKind, Location, Unknown
from dxscore.domain.upgrade import DefaultsGap, DualBoot, GemObstacle, Hop, Lifetime, Readiness, Target
from dxscore.gems.rails import RAILS_GEMS
from dxscore.inputs.gems.bundle import bundle_at
from dxscore.inputs.tree import Tree
from dxscore.pipeline.gems import Gems
from dxscore.pipeline.reading import Reading
from dxscore.upgrade.defaults import defaults_gap
from dxscore.upgrade.dual_boot import SECOND_BUNDLES, Signs, dual_boot, names_versions, reports_errors
from dxscore.upgrade.readiness import of_gems
from dxscore.upgrade.support import lifetime
from dxscore.upgrade.versions import series_of

_LARGEST = 1024 * 1024
_TEMPLATE = "config/initializers/new_framework_defaults"


class GemsInTheWay(Struct, frozen=True):
    """What the lockfile tells of gems and the target."""

    obstacles: tuple[GemObstacle, ...]
    """Gems that refuse the target, then those suspected to."""
    readiness: Readiness
    unknown: tuple[Unknown, ...] = ()


def gems_in_the_way(gems: Gems, target: Target, owner_at: Callable[[str], str]) -> GemsInTheWay:
    """By requirements on Rails; `gems` are judged for the target's series."""
    constrained = _constrained(gems.bundle)
    if why := _why_unknown(gems, target):
        checks = Readiness("gems", 0, 0, max(constrained, 1) if target.of == "rails" else 0)
        return GemsInTheWay((), checks, (Unknown("gems that block", why),))
    found = _obstacles(gems, owner_at)
    return GemsInTheWay(found, of_gems(constrained, found))


def _why_unknown(gems: Gems, target: Target) -> str:
    if target.of == "ruby":
        return "a lockfile does not say which Ruby a gem needs"
    if not gems.bundle.lockfile:
        return "there is no lockfile that can be read"
    return "" if gems.target else f"no release of {target} is known"


def _obstacles(gems: Gems, owner_at: Callable[[str], str]) -> tuple[GemObstacle, ...]:
    path = gems.bundle.lockfile
    found = [
        GemObstacle(name, state.locked.version, path, state.locked.line, state.block, _owner(state, path, owner_at))
        for name, state in gems.known.states.items()
        if state.locked and state.block.state != "no"
    ]
    return tuple(sorted(found, key=lambda each: (each.block.state != "declared", each.gem)))


def _constrained(bundle: Bundle) -> int:
    """Locked gems that say which Rails they need, those of Rails itself not counted."""
    return sum(
        gem.name not in RAILS_GEMS and any(need.name in RAILS_GEMS for need in gem.needs)
        for gem in bundle.locked.values()
    )


def _owner(state: GemState, path: str, owner_at: Callable[[str], str]) -> str:
    own = state.entry.owner
    return own if own and own != UNOWNED else owner_at(path)


def two_bundles(tree: Tree, reading: Reading, first: Bundle, conditionals: Collection[Location]) -> DualBoot:
    """How far the project can start on two versions."""
    second = next(
        (bundle_at(tree, manifest, lock) for manifest, lock in SECOND_BUNDLES if _is_second(tree, manifest, lock)), None
    )
    plugins = _text(tree, first.manifest).splitlines() if first.manifest else []
    bootboot = ["bootboot"] if any("bootboot" in line and "plugin" in line for line in plugins) else []
    return dual_boot(first, second, bootboot, Signs(tuple(conditionals), _tagged_errors(tree, reading)))


def _is_second(tree: Tree, manifest: str, lock: str) -> bool:
    return tree.is_file(lock) or (".next" in manifest and tree.is_file(manifest))


def _tagged_errors(tree: Tree, reading: Reading) -> bool | None:
    texts = [
        _text(tree, file.path)
        for file in reading.listing.files
        if file.kind is FileKind.RUBY and "config/" in file.path and _sets_up_errors(reading, file.path)
    ]
    return any(map(names_versions, texts)) if texts else None


def _sets_up_errors(reading: Reading, path: str) -> bool:
    facts = reading.facts.get(path)
    return facts is not None and reports_errors(use.name for use in facts.outline.constants)


def defaults(tree: Tree, reading: Reading, target: Target) -> DefaultsGap | None:
    """Where `load_defaults` and single settings stand; None on the way to a newer Ruby."""
    if target.of != "rails":
        return None
    settings = {path: facts.settings for path, facts in reading.facts.items() if facts.settings}
    templates = {file.path: _text(tree, file.path) for file in reading.listing.files if _TEMPLATE in file.path}
    return defaults_gap(settings, templates, reading.versions.rails or "", target.series)


def _text(tree: Tree, path: str) -> str:
    try:
        return tree.read(path, _LARGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def lifetimes(reading: Reading, target: Target, hops: Iterable[Hop], as_of: date) -> tuple[Lifetime, ...]:
    """Of what is locked, then of the series on the way."""

    def found() -> Iterator[Lifetime]:
        if reading.versions.rails:
            yield lifetime("rails", series_of(reading.versions.rails), as_of)
        if reading.versions.ruby:
            yield lifetime("ruby", series_of(reading.versions.ruby), as_of)
        yield from (lifetime(target.of, hop.end, as_of) for hop in hops)

    return tuple(found())
