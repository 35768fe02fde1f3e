"""Classes of a program -> which of them are models, and the table of each."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.program import Macro, Method, Namespace, Nesting, Program
from dxscore.domain.ruby_values import statements, text_of
from dxscore.program.inflections import Inflections
from dxscore.program.modelling.constant_values import constant_value
from dxscore.program.modelling.gem_classes import base_classes, gem_models
from dxscore.program.settings import setting

_AFFIXES = ("table_name_prefix", "table_name_suffix")


class Table(Struct, frozen=True):
    """Of one model; how it is known is as `Model.table_from`."""

    name: str | None
    known_from: str
    owner: str
    """Full name of the class that owns it: the model itself, or the superclass whose table it shares."""


class Tables:
    """Finds models and their tables, each once."""

    def __init__(self, program: Program, inflections: Inflections) -> None:
        self._program = program
        self._inflections = inflections
        self._known: dict[str, Table] = {}
        self._isolated = _isolated(program)
        self._plural = setting(program, "pluralize_table_names", True) is not False
        self._affixes = {affix: text_of(setting(program, affix, "")) for affix in _AFFIXES}

    def models(self) -> Iterator[str]:
        """Full names of all models of the program, abstract ones too, superclasses first."""
        waiting = sorted({*base_classes(), *gem_models()})
        seen = set(waiting)
        for name in waiting:
            if name in self._program.namespaces and name != "ActiveRecord::Base":
                yield name
            new = [child for child in self._program.children.get(name, ()) if child not in seen]
            seen.update(new)
            waiting.extend(new)

    def is_abstract(self, name: str) -> bool:
        """Whether it says so, or is a base class of the framework or a gem."""
        found = self._program.get(name)
        return name in base_classes() or (found is not None and any(map(_makes_abstract, found.macros)))

    def table(self, name: str) -> Table:
        """Of a model of the program or a gem."""
        if name not in self._known:
            self._known[name] = Table(None, "unknown", name)  # for a class that asks for its own table
            self._known[name] = self._find(name)
        return self._known[name]

    def text(self, value: ruby.Expression, nesting: Nesting, model: str) -> str | None:
        """A name of a table that may hold others, and affixes; None when it is worked out at run time."""
        match value:
            case ruby.Text(parts=parts):
                return _joined([self.text(part, nesting, model) for part in parts])
            case ruby.Call(name="+", receiver=left, arguments=(right,)) if left is not None:
                return _joined([self.text(part, nesting, model) for part in (left, right)])
            case ruby.Call(name="to_s" | "to_sym", receiver=receiver) if receiver is not None:
                return self.text(receiver, nesting, model)
            case ruby.Call(name="table_name" | "table_name_prefix" | "table_name_suffix" as name, receiver=of):
                return self._named(name, of, nesting, model)
        return text_of(constant_value(self._program, value, nesting)) or None

    def _named(self, name: str, of: ruby.Expression | None, nesting: Nesting, model: str) -> str | None:
        """`table_name`, `Post.table_name`, `table_name_prefix`."""
        match of:
            case None | ruby.Self():
                known = model
            case ruby.Const(name=written):
                known = self._program.resolve(written, nesting) or written
            case _:
                return None
        return self.table(known).name if name == "table_name" else self._affix(known, name)

    def _find(self, name: str) -> Table:
        found = self._program.get(name)
        written = self._written(found) if found else None
        if written is not None:
            return written
        if found is None or name in gem_models():
            return Table(gem_models().get(name), "gem", name)
        if self.is_abstract(name):
            return Table(None, "abstract", name)
        if not self.is_abstract(found.superclass):
            shared = self.table(found.superclass)
            return Table(shared.name, "inherited", shared.owner)
        given = self._written_above(name)
        return replace(given, owner=name) if given else Table(self._conventional(name), "convention", name)

    def _written(self, found: Namespace) -> Table | None:
        """By `self.table_name =` or `def self.table_name`; the last one holds."""
        for macro in reversed(found.macros):
            if macro.name in ("table_name=", "set_table_name") and macro.call.arguments:
                name = self.text(macro.call.arguments[0], macro.nesting, found.name)
                return Table(name, "table_name" if name else "unknown", found.name)
        method = found.singleton_methods.get("table_name")
        if method is None or method.form != "def":
            return None
        name = self._returned(method, found.name)
        return Table(name, "table_name" if name else "unknown", found.name)

    def _written_above(self, name: str) -> Table | None:
        """By an abstract superclass, whose name for the table its subclasses take."""
        for above in self._program.superclasses(name):
            found = self._program.get(above)
            if found is not None and (written := self._written(found)) is not None:
                return replace(written, known_from="inherited" if written.name else "unknown")
        return None

    def _conventional(self, name: str) -> str:
        """As ActiveRecord::ModelSchema.compute_table_name."""
        outer, _, short = name.rpartition("::")
        table = self._inflections.underscore(short)
        contained = ""
        if self._is_model(outer) and not self.is_abstract(outer):
            around = self.table(outer).name or ""
            contained = f"{self._inflections.singularize(around) if self._plural else around}_"
        table = self._inflections.pluralize(table) if self._plural else table
        prefix, suffix = (self._affix(name, affix) for affix in _AFFIXES)
        return f"{prefix}{contained}{table}{suffix}"

    def _is_model(self, name: str) -> bool:
        found = self._program.get(name)
        return found is not None and any(each in base_classes() for each in self._program.superclasses(name))

    def _affix(self, name: str, affix: str) -> str:
        """Of the nearest module around that has one, else of the class; taken for none if worked out at run time."""
        outer = name
        while outer := outer.rpartition("::")[0]:
            if (found := self._program.get(outer)) is not None and (given := self._affix_of(found, affix)) is not None:
                return given
        return self._own_affix(name, affix)

    def _affix_of(self, module: Namespace, affix: str) -> str | None:
        if self._is_model(module.name):
            return self._own_affix(module.name, affix)
        if (method := self._program.singleton_method(module.name, affix)) is not None:
            return self._returned(method, module.name) or ""
        if affix == "table_name_prefix" and module.name in self._isolated:
            return f"{self._inflections.underscore(module.name).replace('/', '_')}_"
        return None

    def _own_affix(self, name: str, affix: str) -> str:
        """What a model or a class above it sets, else what the application is configured with."""
        for each in (name, *self._program.superclasses(name)):
            found = self._program.get(each)
            for macro in found.macros if found else ():
                if macro.name == f"{affix}=" and macro.call.arguments:
                    return self.text(macro.call.arguments[0], macro.nesting, name) or ""
        return self._affixes[affix]

    def _returned(self, method: Method, model: str) -> str | None:
        match statements(method.body):
            case (ruby.Jump(kind="return", value=value),) if value is not None:
                return self.text(value, method.nesting, model)
            case (only,):
                return self.text(only, method.nesting, model)
        return None


def _isolated(program: Program) -> frozenset[str]:
    """Modules of engines with `isolate_namespace`, which gives them a prefix."""
    return frozenset(
        program.resolve(target.name, macro.nesting) or target.name
        for engine in program.subclasses("Rails::Engine")
        for macro in program.namespaces[engine].macros
        if macro.name == "isolate_namespace"
        for target in macro.call.arguments[:1]
        if isinstance(target, ruby.Const)
    )


def _joined(texts: list[str | None]) -> str | None:
    known = [text for text in texts if text is not None]
    return "".join(known) if len(known) == len(texts) else None


def _makes_abstract(macro: Macro) -> bool:
    if macro.name == "primary_abstract_class":
        return True
    match macro.call:
        case ruby.Call(name="abstract_class=", arguments=(ruby.Literal(value=True),)):
            return True
    return False
