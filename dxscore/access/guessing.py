"""Messages to what is not known: answered by the receiver's name, by the only class with such a method, or by nobody.

What a guess leads to has low confidence. A call that nobody answers is counted as unresolved, and its blocks run.
"""

from __future__ import annotations

from dxscore.access import loading
from dxscore.access.collections import LOOP
from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import PLAIN, STRING, UNKNOWN, YIELDED, Instance, Relation, Special, Value
from dxscore.domain import ruby

GUESSED = Context(guessed=True)
_ROUTE_HELPERS = ("_path", "_url")
_SHORTEST_NAME = 6
"""Shorter names of methods mean too many things."""
_ITERATIONS = ("each", "map", "flat_map", "select", "reject", "times", "find_each", "filter_map", "collect", "inject")


def send(frame: Frame, receiver: Value, sent: Sent) -> Value:
    """What a call gives that nothing known answers."""
    if sent.name.endswith(_ROUTE_HELPERS):
        for value in sent.values():
            frame.engine.spell(frame, value, "to_param", sent.line)
        return STRING
    if isinstance(receiver, Special):
        if (guess := _by_name(frame, sent.receiver)) is not None and not _for_anything(frame, sent):
            with frame.inside(GUESSED):
                return frame.engine.send(frame, guess, sent)
        if _for_anything(frame, sent):
            return _run_block(frame, sent, UNKNOWN if sent.name in ("[]", "fetch", "first", "last", "dig") else PLAIN)
        if receiver is not YIELDED and (found := _by_method(frame, sent)) is not None:
            return found
    if _on_self(sent) and sent.name in frame.engine.world.framework["view"]:
        return _run_block(frame, sent, STRING)
    _open(frame, sent)
    return _run_block(frame, sent, receiver if isinstance(receiver, Relation) else UNKNOWN)


def _on_self(sent: Sent) -> bool:
    return sent.receiver is None or isinstance(sent.receiver, ruby.Self)


def _open(frame: Frame, sent: Sent) -> None:
    frame.summary.unresolved.add((sent.name, sent.line))
    for value in sent.values():
        loading.load_all(frame, value, sent.line)


def _for_anything(frame: Frame, sent: Sent) -> bool:
    return sent.name in frame.engine.world.words.anything


def _run_block(frame: Frame, sent: Sent, value: Value) -> Value:
    if sent.block is not None:
        with frame.inside(LOOP if sent.name.startswith(_ITERATIONS) else Context()):
            frame.run_block(sent.block, (UNKNOWN,), sent.line)
    return value


def _by_name(frame: Frame, receiver: ruby.Expression | None) -> Value | None:
    """`order` is an Order, `orders` are several."""
    match receiver:
        case ruby.Variable(name=name) | ruby.Call(name=name, arguments=(), keywords=(), block=None):
            return guess(frame, name)
        case ruby.Call(name="[]" | "fetch", arguments=(ruby.Sym(value=name) | ruby.Str(value=name), *_)):
            return guess(frame, name)
    return None


def guess(frame: Frame, name: str) -> Value | None:
    """The record or rows that something of this name most likely holds."""
    if found := frame.engine.world.model_named(name):
        return Instance(found, "persisted")
    return None


def _by_method(frame: Frame, sent: Sent) -> Value | None:
    if len(sent.name) < _SHORTEST_NAME:
        return None
    method = frame.engine.world.only_method(sent.name)
    if method is None:
        return None
    with frame.inside(GUESSED):
        return frame.engine.call(frame, method, Instance(method.owner), sent)
