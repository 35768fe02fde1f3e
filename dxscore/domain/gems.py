"""Gems as dxscore speaks of them: what a Gemfile asks for, what is locked, what is known of it. No text holds a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Boot: TypeAlias = Literal["", "current", "next"]
"""Of an application that can be bundled two ways while it is upgraded: which of them, '' for both or when there is one."""


@dataclass(frozen=True, slots=True)
class DirectGem:
    """One `gem` call of a Gemfile, or one dependency that a gemspec declares."""

    name: str
    path: str
    """The file with the call: the Gemfile, one that it evaluates, or a gemspec."""
    line: int
    end_line: int
    requirements: tuple[str, ...] = ()
    """Clauses as written (`~> 7.1`, `7.1.3.4`), () for any version; an expression is in `computed` instead."""
    groups: tuple[str, ...] = ("default",)
    platforms: tuple[str, ...] = ()
    source: str = ""
    """Gem server given for this gem or by the block around it, '' for the default one."""
    git: str = ""
    """Repository, '' when it does not come from git; `owner/name` of a `github:` is given in full."""
    git_ref: str = ""
    """`ref:`, `tag:` or `branch:`: the first of them that is given."""
    git_ref_kind: Literal["", "ref", "tag", "branch"] = ""
    local_path: str = ""
    """`path:` as written, '' when there is none."""
    requires: tuple[str, ...] | None = None
    """What `require:` names; () for false, None when it is not given."""
    conditions: tuple[str, ...] = ()
    """Source of what must hold for the call to be made, outermost first: `if next?`, `unless ENV["CI"]`."""
    boot: Boot = ""
    comment_before: str = ""
    """The lines of comment directly above, without `#`, joined by line ends; word for word."""
    comment_after: str = ""
    """The comment on the last line of the call, without `#`."""
    computed: tuple[str, ...] = ()
    """Source of requirements that only running the file would tell."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Every option that has no field here -> its source."""

    @property
    def comment(self) -> str:
        """Both comments, for those who look for a reason."""
        return "\n".join(text for text in (self.comment_before, self.comment_after) if text)


@dataclass(frozen=True, slots=True)
class Unread:
    """A place of a Gemfile that can't be known without running it."""

    path: str
    line: int
    code: str
    """The first line of its source, at most 200 characters."""
    reason: str


@dataclass(frozen=True, slots=True)
class Gemfile:
    """A Gemfile or gems.rb with every file it evaluates and every gemspec it calls for."""

    path: str
    gems: tuple[DirectGem, ...] = ()
    """In the order Bundler meets them; one that stands in two branches is here twice."""
    sources: tuple[str, ...] = ()
    """Default gem servers, in order."""
    ruby: tuple[str, ...] = ()
    """Clauses given to `ruby`; () when it asks for none, or for what a file says."""
    ruby_file: str = ""
    """`ruby file: ".ruby-version"`."""
    lockfile: str = ""
    """`lockfile "path"`: Bundler 4's own name for it, '' for the usual one."""
    files: tuple[str, ...] = ()
    """Every file read, the Gemfile first."""
    unread: tuple[Unread, ...] = ()
