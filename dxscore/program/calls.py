"""A call in the body of a class -> what it says: mixins, hooks of concerns, visibility, options for all, any macro."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import structs

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.program import Constant, Macro, Method, Opening
from dxscore.domain.ruby_values import options_of, statements, text_of, texts_of, value_of
from dxscore.program.drafts import OWN, PARTS, Mixin, Opened, Shown
from dxscore.program.methods import defined_by_call, is_dynamic
from dxscore.program.places import Place, Reader, site
from dxscore.program.reading import LOOPS, unrolled, with_options

VISIBILITIES = ("private", "public", "protected", "module_function")
CONCERN = ruby.Const(0, "::ActiveSupport::Concern")

_HIDING = {"private_class_method": "private", "public_class_method": "public"}
_MIXINS = ("include", "prepend", "extend")
_EVALS = ("class_eval", "class_exec", "module_eval", "module_exec", "instance_eval", "instance_exec")
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


def read_call(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    """Any call in the body of a class or at the top level."""
    match call:
        case ruby.Call(name="send" | "public_send" | "__send__", arguments=(ruby.Sym(value=name), *rest)):
            read_call(reader, structs.replace(call, name=name, arguments=tuple(rest)), place, visibility)
        case ruby.Call(receiver=None | ruby.Self()):
            if not place.hook:
                _own_call(reader, _without_receiver(call), place, visibility)
        case ruby.Call(receiver=ruby.Variable(name=name)) if name in place.itself:
            _own_call(reader, _without_receiver(call), place, visibility)
        case ruby.Call(receiver=ruby.Call(name="singleton_class", receiver=of)):
            _to_singleton(reader, call, of, place)
        case ruby.Call(receiver=ruby.Const() as target, name=name) if name in _MIXINS or name in _EVALS:
            _own_call(reader, _without_receiver(call), reader.foreign(target, place), visibility)
        case ruby.Call(name="on_load", receiver=ruby.Const(), arguments=(ruby.Sym(value=name), *_)):
            loaded = ruby.Const(call.line, f"::{_LOADED.get(name)}")
            reader.block(call.block, reader.foreign(loaded, place) if name in _LOADED else _elsewhere(place))
        case _:
            _macro(reader, call, place, visibility)


def _without_receiver(call: ruby.Call) -> ruby.Call:
    return structs.replace(call, receiver=None) if call.receiver else call


def _elsewhere(place: Place) -> Place:
    return place if place.elsewhere else structs.replace(place, elsewhere=True)


def _to_singleton(reader: Reader, call: ruby.Call, of: ruby.Expression | None, place: Place) -> None:
    match of:
        case ruby.Const():
            place = reader.foreign(of, place)
        case None | ruby.Self():
            pass
        case ruby.Variable(name=name) if name in place.itself:
            pass
        case _:
            return
    _own_call(reader, _without_receiver(call), structs.replace(place, singleton=True), "public")


def _own_call(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    if (special := _SPECIAL.get(call.name)) is not None:
        special(reader, call, place, visibility)
    elif (turns := unrolled(call)) is not None:
        for turn in turns:
            reader.body(turn, place)
    else:
        _macro(reader, call, place, visibility)


def _macro(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    """Any other call: `has_many :a`, `memoize def a`, `RSpec.describe do ... end`."""
    if call.receiver is not None and (turns := unrolled(call)) is not None:
        for turn in turns:
            reader.body(turn, place)
        return
    if call.name in LOOPS and isinstance(call.block, ruby.Block) and not place.elsewhere:
        reader.draft.dynamic.add(place.owner)
    if isinstance(call.receiver, ruby.Call):
        reader.statement(call.receiver, _elsewhere(place))
    if any(_defines(each) for each in call.arguments):
        call = _with_definitions(reader, call, place, visibility)
    if not place.elsewhere:
        _say(reader, call, place, visibility)
    if call.name not in ("define_method", "scope") and isinstance(call.block, ruby.Block):
        reader.block(call.block, _elsewhere(place))


def _say(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    if call.receiver is None:
        place.items.extend(defined_by_call(call, site(reader, place, visibility)))
        if is_dynamic(call):
            reader.draft.dynamic.add(place.owner)
    call = with_options(call, place.options) if place.options else call
    place.items.append(Macro(call, reader.path, place.nesting, place.owner, place.conditional))


def _with_definitions(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> ruby.Call:
    """`helper_method def a` defines the method and names it."""
    for each in call.arguments:
        if _defines(each):
            reader.statement(each, place, visibility)
    named = tuple(ruby.Sym(each.line, each.name) if isinstance(each, ruby.Def) else each for each in call.arguments)
    return structs.replace(call, arguments=named)


def _defines(argument: ruby.Expression) -> bool:
    """`def a` or `private def a`."""
    match argument:
        case ruby.Def():
            return True
        case ruby.Call(name=name, receiver=None, arguments=(ruby.Def(),)):
            return name in VISIBILITIES
    return False


def _mixin(reader: Reader, call: ruby.Call, place: Place, _visibility: str) -> None:
    if place.elsewhere:
        return
    how = call.name
    if place.singleton:
        how = {"include": "extend", "prepend": "prepend to itself"}.get(how, how)
    if not all(isinstance(each, ruby.Const | ruby.Self) for each in call.arguments):
        reader.draft.dynamic.add(place.owner)
    place.items.extend(Mixin(how, each, place.nesting) for each in reversed(call.arguments))
    place.items.append(Macro(call, reader.path, place.nesting, place.owner, place.conditional))


def _hooked(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    """`included do ... end` of a concern."""
    if place.elsewhere or not isinstance(call.block, ruby.Block):
        _macro(reader, call, place, visibility)
        return
    reader.block(call.block, structs.replace(place, items=reader.draft.items[place.owner, PARTS[call.name]]))


def _class_methods(reader: Reader, call: ruby.Call, place: Place, _visibility: str) -> None:
    _made_module(reader, "ClassMethods", call, place)


def _concerning(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    name = text_of(value_of(call.arguments[0])) if call.arguments else ""
    inside = _made_module(reader, name, call, place) if name[:1].isupper() else None
    if inside is None:
        _macro(reader, call, place, visibility)
        return
    inside.items.append(Mixin("extend", CONCERN, ()))
    if call.name == "concerning":
        how = "prepend" if value_of(options_of(call).get("prepend")) is True else "include"
        place.items.append(Mixin(how, ruby.Const(call.line, f"::{inside.owner}"), ()))


def _made_module(reader: Reader, name: str, call: ruby.Call, place: Place) -> Place | None:
    """A module that a block makes; constants in it belong to what is around."""
    if place.elsewhere or not isinstance(call.block, ruby.Block) or not place.owner:
        return None
    full = f"{place.owner}::{name}"
    opening = Opening(reader.path, call.line, call.end_line, (full, *place.nesting))
    reader.draft.opened.append(Opened(full, "module", None, opening))
    inside = Place(full, place.nesting, reader.draft.items[full, OWN])
    reader.body(statements(call.block), inside)
    return inside


def _const_set(reader: Reader, call: ruby.Call, place: Place, visibility: str) -> None:
    """`const_set "STATE_A", "a"` with a name that is written out, or has become so in a loop."""
    match call.arguments:
        case (name, value) if (short := text_of(value_of(name))) and place.owner:
            full = f"{place.owner}::{short}"
            reader.draft.constants.append(Constant(full, value, reader.path, call.line, place.nesting))
        case _:
            _macro(reader, call, place, visibility)


def _evaluated(reader: Reader, call: ruby.Call, place: Place, _visibility: str) -> None:
    if call.block is None and call.arguments and not place.elsewhere:
        reader.draft.dynamic.add(place.owner)
    reader.block(call.block, structs.replace(place, hook=False))


def _with_options(reader: Reader, call: ruby.Call, place: Place, _visibility: str) -> None:
    if place.elsewhere or not isinstance(call.block, ruby.Block):
        return
    around = ruby.Call(call.line, call.name, None, call.arguments, call.keywords)
    merged = with_options(around, place.options)
    trailing = tuple(pair for each in merged.arguments if isinstance(each, ruby.Hash) for pair in each.pairs)
    reader.block(call.block, structs.replace(place, options=(*trailing, *merged.keywords)))


def _shown(reader: Reader, call: ruby.Call, place: Place, _visibility: str) -> None:
    """`private :a`, `private def a`, `private attr_reader :a`, `private(*delegate(...))`."""
    visibility, singleton = call.name, place.singleton
    if visibility in _HIDING:
        visibility, singleton = _HIDING[visibility], True
    names: list[str] = []
    for given in call.arguments:
        each = given.value if isinstance(given, ruby.Splat) else given
        if isinstance(each, ruby.Def | ruby.Call):
            reader.statement(each, place, visibility)
            names.extend([each.name] if isinstance(each, ruby.Def) else [])
        else:
            names.extend(texts_of(value_of(each)))
    if place.elsewhere:
        return
    if visibility == "module_function":
        place.items.extend(_own_copies(place, names))
    else:
        place.items.append(Shown(frozenset(names), visibility, singleton))


def _own_copies(place: Place, names: list[str]) -> list[Method]:
    """Methods of a module that can be called on it, too."""
    methods = [item for item in place.items if isinstance(item, Method)]
    return [replace(each, singleton=True) for each in methods if each.name in names and not each.singleton]


_SPECIAL: Mapping[str, Callable[[Reader, ruby.Call, Place, str], None]] = (
    dict.fromkeys(_MIXINS, _mixin)
    | dict.fromkeys(PARTS, _hooked)
    | dict.fromkeys((*VISIBILITIES, *_HIDING), _shown)
    | dict.fromkeys(_EVALS, _evaluated)
    | {
        "class_methods": _class_methods,
        "const_set": _const_set,
        "concern": _concerning,
        "concerning": _concerning,
        "with_options": _with_options,
    }
)
