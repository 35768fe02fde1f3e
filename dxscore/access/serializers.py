"""What turning a record into a hash asks of it: its own `as_json`, or a serializer's attributes and associations."""

from __future__ import annotations

from dxscore.access import loading
from dxscore.access.effects import Context, Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    NIL,
    PLAIN,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Mapping,
    Relation,
    Value,
    join_all,
    parts,
)
from dxscore.domain.program import Macro
from dxscore.domain.ruby import Block, Str, Sym

_LOOP = Context(loop=True)
_OBJECT = "@object"


def serialize(frame: Frame, value: Value, sent: Sent, using: Value = UNKNOWN) -> None:
    """What `render json: value` and the like do; `using` is the serializer's class where the call names one."""
    for part in parts(value):
        match part:
            case Relation():
                loading.load(frame, part, sent.line)
                with frame.inside(_LOOP):
                    serialize(frame, loading.row(part), sent, using)
            case Many(element=inner):
                with frame.inside(_LOOP):
                    serialize(frame, inner, sent, using)
            case Mapping(pairs=pairs):
                for _, inner in pairs:
                    serialize(frame, inner, sent)
            case Instance():
                _record(frame, part, sent, using)


def _record(frame: Frame, record: Instance, sent: Sent, using: Value) -> None:
    name = using.name if isinstance(using, ClassOf) else serializer_of(frame, record.name)
    if name:
        run(frame, name, record, sent.line)
        return
    for method in ("as_json", "to_json", "serializable_hash"):
        if frame.engine.world.method(record.name, method):
            frame.engine.send(frame, record, Sent(method, sent.line))


def serializer_of(frame: Frame, record: str) -> str:
    """`Shop::Order` -> `Shop::OrderSerializer`, for the nearest class in its line that has one."""
    world = frame.engine.world
    for each in (record, *world.program.superclasses(record)):
        name = f"{each}Serializer"
        if world.role(name) == "serializer" and world.is_class(name):
            return name
    return ""


def run(frame: Frame, name: str, record: Value, line: int) -> None:
    """Every attribute of a serializer, asked of one record."""

    def fill(summary: Summary) -> None:
        me = Instance(name, fields=((_OBJECT, record),))
        inner = Frame(frame.engine, summary, me, (name,), fields={_OBJECT: record})
        for macro in frame.engine.world.program.inherited_macros(name):
            if macro.name in frame.engine.world.framework["serializers"]["attributes"]:
                _attribute(inner, name, record, macro)

    path = getattr(frame.engine.world.program.get(name), "path", "")
    frame.absorb(frame.engine.chain(("serializer", name, record), path, fill), line)


def _attribute(frame: Frame, name: str, record: Value, macro: Macro) -> None:
    frame.summary.path = macro.path
    names = [each.value for each in macro.call.arguments if isinstance(each, Sym | Str)]
    if isinstance(macro.call.block, Block):
        given = frame.engine.run_body(frame, macro.call.block, macro, (record,))
        serialize(frame, given, Sent(macro.name, macro.line))
        return
    for each in names:
        owner: Value = frame.me if frame.engine.world.method(name, each) else record
        given = frame.engine.send(frame, owner, Sent(each, macro.line))
        if macro.name not in ("attributes", "attribute"):
            serialize(frame, given, Sent(each, macro.line))
        else:
            loading.load_all(frame, given, macro.line)


def send(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """A message to a serializer: its record, or the hash that it makes."""
    words = frame.engine.world.framework["serializers"]
    held = dict(me.fields).get(_OBJECT) or frame.fields.get(_OBJECT)
    if sent.name in words["object"]:
        return held or UNKNOWN
    if sent.name in words["render"]:
        if held is not None:
            run(frame, me.name, held, sent.line)
        return Mapping()
    if sent.name in ("scope", "current_user", "instance_options", "view_context", "params", "options"):
        return UNKNOWN
    return None


def send_class(frame: Frame, me: ClassOf, sent: Sent) -> Value | None:
    """`Serializer.new(record)`, `Blueprint.render(records)`."""
    words = frame.engine.world.framework["serializers"]
    if sent.name == "serializer_for":
        names = [serializer_of(frame, part.name) for part in parts(sent.first) if isinstance(part, Instance)]
        return join_all([ClassOf(name) for name in names if name]) if any(names) else NIL
    if sent.name == "new" and not frame.engine.world.method(me.name, "initialize"):
        for part in parts(sent.first):
            loading.load_all(frame, part, sent.line)
        return Instance(me.name, fields=((_OBJECT, _row(sent.first)),))
    if sent.name in words["render"]:
        serialize(frame, sent.first, sent, me)
        return Mapping()
    return PLAIN if sent.name in words["attributes"] else None


def _row(value: Value) -> Value:
    return loading.row(value) if isinstance(value, Relation) else value.element if isinstance(value, Many) else value
