"""One file's Ruby -> a Draft: what it says about classes and modules, in the order in which it says it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, ClassVar

from msgspec import structs

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.program import Constant, Nesting, Opening
from dxscore.domain.ruby_values import statements
from dxscore.program.calls import VISIBILITIES, read_call
from dxscore.program.drafts import OWN, PARTS, Draft, Foreign, Opened
from dxscore.program.methods import defined, members
from dxscore.program.places import TOP_LEVEL, Place, site
from dxscore.program.reading import filled_in, with_known_turns

_MAKERS = {
    ("Class", "new"): "class",
    ("Module", "new"): "module",
    ("Struct", "new"): "class",
    ("Data", "define"): "class",
}
_LITERALS = (ruby.Str, ruby.Sym, ruby.Array, ruby.Hash, ruby.Literal)
_RAKE = (".rake", "Rakefile")


class BodyReader:
    """Reads one file into `draft`; `known` are the names that all files define, once they are known."""

    def __init__(self, path: str, known: Container[str] | None = None) -> None:
        self.draft = Draft()
        self.path = path
        self._known = known

    def file(self, code: ruby.RubyCode) -> Draft:
        """The whole file."""
        self.body(code.body.items, Place(TOP_LEVEL, (), self.draft.items[TOP_LEVEL, OWN]))
        return self.draft

    def body(self, body: Iterable[ruby.Expression], place: Place) -> None:
        """Statements of one body; a bare `private` holds for those after it, and so do variables and lists."""
        visibility = "public"
        variables: dict[str, ruby.Expression] = {}
        constants: dict[str, ruby.Expression] = {}
        for statement in body:
            match statement:
                case ruby.Assign(target=ruby.Const(name=name), value=value):
                    constants[name] = value
                    self.statement(statement, place, visibility)
                case ruby.Call(name=name, receiver=None | ruby.Self(), arguments=(), block=None) if (
                    name in VISIBILITIES
                ):
                    visibility = name
                case ruby.Assign(target=ruby.Variable(name=name), value=value) if isinstance(value, _LITERALS):
                    variables[name] = value
                case ruby.Call():
                    self.statement(with_known_turns(filled_in(statement, variables), constants), place, visibility)
                case _:
                    self.statement(statement, place, visibility)

    def statement(self, statement: ruby.Expression, place: Place, visibility: str = "public") -> None:
        """One statement; what says nothing about a class is passed over."""
        reader = self._readers.get(type(statement))
        if reader is not None:
            reader(self, statement, place, visibility)

    def block(self, block: ruby.Expression | None, place: Place) -> None:
        """The statements of a block; its first parameter is the class."""
        if isinstance(block, ruby.Block):
            named = frozenset(each.name for each in block.parameters[:1])
            self.body(statements(block.body), place if place.elsewhere else structs.replace(place, itself=named))

    def foreign(self, target: ruby.Const, place: Place) -> Place:
        """Where to put what is said to another class than the one around."""
        foreign = Foreign(target, place.nesting, [])
        self.draft.foreign.append(foreign)
        return Place(target.name, place.nesting, foreign.items, conditional=place.conditional)

    # --- classes and constants ---------------------------------------------------------------------------------------

    def _only_in_a_task(self, place: Place) -> bool:
        """What a rake task opens when it runs is no part of the program otherwise."""
        return place.elsewhere and self.path.endswith(_RAKE)

    def _class(self, statement: ruby.Class, place: Place, _visibility: str) -> None:
        if self._only_in_a_task(place):
            return
        made = _made(statement.superclass)
        superclass = ruby.Const(statement.line, f"::{made[1]}") if made else statement.superclass
        inside = self._open(statement, "class", superclass, place)
        if made and isinstance(statement.superclass, ruby.Call):
            inside.items.extend(members(statement.superclass, site(self, inside, "public")))
        self.body(statements(statement.body), inside)

    def _module(self, statement: ruby.Module, place: Place, _visibility: str) -> None:
        if self._only_in_a_task(place):
            return
        self.body(statements(statement.body), self._open(statement, "module", None, place))

    def _open(
        self, statement: ruby.Class | ruby.Module, kind: str, superclass: ruby.Expression | None, place: Place
    ) -> Place:
        name = self._full_name(statement.name, place.nesting)
        nesting = (name, *place.nesting)
        opening = Opening(self.path, statement.line, statement.end_line, nesting)
        self.draft.opened.append(Opened(name, kind, superclass, opening))
        return Place(name, nesting, self.draft.items[name, OWN])

    def _full_name(self, name: str, nesting: Nesting) -> str:
        """`class A::B` inside of something opens the A that is found from there."""
        if name.startswith("::") or not nesting:
            return name.removeprefix("::")
        first, separator, _ = name.partition("::")
        if not separator:
            return f"{nesting[0]}::{name}"
        if self._known is None:
            self.draft.ambiguous = True
            return f"{nesting[0]}::{name}"
        known = self._known
        return next((f"{scope}::{name}" for scope in nesting if f"{scope}::{first}" in known), name)

    def _eigenclass(self, statement: ruby.Eigenclass, place: Place, _visibility: str) -> None:
        match statement.target:
            case ruby.Self():
                inside = place
            case ruby.Variable(name=name) if name in place.itself:
                inside = structs.replace(place, hook=False)
            case ruby.Const() as target:
                inside = self.foreign(target, place)
            case _:
                return
        self.body(statements(statement.body), structs.replace(inside, singleton=True))

    def _assign(self, statement: ruby.Assign, place: Place, visibility: str) -> None:
        match statement.target:
            case ruby.Const(scope=None) as target:
                self._constant(target, statement, place)
            case ruby.Call(name=name, receiver=receiver) as target if receiver is not None and name != "[]":
                self._attribute(target, receiver, statement, place, visibility)
            case _:
                away = place if place.elsewhere else structs.replace(place, elsewhere=True)
                self.statement(statement.value, away, visibility)

    def _attribute(
        self, target: ruby.Call, receiver: ruby.Expression, statement: ruby.Assign, place: Place, visibility: str
    ) -> None:
        """`self.a = v` is a macro named `a=`; `self.a += v` gives it `a + v`."""
        line, value = target.line, statement.value
        if statement.operator not in ("", "||"):
            value = ruby.Call(line, statement.operator, ruby.Call(line, target.name), (value,))
        call = ruby.Call(line, f"{target.name}=", receiver, (value,), end_line=line)
        if isinstance(receiver, ruby.Const):
            place, call = self.foreign(receiver, place), structs.replace(call, receiver=None)
        read_call(self, call, place, visibility)

    def _constant(self, target: ruby.Const, statement: ruby.Assign, place: Place) -> None:
        name = self._full_name(target.name, place.nesting)
        self.draft.constants.append(Constant(name, statement.value, self.path, statement.line, place.nesting))
        call, made = statement.value, _made(statement.value)
        if made is None or not isinstance(call, ruby.Call):
            return
        kind, maker = made
        superclass: ruby.Expression | None = ruby.Const(call.line, f"::{maker}")
        if maker in ("Class", "Module"):
            superclass = call.arguments[0] if call.arguments else None
        opening = Opening(self.path, statement.line, call.end_line, (name, *place.nesting))
        self.draft.opened.append(Opened(name, kind, superclass, opening))
        inside = Place(name, place.nesting, self.draft.items[name, OWN])
        if maker in ("Struct", "Data"):
            inside.items.extend(members(call, site(self, inside, "public")))
        self.body(statements(call.block), inside)

    # --- methods -----------------------------------------------------------------------------------------------------

    def _def(self, statement: ruby.Def, place: Place, visibility: str) -> None:
        match statement.singleton:
            case ruby.Const() as target if target.name != place.owner.rpartition("::")[2]:
                place = self.foreign(target, place)
            case ruby.Self() | ruby.Const() if statement.name in PARTS:
                self._hook(statement, place)
            case None if place.singleton and statement.name in PARTS:
                self._hook(statement, place)
            case _:
                pass
        if place.elsewhere:
            return
        if statement.name == "method_missing":
            self.draft.dynamic.add(place.owner)
        both = visibility == "module_function"
        hidden = not (both or (statement.singleton and not place.singleton))
        method = defined(statement, site(self, place, visibility if hidden else "public"))
        place.items.append(method)
        if both and not method.singleton:
            place.items.append(replace(method, singleton=True))

    def _hook(self, statement: ruby.Def, place: Place) -> None:
        """`def self.included(base)`: what it does to `base` is done to each class that includes the module."""
        base = frozenset(each.name for each in statement.parameters[:1])
        items = self.draft.items[place.owner, PARTS[statement.name]]
        self.body(statements(statement.body), Place(place.owner, place.nesting, items, hook=True, itself=base))

    # --- flow --------------------------------------------------------------------------------------------------------

    def _if(self, statement: ruby.If, place: Place, visibility: str) -> None:
        self._each((statement.then, statement.otherwise), structs.replace(place, conditional=True), visibility)

    def _case(self, statement: ruby.Case, place: Place, visibility: str) -> None:
        bodies = (*(branch.body for branch in statement.branches), statement.otherwise)
        self._each(bodies, structs.replace(place, conditional=True), visibility)

    def _begin(self, statement: ruby.Begin, place: Place, visibility: str) -> None:
        self._each((statement.body, statement.otherwise, statement.ensure), place, visibility)

    def _sequence(self, statement: ruby.Sequence, place: Place, visibility: str) -> None:
        self._each((statement,), place, visibility)

    def _logic(self, statement: ruby.Logic, place: Place, visibility: str) -> None:
        self._each(statement.operands, structs.replace(place, conditional=True), visibility)

    def _each(self, bodies: Iterable[ruby.Expression | None], place: Place, visibility: str) -> None:
        for body in bodies:
            for statement in statements(body):
                self.statement(statement, place, visibility)

    def _call(self, call: ruby.Call, place: Place, visibility: str) -> None:
        read_call(self, call, place, visibility)

    _readers: ClassVar[Mapping[type, Callable[[BodyReader, Any, Place, str], None]]] = {
        ruby.Class: _class,
        ruby.Module: _module,
        ruby.Eigenclass: _eigenclass,
        ruby.Def: _def,
        ruby.Assign: _assign,
        ruby.Call: _call,
        ruby.If: _if,
        ruby.Case: _case,
        ruby.Begin: _begin,
        ruby.Sequence: _sequence,
        ruby.Logic: _logic,
    }


def _made(value: ruby.Expression | None) -> tuple[str, str] | None:
    """'class' or 'module', and who makes it, of `Class.new`, `Struct.new(...) do ... end` and their like."""
    match value:
        case ruby.Call(name=name, receiver=ruby.Const(name=maker, scope=None)):
            kind = _MAKERS.get((maker.removeprefix("::"), name))
            return (kind, maker.removeprefix("::")) if kind else None
    return None
