"""Ruby as plain values -> the same filled in: loops over literals unrolled, options merged, variables replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import is_
from typing import TypeAlias

from msgspec import Struct, structs

from dxscore.domain import ruby
from dxscore.domain.ruby_values import options_of, positional, statements

Known: TypeAlias = Mapping[str, ruby.Expression]
"""Local variables -> the expressions they stand for."""

_NAMESPACES = (ruby.Def, ruby.Class, ruby.Module)
_LITERALS = (ruby.Literal, ruby.Str, ruby.Sym, ruby.Const, ruby.Self)
_UNTOUCHED = frozenset((*_NAMESPACES, *_LITERALS, int, str, bool, type(None)))
"""What holds no variable of the scope around it."""
LOOPS = ("each", "each_pair", "each_with_index")
"""Calls whose blocks run once for each item."""
_CASES: Mapping[str, Callable[[str], str]] = {"upcase": str.upper, "downcase": str.lower, "capitalize": str.capitalize}
_CONVERTING = frozenset((*_CASES, "to_s", "to_sym"))
_MOST_TURNS = 200
"""Loops over longer literals are left as they are."""


def filled_in(expression: ruby.Expression, known: Known) -> ruby.Expression:
    """The expression with variables replaced; strings and symbols that become literal by it are literals."""
    return _filled(expression, known) if known else expression  # type: ignore[return-value]  # an expression stays one


def unrolled(call: ruby.Call) -> Iterator[tuple[ruby.Expression, ...]] | None:
    """The statements of each turn of `[:a, :b].each { |x| ... }`; None for any other call."""
    block = call.block
    if call.name not in LOOPS or not isinstance(block, ruby.Block):
        return None
    turns = _turns(call.receiver)
    if turns is None or len(turns) > _MOST_TURNS:
        return None
    return (
        tuple(filled_in(each, _bound(block.parameters, turn, index)) for each in statements(block))
        for index, turn in enumerate(turns)
    )


def with_known_turns(call: ruby.Expression, constants: Known) -> ruby.Expression:
    """`STATES.each { ... }` over a constant that is known, with what it stands for."""
    if not isinstance(call, ruby.Call) or call.name not in LOOPS or not isinstance(call.receiver, ruby.Const):
        return call
    return structs.replace(call, receiver=constants.get(call.receiver.name, call.receiver))


def with_options(call: ruby.Call, options: tuple[ruby.Pair, ...]) -> ruby.Call:
    """The call with these options too; its own win."""
    own = options_of(call)
    added = tuple(pair for pair in options if not isinstance(pair[0], ruby.Sym | ruby.Str) or pair[0].value not in own)
    if not added:
        return call
    trailing = call.arguments[len(positional(call)) :]
    inside = tuple(pair for last in trailing if isinstance(last, ruby.Hash) for pair in last.pairs)
    return structs.replace(call, arguments=positional(call), keywords=(*added, *inside, *call.keywords))


def arguments_bound(parameters: tuple[ruby.Parameter, ...], call: ruby.Call | ruby.Super) -> Known:
    """Parameters of a method -> what a call gives them, as far as it is plain to see; defaults for what is left out."""
    positions = [each for each in parameters if each.kind in ("required", "optional")]
    takes_keywords = any(each.kind in ("key", "keyrest") for each in parameters)
    options = () if takes_keywords or not call.keywords else (ruby.Hash(call.line, call.keywords),)
    arguments = (*call.arguments, *options)
    keywords = {key.value: value for key, value in call.keywords if isinstance(key, ruby.Sym)}
    bound: dict[str, ruby.Expression] = {}
    if not any(isinstance(each, ruby.Splat) for each in arguments):
        bound |= {each.name: given for each, given in zip(positions, arguments, strict=False)}
        if rest := _named(parameters, "rest"):
            bound[rest] = ruby.Array(call.line, arguments[len(positions) :])
    if rest := _named(parameters, "keyrest"):
        own = {each.name for each in parameters if each.kind == "key"}
        left = (pair for pair in call.keywords if not (isinstance(pair[0], ruby.Sym) and pair[0].value in own))
        bound[rest] = ruby.Hash(call.line, tuple(left))
    for each in parameters:
        if each.kind == "key" and each.name in keywords:
            bound[each.name] = keywords[each.name]
        elif each.default is not None and each.name not in bound:
            bound[each.name] = each.default
    return bound


def _named(parameters: tuple[ruby.Parameter, ...], kind: str) -> str:
    return next((each.name for each in parameters if each.kind == kind), "")


def _turns(over: ruby.Expression | None) -> list[tuple[ruby.Expression, ...]] | None:
    match over:
        case ruby.Array(items=items) if not any(isinstance(item, ruby.Splat) for item in items):
            return [item.items if isinstance(item, ruby.Array) else (item,) for item in items]
        case ruby.Hash(pairs=pairs) if all(key is not None for key, _ in pairs):
            return [(key, value) for key, value in pairs if key is not None]
        case ruby.Call(name="freeze" | "to_a" | "each", receiver=receiver, block=None):
            return _turns(receiver)
    return None


def _bound(parameters: tuple[ruby.Parameter, ...], turn: tuple[ruby.Expression, ...], index: int) -> Known:
    if len(parameters) == 1:
        only = turn[0] if len(turn) == 1 else ruby.Array(turn[0].line if turn else 0, turn)
        return {parameters[0].name: only}
    values = (*turn, ruby.Literal(0, index))
    return {each.name: value for each, value in zip(parameters, values, strict=False) if each.name}


def _filled(value: object, known: Known) -> object:
    """The same object when nothing in it is to be replaced."""
    if isinstance(value, tuple):
        parts = tuple(each if type(each) in _UNTOUCHED else _filled(each, known) for each in value)
        return value if all(map(is_, parts, value)) else parts
    match value:
        case ruby.Variable(name=name):
            return known.get(name, value)
        case ruby.Block(parameters=parameters):
            inner = {name: known[name] for name in known if all(each.name != name for each in parameters)}
            body = _filled(value.body, inner)
            return value if body is value.body else structs.replace(value, body=body)
        case ruby.Call(receiver=ruby.Variable(name=name), arguments=()) if value.name in _CONVERTING and name in known:
            return _converted(value, known[name])
        case Struct():
            return _with_parts_filled(value, known)
    return value


def _with_parts_filled(value: Struct, known: Known) -> object:
    changed = {}
    for field in value.__struct_fields__:
        part = getattr(value, field)
        if type(part) not in _UNTOUCHED and (filled := _filled(part, known)) is not part:
            changed[field] = filled
    return _simplified(structs.replace(value, **changed)) if changed else value


def _simplified(value: object) -> object:
    """What has become literal: interpolated texts, `**{a: 1}`, `*[a, b]`, `{a: 1}[:a]`."""
    match value:
        case ruby.Text(line=line, form="string" | "symbol" as form, parts=parts):
            return _text(line, form, parts)
        case ruby.Hash(pairs=pairs):
            return structs.replace(value, pairs=_spread(pairs))
        case ruby.Array(items=items):
            return structs.replace(value, items=_items(items))
        case ruby.Call():
            return _simplified_call(value)
    return value


def _simplified_call(call: ruby.Call) -> ruby.Expression:
    match call:
        case ruby.Call(name="[]", receiver=ruby.Hash(pairs=pairs), arguments=(ruby.Sym(value=name),)):
            return next((given for key, given in pairs if _is_key(key, name)), ruby.Literal(call.line, None))
        case ruby.Call(
            name="merge", receiver=ruby.Hash(pairs=pairs), arguments=(ruby.Hash(pairs=others),), keywords=()
        ):
            return _merged(call.line, pairs, others)
    return structs.replace(call, arguments=_items(call.arguments), keywords=_spread(call.keywords))


def _merged(line: int, pairs: tuple[ruby.Pair, ...], others: tuple[ruby.Pair, ...]) -> ruby.Hash:
    given = {key.value for key, _ in others if isinstance(key, ruby.Sym | ruby.Str)}
    kept = (pair for pair in pairs if not (isinstance(pair[0], ruby.Sym | ruby.Str) and pair[0].value in given))
    return ruby.Hash(line, (*kept, *others))


def _spread(pairs: tuple[ruby.Pair, ...]) -> tuple[ruby.Pair, ...]:
    given: list[ruby.Pair] = []
    for key, value in pairs:
        given.extend(value.pairs if key is None and isinstance(value, ruby.Hash) else ((key, value),))
    return tuple(given)


def _items(items: tuple[ruby.Expression, ...]) -> tuple[ruby.Expression, ...]:
    given: list[ruby.Expression] = []
    for item in items:
        spread = item.value if isinstance(item, ruby.Splat) else None
        given.extend(spread.items if isinstance(spread, ruby.Array) else (item,))
    return tuple(given)


def _is_key(key: ruby.Expression | None, name: str) -> bool:
    return isinstance(key, ruby.Sym | ruby.Str) and key.value == name


def _text(line: int, form: str, parts: tuple[ruby.Expression, ...]) -> ruby.Expression:
    if all(isinstance(part, ruby.Str | ruby.Sym) for part in parts):
        text = "".join(part.value for part in parts if isinstance(part, ruby.Str | ruby.Sym))
        return ruby.Sym(line, text) if form == "symbol" else ruby.Str(line, text)
    return ruby.Text(line, form, parts)


def _converted(call: ruby.Call, value: ruby.Expression) -> ruby.Expression:
    """`name.to_s`, `name.upcase` of a text or symbol."""
    if not isinstance(value, ruby.Str | ruby.Sym):
        return structs.replace(call, receiver=value)
    if call.name in _CASES:
        return structs.replace(value, value=_CASES[call.name](value.value))
    return ruby.Sym(value.line, value.value) if call.name == "to_sym" else ruby.Str(value.line, value.value)
