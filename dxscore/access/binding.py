"""Arguments of a call -> values of parameters; and the coarser values that keep the number of summaries small."""

from __future__ import annotations

from collections.abc import Sequence

from dxscore.access.frames import Sent
from dxscore.access.values import (
    NEVER,
    NIL,
    OWN_BLOCK,
    STRING,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Mapping,
    Name,
    Relation,
    Union,
    Value,
    element,
    join_all,
)
from dxscore.copying import replace
from dxscore.domain.ruby import Expression, Parameter

_NAME_LIMIT = 40


def bound(parameters: Sequence[Parameter], sent: Sent) -> dict[str, Value | None]:
    """Value by parameter; None where the default is to be used."""
    positional, keywords = _separated(parameters, sent)
    after = _required_after_rest(parameters)
    result: dict[str, Value | None] = {}
    for index, parameter in enumerate(parameters):
        match parameter.kind:
            case "required" | "optional" | "parts":
                result.update(_positional(parameter, positional, sent))
            case "rest":
                taken = max(0, len(positional) - after)
                result[parameter.name or f"*{index}"] = Many(join_all(positional[:taken]))
                del positional[:taken]
            case "key":
                given = keywords.pop(parameter.name, None)
                result[parameter.name] = given or (None if parameter.default is not None else sent.rest or UNKNOWN)
            case "keyrest":
                result[parameter.name or f"**{index}"] = mapping_of(keywords, sent.rest)
            case "block":
                result[parameter.name or "&"] = OWN_BLOCK
    return result


def _separated(parameters: Sequence[Parameter], sent: Sent) -> tuple[list[Value], dict[str, Value]]:
    """Keywords are a hash at the end for a method without keyword parameters, and the other way round."""
    positional = [*sent.arguments]
    keywords = dict(sent.keywords)
    takes_keys = any(parameter.kind in ("key", "keyrest") for parameter in parameters)
    if not takes_keys and (keywords or sent.rest is not None):
        return [*positional, mapping_of(keywords, sent.rest)], {}
    wanted = sum(parameter.kind in ("required", "optional") for parameter in parameters)
    if takes_keys and not keywords and len(positional) > wanted and isinstance(positional[-1], Mapping):
        return positional[:-1], dict(positional[-1].pairs)
    return positional, keywords


def _positional(parameter: Parameter, positional: list[Value], sent: Sent) -> dict[str, Value | None]:
    if positional:
        value = positional[0] if sent.splat and len(positional) == 1 else positional.pop(0)
    elif parameter.kind == "optional":
        return {parameter.name: None}
    else:
        value = UNKNOWN
    if parameter.kind == "parts":
        return {part.name: element(value) for part in parameter.parts}
    return {parameter.name: value}


def _required_after_rest(parameters: Sequence[Parameter]) -> int:
    kinds = [parameter.kind for parameter in parameters]
    return kinds[kinds.index("rest") :].count("required") if "rest" in kinds else 0


def mapping_of(keywords: dict[str, Value], rest: Value | None) -> Mapping:
    """Keywords as a hash."""
    return Mapping(tuple(sorted(keywords.items(), key=lambda pair: pair[0])), rest or NEVER)


def block_locals(parameters: Sequence[Parameter], arguments: tuple[Value, ...]) -> dict[str, Value]:
    """Parameters of a block; one array for several parameters is taken apart."""
    plain = [each for each in parameters if each.kind != "block"]
    if not plain:
        return {"it": arguments[0], "_1": arguments[0]} if arguments else {}
    if len(arguments) == 1 and len(plain) > 1 and isinstance(arguments[0], Many):
        arguments = tuple(arguments[0].element for _ in plain)
    result: dict[str, Value] = {}
    for index, parameter in enumerate(plain):
        value = arguments[index] if index < len(arguments) else UNKNOWN if not arguments else NIL
        if parameter.kind == "parts":
            result.update({part.name: element(value) for part in parameter.parts})
        elif parameter.kind == "rest":
            result[parameter.name] = Many(join_all(arguments[index:]))
        else:
            result[parameter.name] = value
    return result


def identity(me: Value) -> Value:
    """Self as it tells summaries apart: its instance variables do so on their own."""
    if isinstance(me, Instance) and me.fields:
        return Instance(me.name, me.state, me.preloads, changed=me.changed)
    return me


def coarse(value: Value) -> Value:
    """The same value with less detail."""
    match value:
        case Name():
            return STRING
        case Mapping(pairs=pairs, rest=rest):
            return Mapping((), join_all([*(held for _, held in pairs), rest]) if pairs else rest)
        case Instance(name=name):
            return Instance(name)
        case Relation(model=model, owner=owner, association=association, tables=tables):
            return Relation(model, tables=tables, owner=owner, association=association)
        case Union(members=members):
            return join_all(coarse(member) for member in members)
        case Many(element=inner):
            return Many(coarse(inner))
    return value


def class_of(me: Value) -> str:
    """What tells one self from another at first sight."""
    return me.name if isinstance(me, Instance | ClassOf) else me.model if isinstance(me, Relation) else ""


def blurred(value: Value) -> Value:
    """Nothing of a value but that it is nil, or a block."""
    return value if value is NIL or value is OWN_BLOCK else UNKNOWN


def coarse_record(value: Value) -> Value:
    """What a job gets of a value that it was enqueued with: records are looked up again."""
    match value:
        case Instance(name=name):
            return Instance(name, "persisted")
        case Relation(model=model):
            return Many(Instance(model, "persisted"))
        case Union(members=members):
            return join_all(coarse_record(member) for member in members)
        case Mapping(pairs=pairs, rest=rest):
            return Mapping(tuple((key, coarse_record(held)) for key, held in pairs), rest)
        case Many(element=inner):
            return Many(coarse_record(inner))
        case Name():
            return STRING
    return value


def received(sent: Sent, receiver: Expression | None) -> Sent:
    """The same message, sent to what `receiver` says."""
    return replace(sent, receiver=receiver)
