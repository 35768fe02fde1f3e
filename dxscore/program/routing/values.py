"""An expression of a routes file and the names known there -> its value, as far as that can be told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from dxscore.domain.ruby import (
    Array,
    Assign,
    Block,
    Call,
    Const,
    Expression,
    Hash,
    If,
    Literal,
    Logic,
    Splat,
    Str,
    Sym,
    Text,
    Variable,
)


class Unknown(Enum):
    """What can't be told."""

    VALUE = "?"


UNKNOWN = Unknown.VALUE


class App(Struct, frozen=True):
    """Something that answers requests itself: a class, an engine, a lambda, a redirect."""

    name: str
    """Its constant, `redirect`, or '' for one without a name."""


Value: TypeAlias = object
"""str for strings and symbols, int, float, bool, None, list, dict, App, Block, or UNKNOWN."""
Names: TypeAlias = Mapping[str, Value]
"""Local variables, parameters and constants."""
_UNCHANGED = frozenset({"to_s", "to_sym", "freeze", "to_a", "intern", "dup", "itself"})
_TEXTS: Mapping[str, Callable[[str], str]] = {
    "upcase": str.upper,
    "downcase": str.lower,
    "capitalize": str.capitalize,
    "dasherize": lambda text: text.replace("_", "-"),
}


def evaluate(expression: Expression | None, names: Names) -> Value:
    """None is `nil`, and also what is not there."""
    match expression:
        case None:
            value: Value = None
        case Str(value=value) | Sym(value=value) | Literal(value=value):
            pass
        case Variable(name=name):
            value = names.get(name, UNKNOWN)
        case Const(name=name):
            value = names.get(name.removeprefix("::"), App(name.removeprefix("::")))
        case Block():
            value = expression
        case Text() | Array() | Hash():
            value = _put_together(expression, names)
        case _:
            value = _computed(expression, names)
    return value


def _put_together(expression: Text | Array | Hash, names: Names) -> Value:
    match expression:
        case Text(form="regex"):
            return UNKNOWN
        case Text(parts=parts):
            return "".join(_inserted(evaluate(part, names)) for part in parts)
        case Array(items=items):
            return _items(items, names)
        case Hash(pairs=pairs):
            return options(pairs, names)


def _inserted(value: Value) -> str:
    """What interpolation makes of a value; a star where that is unknown, so that paths stay readable."""
    return str(value) if isinstance(value, str | int) else "*"


def _items(items: tuple[Expression, ...], names: Names) -> Value:
    found: list[Value] = []
    for item in items:
        if isinstance(item, Splat):
            more = evaluate(item.value, names)
            if not isinstance(more, list):
                return UNKNOWN
            found += more
        else:
            found.append(evaluate(item, names))
    return found


def options(pairs: tuple[tuple[Expression | None, Expression], ...], names: Names) -> dict[str, Value]:
    """Keys that are texts, with their values; of `**other` what is known of it."""
    found: dict[str, Value] = {}
    for key, value in pairs:
        if key is None:
            more = evaluate(value, names)
            found |= more if isinstance(more, dict) else {}
        elif isinstance(name := evaluate(key, names), str):
            found[name] = evaluate(value, names)
    return found


def _computed(expression: Expression, names: Names) -> Value:
    value: Value = UNKNOWN
    match expression:
        case Call(name="redirect", receiver=None):
            value = App("redirect")
        case Call(name="lambda" | "proc", receiver=None, block=Block() as block):
            value = block
        case Call(receiver=receiver) if receiver is not None:
            value = _answer(evaluate(receiver, names), expression, names)
        case If(condition=condition, then=then, otherwise=otherwise):
            value = _chosen(evaluate(condition, names), evaluate(then, names), evaluate(otherwise, names))
        case Logic(operator="not", operands=(operand,)):
            inner = evaluate(operand, names)
            value = UNKNOWN if inner is UNKNOWN or isinstance(inner, App) else not inner
        case Assign(value=assigned):
            value = evaluate(assigned, names)
    return value


def _chosen(condition: Value, then: Value, otherwise: Value) -> Value:
    if condition is UNKNOWN or isinstance(condition, App):
        return then if then == otherwise else UNKNOWN
    return then if condition not in (None, False) else otherwise


def _answer(receiver: Value, call: Call, names: Names) -> Value:
    """What a method of a known value gives."""
    arguments = [evaluate(argument, names) for argument in call.arguments]
    if not arguments and not call.keywords and call.name in _UNCHANGED:
        return receiver
    match receiver:
        case App(name=owner):
            return App(f"{owner}#{arguments[0]}") if call.name == "action" and arguments else receiver
        case str():
            return _of_text(receiver, call.name, arguments)
        case list():
            return _of_list(receiver, call.name, arguments)
        case dict():
            return _of_table(receiver, call.name, [*arguments, options(call.keywords, names)])
        case _:
            return UNKNOWN


def _of_text(text: str, name: str, arguments: list[Value]) -> Value:
    match arguments:
        case [] if name in _TEXTS:
            return _TEXTS[name](text)
        case [str(more)] if name == "+":
            return text + more
        case _:
            return UNKNOWN


def _of_list(items: list[Value], name: str, arguments: list[Value]) -> Value:
    match arguments:
        case [list(more)] if name in ("+", "|", "concat"):
            return [*items, *more]
        case [list(less)] if name == "-":
            return [item for item in items if item not in less]
        case _:
            return UNKNOWN


def _of_table(table: dict[str, Value], name: str, arguments: list[Value]) -> Value:
    if name == "merge":
        return {key: value for each in (table, *arguments) if isinstance(each, dict) for key, value in each.items()}
    if name in ("keys", "values"):
        return list(table) if name == "keys" else list(table.values())
    return table.get(arguments[0], UNKNOWN) if name in ("[]", "fetch") and isinstance(arguments[0], str) else UNKNOWN
