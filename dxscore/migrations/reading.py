"""The program of a migration file -> Migration: its class, and what it does in both directions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from dxscore.domain import ruby
from dxscore.domain.migration import Migration, Operation, Ways
from dxscore.migrations.interpreter import Run
from dxscore.migrations.inverting import inverse, is_recorded
from dxscore.migrations.scope import Body
from dxscore.migrations.statements import is_statement

_FILE = re.compile(r"(\d+(?:_\d{1,6})*)_([^/.]+)(?:\.[^/]+)?\.rb$")
_RAILS_OWN = frozenset({"", "Migration", "Base", "ApplicationRecord"})
_BASES = ("ActiveRecord::Migration", "Migration", "DataMigration")


@dataclass(frozen=True)
class Library:
    """The classes of all migrations, by name: `revert` and superclasses name each other."""

    classes: Mapping[str, ruby.Class] = field(default_factory=dict)
    elsewhere: Callable[[str], ruby.Class | None] = lambda _name: None
    """Looks for a class in files that were not read."""

    @classmethod
    def of(cls, codes: Mapping[str, ruby.RubyCode], elsewhere: Callable[[str], ruby.Class | None]) -> Library:
        """Of files by path."""
        found = {each.name: each for path in sorted(codes) for each, _ in classes_in(codes[path].body)}
        return cls(found, elsewhere)

    def get(self, name: str) -> ruby.Class | None:
        """A class by its own name, None for one that is nowhere."""
        short = name.rpartition("::")[2]
        return self.classes.get(short) or (self.elsewhere(short) if short not in _RAILS_OWN else None)

    def body(self, name: str) -> Body | None:
        """The body of a class, None for one that is nowhere."""
        found = self.get(name)
        return body_of(found) if found else None


def read_migration(path: str, code: ruby.RubyCode, adapter: str, library: Library) -> Migration:
    """What a file says. A file without a class of migrations has a problem."""
    file = _FILE.search(path.rpartition("/")[2])
    version, expected = (file[1].replace("_", ""), _camelized(file[2])) if file else ("", "")
    found = _migration_class(code.body, expected)
    if found is None:
        problem = f"line {code.syntax_error} can't be read" if code.syntax_error else "holds no migration"
        return Migration(path, version, "", 1, "", Ways(), problem=problem, file_name=expected)
    declared, rails = found
    body = _with_inherited(declared, library)
    transaction = not _calls(declared, "disable_ddl_transaction!", library)
    problem = f"line {code.syntax_error} can't be read" if code.syntax_error else ""
    ways = _ways(body, adapter, transaction, library.body)
    return Migration(path, version, declared.name, declared.line, rails, ways, transaction, problem, expected)


def _ways(body: Body, adapter: str, transaction: bool, others: Callable[[str], Body | None]) -> Ways:
    if "change" in body.methods:
        up = Run(body, "up", adapter, transaction, others).method("change")
        back = Run(body, "down", adapter, transaction, others, reverting=True).method("change")
        return Ways(up, tuple(_reversed(back)))
    up, down = (
        Run(body, way, adapter, transaction, others).method(way) if way in body.methods else ()
        for way in ("up", "down")
    )
    return Ways(up, down, "down" in body.methods)


def _reversed(operations: tuple[Operation, ...]) -> Iterator[Operation]:
    """As the recorder plays them: what it does not record runs first."""
    at_once = [each for each in operations if each.name != "block" and not is_recorded(each)]
    yield from (each for operation in at_once for each in inverse(operation))
    refused: set[tuple[str, int]] = set()
    for operation in reversed([each for each in operations if each not in at_once]):
        for each in operation.parts if operation.name == "block" else inverse(operation):
            if each.name != "irreversible" or (each.text, each.line) not in refused:
                yield each
            refused.add((each.text, each.line))


def _migration_class(body: ruby.Expression, expected: str) -> tuple[ruby.Class, str] | None:
    """The class named after the file, else the first that inherits from a migration, else the first of all."""
    classes = [(each, _rails(each.superclass)) for each, _ in classes_in(body)]
    named = [found for found in classes if found[0].name.rpartition("::")[2] == expected and found[0].superclass]
    migrations = [found for found in classes if found[1]]
    whole = [found for found in classes if _has_direction(found[0])]
    return next(iter([*(each for each in named if each in migrations or each in whole), *migrations, *whole]), None)


def classes_in(body: ruby.Expression) -> Iterator[tuple[ruby.Class, str]]:
    """Those at the top and in modules, with their names."""
    items = body.items if isinstance(body, ruby.Sequence) else (body,)
    for item in items:
        match item:
            case ruby.Class(name=name):
                yield item, name
            case ruby.Module(body=inner) | ruby.If(then=ruby.Sequence() as inner):
                yield from classes_in(inner)


def _has_direction(declared: ruby.Class) -> bool:
    return bool({"change", "up", "down"} & body_of(declared).methods.keys())


def _rails(superclass: ruby.Expression | None) -> str:
    """'7.1' of `ActiveRecord::Migration[7.1]`, '4.2' of a migration without one, '' of anything else."""
    match superclass:
        case ruby.Call(name="[]", receiver=ruby.Const(name=name), arguments=(argument, *_)) if name.endswith(
            "Migration"
        ):
            return str(argument.value) if isinstance(argument, (ruby.Literal, ruby.Str)) else "?"
        case ruby.Const(name=name) if name.removeprefix("::").endswith(_BASES):
            return "4.2" if name.removeprefix("::") == "ActiveRecord::Migration" else "?"
        case ruby.Call(receiver=ruby.Call() as inner):
            return _rails(inner)
    return ""


def body_of(declared: ruby.Class) -> Body:
    """The methods, constants and models of a class."""
    methods: dict[str, ruby.Def] = {}
    constants: dict[str, ruby.Expression] = {}
    models: dict[str, str] = {}
    at_load: list[ruby.Expression] = []
    for item in _statements(declared.body):
        match item:
            case ruby.Def(name=name):
                methods[name] = item
            case ruby.Assign(target=ruby.Const(name=name), value=value):
                constants[name] = value
                if isinstance(value, ruby.Call) and value.name == "new":
                    models[name] = ""
            case ruby.Class(name=name, body=body):
                models[name] = _table_name(body)
            case ruby.Call(name=name, receiver=None) if is_statement(name):
                at_load.append(item)
            case ruby.Call(name="define_method", arguments=(ruby.Sym(value=name), *_), block=ruby.Block() as block):
                methods[name] = ruby.Def(item.line, name, block.end_line, block.parameters, block.body)
    if at_load and not {"change", "up", "down"} & methods.keys():
        methods["up"] = _at_load(declared, at_load)
    return Body(methods, constants, models)


def _at_load(declared: ruby.Class, statements: list[ruby.Expression]) -> ruby.Def:
    """Statements in the body of the class, outside of any method: they run when the file is loaded."""
    return ruby.Def(declared.line, "up", declared.end_line, (), ruby.Sequence(declared.line, tuple(statements)))


def _statements(body: ruby.Expression) -> Iterator[ruby.Expression]:
    for item in body.items if isinstance(body, ruby.Sequence) else (body,):
        match item:
            case ruby.Eigenclass(body=inner):
                yield from _statements(inner)
            case ruby.Call(arguments=(ruby.Def() as inner, *_)):  # private def x
                yield inner
            case _:
                yield item


def _table_name(body: ruby.Expression) -> str:
    for item in _statements(body):
        match item:
            case ruby.Assign(target=ruby.Call(name="table_name"), value=ruby.Str(value=name) | ruby.Sym(value=name)):
                return name
    return ""


def _with_inherited(declared: ruby.Class, library: Library) -> Body:
    """The body with the methods of superclasses that are migrations of this project."""
    own = body_of(declared)
    for _ in range(5):
        parent = library.get(_name(declared.superclass))
        if parent is None or parent is declared:
            break
        base = body_of(parent)
        own = Body({**base.methods, **own.methods}, {**base.constants, **own.constants}, {**base.models, **own.models})
        declared = parent
    return own


def _name(superclass: ruby.Expression | None) -> str:
    return superclass.name.rpartition("::")[2] if isinstance(superclass, ruby.Const) else ""


def _calls(declared: ruby.Class, name: str, library: Library) -> bool:
    parent = library.get(_name(declared.superclass))
    here = any(isinstance(item, ruby.Call) and item.name == name for item in _statements(declared.body))
    return here or (parent is not None and parent is not declared and _calls(parent, name, library))


def _camelized(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
