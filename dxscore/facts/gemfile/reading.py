"""A Gemfile of a project -> what it asks for, with the files that it evaluates and the gemspecs that it calls for."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from dxscore.copying import replace
from dxscore.domain.gemfile import Gemfile, Unread
from dxscore.domain.gems import GemSource
from dxscore.facts.gemfile.calls import Arguments, read_arguments
from dxscore.facts.gemfile.conditions import condition
from dxscore.facts.gemfile.files import RubyFile
from dxscore.facts.gemfile.folding import ROOT, Scope, Value, fold, project_path
from dxscore.facts.gemfile.found import Found, Seen
from dxscore.facts.gemfile.gemspecs import read_gemspec
from dxscore.facts.gemfile.statements import Around, Call, Walk
from dxscore.facts.gemfile.words import WORDS, Word, file_read, repository
from dxscore.inputs.tree import Tree

_MOST_FILES = 500
"""Evaluated, each as often as it is: files that evaluate each other twice could go on for ever."""


def read_gemfile(tree: Tree, path: str) -> Gemfile:
    """Never raises: what can't be read, or known without running it, is in `unread`."""
    found = Found(tree, posixpath.dirname(path))
    _read_file(found, path, Around(), Unread(path, 1, "", "no such file"))
    return Gemfile(
        path,
        tuple(found.gems),
        tuple(found.sources),
        tuple(found.ruby),
        found.ruby_file,
        found.lockfile,
        tuple(found.plugins),
        tuple(found.files),
        tuple(found.unread),
    )


def _read_file(found: Found, path: str, around: Around, otherwise: Unread) -> None:
    if path in found.reading or found.evaluated >= _MOST_FILES:
        reason = "files evaluate each other" if path in found.reading else "too many files"
        found.unread.append(replace(otherwise, reason=reason))
        return
    file = RubyFile.read(found.tree, path)
    if file is None:
        # A file that is only evaluated under a condition is one that need not be there.
        found.unread += [] if around.conditions else [otherwise]
        return
    found.files += [] if path in found.files else [path]
    found.unread += [Unread(path, 1, "", "syntax error")] if file.root.has_error else []
    found.evaluated += 1
    found.reading.append(path)
    scope = Scope(found.tree, path, found.home)
    try:
        Walk(file.source, scope, lambda call, near: _on_call(found, file, scope, call, near)).visit(file.root, around)
    except RecursionError:
        found.unread.append(Unread(path, 1, "", "nested too deeply"))
    found.reading.pop()


def _on_call(found: Found, file: RubyFile, scope: Scope, call: Call, around: Around) -> Around | None:
    word = _WORDS.get(call.name) or (repository if call.name in found.hosts else None)
    if word and not call.receiver:
        return word(found, Seen(call, read_arguments(file.source, call.given, scope), around, file, scope))
    if call.block is None:
        return None
    head = file.source[call.node.start_byte : call.block.start_byte].decode("utf-8", "replace")
    return around.under(condition("", head))


def _gemspec(found: Found, seen: Seen) -> None:
    """Its gem is asked for from a folder, and brings what it needs for development with it."""
    folder = project_path(seen.arguments.text("path"), seen.scope.folder)
    if folder is None:
        found.unread.append(seen.unread("not in the project"))
        return
    paths = list(_gemspec_paths(found.tree, folder, seen.arguments.text("name")))
    found.unread += [] if paths else [seen.unread("no gemspec")]
    for path in paths:
        spec = read_gemspec(found.tree, path, seen.arguments.text("development_group") or "development")
        if spec is None:
            found.unread.append(seen.unread("no such file"))
            continue
        found.files.append(path)
        inner = replace(seen.around, source=GemSource("path", folder or "."))
        found.gems.append(seen.file.direct(spec.name, seen.call, Arguments(), inner))
        found.gems += spec.dependencies


def _gemspec_paths(tree: Tree, folder: str, name: str) -> Iterable[str]:
    if name:
        return [posixpath.join(folder, f"{name}.gemspec")]
    return sorted(path for path in tree.below(folder, deep=False) if path.endswith(".gemspec"))


def _eval_gemfile(found: Found, seen: Seen) -> None:
    """A relative path is taken from the file that evaluates."""
    path = fold(seen.file.source, seen.first, seen.scope) if seen.first else None
    _evaluate(found, seen, path, seen.scope.folder)


def _instance_eval(found: Found, seen: Seen) -> None:
    """`instance_eval File.read("a")`: a relative path is taken from where Bundler was started."""
    _evaluate(found, seen, file_read(seen), posixpath.join(ROOT, found.home))


def _evaluate(found: Found, seen: Seen, value: Value, folder: str) -> None:
    """What is in the file holds as if it stood here."""
    path = project_path(value, folder) if isinstance(value, str) else None
    if path is None:
        found.unread.append(seen.unread("not in the project" if isinstance(value, str) else "computed path"))
    else:
        _read_file(found, path, seen.around, seen.unread("no such file"))


_WORDS: Mapping[str, Word] = {
    **WORDS,
    "gemspec": _gemspec,
    "eval_gemfile": _eval_gemfile,
    **dict.fromkeys(("instance_eval", "class_eval", "eval"), _instance_eval),
}
