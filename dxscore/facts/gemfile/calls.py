"""The arguments of a `gem` call, or of a block of gems -> requirements, groups, platforms and where the gem is from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, field
from tree_sitter import Node

from dxscore.domain.gems import GemSource
from dxscore.facts.gemfile.folding import Computed, Scope, Value, fold, shown_path
from dxscore.facts.grammar import field as field_id
from dxscore.facts.grammar import kind, kinds
from dxscore.rubygems.remote import Remote

_PAIR, _HASH = kind("pair"), kind("hash")
_KEY, _VALUE = field_id("key"), field_id("value")
_LEFT_OUT = kinds("comment", "block_argument")
_SPREAD = kinds("splat_argument", "hash_splat_argument")

Hosts: TypeAlias = Mapping[str, Callable[[str], str]]
"""Names of options that stand for a git repository -> the URL for what is given."""


def _github(given: str) -> str:
    """`owner/name`, or one word for both."""
    if "://" in given:
        return given.partition("/pull/")[0]
    return f"https://github.com/{given if '/' in given else f'{given}/{given}'}.git"


HOSTS: Hosts = {
    "git": lambda given: given,
    "github": _github,
    "gist": lambda given: f"https://gist.github.com/{given}.git",
    "gitlab": lambda given: f"https://gitlab.com/{given if '/' in given else f'{given}/{given}'}.git",
    "bitbucket": lambda given: f"https://bitbucket.org/{given if '/' in given else f'{given}/{given}'}.git",
}
"""Those that Bundler has itself; `git_source` adds others."""


class Arguments(Struct, frozen=True):
    """Of a call, folded."""

    positional: tuple[Value, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)
    spread: bool = False
    """Whether there are more, of a list or hash that is not written out."""

    def texts(self, *names: str) -> tuple[str, ...]:
        """Every text given to any of these options, singly or in a list."""
        return tuple(flat(self.options.get(name) for name in names))

    def text(self, name: str) -> str:
        """'' when it is absent or computed."""
        return next(iter(self.texts(name)), "")

    @property
    def requirement(self) -> tuple[str, ...]:
        """The texts after the name."""
        return tuple(flat(self.positional[1:]))

    @property
    def computed(self) -> bool:
        """Whether a part other than a condition or `require:` is not a literal."""
        values = [*self.positional, *(value for name, value in self.options.items() if name not in _HARMLESS)]
        return self.spread or any(map(_is_computed, values))


_HARMLESS = frozenset({"require", "install_if", "force_ruby_platform", "submodules"})


def read_arguments(source: bytes, given: Node | None, scope: Scope) -> Arguments:
    """Of an argument list."""
    nodes = [node for node in (given.named_children if given else ()) if node.kind_id not in _LEFT_OUT]
    pairs = [pair for node in nodes for pair in _pairs(node)]
    positional = [node for node in nodes if node.kind_id not in (_PAIR, _HASH) and node.kind_id not in _SPREAD]
    return Arguments(
        tuple(fold(source, node, scope) for node in positional),
        {key: value for key, value in (_option(source, pair, scope) for pair in pairs) if key},
        any(node.kind_id in _SPREAD for node in nodes),
    )


def _pairs(node: Node) -> Iterable[Node]:
    if node.kind_id == _PAIR:
        return (node,)
    return (child for child in node.named_children if child.kind_id == _PAIR) if node.kind_id == _HASH else ()


def _option(source: bytes, pair: Node, scope: Scope) -> tuple[str, Value]:
    key, value = pair.child_by_field_id(_KEY), pair.child_by_field_id(_VALUE)
    name = fold(source, key, scope) if key else None
    folded = fold(source, value, scope) if value else Computed("")
    return (name if isinstance(name, str) else ""), folded


def source_of(arguments: Arguments, hosts: Hosts) -> GemSource | None:
    """Where the options say that a gem is from, fit to be printed; None when they say nothing."""
    for name in hosts:
        if name in arguments.options:
            return git_source(hosts[name](arguments.text(name)), arguments)
    if "path" in arguments.options:
        return GemSource("path", shown_path(arguments.text("path")))
    if "source" in arguments.options:
        return GemSource("server", str(Remote(arguments.text("source"))))
    return None


def git_source(address: str, arguments: Arguments) -> GemSource:
    """A git repository with the branch, ref or tag that is given beside it."""
    branch, ref, tag = (arguments.text(name) for name in ("branch", "ref", "tag"))
    return GemSource("git", str(Remote(address)), branch=branch, ref=ref, tag=tag)


def requires(arguments: Arguments) -> tuple[str, ...] | None:
    """What `require:` names: None when it is absent, true or computed, () when it is false or nil."""
    if "require" not in arguments.options:
        return None
    value = arguments.options["require"]
    if value is None or value is False:
        return ()
    return tuple(flat([value])) or (() if value == () else None)


def flat(values: Iterable[Value]) -> Iterator[str]:
    """The texts in a nest of lists; all else is left out."""
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from flat(value)


def _is_computed(value: Value) -> bool:
    return isinstance(value, Computed) or (isinstance(value, tuple) and any(map(_is_computed, value)))
