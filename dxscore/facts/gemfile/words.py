"""The words of a Gemfile that need no other file (`gem`, `group`, `source` ...) -> what each adds to what is found.

A word gives what holds in its block, None when it takes none. Source of the words: Bundler's man page gemfile(5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from dxscore.copying import replace
from dxscore.domain.gems import GemSource
from dxscore.facts.gemfile.calls import git_source, source_of
from dxscore.facts.gemfile.conditions import condition
from dxscore.facts.gemfile.folding import Value, fold, shown_path
from dxscore.facts.gemfile.found import Found, Seen
from dxscore.facts.gemfile.statements import Around
from dxscore.facts.grammar import field as field_id
from dxscore.facts.grammar import kind, text_of
from dxscore.rubygems.remote import Remote

Word: TypeAlias = Callable[[Found, Seen], Around | None]

_CALL = kind("call")
_BODY, _PARAMETERS, _ARGUMENTS, _RECEIVER = map(field_id, ("body", "parameters", "arguments", "receiver"))
_READS = re.compile(r"(?:::)?(?:File|IO|Bundler)\.read(?:_file)?\b")
_OLD_SERVERS = frozenset({"gemcutter", "rubyforge", "rubygems"})
"""Symbols of Bundler 1 for the one server there was, reached without encryption."""


def _gem(found: Found, seen: Seen) -> None:
    arguments, around = seen.arguments, seen.around
    name = arguments.positional[0] if arguments.positional else None
    if not isinstance(name, str):
        found.unread.append(seen.unread("computed name"))
        return
    inner = replace(
        around,
        groups=_united(around.groups, arguments.texts("group", "groups")),
        platforms=_united(around.platforms, arguments.texts("platform", "platforms")),
        source=source_of(arguments, found.hosts) or around.source,
    )
    if "install_if" in arguments.options:
        inner = inner.under("install_if")
    found.gems.append(seen.file.direct(name, seen.call, arguments, inner))


def _united(outer: Iterable[str], inner: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*outer, *inner)))


def _group(_found: Found, seen: Seen) -> Around:
    return replace(seen.around, groups=_united(seen.around.groups, seen.texts))


def _platforms(_found: Found, seen: Seen) -> Around:
    return replace(seen.around, platforms=_united(seen.around.platforms, seen.texts))


def _source(found: Found, seen: Seen) -> Around:
    address = next(iter(seen.texts), "")
    if seen.call.block:
        by_plugin = "type" in seen.arguments.options
        return replace(seen.around, source=GemSource("plugin" if by_plugin else "server", str(Remote(address))))
    if address:
        found.sources.append("http://rubygems.org" if address in _OLD_SERVERS else str(Remote(address)))
    else:
        found.unread.append(seen.unread("computed source"))
    return seen.around


def _path(_found: Found, seen: Seen) -> Around:
    return replace(seen.around, source=GemSource("path", shown_path(next(iter(seen.texts), ""))))


def repository(found: Found, seen: Seen) -> Around:
    """A block of gems of one git repository: `git "..." do`, `github "a/b" do`, or a word that `git_source` added."""
    address = found.hosts[seen.call.name](next(iter(seen.texts), ""))
    return replace(seen.around, source=git_source(address, seen.arguments))


def _git_source(found: Found, seen: Seen) -> None:
    """`git_source(:corp) { |repo| "https://git.example.org/#{repo}.git" }`: one more option that names a repository."""
    block = seen.call.block
    parameters = block.child_by_field_id(_PARAMETERS) if block else None
    body = block.child_by_field_id(_BODY) if block else None
    if not (seen.texts and parameters and body and parameters.named_children and body.named_children):
        return
    name, last = text_of(seen.file.source, parameters.named_children[0]), body.named_children[-1]

    def address(given: str) -> str:
        scope = replace(seen.scope, known={**seen.scope.known, name: given})
        value = fold(seen.file.source, last, scope)
        return value if isinstance(value, str) else ""

    found.hosts[seen.texts[0]] = address


def _ruby(found: Found, seen: Seen) -> None:
    named = seen.arguments.text("file")
    read = file_read(seen)
    path = named or (read if isinstance(read, str) else "")
    found.ruby_file = shown_path(path) or found.ruby_file
    found.ruby += seen.texts


def _plugin(found: Found, seen: Seen) -> None:
    found.plugins += seen.texts[:1]


def _lockfile(found: Found, seen: Seen) -> Around:
    """Bundler 4 names the lockfile so; with a block it is bundler-multilock's, for one of several lockfiles."""
    name = next(iter(seen.texts), "")
    if seen.call.block is None:
        found.lockfile = shown_path(name)
    return seen.around.under(condition("", f"lockfile {name}"))


def file_read(seen: Seen) -> Value:
    """The path in `File.read(path)`, also with `.strip` behind it, when that is the first argument."""
    node = seen.first
    if node is None or node.kind_id != _CALL or not _READS.match(text_of(seen.file.source, node)):
        return None
    inner = node
    while (receiver := inner.child_by_field_id(_RECEIVER)) is not None and receiver.kind_id == _CALL:
        inner = receiver
    given = inner.child_by_field_id(_ARGUMENTS)
    return fold(seen.file.source, given.named_children[0], seen.scope) if given and given.named_children else None


WORDS: Mapping[str, Word] = {
    "gem": _gem,
    "group": _group,
    "platforms": _platforms,
    "platform": _platforms,
    "source": _source,
    "path": _path,
    "git_source": _git_source,
    "ruby": _ruby,
    "plugin": _plugin,
    "lockfile": _lockfile,
}
