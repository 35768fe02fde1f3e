"""The statements of a Ruby file in reading order -> each call, with what holds there: conditions, groups, sources.

Every branch is walked, since which one runs is not known here. Loops over lists that can be told are run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec import field as struct_field
from tree_sitter import Node

from dxscore.copying import replace
from dxscore.domain.gems import GemSource
from dxscore.facts.gemfile.conditions import Boot, boot_of, condition, otherwise
from dxscore.facts.gemfile.folding import Computed, Scope, Value, fold
from dxscore.facts.grammar import field, kind, kinds, text_of

_CONDITION, _CONSEQUENCE, _ALTERNATIVE, _BODY = map(field, ("condition", "consequence", "alternative", "body"))
_RECEIVER, _METHOD, _ARGUMENTS, _BLOCK = map(field, ("receiver", "method", "arguments", "block"))
_LEFT, _RIGHT, _VALUE, _NAME, _PARAMETERS = map(field, ("left", "right", "value", "name", "parameters"))
_IF, _UNLESS = kinds("if", "elsif", "if_modifier", "conditional"), kinds("unless", "unless_modifier")
_WHEN, _SELF = kind("when"), kind("self")
_MOST_ROUNDS = 2000
"""Of all loops of a file together: loops in loops take no time to write and for ever to run."""
_ONLY_ONCE = "unless defined?"
"""`X = 1 unless defined?(X)` is an assignment like any other."""


class Around(Struct, frozen=True):
    """What holds at one place."""

    groups: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    source: GemSource | None = None
    """Of the innermost block that names one."""
    conditions: tuple[str, ...] = ()
    boot: Boot = ""

    def under(self, told: str) -> Around:
        """The same under one more condition."""
        if told.startswith(_ONLY_ONCE):
            return self
        return replace(self, conditions=(*self.conditions, told), boot=boot_of(told) or self.boot)


class Call(Struct, frozen=True):
    """One call, or a bare word that may be one."""

    name: str
    node: Node
    receiver: str
    """Source; '' for none and for self."""
    given: Node | None
    block: Node | None

    @property
    def line(self) -> int:
        """From 1."""
        return self.node.start_point.row + 1


OnCall: TypeAlias = Callable[[Call, Around], Around | None]
"""Gives what holds in the call's block; None to stay out of it."""


class Walk(Struct, frozen=True):
    """Of one file; `scope` learns the variables that are assigned on the way."""

    source: bytes
    scope: Scope
    on_call: OnCall
    rounds: list[None] = struct_field(default_factory=list)
    """One for each round of a loop that was run."""

    def visit(self, node: Node, around: Around) -> None:
        """A statement, or anything that holds some."""
        step = _STEPS.get(node.kind_id)
        if step:
            step(self, node, around)
            return
        for child in node.named_children:
            self.visit(child, around)

    def text(self, node: Node | None) -> str:
        """Source of a node, '' for none."""
        return text_of(self.source, node) if node else ""


def _branches(walk: Walk, node: Node, around: Around) -> None:
    word = "unless" if node.kind_id in _UNLESS else "if"
    told = condition(word, walk.text(node.child_by_field_id(_CONDITION)))
    body = node.child_by_field_id(_CONSEQUENCE) or node.child_by_field_id(_BODY)
    other = node.child_by_field_id(_ALTERNATIVE)
    if body:
        walk.visit(body, around.under(told))
    if other:
        walk.visit(other, around.under(otherwise(told)))


def _cases(walk: Walk, node: Node, around: Around) -> None:
    asked = walk.text(node.child_by_field_id(_VALUE))
    for child in node.named_children:
        if child.kind_id == _WHEN:
            patterns = ", ".join(map(walk.text, child.children_by_field_name("pattern")))
            told = condition("", f"case {asked} when {patterns}") if asked else condition("if", patterns)
            body = child.child_by_field_id(_BODY)
            if body:
                walk.visit(body, around.under(told))
        elif child != node.child_by_field_id(_VALUE):
            walk.visit(child, around.under(condition("", f"case {asked} else")))


def _assignment(walk: Walk, node: Node, around: Around) -> None:
    """Under a condition a variable may have either value."""
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    if left is None or right is None:
        return
    value = fold(walk.source, right, walk.scope)
    walk.scope.known[walk.text(left)] = Computed(walk.text(right)) if around.conditions else value
    walk.visit(right, around)


def _change(walk: Walk, node: Node, around: Around) -> None:
    left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
    walk.scope.known[walk.text(left)] = Computed(walk.text(node))
    if right:
        walk.visit(right, around)


def _definition(walk: Walk, node: Node, around: Around) -> None:
    """Whether a method is called, and with what, is not known."""
    body = node.child_by_field_id(_BODY)
    if body:
        walk.visit(body, around.under(condition("", f"def {walk.text(node.child_by_field_id(_NAME))}")))


def _word(walk: Walk, node: Node, around: Around) -> None:
    walk.on_call(Call(walk.text(node), node, "", None, None), around)


def _call(walk: Walk, node: Node, around: Around) -> None:
    receiver, block = node.child_by_field_id(_RECEIVER), node.child_by_field_id(_BLOCK)
    name = walk.text(node.child_by_field_id(_METHOD))
    rounds = _rounds(walk, node if name == "glob" else receiver, name) if block else None
    if block and rounds is not None:
        for values in rounds:
            _run(walk, block, values, around)
        return
    owner = "" if receiver is None or receiver.kind_id == _SELF else walk.text(receiver)
    inner = walk.on_call(Call(name, node, owner, node.child_by_field_id(_ARGUMENTS), block), around)
    if inner is not None and block:
        _run(walk, block, (), inner)


def _rounds(walk: Walk, items_of: Node | None, name: str) -> Sequence[tuple[Value, ...]] | None:
    """What `list.each` or `Dir.glob(...)` gives its block, None when it is neither or can't be told."""
    items = fold(walk.source, items_of, walk.scope) if items_of and name in ("each", "glob") else None
    if not isinstance(items, tuple) or len(walk.rounds) + len(items) > _MOST_ROUNDS:
        return None
    walk.rounds.extend([None] * len(items))
    return [item if isinstance(item, tuple) else (item,) for item in items]


def _run(walk: Walk, block: Node, values: tuple[Value, ...], around: Around) -> None:
    """The block, with its parameters known as far as there are values."""
    names = list(_parameters(walk, block))
    known = walk.scope.known
    hidden = {name: known.pop(name) for name in names if name in known}
    known.update(zip(names, values, strict=False))
    body = block.child_by_field_id(_BODY)
    if body:
        walk.visit(body, around)
    for name in names:
        known.pop(name, None)
    known.update(hidden)


def _parameters(walk: Walk, block: Node) -> Iterator[str]:
    given = block.child_by_field_id(_PARAMETERS)
    return (walk.text(node) for node in (given.named_children if given else ()))


def _nothing(_walk: Walk, _node: Node, _around: Around) -> None:
    """Holds no statement that matters."""


_STEPS: Mapping[int, Callable[[Walk, Node, Around], None]] = {
    **dict.fromkeys((*_IF, *_UNLESS), _branches),
    **dict.fromkeys(kinds("method", "singleton_method"), _definition),
    **dict.fromkeys(kinds("string", "comment", "heredoc_body", "lambda"), _nothing),
    kind("case"): _cases,
    kind("assignment"): _assignment,
    kind("operator_assignment"): _change,
    kind("identifier"): _word,
    kind("call"): _call,
}
