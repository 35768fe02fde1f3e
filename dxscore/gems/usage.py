"""Facts of all files -> which of them name a gem: its constants, its macros, its libraries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain.facts import FileFacts
from dxscore.domain.gems import DirectGem, LockedGem
from dxscore.gems.known import ACT_BY_THEMSELVES, CONSTANTS, MACROS, PLUG_IN
from dxscore.gems.rails import RAILS_GEMS

_DEPTH = 3
"""Parts of a constant that are looked at: Aws::S3::Client."""
_ADDED = re.compile(r"(?:[-_](?:rails|ruby|rb|gem|sdk))+$|^(?:ruby|rails)[-_]")
"""What authors add to the name of the library."""
_HOSTS = RAILS_GEMS | {"capistrano", "rack", "rake", "sprockets", "thor"}
"""Who needs one of these is most likely a railtie, a middleware, a task or a command."""


@dataclass(frozen=True)
class Usage:
    """Who names what. Names are compared without regard to case, hyphens and underscores."""

    facts: Mapping[str, FileFacts]
    gems: frozenset[str]
    """Those that may be asked for; everything else is passed over."""

    def files(self, gem: str) -> frozenset[str]:
        """Files that name a constant, macro or library of the gem, tests among them."""
        constants = (self._constants.get(key, frozenset()) for key in constant_keys(gem))
        macros = (self._macros.get(macro, frozenset()) for macro in MACROS.get(gem, ()))
        libraries = (self._libraries.get(key, frozenset()) for key in library_keys(gem))
        return frozenset().union(*constants, *macros, *libraries)

    @property
    def named(self) -> tuple[object, ...]:
        """All that follows from the facts: equal where the same files name the same gems in the same way."""
        own = self._defined & {key for gem in self.gems for key in constant_keys(gem)}
        return self._constants, self._macros, self._libraries, own

    def is_defined_here(self, gem: str) -> bool:
        """Whether the project itself defines a class or module that could be the gem's: then uses prove nothing."""
        return not self._defined.isdisjoint(constant_keys(gem))

    @cached_property
    def _defined(self) -> frozenset[str]:
        names = (each.name for facts in self.facts.values() for each in facts.outline.namespaces)
        return frozenset(map(_key, names))

    @cached_property
    def _constants(self) -> Mapping[str, frozenset[str]]:
        roots = {key.partition("::")[0] for gem in self.gems for key in constant_keys(gem)}
        written: dict[str, list[str]] = defaultdict(list)
        for path, facts in self.facts.items():
            for use in facts.outline.constants:
                written[use.name].append(path)
            for namespace in facts.outline.namespaces:
                written[namespace.name].append(path)
                written[namespace.superclass].append(path)
        named = ((name, paths) for name, paths in written.items() if _key(_root(name)) in roots)
        return _merged((key, paths) for name, paths in named for key in _prefixes(name))

    @cached_property
    def _macros(self) -> Mapping[str, frozenset[str]]:
        wanted = {macro for gem in self.gems for macro in MACROS.get(gem, ())}
        return _merged(
            (macro.name, [path])
            for path, facts in self.facts.items()
            for macro in facts.outline.macros
            if macro.name in wanted
        )

    @cached_property
    def _libraries(self) -> Mapping[str, frozenset[str]]:
        return _merged(
            (key, [path])
            for path, facts in self.facts.items()
            for name in facts.requires
            for key in {_plain(name), _plain(name.partition("/")[0])}
        )


def constant_keys(gem: str) -> frozenset[str]:
    """What constants of a gem may begin with: rack-attack gives rackattack and rack::attack."""
    if gem in CONSTANTS:
        return frozenset(map(_key, CONSTANTS[gem]))
    if gem.startswith("aws-sdk-"):
        return frozenset({f"aws::{_plain(gem.removeprefix('aws-sdk-'))}"})
    bare = _ADDED.sub("", gem) or gem
    forms = {gem, bare}
    return frozenset(key for form in forms for key in (_plain(form), _key(form.replace("-", "::"))))


def opens(namespace: str, gem: str) -> bool:
    """Whether who writes `module <namespace>` opens a constant of the gem."""
    return not constant_keys(gem).isdisjoint(_prefixes(namespace))


def library_keys(gem: str) -> frozenset[str]:
    """What code requires to have it: `require "rack/attack"`, `require "rack-attack"`."""
    return frozenset({_plain(gem), _plain(gem.replace("-", "/"))})


def acts_unnamed(gem: LockedGem | None, call: DirectGem | None, name: str) -> bool:
    """Whether a gem does its work without being named: drivers, plug-ins of Rails and of tools, parts of Ruby.

    What is called `x-rails` brings assets or a railtie.
    """
    first, *others = name.split("-")
    if name in ACT_BY_THEMSELVES or name in RAILS_GEMS or first in PLUG_IN or "rails" in others or "adapter" in name:
        return True
    if gem is None or call is None or call.computed:
        return True
    return any(need.name in _HOSTS for need in gem.needs)


def plugs_into(gem: LockedGem, locked: Collection[str], direct: Collection[str]) -> bool:
    """Whether a gem extends another one, which then calls it.

    It needs one of the Gemfile's or of its own family, or is named after one.
    """
    parts = re.split(r"([-_])", gem.name)
    hosts = {"".join(parts[:end]) for end in range(1, len(parts), 2)}
    relatives = any(need.name.split("-")[0] == parts[0] for need in gem.needs)
    return relatives or any(need.name in direct for need in gem.needs) or any(host in locked for host in hosts)


def _prefixes(name: str) -> Iterator[str]:
    parts = name.removeprefix("::").split("::", _DEPTH)[:_DEPTH]
    for end in range(1, len(parts) + 1):
        yield _key("::".join(parts[:end]))


def _key(constant: str) -> str:
    return constant.replace("_", "").lower()


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()


def _root(name: str) -> str:
    return name.removeprefix("::").partition("::")[0]


def _merged(pairs: Iterable[tuple[str, list[str]]]) -> Mapping[str, frozenset[str]]:
    merged: dict[str, set[str]] = defaultdict(set)
    for key, paths in pairs:
        merged[key].update(paths)
    return {key: frozenset(paths) for key, paths in merged.items()}
