"""A gemspec of a project -> the name of the gem and the dependencies that it declares."""

from __future__ import annotations

import posixpath
from contextlib import suppress

from msgspec import Struct

from dxscore.domain.gems import DirectGem
from dxscore.facts.gemfile.calls import read_arguments
from dxscore.facts.gemfile.files import RubyFile
from dxscore.facts.gemfile.folding import Scope
from dxscore.facts.gemfile.statements import Around, Call, Walk
from dxscore.inputs.tree import Tree

_RUNTIME = frozenset({"add_dependency", "add_runtime_dependency"})
_DEVELOPMENT = "add_development_dependency"


class Gemspec(Struct, frozen=True):
    """What a gemspec says."""

    name: str
    dependencies: tuple[DirectGem, ...]
    """Those for development are in the group that was asked for, the others in 'default'."""


def read_gemspec(tree: Tree, path: str, development_group: str = "development") -> Gemspec | None:
    """None when there is no such file; without a literal name the file's own is taken."""
    file = RubyFile.read(tree, path)
    if file is None:
        return None
    scope = Scope(tree, path, posixpath.dirname(path))
    found: list[DirectGem] = []

    def on_call(call: Call, around: Around) -> Around:
        if call.receiver and (call.name in _RUNTIME or call.name == _DEVELOPMENT):
            arguments = read_arguments(file.source, call.given, scope)
            groups = (development_group,) if call.name == _DEVELOPMENT else ()
            name = arguments.positional[0] if arguments.positional else None
            if isinstance(name, str):
                found.append(file.direct(name, call, arguments, Around(groups, conditions=around.conditions)))
        return around

    with suppress(RecursionError):  # what came before code that is nested too deeply still holds
        Walk(file.source, scope, on_call).visit(file.root, Around())
    return Gemspec(_name(scope) or posixpath.basename(path).removesuffix(".gemspec"), tuple(found))


def _name(scope: Scope) -> str:
    """What was assigned to `spec.name`, whatever the variable is called."""
    names = (value for key, value in scope.known.items() if key.endswith(".name"))
    return next((name for name in names if isinstance(name, str)), "")
