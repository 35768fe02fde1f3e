"""State machines that a model declares in the block of a macro: what firing an event does to the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from dxscore.access import lifecycle
from dxscore.access.effects import Context, Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import UNKNOWN, Instance
from dxscore.access.world import World
from dxscore.domain import ruby
from dxscore.domain.access import Kind
from dxscore.domain.model import Model
from dxscore.domain.program import Macro
from dxscore.domain.ruby_values import statements

States = frozenset[str] | None
"""None for any."""
_OPTIONS = frozenset({"from", "to", "on", "do", "if", "unless", "except_from", "except_to", "via"})


class Transition(Struct, frozen=True):
    """From some states to some others."""

    before: States
    after: States


class Event(Struct, frozen=True):
    """`event :pay do ... end`."""

    name: str
    call: ruby.Call
    transitions: tuple[Transition, ...]


class Machine(Struct, frozen=True):
    """One macro with its block; `form` is the gem's entry in gems.yml."""

    form: Mapping[str, Any]
    macro: Macro
    events: Mapping[str, Event]
    states: Mapping[str, ruby.Call]
    callbacks: tuple[ruby.Call, ...]
    methods: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Name of a method -> the event, and 'saves', 'runs' or 'plain'."""


def machines_of(world: World, forms: Mapping[str, Any], model: str) -> tuple[Machine, ...]:
    """Those of a class and its superclasses."""
    macros = world.program.inherited_macros(model)
    return tuple(_machine(forms[macro.name], macro) for macro in macros if macro.name in forms and macro.call.block)


def _machine(form: Mapping[str, Any], macro: Macro) -> Machine:
    calls = [each for each in _calls(macro.call.block) if isinstance(each, ruby.Call)]
    events = {event.name: event for call in calls if call.name == form["event"] for event in _events(call)}
    states = {name: call for call in calls if call.name == form["state"] for name in _names(call.arguments)}
    inside = [inner for call in calls for inner in (call, *_nested(call, form))]
    callbacks = tuple(call for call in inside if call.name in form["callbacks"])
    methods = {
        pattern.replace("%", name): (name, way)
        for way in ("plain", "runs", "saves")
        for pattern in form.get(way, ())
        for name in events
    }
    return Machine(form, macro, events, states, callbacks, methods)


def _calls(block: ruby.Expression | None) -> Iterator[ruby.Expression]:
    for each in statements(block.body if isinstance(block, ruby.Block) else None):
        yield each
        if isinstance(each, ruby.Call) and each.name in ("with_options", "transaction"):
            yield from _calls(each.block)


def _nested(call: ruby.Call, form: Mapping[str, Any]) -> Iterator[ruby.Call]:
    if call.name in (form["event"], form["state"]):
        yield from (each for each in _calls(call.block) if isinstance(each, ruby.Call))


def _events(call: ruby.Call) -> Iterator[Event]:
    inner = [each for each in _calls(call.block) if isinstance(each, ruby.Call)]
    found = tuple(each for one in inner if one.name in ("transition", "transitions") for each in _transitions(one))
    for name in _names(call.arguments):
        yield Event(name, call, found)


def _transitions(call: ruby.Call) -> Iterator[Transition]:
    options = {key.value: value for key, value in _pairs(call) if isinstance(key, ruby.Sym)}
    if "to" in options:
        yield Transition(_states(options.get("from")), _states(options["to"]))
        return
    for key, value in _pairs(call):
        if not (isinstance(key, ruby.Sym) and key.value in _OPTIONS):
            yield Transition(_states(key), _states(value))


def _pairs(call: ruby.Call) -> Iterator[ruby.Pair]:
    yield from call.keywords
    for argument in call.arguments:
        if isinstance(argument, ruby.Hash):
            yield from argument.pairs


def _states(node: ruby.Expression | None) -> States:
    if isinstance(node, ruby.Sym | ruby.Str):
        return frozenset({node.value})
    if isinstance(node, ruby.Array) and all(isinstance(item, ruby.Sym | ruby.Str) for item in node.items):
        return frozenset(_names(node.items))
    return None


def _names(items: Iterable[ruby.Expression]) -> list[str]:
    return [item.value for item in items if isinstance(item, ruby.Sym | ruby.Str)]


def fire(frame: Frame, model: Model, machine: Machine, sent: Sent) -> None:
    """Callbacks of the transition and the save, in one transaction."""
    event, way = machine.methods[sent.name]

    def fill(summary: Summary) -> None:
        inner = Frame(frame.engine, summary, Instance(model.name, "persisted"), machine.macro.nesting)
        _run(inner, machine, machine.events[event], save=way == "saves")

    key = ("event", model.name, id(machine.macro.call), event, way)
    frame.absorb(frame.engine.chain(key, machine.macro.path, fill), sent.line)


def _run(frame: Frame, machine: Machine, event: Event, *, save: bool) -> None:
    path = machine.macro.path
    with frame.inside(lifecycle.IMPLIED if save else Context()):
        if save:
            frame.add(Kind.TRANSACTION, "", "implied", event.call.line)
        for call in machine.callbacks:
            if call.name.startswith("before") and _fits(call, event):
                _callback(frame, machine, call)
        _option_handlers(frame, machine, event)
        if save and isinstance(frame.me, Instance):
            lifecycle.save(frame, frame.me, event.call.line)
            frame.summary.path = path
        for call in machine.callbacks:
            if not call.name.startswith("before") and _fits(call, event):
                _callback(frame, machine, call)


def _fits(call: ruby.Call, event: Event) -> bool:
    """Whether a callback's states are among those that the event leads from and to."""
    options = {key.value: value for key, value in _pairs(call) if isinstance(key, ruby.Sym)}
    if "on" in options and not _meet(_states(options["on"]), frozenset({event.name})):
        return False
    wanted = [
        Transition(_states(key), _states(value))
        for key, value in _pairs(call)
        if not (isinstance(key, ruby.Sym) and key.value in _OPTIONS)
    ]
    if "from" in options or "to" in options:
        wanted.append(Transition(_states(options.get("from")), _states(options.get("to"))))
    return (
        not wanted
        or not event.transitions
        or any(
            _meet(one.before, each.before) and _meet(one.after, each.after)
            for one in wanted
            for each in event.transitions
        )
    )


def _meet(first: States, second: States) -> bool:
    return first is None or second is None or bool(first & second)


def _callback(frame: Frame, machine: Machine, call: ruby.Call) -> None:
    frame.summary.path = machine.macro.path
    given = [*call.arguments, call.block, *(value for key, value in _pairs(call) if _is_do(key))]
    for each in given:
        _handle(frame, machine, each, call.line)


def _is_do(key: ruby.Expression | None) -> bool:
    return isinstance(key, ruby.Sym) and key.value in ("do", "if", "unless")


def _handle(frame: Frame, machine: Machine, handler: ruby.Expression | None, line: int) -> None:
    match handler:
        case ruby.Sym(value=name) | ruby.Str(value=name):
            frame.engine.send(frame, frame.me, Sent(name, line))
        case ruby.Array(items=items):
            for item in items:
                _handle(frame, machine, item, line)
        case ruby.Block():
            frame.engine.run_body(frame, handler, machine.macro, (frame.me, UNKNOWN))


def _option_handlers(frame: Frame, machine: Machine, event: Event) -> None:
    """`event :pay, after: :notify`, `state :paid, after_enter: ...`, `transitions ..., guard: :payable?`."""
    names = frozenset(machine.form.get("options", ()))
    targets = {name for each in event.transitions for name in each.after or ()}
    sources = [event.call, *(machine.states[name] for name in sorted(targets & set(machine.states)))]
    sources += [each for each in _nested(event.call, machine.form) if each.name == "transitions"]
    for call in sources if names else ():
        for key, value in _pairs(call):
            if isinstance(key, ruby.Sym) and key.value in names:
                with frame.inside(lifecycle.COMMITTED if key.value == "after_commit" else Context()):
                    _handle(frame, machine, value, call.line)
    for call in _nested(event.call, machine.form) if names else ():
        if call.name in names:
            _handle(frame, machine, call.block, call.line)
