"""A locked gem and a series of Rails -> whether it stands in the way, and which version opens it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from dxscore.domain.gems import Block, DirectGem, GemIndex, LockedGem, Move, Needed, Release
from dxscore.gems.comparing import allowed, allows, has_upper_bound, is_newer, version
from dxscore.gems.lag import Setting, stable
from dxscore.gems.rails import RAILS_GEMS, Series


class Surroundings(Struct, frozen=True):
    """What decides whether and how a gem can move."""

    locked: Mapping[str, LockedGem]
    direct: Mapping[str, DirectGem]
    parents: Mapping[str, tuple[str, ...]]
    index: GemIndex
    setting: Setting

    def forbidding(self, name: str, number: str, but: Iterable[str] = ()) -> tuple[str, ...]:
        """Gems whose requirement forbids this version of another."""
        return tuple(
            parent
            for parent in self.parents.get(name, ())
            if parent not in but and any(_forbids(need, name, number) for need in self.locked[parent].needs)
        )

    def gemfile_allows(self, name: str, number: str) -> bool:
        """Whether the Gemfile's own requirement, if there is one, allows it, and lets a server give it."""
        call = self.direct.get(name)
        if call is None:
            return True
        return call.source.kind == "server" and all(allows(clause, number) for clause in call.requirement)


def _forbids(need: Needed, name: str, number: str) -> bool:
    return need.name == name and not allows(need.requirement, number)


def block_of(gem: LockedGem, series: Series, around: Surroundings, reopened: str = "") -> Block:
    """Judged by the requirements that stand in the lockfile; only the way out needs releases.

    `reopened` says where the application patches the gem's own code, '' when it does not.
    """
    if gem.name in RAILS_GEMS or _is_project_itself(gem):
        return Block("no")
    needs = _on_rails(gem.needs)
    accepted = accepted_by(needs, series.versions)
    if accepted == series.versions:
        return _suspicion(gem, needs, series, around, reopened)
    reason = " and ".join(f"{need.name} {need.requirement}" for need in needs if _limits(need, series))
    if accepted:
        return Block("no", f"needs {reason}", allows=accepted)
    opens, move, parents = _way_out(gem, series, around)
    return Block("declared", f"needs {reason}", (), opens, move, parents)


def accepted_by(needs: Iterable[Needed], versions: Sequence[str]) -> tuple[str, ...]:
    """The versions of Rails that all requirements on its gems allow."""
    wanted = [need.requirement for need in needs if need.name in RAILS_GEMS]
    found = tuple(versions)
    for requirement in wanted:
        found = allowed(requirement, found)
    return found


def _on_rails(needs: Iterable[Needed]) -> list[Needed]:
    return [need for need in needs if need.name in RAILS_GEMS]


def _limits(need: Needed, series: Series) -> bool:
    return allowed(need.requirement, series.versions) != series.versions


def _is_project_itself(gem: LockedGem) -> bool:
    """The gemspec of the scanned folder: what it says of Rails is the project's own switch."""
    return gem.source.kind == "path" and gem.source.place in (".", "")


def _suspicion(gem: LockedGem, needs: Sequence[Needed], series: Series, around: Surroundings, reopened: str) -> Block:
    """A requirement without upper bound proves nothing: the gem may not have met that series yet."""
    if not needs or any(has_upper_bound(need.requirement) for need in needs):
        return Block("no")
    releases = around.index.releases(gem.name) or ()
    days = [release.released for release in releases if release.released]
    if reopened:
        return Block("suspected", f"the application patches it in {reopened}")
    if days and max(days) < series.first_released:
        return Block("suspected", f"its last release is older than Rails {series.name}")
    return Block("no")


def _way_out(gem: LockedGem, series: Series, around: Surroundings) -> tuple[str | None, Move, tuple[str, ...]]:
    releases = around.index.releases(gem.name)
    if releases is None:
        return None, "unknown", ()
    opening = [release.version for release in opening_releases(gem, series, releases, around.setting)]
    if not opening:
        return None, "no version", ()
    easy = [number for number in opening if around.gemfile_allows(gem.name, number)]
    least = (easy or opening)[0]
    parents = around.forbidding(gem.name, least)
    if not easy:
        return least, "edit Gemfile", parents
    return least, "parent first" if parents else "lock update", parents


def opening_releases(gem: LockedGem, series: Series, releases: Iterable[Release], setting: Setting) -> list[Release]:
    """Releases not older than the locked one that accept the newest release of the series, oldest first."""
    newest = series.versions[-1:]
    fit = [
        (number, release)
        for number, release in stable(releases, setting)
        if accepted_by(release.needs, newest) and _may_follow(gem, release)
    ]
    return [release for _, release in sorted(fit, key=lambda pair: pair[0])]


def _may_follow(gem: LockedGem, release: Release) -> bool:
    """From git, the release of the same number may well be another than the revision."""
    same = gem.source.kind == "git" and version(gem.version) == version(release.version)
    return same or is_newer(release.version, gem.version)
