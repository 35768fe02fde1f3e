"""Texts of versions and series -> how they compare; what can't be read compares with nothing."""

from __future__ import annotations

from functools import lru_cache

from dxscore.rubygems.version import Version


def series_of(version: str) -> str:
    """'7.1.3.4' -> '7.1'; '' for ''."""
    return ".".join(version.split(".")[:2])


@lru_cache(maxsize=1024)
def number(text: str) -> Version | None:
    """None for '' and for what RubyGems calls malformed."""
    try:
        return Version.parse(text) if text else None
    except ValueError:
        return None


def is_after(text: str, other: str) -> bool:
    """Whether a version comes after another; False when either is unknown."""
    ours, theirs = number(text), number(other)
    return ours is not None and theirs is not None and ours > theirs


def is_by(text: str, other: str) -> bool:
    """Whether a version has come when another has: it is the same or older; False when either is unknown."""
    ours, theirs = number(text), number(other)
    return ours is not None and theirs is not None and ours <= theirs
