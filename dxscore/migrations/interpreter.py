"""A migration's methods, followed without running them -> operations of one direction, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Circumstances, Code, Direction, Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations.calls import follow_call
from dxscore.migrations.control_flow import STATEMENTS
from dxscore.migrations.evaluating import HOLE, Constant, Pattern
from dxscore.migrations.loops import LONGEST_LOOP, follow_loop_body
from dxscore.migrations.scope import DEEPEST, Body, Frame
from dxscore.migrations.statements import Given

_MOST_STEPS = 200_000
"""Expressions that are followed in one direction of one migration."""


@dataclass(slots=True)
class Run:
    """One direction of one migration. Mutable: it lives no longer than the run."""

    body: Body
    direction: Direction
    adapter: str
    transaction: bool
    others: Callable[[str], Body | None] = lambda _name: None
    """The body of another migration's class, for `revert SomeMigration`."""
    reverting: bool = False
    """`change` is followed to be turned round."""
    found: list[Operation] = field(default_factory=list)
    steps: int = 0

    def method(self, name: str) -> tuple[Operation, ...]:
        """What a method does."""
        self.own_method(self.body.methods[name], (), {}, Frame({}, Circumstances(transaction=self.transaction)))
        return tuple(self.found)

    def recorded(self, work: Callable[[], None]) -> list[Operation]:
        """What some work adds, taken out of what is found."""
        before, self.found = self.found, []
        try:
            work()
            return self.found
        finally:
            self.found = before

    def value(self, node: ruby.Expression | None, frame: Frame) -> object:
        """The value of an expression; what it does is added to `found`."""
        self.steps += 1
        if node is None or self.steps > _MOST_STEPS:
            return self._exhausted(node)
        follow = _EXPRESSIONS.get(type(node)) or STATEMENTS.get(type(node))
        return follow(self, node, frame) if follow else UNKNOWN

    def _exhausted(self, node: ruby.Expression | None) -> object:
        """Nothing, or a migration that would run for ever: what is left of it is unknown."""
        if node is None:
            return None
        if self.steps == _MOST_STEPS + 1:
            self.found.append(Operation("unknown", node.line, text="more than can be followed"))
        return UNKNOWN

    def items(self, items: Sequence[ruby.Expression], frame: Frame) -> tuple[object, ...]:
        """The values of a list, splats spread out."""
        values: list[object] = []
        for item in items:
            if isinstance(item, ruby.Splat):
                inner = self.value(item.value, frame)
                values += inner if isinstance(inner, tuple) else (UNKNOWN,)
            else:
                values.append(self.value(item, frame))
        return tuple(values)

    def pairs(self, pairs: Sequence[ruby.Pair], frame: Frame) -> dict[str, object]:
        """The values of a hash by their keys; an unknown `**rest` stands under `**`."""
        values: dict[str, object] = {}
        for key, value in pairs:
            found = self.value(value, frame)
            if key is None:
                values |= found if isinstance(found, Mapping) else {"**": UNKNOWN}
            else:
                name = self.value(key, frame)
                values[name if isinstance(name, str) else str(name)] = found
        return values

    def text(self, form: str, parts: Sequence[ruby.Expression], frame: Frame) -> object:
        """A text with the values of what is interpolated."""
        pieces = [self.value(part, frame) for part in parts]
        text = "".join(_piece(piece) for piece in pieces)
        if form == "regex":
            return Pattern(text) if HOLE not in text else UNKNOWN
        return text if form in ("string", "symbol") else UNKNOWN

    def span(self, node: ruby.Range, frame: Frame) -> object:
        """The whole numbers of a range."""
        first, last, exclusive = self.value(node.first, frame), self.value(node.last, frame), node.exclusive
        if isinstance(first, int) and isinstance(last, int) and 0 <= last - first < LONGEST_LOOP:
            return tuple(range(first, last + (0 if exclusive else 1)))
        return UNKNOWN

    def sql_of(self, body: ruby.Expression, frame: Frame) -> str:
        """What a block of SQL says, `?` when that is not one text."""
        value: list[object] = []
        self.recorded(lambda: value.append(self.value(body, frame.inner())))
        return value[0] if value and isinstance(value[0], str) else HOLE

    def constant(self, name: str, frame: Frame) -> object:
        """The value of a constant of the class, else its name."""
        if name in self.body.constants and frame.depth < DEEPEST:
            inner = Frame({}, frame.around, depth=frame.depth + 1)
            return self.value(self.body.constants[name], inner)
        return Constant(name)

    def given(self, call: ruby.Call, frame: Frame) -> Given:
        """A call with the values of its arguments."""
        arguments = list(self.items(call.arguments, frame))
        options = self.pairs(call.keywords, frame)
        if arguments and isinstance(arguments[-1], dict) and not call.keywords:
            options = arguments.pop()  # type: ignore[assignment] # a dict, as asked
        return Given(call.name, call.line, arguments, options, frame.around)

    def own_method(
        self,
        method: ruby.Def,
        arguments: Sequence[object],
        options: Mapping[str, object],
        frame: Frame,
        block: ruby.Expression | None = None,
    ) -> object:
        """What a method of the class gives."""
        inner = Frame(_bound(method.parameters, arguments, options), frame.around, depth=frame.depth + 1)
        result = self.value(method.body, inner)
        if isinstance(block, ruby.Block):
            self.value(block.body, frame.inner(guarded=True))
        return result

    def follow_block(self, block: ruby.Block, frame: Frame, values: Mapping[str, object]) -> object:
        """Follow a block with these values for its parameters."""
        inner = frame.inner()
        inner.variables = {**frame.variables, **values}
        return self.value(block.body, inner)

    def body_of_other(self, name: str) -> Body | None:
        """See Follower."""
        return self.others(name)

    def other(self, body: Body) -> tuple[Operation, ...]:
        """What `change` of another migration does."""
        return replace(self, body=body, found=[]).method("change")


def _literal(_run: Run, node: Any, _frame: Frame) -> object:
    return node.value


def _variable(_run: Run, node: ruby.Variable, frame: Frame) -> object:
    return frame.variables.get(node.name, UNKNOWN)


def _loop(run: Run, node: ruby.Loop, frame: Frame) -> object:
    run.value(node.condition, frame)
    follow_loop_body(run, node.body, frame, batched=False)
    return UNKNOWN


def _other(run: Run, node: ruby.Other, frame: Frame) -> object:
    for part in node.parts:
        run.value(part, frame)
    return UNKNOWN


_EXPRESSIONS: Mapping[type, Callable[[Run, Any, Frame], object]] = {
    ruby.Literal: _literal,
    ruby.Str: _literal,
    ruby.Sym: _literal,
    ruby.Variable: _variable,
    ruby.Call: follow_call,
    ruby.Const: lambda run, node, frame: run.constant(node.name, frame),
    ruby.Array: lambda run, node, frame: run.items(node.items, frame),
    ruby.Hash: lambda run, node, frame: run.pairs(node.pairs, frame),
    ruby.Text: lambda run, node, frame: run.text(node.form, node.parts, frame),
    ruby.Block: lambda run, node, frame: Code(run.sql_of(node.body, frame)),
    ruby.Range: lambda run, node, frame: run.span(node, frame),
    ruby.Loop: _loop,
    ruby.Other: _other,
}
"""By the type of the expression."""


def _piece(value: object) -> str:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    return HOLE


def _bound(
    parameters: Sequence[ruby.Parameter], arguments: Sequence[object], options: Mapping[str, object]
) -> dict[str, object]:
    values: dict[str, object] = {}
    rest = list(arguments)
    if options and not any(each.kind in ("key", "keyrest") for each in parameters):
        rest.append(dict(options))
    for each in parameters:
        match each.kind:
            case "required" | "optional":
                values[each.name] = rest.pop(0) if rest else _default(each)
            case "rest":
                values[each.name], rest = tuple(rest), []
            case "key":
                values[each.name] = options[each.name] if each.name in options else _default(each)
            case "keyrest":
                named = {one.name for one in parameters}
                values[each.name] = {key: value for key, value in options.items() if key not in named}
    return values


def _default(parameter: ruby.Parameter) -> object:
    match parameter.default:
        case ruby.Literal(value=value) | ruby.Str(value=value) | ruby.Sym(value=value):
            return value
        case ruby.Array(items=()):
            return ()
        case ruby.Hash(pairs=()):
            return {}
    return UNKNOWN
