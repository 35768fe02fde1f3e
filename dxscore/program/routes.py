"""The programs of a project's files -> its routes: of the application, of its packs, of the engines in its tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from dxscore.domain.route import RouteTable
from dxscore.domain.ruby import Assign, Block, Call, Class, Const, Def, Expression, Module, RubyCode
from dxscore.domain.ruby import Sequence as Statements
from dxscore.program.inflections import Inflections
from dxscore.program.routing.calls import HANDLERS
from dxscore.program.routing.drawing import Drawing
from dxscore.program.routing.scope import Scope
from dxscore.program.routing.values import UNKNOWN, App, Value, evaluate

_ROUTES_FILE = re.compile(r"(?:(?P<base>.*)/)?config/routes(?:\.rb|/(?P<name>.+)\.rb)")
_ENGINE_FILE = re.compile(r"(?:^|/)(?:engine|railtie|application)\.rb$|/engine/|_engine\.rb$")
_DUMMY = re.compile(r"(?:^|/)(?:test|spec)/(?:[^/]+/)*config/routes|/generators?/")


def is_routes_file(path: str) -> bool:
    """`config/routes.rb` and what lies in `config/routes/`, of the application and of each engine and pack."""
    return bool(_ROUTES_FILE.fullmatch(path)) and not _DUMMY.search(path)


class _Drawn(Struct, frozen=True):
    """One `X.routes.draw do ... end`."""

    path: str
    owner: str
    """`Shop::Engine`; '' for the application."""
    body: Expression


def read_routes(code: Mapping[str, RubyCode], inflections: Inflections) -> RouteTable:
    """`code`: programs by path. Engines that nothing mounts are read as if they were mounted at the root."""
    paths = [path for path in sorted(code) if is_routes_file(path)]
    drawn = [each for path in paths for each in _draws(path, code[path].body)]
    modules = {engine: inflections.underscore(module) for engine, module in _isolated(code)}
    drawing = Drawing(
        HANDLERS, inflections, _Files(code, paths).find, _Engines(drawn, modules).find, _constants(code, paths)
    )
    for path in paths:
        _take_methods(drawing, code[path].body)
    for each in drawn:
        if not each.owner:
            drawing.draw(each.body, Scope(file=each.path), {**drawing.constants})
    for each in drawn:
        if each.owner and each.owner not in drawing.mounted:
            inside = Scope(file=each.path, module=modules.get(each.owner, ""), mount=each.owner)
            drawing.draw(each.body, inside, {**drawing.constants})
    return RouteTable(tuple(drawing.routes), tuple(sorted(set(drawing.unread))))


def _draws(path: str, body: Expression) -> Iterator[_Drawn]:
    """`draw`, `append` and `prepend` of a route set, wherever they stand in the file."""
    match body:
        case Statements(items=items):
            for item in items:
                yield from _draws(path, item)
        case Call(
            name="draw" | "append" | "prepend", receiver=Call(name="routes", receiver=owner), block=Block(body=inner)
        ):
            yield _Drawn(path, _engine(owner), inner)
        case Call(block=Block(body=inner)):
            yield from _draws(path, inner)
        case _:
            pass


def _engine(owner: Expression | None) -> str:
    """'' for the application: `Rails.application`, `Shop::Application`."""
    name = owner.name.removeprefix("::") if isinstance(owner, Const) else ""
    return "" if name.endswith("Application") else name


def _take_methods(drawing: Drawing, body: Statements) -> None:
    """Helpers defined outside of `draw`."""
    for item in body.items:
        if isinstance(item, Def):
            drawing.methods[item.name] = item


def _constants(code: Mapping[str, RubyCode], paths: Sequence[str]) -> dict[str, Value]:
    """Those that the routes files define."""
    found: dict[str, Value] = {}
    for path in paths:
        for item in code[path].body.items:
            match item:
                case Assign(target=Const(name=name), value=value):
                    known = evaluate(value, found)
                    if known is not UNKNOWN and not isinstance(known, App):
                        found[name] = known
    return found


class _Files(Struct, frozen=True):
    """What `draw(:name)` may mean."""

    code: Mapping[str, RubyCode]
    paths: Sequence[str]

    def find(self, name: str) -> tuple[str, Statements] | None:
        """The application's own first, then those of packs and engines."""
        ending = f"config/routes/{name}.rb"
        found = [path for path in self.paths if path == ending or path.endswith(f"/{ending}")]
        return (found[0], self.code[found[0]].body) if (found := sorted(found, key=len)) else None


class _Engines(Struct, frozen=True):
    """What `mount X::Engine` may mean."""

    drawn: Sequence[_Drawn]
    modules: Mapping[str, str]

    def find(self, name: str) -> list[tuple[str, str, Expression]] | None:
        """None for an engine that lies in no file of the tree."""
        module = self.modules.get(name, "")
        return [(each.path, module, each.body) for each in self.drawn if each.owner == name and name] or None


def _isolated(code: Mapping[str, RubyCode]) -> Iterator[tuple[str, str]]:
    """Engines with `isolate_namespace`, and that namespace: ('Shop::Engine', 'Shop')."""
    for path in sorted(code):
        if _ENGINE_FILE.search(path):
            yield from _isolated_in(code[path].body, "")


def _isolated_in(body: Expression, scope: str) -> Iterator[tuple[str, str]]:
    match body:
        case Statements(items=items):
            for item in items:
                yield from _isolated_in(item, scope)
        case Module(name=name, body=inner) | Class(name=name, body=inner):
            yield from _isolated_in(inner, f"{scope}::{name}" if scope else name)
        case Call(name="isolate_namespace", arguments=(Const(name=name),)):
            yield scope, name.removeprefix("::")
        case _:
            pass
