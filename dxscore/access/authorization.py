"""Permission checks of Pundit and CanCan: the application's own policies and abilities run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxscore.access import loading
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    NEVER,
    PLAIN,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Name,
    Relation,
    Value,
    join_all,
    parts,
)


def send(frame: Frame, words: Mapping[str, Any], sent: Sent) -> Value | None:
    """A message to self of a controller or view; None when it is no check."""
    pundit, cancan = words["pundit"], words["cancan"]
    if sent.name in pundit["check"] and sent.arguments:
        return _check(frame, sent, pundit["suffix"])
    if sent.name in pundit["policy"] and sent.arguments:
        return join_all(_policies(frame, sent.first, sent, pundit["suffix"]))
    if sent.name in pundit["scope"] and sent.arguments:
        return _scope(frame, sent, pundit["suffix"])
    if sent.name in cancan["methods"] and frame.engine.world.is_class(cancan["class"]):
        made = frame.engine.make(frame, cancan["class"], Sent("new", sent.line, (_user(frame, sent),)))
        return made if sent.name == "current_ability" else PLAIN
    return PLAIN if sent.name in pundit["plain"] else None


def send_class(me: ClassOf) -> Value | None:
    """`Pundit.policy!(user, record)`: not followed."""
    return UNKNOWN if me.name == "Pundit" else None


def _check(frame: Frame, sent: Sent, suffix: str) -> Value:
    asked = [part.text for value in sent.arguments[1:] for part in parts(value) if isinstance(part, Name)]
    query = asked[0] if asked else f"{frame.method}?"
    for policy in _policies(frame, sent.first, sent, suffix):
        if isinstance(policy, Instance) and frame.engine.world.method(policy.name, query):
            frame.engine.send(frame, policy, Sent(query, sent.line))
    return sent.first


def _policies(frame: Frame, subject: Value, sent: Sent, suffix: str) -> list[Value]:
    named = sent.keywords.get("policy_class")
    names = [named.name] if isinstance(named, ClassOf) else [f"{name}{suffix}" for name in _class_names(subject)]
    user = _user(frame, sent) if any(frame.engine.world.is_class(name) for name in names) else UNKNOWN
    made = [Sent("new", sent.line, (user, subject))]
    return [frame.engine.make(frame, name, made[0]) for name in names if frame.engine.world.is_class(name)] or [NEVER]


def _scope(frame: Frame, sent: Sent, suffix: str) -> Value:
    found: list[Value] = []
    for name in _class_names(sent.first):
        scope = f"{name}{suffix}::Scope"
        if frame.engine.world.is_class(scope):
            made = frame.engine.make(frame, scope, Sent("new", sent.line, (_user(frame, sent), sent.first)))
            found.append(frame.engine.send(frame, made, Sent("resolve", sent.line)))
    kept = [part for value in found for part in parts(value) if isinstance(part, Relation | Many)]
    if kept:
        return join_all(kept)
    model = frame.engine.world.model(frame.engine.class_in(sent.first))
    return loading.start(frame, model) if model else sent.first


def _class_names(subject: Value) -> list[str]:
    found = []
    for part in parts(subject):
        if isinstance(part, Instance | ClassOf):
            found.append(part.name)
        elif isinstance(part, Relation):
            found.append(part.model)
        elif isinstance(part, Many):
            found += [each.text for each in parts(part.element) if isinstance(each, Name)]
        elif isinstance(part, Name):
            found.append("".join(word.capitalize() for word in part.text.split("_")))
    return found


def _user(frame: Frame, sent: Sent) -> Value:
    for name in ("pundit_user", "current_user"):
        if frame.engine.world.method(getattr(frame.me, "name", ""), name):
            return frame.engine.send(frame, frame.me, Sent(name, sent.line))
    return frame.engine.send(frame, frame.me, Sent("current_user", sent.line))
