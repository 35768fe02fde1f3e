"""What a Gemfile.lock holds, as values: sources with rows, direct dependencies, platforms, checksums, problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.rubygems.remote import Remote

SourceKind: TypeAlias = Literal["GIT", "GEM", "PATH", "PLUGIN SOURCE"]
ProblemKind: TypeAlias = Literal[
    "byte order mark", "damaged header", "dropped line", "no gems", "unknown section",
    "two versions", "two sources", "not locked", "broken requirement",
]  # fmt: skip


class LockfileError(ValueError):
    """No lockfile, or one that Bundler refuses; `line` counts from 1. The text quotes nothing of the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class Problem(Struct, frozen=True):
    """Something odd in a lockfile. Texts quote nothing of it but names and versions."""

    line: int
    kind: ProblemKind
    message: str
    lines: int = 0
    """Lines of the file that say nothing because of it."""
    gem: str = ""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A gem that something asks for."""

    name: str
    requirement: str
    """Clauses joined by ', '; '>= 0' when none is written."""
    pinned: bool = False
    """`!`: from another source than the default one (git, path, `source:`)."""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Spec:
    """One locked row; a gem built for several platforms has several."""

    name: str
    version: str
    platform: str
    """As written, '' for the plain Ruby gem."""
    dependencies: tuple[Dependency, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Where gems come from."""

    kind: SourceKind
    remotes: tuple[Remote, ...]
    """Several only where Bundler before 2.2 put gem servers in one pool: from which a gem came is not known."""
    specs: tuple[Spec, ...]
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """`revision`, `branch`, `ref`, `tag`, `glob`, `submodules`, `type` ...: every value given, URLs redacted."""
    line: int = field(default=0, compare=False)

    def option(self, name: str) -> str:
        """The first value given, '' for none."""
        return next(iter(self.options.get(name, ())), "")


@dataclass(frozen=True, slots=True)
class Checksum:
    """One row of CHECKSUMS."""

    name: str
    version: str
    platform: str
    digests: Mapping[str, str]
    """Algorithm -> hex digest of the .gem file; empty for gems that come from no server, or from one without any."""
    line: int = field(default=0, compare=False)


class LockedRuby(Struct, frozen=True):
    """The value of RUBY VERSION."""

    text: str
    """As written: 'ruby 2.6.8p205 (jruby 9.3.8.0)'."""
    version: str = ""
    """Version of the language, '' when it can't be read."""
    patch_level: str = ""
    engine: str = "ruby"
    engine_version: str = ""
    """That of the engine, '' when it is ruby itself."""


class Lockfile(Struct, frozen=True):
    """The whole file."""

    sources: tuple[Source, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    platforms: tuple[str, ...] = ()
    checksums: tuple[Checksum, ...] = ()
    ruby: LockedRuby | None = None
    bundler: str = ""
    sections: tuple[str, ...] = ()
    """Headers in order, as far as Bundler knows them."""
    problems: tuple[Problem, ...] = ()
    """What Bundler loses without a word, by line."""
    notices: tuple[Problem, ...] = ()
    """Sections that Bundler does not know: those of a future one do no harm."""

    @property
    def specs(self) -> tuple[Spec, ...]:
        """All locked rows, in order."""
        return tuple(spec for source in self.sources for spec in source.specs)
