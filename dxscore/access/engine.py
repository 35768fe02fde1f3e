"""Follows methods: runs each with abstract values, remembers the summary, and hands it to whoever calls it next.

A summary is known by the method, what it is called on, its arguments, and the instance variables that it reads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeAlias

from dxscore.access import assigning, binding, blocks, dispatch, expressions, loading, objects, records, serializers
from dxscore.access.blocks import DEPTH, finish
from dxscore.access.changes import Changes
from dxscore.access.effects import Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.gems import Gems
from dxscore.access.pieces import Pieces
from dxscore.access.values import (
    NEVER,
    OWN_BLOCK,
    UNKNOWN,
    YIELDED,
    ClassOf,
    Instance,
    Name,
    Procedure,
    Special,
    Value,
    join,
    join_all,
    parts,
)
from dxscore.access.views import Views
from dxscore.access.world import World
from dxscore.domain import ruby
from dxscore.domain.model import Association, Declared
from dxscore.domain.program import Macro, Method, Nesting
from dxscore.domain.ruby import Block, Expression, Self

_EXACT = 8
"""Summaries of one method (on one class) with exact arguments; later ones get coarser arguments."""
_COARSE = 24
"""Summaries with any arguments; later ones are told nothing, so that recursion on growing values ends."""

_Key: TypeAlias = "tuple[int, Value, tuple[Value | None, ...]]"


@dataclass(slots=True)
class Engine:
    """One analysis of a program: all that was worked out so far."""

    world: World
    views: Views
    gems: Gems
    changes: Changes
    memo: dict[_Key, list[Summary]] = field(default_factory=dict)
    depth: int = 0
    running: set[int] = field(default_factory=set)
    """Blocks whose body is being read: one that calls itself is not followed again."""
    _counts: dict[tuple[int, str], int] = field(default_factory=dict)
    _constants: dict[tuple[str, Nesting], Value] = field(default_factory=dict)
    _variables: dict[tuple[Value, str], Value] = field(default_factory=dict)
    _chains: dict[tuple[object, ...], Summary] = field(default_factory=dict)
    enqueued: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    """Class of a job -> what it is given where it is enqueued."""
    pieces: Pieces = field(default_factory=Pieces)

    def evaluate(self, frame: Frame, node: Expression | None) -> Value:
        """What an expression gives, see `expressions`."""
        return expressions.evaluate(frame, node)

    def send(self, frame: Frame, receiver: Value, sent: Sent) -> Value:
        """What a call gives, see `dispatch`."""
        return dispatch.send(frame, receiver, sent)

    def send_super(self, frame: Frame, sent: Sent) -> Value:
        """The next method of this name after the one that is running, or what the framework has."""
        return dispatch.send_super(frame, sent)

    def call(self, frame: Frame, method: Method, me: Value, sent: Sent) -> Value:
        """Runs a method of the program on `me`."""
        match method.form:
            case "reader":
                return self._read(frame, method, me, sent)
            case "writer":
                if _on_self(frame, me, sent):
                    frame.set_field(method.target, sent.first)
                return sent.first
            case "alias":
                again = Sent(method.target, sent.line, sent.arguments, sent.keywords, sent.rest, sent.block, sent.splat)
                return dispatch.send_one(frame, me, again) if method.target != sent.name else UNKNOWN
        fields = frame.fields if _on_self(frame, me, sent) else _own_fields(me)
        summary = self.summary(method, me, fields, sent)
        return self.take(frame, summary, sent, shared=fields is frame.fields)

    def take(self, frame: Frame, summary: Summary, sent: Sent, *, shared: bool) -> Value:
        """Makes a call of something summarised part of a frame: effects, block, what it set on a shared self."""
        frame.absorb(summary, sent.line)
        if shared:
            for name in summary.needs:
                frame.field(name)
            for name, value in summary.gives.items():
                frame.set_field(name, value)
        given: Value = NEVER
        for arguments, context in [*summary.yields]:
            with frame.inside(context):
                given = join(given, frame.run_block(sent.block, arguments, sent.line))
        if YIELDED in parts(summary.value):
            return join_all([*(part for part in parts(summary.value) if part is not YIELDED), given])
        return summary.value

    def summary(self, method: Method, me: Value, fields: dict[str, Value], sent: Sent) -> Summary:
        """What a method does when it is called so; worked out unless it is known."""
        arguments = binding.bound(method.parameters, sent)
        counted = (id(method), binding.class_of(me))
        if (count := self._counts.get(counted, 0)) >= _EXACT:
            me = binding.coarse(me)
            blur = binding.coarse if count < _COARSE else binding.blurred
            arguments = {name: blur(value) if value else value for name, value in arguments.items()}
        key = (id(method), binding.identity(me), tuple(arguments.values()))
        known = self.memo.setdefault(key, [])
        for summary in known:
            if not summary.finished or all(fields.get(name) == value for name, value in summary.needs.items()):
                if not summary.outdated:
                    return summary
                known.remove(summary)
                break
        summary = Summary(method.path)
        if self.depth >= DEPTH:
            summary.value, summary.finished = UNKNOWN, True
            return summary
        known.append(summary)
        self._counts[counted] = count + 1
        frame = Frame(self, summary, me, method.nesting, method.name, method.owner, method.singleton)
        frame.fields, frame.sent = dict(fields), sent
        self._run(frame, method, arguments)
        return summary

    def _run(self, frame: Frame, method: Method, arguments: dict[str, Value | None]) -> None:
        self.depth += 1
        try:
            for parameter in method.parameters:
                given = arguments.get(parameter.name)
                frame.locals[parameter.name] = frame.evaluate(parameter.default) if given is None else given
            value = self._body(frame, method)
            finish(frame, value)
        finally:
            self.depth -= 1

    def _body(self, frame: Frame, method: Method) -> Value:
        if method.form != "delegate":
            return frame.evaluate(method.body) if method.body is not None else UNKNOWN
        receiver = frame.evaluate(method.receiver)
        sent = frame.sent or Sent(method.name, method.line)
        passed = Sent(method.target, method.line, sent.arguments, sent.keywords, sent.rest, OWN_BLOCK, sent.splat)
        return dispatch.send(frame, receiver, binding.received(passed, method.receiver))

    def run_block(
        self, frame: Frame, block: Procedure | Name | Special | None, arguments: tuple[Value, ...], line: int
    ) -> Value:
        """Calls a block from a frame, see `blocks`."""
        return blocks.run_block(frame, block, arguments, line)

    def run_on(self, frame: Frame, me: Value, sent: Sent) -> Value:
        """Runs a block with another self, see `blocks`."""
        return blocks.run_on(frame, me, sent)

    def constant(self, name: str, nesting: Nesting) -> Value:
        """A class, or the value of an assigned constant; library classes stand for themselves."""
        key = (name, nesting)
        if key not in self._constants:
            self._constants[key] = UNKNOWN
            self._constants[key] = self._constant(name, nesting)
        return self._constants[key]

    def _constant(self, name: str, nesting: Nesting) -> Value:
        program = self.world.program
        full = program.resolve(name, nesting)
        if full is None or full in program.namespaces:
            return ClassOf(full or name.removeprefix("::"))
        found = program.constant(full)
        if found is None:
            return UNKNOWN
        frame = Frame(self, Summary(found.path), ClassOf(nesting[0] if nesting else "Object"), found.nesting)
        return frame.evaluate(found.value)

    def named(self, name: str) -> Value:
        """What a global variable holds, by its name."""
        found = self.world.words.names.get(name)
        return Instance(found) if found else UNKNOWN

    def variable_of(self, me: Value, name: str) -> Value:
        """What an instance variable may hold, from all methods of the class that assign it."""
        if not isinstance(me, Instance):
            return UNKNOWN
        key = (ClassOf(me.name), name)
        if key not in self._variables:
            self._variables[key] = UNKNOWN
            found = [self._given_by(method, me.name, name) for method in self.world.assigning(me.name, name)]
            self._variables[key] = join_all(found) if found else UNKNOWN
        return self._variables[key]

    def _given_by(self, method: Method, name: str, variable: str) -> Value:
        arguments = tuple(UNKNOWN for each in method.parameters if each.kind == "required")
        sent = Sent(method.name, method.line, arguments)
        return self.summary(method, Instance(name), {}, sent).gives.get(variable, UNKNOWN)

    def _read(self, frame: Frame, method: Method, me: Value, sent: Sent) -> Value:
        shared = _on_self(frame, me, sent)
        found = frame.field(method.target) if shared else _own_fields(me).get(method.target)
        if found is None and isinstance(me, ClassOf):
            held = self.class_attribute(me.name, method.name)
            return UNKNOWN if held is None else held
        return self.variable_of(me, method.target) if found is None else found

    # Pieces of code that are no methods

    def chain(self, key: tuple[object, ...], path: str, fill: Callable[[Summary], None]) -> Summary:
        """A summary that `fill` makes the first time it is asked for: of the callbacks of a model, of a serializer."""
        if key not in self._chains:
            summary = self._chains[key] = Summary(path)
            self.depth += 1
            fill(summary)
            self.depth -= 1
            summary.finished = True
            summary.settle()
        return self._chains[key]

    def run_body(self, frame: Frame, block: Block, declared: Declared | Macro, arguments: tuple[Value, ...]) -> Value:
        """Runs a macro's block on self of the frame."""
        method = self.pieces.of_block(block, declared, "block")
        return self.call(frame, method, frame.me, Sent("block", declared.line, arguments)) if method else UNKNOWN

    def value_in(self, method: Method, me: Value) -> Value:
        """What a scope gives, without the effects of asking."""
        return self.summary(method, me, {}, Sent(method.name, method.line)).value

    def value_of(self, expression: Expression, declared: Declared | Macro) -> Value:
        """What an option of a macro evaluates to, in the body of its class."""
        owner = ClassOf(declared.nesting[0] if declared.nesting else "Object")
        return Frame(self, Summary(declared.path), owner, declared.nesting).evaluate(expression)

    def make(self, frame: Frame, name: str, sent: Sent) -> Value:
        """`Class.new(...)`, see `objects`."""
        return objects.make(frame, name, sent)

    def follow(self, frame: Frame, me: Instance, association: Association, line: int) -> Value:
        """Reads an association of a record."""
        return records.follow(frame, me, association, Sent(association.name, line))

    def enqueue(self, name: str, sent: Sent) -> None:
        """Remembers what a job is given."""
        given = (*sent.arguments, *((binding.mapping_of(dict(sent.keywords), sent.rest),) if sent.keywords else ()))
        held = self.enqueued.get(name, ())
        longest = max(len(held), len(given))
        pairs = zip_longest(held, given, fillvalue=NEVER)
        self.enqueued[name] = tuple(join(first, binding.coarse_record(second)) for first, second in pairs)[:longest]

    def transaction(self, frame: Frame, sent: Sent) -> Value:
        """`transaction do ... end` of whatever."""
        return loading.transaction(frame, sent)

    def load_all(self, frame: Frame, sent: Sent) -> None:
        """Loads every relation among the arguments."""
        for value in sent.values():
            loading.load_all(frame, value, sent.line)

    def serialize(self, frame: Frame, value: Value, sent: Sent) -> None:
        """`to_json` of a value with records inside, see `serializers`."""
        serializers.serialize(frame, value, sent)

    def class_in(self, value: Value) -> str:
        """Name of the class that a value is; '' when it is none."""
        return next((part.name for part in parts(value) if isinstance(part, ClassOf)), "")

    def class_attribute(self, name: str, attribute: str) -> Value | None:
        """What `self.attribute = value` in the body of a class says; UNKNOWN when only its name is declared."""
        held: Value | None = None
        for macro in self.world.program.inherited_macros(name):
            if macro.name == f"{attribute}=" and macro.call.arguments:
                held = self.value_of(macro.call.arguments[0], macro)
            elif held is None and any(
                isinstance(each, ruby.Sym) and each.value == attribute for each in macro.call.arguments
            ):
                held = UNKNOWN if macro.name.endswith(("attribute", "accessor", "reader", "config")) else None
        return held

    def reassign(self, frame: Frame, target: Expression, before: Value, after: Value) -> None:
        """A collection was added to in place: the variable that held it holds more now."""
        if isinstance(target, ruby.Variable) and frame.evaluate(target) == before:
            assigning.assign(frame, target, after)

    def spell(self, frame: Frame, value: Value, name: str, line: int) -> None:
        """What Ruby calls unasked when a record becomes text (`to_s`) or part of an address (`to_param`)."""
        for part in parts(value):
            if isinstance(part, Instance) and self.world.method(part.name, name):
                self.send(frame, part, Sent(name, line))

    # Views

    def run_template(self, frame: Frame, view: Instance, path: str, values: dict[str, Value], line: int) -> None:
        """Runs a template with self of a view; it sees the instance variables of the frame."""
        method = self.views.template(path, tuple(sorted(values)))
        if method is not None:
            sent = Sent(path, line, (), values)
            self.take(frame, self.summary(method, view, frame.fields, sent), sent, shared=True)


def _on_self(frame: Frame, me: Value, sent: Sent) -> bool:
    return (sent.receiver is None or isinstance(sent.receiver, Self)) and me == frame.me


def _own_fields(me: Value) -> dict[str, Value]:
    return dict(me.fields) if isinstance(me, Instance) else {}
