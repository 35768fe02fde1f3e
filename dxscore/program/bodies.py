"""One file's Ruby -> a Draft: what it says about classes and modules, in the order in which it says it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from msgspec import structs

from dxscore.domain import ruby
from dxscore.domain.program import Constant, Macro, Method, Nesting, Opening
from dxscore.domain.ruby_values import options_of, statements, text_of, texts_of, value_of
from dxscore.program.drafts import (
    EXTENDED,
    INCLUDED,
    INHERITED,
    OWN,
    PREPENDED,
    Draft,
    Foreign,
    Item,
    Mixin,
    Opened,
    Shown,
)
from dxscore.program.methods import Site, defined, defined_by_call, is_dynamic, members
from dxscore.program.reading import unrolled, with_options

TOP_LEVEL = ""
"""The owner of what stands outside of any class."""
CONCERN = ruby.Const(0, "::ActiveSupport::Concern")

_HOOKS = {"included": INCLUDED, "prepended": PREPENDED, "extended": EXTENDED, "inherited": INHERITED}
_VISIBILITIES = ("private", "public", "protected", "module_function")
_HIDING = {"private_class_method": "private", "public_class_method": "public"}
_MIXINS = ("include", "prepend", "extend")
_EVALS = ("class_eval", "class_exec", "module_eval", "module_exec", "instance_eval", "instance_exec")
_MAKERS = {
    ("Class", "new"): "class",
    ("Module", "new"): "module",
    ("Struct", "new"): "class",
    ("Data", "define"): "class",
}
_LOADED: Mapping[str, str] = {
    "active_record": "ActiveRecord::Base",
    "action_controller": "ActionController::Base",
    "action_controller_base": "ActionController::Base",
    "action_controller_api": "ActionController::API",
    "action_mailer": "ActionMailer::Base",
    "active_job": "ActiveJob::Base",
    "action_view": "ActionView::Base",
    "active_storage_blob": "ActiveStorage::Blob",
    "active_storage_attachment": "ActiveStorage::Attachment",
    "action_text_rich_text": "ActionText::RichText",
}
"""Names of `ActiveSupport.on_load` -> the class that the block runs in (guides/source/engines.md of Rails)."""


@dataclass(frozen=True, slots=True)
class Place:
    """For whom statements are read."""

    owner: str
    nesting: Nesting
    items: list[Item]
    """Where to put what they say."""
    singleton: bool = False
    """In `class << self`."""
    conditional: bool = False
    itself: frozenset[str] = frozenset()
    """Variables that hold the class: `base` in `def self.included(base)`."""
    options: tuple[ruby.Pair, ...] = ()
    """Of `with_options` around it."""
    elsewhere: bool = False
    """A block of unknown use: only classes and what names its class is read."""
    hook: bool = False
    """In `def self.included(base)`: only what is said to `base` counts."""


class BodyReader:
    """Reads one file into `draft`; `known` are the names that all files define, once they are known."""

    def __init__(self, path: str, known: Container[str] | None = None) -> None:
        self.draft = Draft()
        self._path = path
        self._known = known

    def file(self, code: ruby.RubyCode) -> Draft:
        """The whole file."""
        self.body(code.body.items, Place(TOP_LEVEL, (), self.draft.items[TOP_LEVEL, OWN]))
        return self.draft

    def body(self, body: Iterable[ruby.Expression], place: Place) -> None:
        """Statements of one body; a bare `private` holds for those after it."""
        visibility = "public"
        for statement in body:
            match statement:
                case ruby.Call(name=name, receiver=None | ruby.Self(), arguments=(), block=None) if (
                    name in _VISIBILITIES
                ):
                    visibility = name
                case _:
                    self._statement(statement, place, visibility)

    def _statement(self, statement: ruby.Expression, place: Place, visibility: str = "public") -> None:
        reader = _READERS.get(type(statement))
        if reader is not None:
            reader(self, statement, place, visibility)

    # --- classes -----------------------------------------------------------------------------------------------------

    def _class(self, statement: ruby.Class, place: Place, _visibility: str) -> None:
        made = _made(statement.superclass) if statement.superclass else None
        superclass = ruby.Const(statement.line, f"::{made[1]}") if made else statement.superclass
        inside = self._open(statement, "class", superclass, place)
        if made and isinstance(statement.superclass, ruby.Call):
            inside.items.extend(members(statement.superclass, self._site(inside, "public")))
        self.body(statements(statement.body), inside)

    def _module(self, statement: ruby.Module, place: Place, _visibility: str) -> None:
        self.body(statements(statement.body), self._open(statement, "module", None, place))

    def _open(
        self, statement: ruby.Class | ruby.Module, kind: str, superclass: ruby.Expression | None, place: Place
    ) -> Place:
        name = self._full_name(statement.name, place.nesting)
        nesting = (name, *place.nesting)
        opening = Opening(self._path, statement.line, statement.end_line, nesting)
        self.draft.opened.append(Opened(name, kind, superclass, opening))
        return Place(name, nesting, self.draft.items[name, OWN])

    def _full_name(self, name: str, nesting: Nesting) -> str:
        if name.startswith("::") or not nesting:
            return name.removeprefix("::")
        first, separator, _ = name.partition("::")
        if not separator:
            return f"{nesting[0]}::{name}"
        if self._known is None:
            self.draft.ambiguous = True
            return f"{nesting[0]}::{name}"
        around = (f"{scope}::" for scope in nesting)
        return next((scope + name for scope in around if scope + first in self._known), name)

    def _eigenclass(self, statement: ruby.Eigenclass, place: Place, _visibility: str) -> None:
        match statement.target:
            case ruby.Self():
                inside = replace(place, singleton=True)
            case ruby.Variable(name=name) if name in place.itself:
                inside = replace(place, singleton=True)
            case ruby.Const() as target:
                inside = replace(self._foreign(target, place), singleton=True)
            case _:
                return
        self.body(statements(statement.body), inside)

    def _foreign(self, target: ruby.Const, place: Place) -> Place:
        foreign = Foreign(target, place.nesting, [])
        self.draft.foreign.append(foreign)
        return Place(target.name, place.nesting, foreign.items, conditional=place.conditional)

    # --- methods -----------------------------------------------------------------------------------------------------

    def _def(self, statement: ruby.Def, place: Place, visibility: str) -> None:
        match statement.singleton:
            case ruby.Const() as target if target.name != place.owner.rpartition("::")[2]:
                place = self._foreign(target, place)
            case ruby.Self() | ruby.Const() if statement.name in _HOOKS:
                self._hook(statement, place)
            case None if place.singleton and statement.name in _HOOKS:
                self._hook(statement, place)
            case _:
                pass
        if place.elsewhere:
            return
        if statement.name == "method_missing":
            self.draft.dynamic.add(place.owner)
        both = visibility == "module_function"
        site = self._site(place, "public" if both or (statement.singleton and not place.singleton) else visibility)
        method = defined(statement, site)
        place.items.append(method)
        if both and not method.singleton:
            place.items.append(replace(method, singleton=True))

    def _hook(self, statement: ruby.Def, place: Place) -> None:
        """`def self.included(base)`: what it does to `base` is done to each class that includes the module."""
        base = statement.parameters[0].name if statement.parameters else ""
        part = _HOOKS[statement.name]
        inside = Place(
            place.owner, place.nesting, self.draft.items[place.owner, part], hook=True, itself=frozenset((base,))
        )
        self.body(statements(statement.body), inside)

    def _site(self, place: Place, visibility: str) -> Site:
        shown = "public" if visibility == "module_function" else visibility
        return Site(self._path, place.owner, place.nesting, place.singleton, shown)

    # --- constants ---------------------------------------------------------------------------------------------------

    def _assign(self, statement: ruby.Assign, place: Place, visibility: str) -> None:
        match statement.target:
            case ruby.Const(scope=None) as target:
                self._constant(target, statement, place)
            case ruby.Call(name=name, receiver=receiver, line=line) if receiver is not None and name != "[]":
                value = statement.value
                if statement.operator not in ("", "||"):
                    value = ruby.Call(line, statement.operator, ruby.Call(line, name), (value,))
                call = ruby.Call(line, f"{name}=", receiver, (value,), end_line=line)
                if isinstance(receiver, ruby.Const):
                    place = self._foreign(receiver, place)
                    call = structs.replace(call, receiver=None)
                self._call(call, place, visibility)
            case _:
                self._statement(statement.value, replace(place, elsewhere=True), visibility)

    def _constant(self, target: ruby.Const, statement: ruby.Assign, place: Place) -> None:
        name = self._full_name(target.name, place.nesting)
        self.draft.constants.append(Constant(name, statement.value, self._path, statement.line, place.nesting))
        if (made := _made(statement.value)) is None:
            return
        kind, maker = made
        call = statement.value
        assert isinstance(call, ruby.Call)  # noqa: S101 - _made said so
        opening = Opening(self._path, statement.line, call.end_line, (name, *place.nesting))
        superclass: ruby.Expression | None = ruby.Const(call.line, f"::{maker}")
        if maker in ("Class", "Module"):
            superclass = call.arguments[0] if call.arguments else None
        self.draft.opened.append(Opened(name, kind, superclass, opening))
        inside = Place(name, place.nesting, self.draft.items[name, OWN])
        if maker in ("Struct", "Data"):
            inside.items.extend(members(call, self._site(inside, "public")))
        self.body(statements(call.block), inside)

    # --- calls -------------------------------------------------------------------------------------------------------

    def _call(self, call: ruby.Call, place: Place, visibility: str) -> None:
        match call:
            case ruby.Call(name="send" | "public_send" | "__send__", arguments=(ruby.Sym(value=name), *rest)):
                self._call(structs.replace(call, name=name, arguments=tuple(rest)), place, visibility)
            case ruby.Call(receiver=None | ruby.Self()) if place.hook:
                return
            case ruby.Call(receiver=None | ruby.Self()):
                self._own_call(structs.replace(call, receiver=None) if call.receiver else call, place, visibility)
            case ruby.Call(receiver=ruby.Variable(name=name)) if name in place.itself:
                self._own_call(structs.replace(call, receiver=None), place, visibility)
            case ruby.Call(receiver=ruby.Call(name="singleton_class", receiver=of)):
                self._to_singleton(call, of, place)
            case ruby.Call(receiver=ruby.Const() as target, name=name) if name in _MIXINS or name in _EVALS:
                self._own_call(structs.replace(call, receiver=None), self._foreign(target, place), visibility)
            case ruby.Call(name="on_load", receiver=ruby.Const(), arguments=(ruby.Sym(value=name), *_)):
                inside = replace(place, elsewhere=True)
                if name in _LOADED:
                    inside = self._foreign(ruby.Const(call.line, f"::{_LOADED[name]}"), place)
                self._block(call.block, inside)
            case _:
                self._macro(call, place)

    def _to_singleton(self, call: ruby.Call, of: ruby.Expression | None, place: Place) -> None:
        if isinstance(of, ruby.Const):
            place = self._foreign(of, place)
        elif not (
            of is None or isinstance(of, ruby.Self) or (isinstance(of, ruby.Variable) and of.name in place.itself)
        ):
            return
        self._own_call(structs.replace(call, receiver=None), replace(place, singleton=True), "public")

    def _own_call(self, call: ruby.Call, place: Place, visibility: str) -> None:
        if (special := _SPECIAL.get(call.name)) is not None:
            special(self, call, place, visibility)
        elif (turns := unrolled(call)) is not None:
            for turn in turns:
                self.body(turn, place)
        else:
            self._macro(call, place, visibility)

    def _macro(self, call: ruby.Call, place: Place, visibility: str = "public") -> None:
        """Any other call: `has_many :a`, `memoize def a`, `RSpec.describe do ... end`."""
        if call.receiver is not None and not isinstance(call.receiver, ruby.Const):
            self._statement(call.receiver, replace(place, elsewhere=True))
        if any(isinstance(each, ruby.Def | ruby.Call) for each in call.arguments):
            call = self._with_definitions(call, place, visibility)
        if not place.elsewhere:
            if call.receiver is None:
                place.items.extend(defined_by_call(call, self._site(place, visibility)))
                if is_dynamic(call):
                    self.draft.dynamic.add(place.owner)
            call = with_options(call, place.options) if place.options else call
            place.items.append(Macro(call, self._path, place.nesting, place.owner, place.conditional))
        if call.name not in ("define_method", "scope") and isinstance(call.block, ruby.Block):
            self._block(call.block, replace(place, elsewhere=True))

    def _with_definitions(self, call: ruby.Call, place: Place, visibility: str) -> ruby.Call:
        """`helper_method def a` defines the method and names it."""
        for each in call.arguments:
            if isinstance(each, ruby.Def):
                self._def(each, place, visibility)
        named = tuple(ruby.Sym(each.line, each.name) if isinstance(each, ruby.Def) else each for each in call.arguments)
        return structs.replace(call, arguments=named)

    def _block(self, block: ruby.Expression | None, place: Place) -> None:
        if isinstance(block, ruby.Block):
            named = frozenset(each.name for each in block.parameters[:1])
            self.body(statements(block.body), replace(place, itself=named) if not place.elsewhere else place)

    # --- calls with a meaning of their own ---------------------------------------------------------------------------

    def _mixin(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        if place.elsewhere:
            return
        how = call.name
        if place.singleton:
            how = {"include": "extend", "prepend": "prepend to itself"}.get(how, how)
        place.items.extend(Mixin(how, each, place.nesting) for each in reversed(call.arguments))
        place.items.append(Macro(call, self._path, place.nesting, place.owner, place.conditional))

    def _hooked(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        """`included do ... end` of a concern."""
        if place.elsewhere or not isinstance(call.block, ruby.Block):
            self._macro(call, place)
            return
        part = _HOOKS[call.name]
        self._block(call.block, replace(place, items=self.draft.items[place.owner, part]))

    def _class_methods(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        self._made_module("ClassMethods", call, place)

    def _concerning(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        name = text_of(value_of(call.arguments[0])) if call.arguments else ""
        if name and (inside := self._made_module(name, call, place)) is not None:
            inside.items.append(Mixin("extend", CONCERN, ()))
            if call.name == "concerning":
                how = "prepend" if value_of(options_of(call).get("prepend")) is True else "include"
                place.items.append(Mixin(how, ruby.Const(call.line, f"::{inside.owner}"), ()))

    def _made_module(self, name: str, call: ruby.Call, place: Place) -> Place | None:
        if place.elsewhere or not isinstance(call.block, ruby.Block) or not place.owner:
            return None
        full = f"{place.owner}::{name}"
        opening = Opening(self._path, call.line, call.end_line, (full, *place.nesting))
        self.draft.opened.append(Opened(full, "module", None, opening))
        inside = Place(full, place.nesting, self.draft.items[full, OWN])
        self.body(statements(call.block), inside)
        return inside

    def _evaluated(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        if call.block is None and call.arguments and not place.elsewhere:
            self.draft.dynamic.add(place.owner)
        self._block(call.block, replace(place, hook=False))

    def _with_options(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        if place.elsewhere or not isinstance(call.block, ruby.Block):
            return
        given = call.keywords
        for each in call.arguments:
            given = (*given, *each.pairs) if isinstance(each, ruby.Hash) else given
        merged = {
            key.value if isinstance(key, ruby.Sym | ruby.Str) else "": (key, value) for key, value in place.options
        }
        merged |= {key.value if isinstance(key, ruby.Sym | ruby.Str) else "": (key, value) for key, value in given}
        self._block(call.block, replace(place, options=tuple(merged.values())))

    def _shown(self, call: ruby.Call, place: Place, _visibility: str) -> None:
        """`private :a`, `private def a`, `private attr_reader :a`, `private(*delegate(...))`."""
        visibility, singleton = call.name, place.singleton
        if visibility in _HIDING:
            visibility, singleton = _HIDING[visibility], True
        names: list[str] = []
        for given in call.arguments:
            each = given.value if isinstance(given, ruby.Splat) else given
            if isinstance(each, ruby.Def | ruby.Call):
                self._statement(each, place, visibility)
                names.extend(
                    item.name for item in place.items[-1:] if isinstance(each, ruby.Def) and isinstance(item, Method)
                )
            else:
                names.extend(texts_of(value_of(each)))
        if place.elsewhere:
            return
        if visibility == "module_function":
            place.items.extend(
                replace(item, singleton=True)
                for item in [*place.items]
                if isinstance(item, Method) and item.name in names and not item.singleton
            )
        else:
            place.items.append(Shown(frozenset(names), visibility, singleton))

    # --- flow --------------------------------------------------------------------------------------------------------

    def _if(self, statement: ruby.If, place: Place, visibility: str) -> None:
        for branch in (statement.then, statement.otherwise):
            for each in statements(branch):
                self._statement(each, replace(place, conditional=True), visibility)

    def _case(self, statement: ruby.Case, place: Place, visibility: str) -> None:
        for body in (*(branch.body for branch in statement.branches), statement.otherwise):
            for each in statements(body):
                self._statement(each, replace(place, conditional=True), visibility)

    def _begin(self, statement: ruby.Begin, place: Place, visibility: str) -> None:
        for body in (statement.body, statement.otherwise, statement.ensure):
            for each in statements(body):
                self._statement(each, place, visibility)

    def _sequence(self, statement: ruby.Sequence, place: Place, visibility: str) -> None:
        for each in statement.items:
            self._statement(each, place, visibility)

    def _logic(self, statement: ruby.Logic, place: Place, visibility: str) -> None:
        for each in statement.operands:
            self._statement(each, replace(place, conditional=True), visibility)


_READERS: Mapping[type, Callable[[BodyReader, Any, Place, str], None]] = {
    ruby.Class: BodyReader._class,
    ruby.Module: BodyReader._module,
    ruby.Eigenclass: BodyReader._eigenclass,
    ruby.Def: BodyReader._def,
    ruby.Assign: BodyReader._assign,
    ruby.Call: BodyReader._call,
    ruby.If: BodyReader._if,
    ruby.Case: BodyReader._case,
    ruby.Begin: BodyReader._begin,
    ruby.Sequence: BodyReader._sequence,
    ruby.Logic: BodyReader._logic,
}
_SPECIAL: Mapping[str, Callable[[BodyReader, ruby.Call, Place, str], None]] = (
    dict.fromkeys(_MIXINS, BodyReader._mixin)
    | dict.fromkeys(_HOOKS, BodyReader._hooked)
    | dict.fromkeys((*_VISIBILITIES, *_HIDING), BodyReader._shown)
    | dict.fromkeys(_EVALS, BodyReader._evaluated)
    | {
        "class_methods": BodyReader._class_methods,
        "concern": BodyReader._concerning,
        "concerning": BodyReader._concerning,
        "with_options": BodyReader._with_options,
    }
)


def _made(value: ruby.Expression) -> tuple[str, str] | None:
    """'class' or 'module', and who makes it, of `Class.new`, `Struct.new(...) do ... end` and their like."""
    match value:
        case ruby.Call(name=name, receiver=ruby.Const(name=maker, scope=None)):
            kind = _MAKERS.get((maker.removeprefix("::"), name))
            return (kind, maker.removeprefix("::")) if kind else None
    return None
