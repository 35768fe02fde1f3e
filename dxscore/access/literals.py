"""What literals evaluate to: numbers, texts, arrays, hashes, ranges."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dxscore.access.frames import Frame
from dxscore.access.values import (
    FALSE,
    NIL,
    NUMBER,
    STRING,
    TRUE,
    UNKNOWN,
    UNLISTED,
    Many,
    Mapping,
    Name,
    Value,
    element,
    join,
    join_all,
    parts,
)
from dxscore.domain import ruby
from dxscore.domain.access import Kind

_NAME_LIMIT = 60
"""Longer strings are no names of anything."""


def _literal(_frame: Frame, node: ruby.Literal) -> Value:
    if isinstance(node.value, bool):
        return TRUE if node.value else FALSE
    return NIL if node.value is None else NUMBER


def _string(_frame: Frame, node: ruby.Str | ruby.Sym) -> Value:
    return Name(node.value) if len(node.value) <= _NAME_LIMIT else STRING


def _text(frame: Frame, node: ruby.Text) -> Value:
    for part in node.parts:
        if not isinstance(part, str):
            frame.engine.spell(frame, frame.evaluate(part), "to_s", node.line)
    if node.form == "shell":
        frame.add(Kind.PROCESS, "Kernel", "`", node.line)
    return STRING


def _array(frame: Frame, node: ruby.Array) -> Value:
    return Many(join_all(item_of(frame, item) for item in node.items) if node.items else UNKNOWN)


def item_of(frame: Frame, node: ruby.Expression) -> Value:
    """One item of a list; of `*list` what it holds."""
    if isinstance(node, ruby.Splat):
        return element(frame.evaluate(node.value))
    return frame.evaluate(node)


def _hash(frame: Frame, node: ruby.Hash) -> Value:
    known, rest = pairs_of(frame, node.pairs)
    return Mapping(tuple(sorted(known.items(), key=lambda pair: pair[0])), rest or UNLISTED)


def pairs_of(frame: Frame, pairs: Iterable[ruby.Pair]) -> tuple[dict[str, Value], Value | None]:
    """Values by literal key, and what stands under other keys, None when there are none."""
    known: dict[str, Value] = {}
    others: list[Value] = []
    for key, value in pairs:
        if key is None:
            merged = frame.evaluate(value)
            for part in parts(merged):
                if isinstance(part, Mapping):
                    known.update(part.pairs)
                    others.append(UNKNOWN if part.rest is UNLISTED else part.rest)
                else:
                    others.append(UNKNOWN)
            continue
        name = frame.evaluate(key)
        if isinstance(name, Name):
            known[name.text] = frame.evaluate(value)
        else:
            others.append(frame.evaluate(value))
    return known, join_all(others) if others else None


def _range(frame: Frame, node: ruby.Range) -> Value:
    return Many(join(frame.evaluate(node.first), frame.evaluate(node.last)))


LITERALS: dict[type, Callable[[Frame, Any], Value]] = {
    ruby.Literal: _literal,
    ruby.Str: _string,
    ruby.Sym: _string,
    ruby.Text: _text,
    ruby.Array: _array,
    ruby.Hash: _hash,
    ruby.Range: _range,
}
