"""A message and its receiver -> whoever answers it: a method of the program, Active Record, a library, or nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dxscore.access import collections, framework, guessing, libraries, objects, records, relations
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    NEVER,
    NIL,
    OWN_BLOCK,
    PLAIN,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Mapping,
    Name,
    Plain,
    Procedure,
    Relation,
    Value,
    join_all,
    parts,
)
from dxscore.domain.program import Method


def send(frame: Frame, receiver: Value, sent: Sent) -> Value:
    """What a call gives; its effects go into the frame's summary.

    Each member of a union gets the message. Those that have no such method are passed over when others have.
    """
    frame.summary.calls.add((sent.name, sent.line))
    members = [part for part in parts(receiver) if part is not NEVER]
    answers = [(part, answer(frame, part, sent)) for part in members]
    found = [given for part, given in answers if given is not None and part is not NIL]
    if not found and (silent := [part for part in members if part is not NIL]):
        found = [guessing.send(frame, part, sent) for part in silent]
    return join_all([*found, *(given for part, given in answers if part is NIL and given is not None)])


def send_one(frame: Frame, receiver: Value, sent: Sent) -> Value:
    """The same for a receiver that is no union."""
    found = answer(frame, receiver, sent)
    return guessing.send(frame, receiver, sent) if found is None else found


def answer(frame: Frame, receiver: Value, sent: Sent) -> Value | None:
    """What a method of the program or one known by data gives; None when there is no such method."""
    method = method_of(frame, receiver, sent.name)
    if method is not None:
        return frame.engine.call(frame, method, receiver, sent)
    if receiver is NIL:
        return collections.send_nil(frame, sent)
    found = builtin(frame, receiver, sent)
    return _answer_below(frame, receiver, sent) if found is None else found


def _answer_below(frame: Frame, receiver: Value, sent: Sent) -> Value | None:
    """A record may be of a class below the one that it was asked of, where only those have such a method."""
    if not isinstance(receiver, Instance):
        return None
    below = [Instance(name, receiver.state, receiver.preloads) for name in frame.engine.world.below(receiver.name)]
    answers = [found for each in below if (found := _known(frame, each, sent)) is not None]
    return join_all(answers) if answers else None


def _known(frame: Frame, receiver: Value, sent: Sent) -> Value | None:
    method = method_of(frame, receiver, sent.name)
    return frame.engine.call(frame, method, receiver, sent) if method else builtin(frame, receiver, sent)


def send_super(frame: Frame, sent: Sent) -> Value:
    """The next method of this name after the running one, or what stands behind the program's own classes."""
    frame.summary.calls.add(("super", sent.line))
    following = methods_of(frame, frame.me, sent.name)
    for method in following:
        if method.owner == frame.owner:
            break
    above = next(following, None)
    if above is not None:
        return frame.engine.call(frame, above, frame.me, sent)
    found = builtin(frame, frame.me, sent)
    return UNKNOWN if found is None else found


def method_of(frame: Frame, receiver: Value, name: str) -> Method | None:
    """The method of the program that answers, if there is one."""
    match receiver:
        case Instance(name=owner):
            return frame.engine.world.method(owner, name)
        case ClassOf(name=owner) | Relation(model=owner):
            return frame.engine.world.singleton_method(owner, name)
    return None


def methods_of(frame: Frame, receiver: Value, name: str) -> Iterator[Method]:
    """Methods of the program that answer, those that `super` leads to after the first."""
    program = frame.engine.world.program
    match receiver:
        case Instance(name=owner):
            yield from program.methods(owner, name)
        case ClassOf(name=owner):
            yield from program.singleton_methods(owner, name)
        case Relation(model=owner):
            yield from program.singleton_methods(owner, name)


def builtin(frame: Frame, receiver: Value, sent: Sent) -> Value | None:
    """What Ruby, Rails or a library answers; None when none of them is known to."""
    if receiver is OWN_BLOCK:
        return frame.run_block(OWN_BLOCK, sent.arguments, sent.line) if sent.name != "nil?" else PLAIN
    for answerer in _ANSWERING.get(type(receiver), ()):
        if (found := answerer(frame, receiver, sent)) is not None:
            return found
    return None


_ANSWERING: dict[type, tuple[Callable[[Frame, Any, Sent], Value | None], ...]] = {
    Instance: (records.send, framework.send, libraries.send, objects.send),
    ClassOf: (relations.send_class, framework.send_class, libraries.send_class, objects.send_class),
    Relation: (relations.send,),
    Many: (collections.send,),
    Mapping: (collections.send,),
    Procedure: (collections.call_procedure,),
    Plain: (collections.send_plain,),
    Name: (collections.send_plain,),
}
