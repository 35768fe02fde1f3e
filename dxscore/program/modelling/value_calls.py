"""A method of Ruby's lists and hashes, called on a value that is known -> the value it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dxscore.domain import ruby
from dxscore.domain.ruby_values import UNKNOWN, Value

_SAME = ("freeze", "dup", "to_a", "with_indifferent_access", "deep_symbolize_keys", "symbolize_keys", "stringify_keys")
_TEXTS = ("to_sym", "to_s")


def called(name: str, on: Value, arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    """UNKNOWN for any method that is not known here."""
    if name in _SAME and block is None:
        return on
    if isinstance(on, str):
        return on if name in _TEXTS else UNKNOWN
    if isinstance(on, tuple):
        return _LISTS[name](on, arguments, block) if name in _LISTS else UNKNOWN
    if isinstance(on, Mapping):
        return _HASHES[name](on, arguments, block) if name in _HASHES else UNKNOWN
    return UNKNOWN


def _mapped(on: tuple[Value, ...], _arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    return on if _is_same(block) else UNKNOWN


def _indexed(on: tuple[Value, ...], _arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    """`%w[a b].index_by(&:itself)`, `index_with(&:to_s)`, `to_h { |each| [each, each] }`."""
    same = _is_same(block) or _pairs_with_itself(block)
    return {each: each for each in on if isinstance(each, str)} if same else UNKNOWN


def _to_hash(on: tuple[Value, ...], arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    if block is not None:
        return _indexed(on, arguments, block)
    pairs: dict[str, Value] = {}
    for each in on:
        match each:
            case (str() as key, value):
                pairs[key] = value
            case _:
                return UNKNOWN
    return pairs


def _zipped(on: tuple[Value, ...], arguments: Sequence[Value], _block: ruby.Expression | None) -> Value:
    """With a list as long, or with `(0..)`, which has no value here."""
    match arguments:
        case [tuple() as other] if len(other) == len(on):
            return tuple(zip(on, other, strict=True))
    return UNKNOWN


def _joined(on: tuple[Value, ...], arguments: Sequence[Value], _block: ruby.Expression | None) -> Value:
    match arguments:
        case [tuple() as other]:
            return on + other
    return UNKNOWN


def _numbered(on: tuple[Value, ...], _arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    return tuple((each, position) for position, each in enumerate(on)) if block is None else UNKNOWN


def _merged(on: Mapping[str, Value], arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    match arguments:
        case [Mapping() as other] if block is None:
            return {**on, **other}
    return UNKNOWN


def _keys(on: Mapping[str, Value], _arguments: Sequence[Value], _block: ruby.Expression | None) -> Value:
    return tuple(on)


def _values(on: Mapping[str, Value], _arguments: Sequence[Value], _block: ruby.Expression | None) -> Value:
    return tuple(on.values())


def _itself(on: Mapping[str, Value], _arguments: Sequence[Value], block: ruby.Expression | None) -> Value:
    return on if block is None else UNKNOWN


_LISTS: Mapping[str, Callable[[tuple[Value, ...], Sequence[Value], ruby.Expression | None], Value]] = {
    "map": _mapped,
    "collect": _mapped,
    "index_by": _indexed,
    "index_with": _indexed,
    "to_h": _to_hash,
    "zip": _zipped,
    "+": _joined,
    "each_with_index": _numbered,
}
_HASHES: Mapping[str, Callable[[Mapping[str, Value], Sequence[Value], ruby.Expression | None], Value]] = {
    "merge": _merged,
    "keys": _keys,
    "values": _values,
    "to_h": _itself,
}


def _is_same(block: ruby.Expression | None) -> bool:
    """`&:itself`, `&:to_s`."""
    return isinstance(block, ruby.Sym) and block.value in ("itself", "to_s", "to_sym")


def _pairs_with_itself(block: ruby.Expression | None) -> bool:
    """`{ |each| [each, each.to_s] }`."""
    match block:
        case ruby.Block(parameters=(only,), body=ruby.Sequence(items=(ruby.Array(items=(key, value)),))):
            return all(_is_variable(each, only.name) for each in (key, value))
    return False


def _is_variable(expression: ruby.Expression, name: str) -> bool:
    match expression:
        case ruby.Variable(name=used):
            return used == name
        case ruby.Call(name="to_s" | "to_sym", receiver=ruby.Variable(name=used)):
            return used == name
    return False
