"""The release list of Rails that ships with dxscore -> series, their releases, what they need, until when they last."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dxscore.domain.gems import Needed, Release
from dxscore.errors import DxscoreError
from dxscore.gems.comparing import version

RAILS_GEMS = frozenset(
    "rails actioncable actionmailbox actionmailer actionpack actiontext actionview activejob activemodel activerecord"
    " activestorage activesupport railties".split()
)
"""Released together, each asking for the exact version of the others."""

_LIST = Path(__file__).with_name("rails_releases.json")
"""Made from the tags and gemspecs of rails/rails; its first lines name source and day."""


@dataclass(frozen=True, slots=True)
class Series:
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


def named_series(text: str) -> Series:
    """'rails@8.0', 'rails 8.0' or '8.0'. Raises DxscoreError for a series that the list lacks."""
    wanted = text.lower().removeprefix("rails").lstrip("@ ")
    if found := all_series().get(series_of(wanted)):
        return found
    raise DxscoreError(f"no such series of Rails: {text}", f"known are {', '.join(all_series())}; write rails@8.0")
