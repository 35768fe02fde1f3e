"""A Gemfile as a plain value: the gems it asks for, and what only running it would tell. No text holds a secret."""

from __future__ import annotations

from msgspec import Struct

from dxscore.domain.gems import DirectGem


class Unread(Struct, frozen=True):
    """A place of a Gemfile that can't be known without running it."""

    path: str
    line: int
    code: str
    """The first line of its source, at most 200 characters."""
    reason: str
    """'computed name', 'not followed' ..."""


class Gemfile(Struct, frozen=True):
    """A Gemfile or gems.rb with every file it evaluates and every gemspec it calls for."""

    path: str
    gems: tuple[DirectGem, ...] = ()
    """In the order Bundler meets them; a gem in two branches of a condition stands here twice."""
    sources: tuple[str, ...] = ()
    """Default gem servers in order, without credentials."""
    ruby: tuple[str, ...] = ()
    """Clauses given to `ruby`; () when it asks for none, or for what a file says."""
    ruby_file: str = ""
    """`ruby file: ".ruby-version"`."""
    lockfile: str = ""
    """`lockfile "path"`: Bundler 4's way to name it, '' for the usual name."""
    plugins: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Every file read, the Gemfile first."""
    unread: tuple[Unread, ...] = ()
