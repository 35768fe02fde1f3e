"""The bundle a project starts with, and the second one beside it -> how far two versions can be run side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from dxscore.domain.gems import Bundle, LockedGem
from dxscore.domain.source import Location, Unknown
from dxscore.domain.upgrade import Drift, DualBoot

SECOND_BUNDLES = (
    ("Gemfile.next", "Gemfile.next.lock"),
    ("Gemfile", "Gemfile_next.lock"),
    ("gems.rb", "gems_next.lock"),
)
"""Manifest and lockfile: of next_rails, which links Gemfile.next to the Gemfile; of bootboot, for both its names."""
_TOOLS = ("next_rails", "ten_years_rails", "bootboot")
_RAILS = frozenset(
    "rails actioncable actionmailbox actionmailer actionpack actiontext actionview activejob activemodel activerecord"
    " activestorage activesupport railties".split()
)


class Signs(Struct, frozen=True):
    """What the code tells of two versions."""

    conditionals: Sequence[Location] = ()
    """Places that ask which version runs."""
    tagged_errors: bool | None = None


def dual_boot(first: Bundle, second: Bundle | None, plugins: Iterable[str], signs: Signs) -> DualBoot:
    """`plugins` are those of the Gemfile; without a second bundle only a tool that is installed may be known."""
    tool = next((name for name in _TOOLS if name in first.locked or name in plugins), "")
    if second is None:
        return DualBoot(tool, conditionals=tuple(signs.conditionals), tagged_errors=signs.tagged_errors)
    return DualBoot(
        tool=tool or "Gemfile.next",
        manifest=second.manifest,
        lockfile=second.lockfile,
        current=_rails(first),
        next=_rails(second),
        drift=tuple(_drift(first, second)) if second.lockfile else (),
        conditionals=tuple(signs.conditionals),
        tagged_errors=signs.tagged_errors,
        problems=tuple(_problems(second)),
    )


def _rails(bundle: Bundle) -> str:
    gem = bundle.locked.get("rails") or bundle.locked.get("railties")
    return gem.version if gem else ""


def _drift(first: Bundle, second: Bundle) -> Iterator[Drift]:
    """Unexpected first: such a gem was updated in one bundle and forgotten in the other."""
    names = sorted(first.locked.keys() | second.locked.keys())
    different = ((first.locked.get(name), second.locked.get(name)) for name in names)
    found = [_of_pair(ours, theirs) for ours, theirs in different if _state(ours) != _state(theirs)]
    yield from sorted(found, key=lambda drift: (drift.expected, drift.gem))


def _of_pair(ours: LockedGem | None, theirs: LockedGem | None) -> Drift:
    gems = [gem for gem in (ours, theirs) if gem]
    expected = any(gem.name in _RAILS or _RAILS.intersection(need.name for need in gem.needs) for gem in gems)
    return Drift(gems[0].name, ours.version if ours else "", theirs.version if theirs else "", expected)


def _state(gem: LockedGem | None) -> tuple[str, str]:
    return (gem.version, gem.source.revision) if gem else ("", "")


def _problems(second: Bundle) -> Iterator[Unknown]:
    if not second.lockfile:
        yield Unknown("drift", f"{second.manifest} has no lockfile that can be read")
    for problem in second.problems:
        yield Unknown(f"{problem.path}:{problem.line}", problem.detail)


_REPORTERS = frozenset("Sentry Raven Bugsnag Honeybadger Rollbar Airbrake Appsignal Raygun Datadog NewRelic".split())
_VERSIONS = re.compile(r"\bRails\.(?:gem_)?version\b|\bRails::VERSION\b|\bRUBY_VERSION\b")


def reports_errors(constants: Iterable[str]) -> bool:
    """Whether one of the constants that a file uses belongs to a service that gathers errors."""
    return any(name.removeprefix("::").partition("::")[0] in _REPORTERS for name in constants)


def names_versions(text: str) -> bool:
    """Whether a file that sets such a service up says which Rails or Ruby runs."""
    return bool(_VERSIONS.search(text))
