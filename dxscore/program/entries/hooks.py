"""The macros of a controller, mailer or job -> the filters that run around one of its methods, in their order.

Source of facts: AbstractController::Callbacks and ActiveSupport::Callbacks of Rails: a filter that is named again moves
to the place of the last naming and has its options alone; `skip_*` takes it away for the actions that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.entry_point import Hook
from dxscore.domain.program import Macro, Program
from dxscore.domain.ruby import Block, Call, Const, Expression
from dxscore.domain.ruby_values import UNKNOWN, Value, options_of, positional, statements, text_of, texts_of, value_of
from dxscore.program.reading import arguments_bound, filled_in

_FILTER = re.compile(
    r"(?P<how>prepend_|append_|skip_)?(?P<kind>before|after|around)_(?P<what>action|filter|perform|deliver|subscribe)"
)
_SKIP_ALL = re.compile(r"skip_filter")
_DEEPEST = 3
"""Macros of one's own that call macros of one's own ..."""


class _Filter(Struct, frozen=True):
    """One filter in the chain."""

    hook: Hook
    key: str
    """What a later declaration or a skip names it by; '' for a block."""
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()

    def runs(self, action: str) -> bool:
        return (self.only is None or action in self.only) and action not in self.without


class Chain(Struct, frozen=True):
    """All filters of a class and what rescues its errors."""

    filters: tuple[_Filter, ...]
    rescues: tuple[Hook, ...]

    def around(self, action: str) -> tuple[Hook, ...]:
        """Those of one action: before and around ones, then after ones (last declared first), then what rescues."""
        running = [each.hook for each in self.filters if each.runs(action)]
        before = [hook for hook in running if hook.kind != "after"]
        after = [hook for hook in reversed(running) if hook.kind == "after"]
        return (*before, *after, *self.rescues)


def chain_of(program: Program, class_name: str) -> Chain:
    """What the class, its superclasses and its concerns declare."""
    filters: list[_Filter] = []
    rescues: list[Hook] = []
    for macro in _unfolded(program, class_name):
        if found := _FILTER.fullmatch(macro.name):
            filters = _declared(filters, macro, found, program)
        elif macro.name == "rescue_from":
            rescues.insert(0, _rescue(macro))
        elif _SKIP_ALL.fullmatch(macro.name):
            filters = _skipped(filters, macro, "", program)
    return Chain(tuple(filters), tuple(rescues))


def names_used(program: Program, class_name: str) -> frozenset[str]:
    """Methods that macros of the class name: they are helpers, no actions."""
    found: set[str] = set()
    for macro in _unfolded(program, class_name):
        for argument in positional(macro.call):
            found |= {text for text in texts_of(value_of(argument)) if text}
        found |= {text for option in ("with", "if", "unless") if (text := text_of(_option(macro, option)))}
    return frozenset(found)


def _option(macro: Macro, name: str) -> Value:
    return value_of(options_of(macro.call).get(name))


def _unfolded(program: Program, class_name: str, depth: int = 0) -> Iterator[Macro]:
    """Its macros; instead of one that is a class method of its own, what that calls."""
    for macro in program.inherited_macros(class_name):
        yield from _inside(program, class_name, macro, depth)


def _inside(program: Program, class_name: str, macro: Macro, depth: int) -> Iterator[Macro]:
    method = program.singleton_method(class_name, macro.name) if macro.call.receiver is None else None
    if method is None or method.body is None or depth > _DEEPEST:
        yield macro
        return
    known = arguments_bound(method.parameters, macro.call)
    for statement in statements(method.body):
        if isinstance(statement, Call):
            call = filled_in(statement, known)
            if isinstance(call, Call):
                inner = replace(macro, call=call, path=method.path, nesting=method.nesting)
                yield from _inside(program, class_name, inner, depth + 1)


def _declared(filters: list[_Filter], macro: Macro, found: re.Match[str], program: Program) -> list[_Filter]:
    kind = found["kind"]
    if found["how"] == "skip_":
        return _skipped(filters, macro, kind, program)
    made = [_filter(macro, kind, handler, program) for handler in _handlers(macro.call)]
    named = {each.key for each in made if each.key}
    kept = [each for each in filters if each.key not in named or each.hook.kind != kind]
    return [*reversed(made), *kept] if found["how"] == "prepend_" else [*kept, *made]


def _handlers(call: Call) -> Iterator[Expression]:
    yield from positional(call)
    if isinstance(call.block, Block):
        yield call.block


def _filter(macro: Macro, kind: str, handler: Expression, program: Program) -> _Filter:
    limits = _limits(macro, program)
    name = text_of(value_of(handler))
    hook = Hook(
        kind=kind,
        method=name,
        body=handler if isinstance(handler, Block) else None,
        observer=None if name or isinstance(handler, Block) else handler,
        conditional=limits.conditional or macro.conditional,
        conditions=limits.conditions,
        written_in=macro.written_in,
        nesting=macro.nesting,
        path=macro.path,
        line=macro.line,
    )
    return _Filter(hook, name, limits.only, limits.without)


class _Limits(Struct, frozen=True):
    only: frozenset[str] | None
    without: frozenset[str]
    conditional: bool
    conditions: tuple[Expression, ...]


def _limits(macro: Macro, program: Program) -> _Limits:
    given = options_of(macro.call)
    only, only_known = _actions(given, "only", macro, program)
    without, without_known = _actions(given, "except", macro, program)
    conditions = tuple(given[name] for name in ("if", "unless") if name in given)
    known = only_known and without_known
    return _Limits(only, without or frozenset(), bool(conditions) or not known, conditions)


def _actions(
    given: Mapping[str, Expression], option: str, macro: Macro, program: Program
) -> tuple[frozenset[str] | None, bool]:
    """Actions that an option names, None without it; and whether they could be told."""
    if option not in given:
        return None, True
    expression = given[option]
    if isinstance(expression, Const):
        full = program.resolve(expression.name, macro.nesting)
        constant = program.constant(full) if full else None
        expression = constant.value if constant else expression
    value = value_of(expression)
    if value is UNKNOWN or (isinstance(value, tuple) and UNKNOWN in value):
        return None, False
    return frozenset(texts_of(value)), True


def _skipped(filters: list[_Filter], macro: Macro, kind: str, program: Program) -> list[_Filter]:
    """Without those named; for some actions only, or perhaps, when the skip says so."""
    names = {text for handler in _handlers(macro.call) for text in texts_of(value_of(handler))}
    limits = _limits(macro, program)
    kept: list[_Filter] = []
    for each in filters:
        if each.key not in names or (kind and each.hook.kind != kind):
            kept.append(each)
        elif limits.conditional or macro.conditional:
            kept.append(replace(each, hook=replace(each.hook, conditional=True)))
        elif limits.only is not None:
            kept.append(replace(each, without=each.without | limits.only))
        elif limits.without:
            kept.append(replace(each, only=limits.without if each.only is None else each.only & limits.without))
    return kept


def _rescue(macro: Macro) -> Hook:
    handler = options_of(macro.call).get("with")
    block = macro.call.block
    body = handler if isinstance(handler, Block) else block if isinstance(block, Block) else None
    classes = tuple(
        each.name if isinstance(each, Const) else text_of(value_of(each)) for each in positional(macro.call)
    )
    return Hook(
        kind="rescue",
        method=text_of(value_of(handler)),
        body=body,
        conditional=True,
        classes=classes,
        written_in=macro.written_in,
        nesting=macro.nesting,
        path=macro.path,
        line=macro.line,
    )
