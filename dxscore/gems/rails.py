"""The release list of Rails that ships with dxscore -> series, their releases, what they need, until when they last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from msgspec import Struct

from dxscore.domain.gems import Needed, Release
from dxscore.errors import DxscoreError
from dxscore.gems.comparing import version
from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version

RAILS_GEMS = frozenset(
    "rails actioncable actionmailbox actionmailer actionpack actiontext actionview activejob activemodel activerecord"
    " activestorage activesupport railties".split()
)
"""Released together, each asking for the exact version of the others."""

_LIST = Path(__file__).with_name("rails_releases.json")
"""Made from the tags and gemspecs of rails/rails; its first lines name source and day."""


class Series(Struct, frozen=True):
    """One minor series of Rails; it is the minor step that breaks applications."""

    name: str
    """'7.2'."""
    ruby: str
    """Requirement of its newest release."""
    security_until: date
    needs: tuple[Needed, ...]
    """Gems outside of Rails that its newest release needs, where it sets a limit."""
    releases: tuple[Release, ...]
    """Without prereleases, oldest first."""

    @property
    def versions(self) -> tuple[str, ...]:
        """Of all releases."""
        return tuple(release.version for release in self.releases)

    @property
    def first_released(self) -> date:
        """The day it began."""
        return self.releases[0].released or self.security_until


@cache
def all_series() -> Mapping[str, Series]:
    """By name, oldest first."""
    content = json.loads(_LIST.read_text(encoding="utf-8"))
    return {each["series"]: _series(each) for each in content["series"]}


def _series(given: Mapping[str, Mapping[str, str]]) -> Series:
    ruby = str(given["ruby"])
    return Series(
        name=str(given["series"]),
        ruby=ruby,
        security_until=date.fromisoformat(str(given["security_until"])),
        needs=tuple(Needed(name, clauses) for name, clauses in given["needs"].items()),
        releases=tuple(
            Release(number, released=date.fromisoformat(day), ruby=ruby) for number, day in given["releases"].items()
        ),
    )


def series_of(rails: str) -> str:
    """'7.1.3.4' -> '7.1'."""
    return ".".join(rails.split(".")[:2])


def rails_releases() -> tuple[Release, ...]:
    """Those of all series, oldest first."""
    return tuple(release for series in all_series().values() for release in series.releases)


def next_series(rails: str) -> Series | None:
    """The one after a locked version; None when it is the newest, older than the list, or can't be read."""
    locked = version(series_of(rails))
    if locked is None or series_of(rails) not in all_series():
        return None
    later = (series for name, series in all_series().items() if (number := version(name)) and number > locked)
    return next(later, None)


def certain_release(lines: Sequence[Sequence[str]]) -> str | None:
    """The oldest release that lines of a Gemfile (their clauses) allow; None when they allow more than one series.

    `~> 6.1` is certain, because no 6.2 was ever released; `~> 8.1` is not while 8.2 may come.
    """
    try:
        wanted = [Requirement.of(*clauses) for clauses in lines]
    except ValueError:
        return None
    released = [release.version for release in rails_releases()]
    bounds = [str(clause.version) for requirement in wanted for clause in requirement.clauses]
    candidates = [*released, *sorted(bounds), *_to_come()]
    allowed = [each for each in candidates if any(line.satisfied_by(Version.parse(each)) for line in wanted)]
    return allowed[0] if len(set(map(series_of, allowed))) == 1 else None


def _to_come() -> Iterator[str]:
    """Releases that would begin the next minor and the next major series."""
    major, minor = (int(part) for part in list(all_series())[-1].split("."))
    yield f"{major}.{minor + 1}.0"
    yield f"{major + 1}.0.0"


def named_series(text: str) -> Series:
    """'rails@8.0', 'rails 8.0' or '8.0'. Raises DxscoreError for a series that the list lacks."""
    wanted = text.lower().removeprefix("rails").lstrip("@ ")
    if found := all_series().get(series_of(wanted)):
        return found
    raise DxscoreError(f"no such series of Rails: {text}", f"known are {', '.join(all_series())}; write rails@8.0")
