"""What any object or class of the program answers by Ruby's own rules: `new`, `send`, `class`, delegators, structs."""

from __future__ import annotations

from dxscore.access import libraries
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    PLAIN,
    STRING,
    UNKNOWN,
    ClassOf,
    Instance,
    Many,
    Name,
    Procedure,
    Relation,
    Value,
    join_all,
    parts,
)
from dxscore.access.world import VIEW
from dxscore.domain.program import Namespace
from dxscore.domain.ruby import Call, Const, Self, Sym

_SENDS = frozenset({"send", "public_send", "__send__", "try", "try!"})
_EVALS = frozenset({"instance_exec", "instance_eval", "class_exec", "class_eval"})
_MAKING = frozenset({"new", "allocate", "instance"})
_SPELLING = frozenset({"name", "to_s", "model_name", "inspect", "class"})
_FIELD_LIMIT = 12


def send(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """A message to an object that nobody else has answered."""
    if (found := common(frame, me, sent)) is not None:
        return found
    if sent.name == "class":
        return ClassOf(me.name)
    if (held := dict(me.fields).get(f"@{sent.name}")) is not None and _is_struct(frame, me.name):
        return held
    if (held := _wrapped(frame, me)) is not None:
        return frame.engine.send(frame, held, sent)
    missing = frame.engine.world.method(me.name, "method_missing")
    if missing is not None and sent.name not in frame.engine.world.words.anything:
        passed = Sent("method_missing", sent.line, (Name(sent.name), *sent.arguments), sent.keywords, sent.rest)
        return frame.engine.call(frame, missing, me, passed)
    if frame.engine.world.program.get(me.name) is None and me.name and not me.name.startswith(VIEW):
        return _foreign(frame, sent)
    return _of_self(frame, sent)


def common(frame: Frame, me: Value, sent: Sent) -> Value | None:
    """`send` with a literal, `tap`, `instance_exec`, `then`."""
    if sent.name in _SENDS and sent.arguments:
        return _send_named(frame, me, sent)
    if sent.name in _SENDS and sent.block is not None:
        return frame.run_block(sent.block, (me,), sent.line)
    if sent.name == "tap":
        frame.run_block(sent.block, (me,), sent.line)
        return me
    if sent.name in ("then", "yield_self"):
        return frame.run_block(sent.block, (me,), sent.line)
    if sent.name in _EVALS and sent.block is not None:
        return frame.engine.run_on(frame, me, sent)
    if sent.name in ("itself", "freeze", "dup", "clone", "presence"):
        return me
    return None


def _send_named(frame: Frame, me: Value, sent: Sent) -> Value | None:
    names = [part.text for part in parts(sent.first) if isinstance(part, Name)]
    if not names:
        return None
    passed = sent.arguments[1:]
    return join_all(
        frame.engine.send(frame, me, Sent(name, sent.line, passed, sent.keywords, sent.rest, sent.block, sent.splat))
        for name in names
    )


def send_class(frame: Frame, me: ClassOf, sent: Sent) -> Value | None:
    """A message to a class or module that nobody else has answered."""
    if (found := libraries.enqueue(frame, me.name, sent)) is not None:
        return found
    if (found := common(frame, me, sent)) is not None:
        return found
    if sent.name in _MAKING:
        return _made(frame, me, sent)
    if sent.name == "const_get" and isinstance(sent.first, Name):
        return frame.engine.constant(sent.first.text, (me.name,))
    if sent.name in _SPELLING:
        return STRING
    if me.name == "Array" and sent.name == "wrap":
        return join_all(part if isinstance(part, Many | Relation) else Many(part) for part in parts(sent.first))
    if frame.engine.world.program.get(me.name) is None:
        return _foreign(frame, sent)
    held = frame.engine.class_attribute(me.name, sent.name)
    return _of_self(frame, sent) if held is None else held


def _of_self(frame: Frame, sent: Sent) -> Value | None:
    own = sent.receiver is None or isinstance(sent.receiver, Self)
    if own and (found := libraries.kernel(frame, sent)) is not None:
        return found
    return PLAIN if sent.name in frame.engine.world.words.anything else None


def _made(frame: Frame, me: ClassOf, sent: Sent) -> Value:
    if frame.engine.world.program.get(me.name) is not None:
        return frame.engine.make(frame, me.name, sent if sent.name != "instance" else Sent("new", sent.line))
    frame.run_block(sent.block, (UNKNOWN,), sent.line)
    return Instance(me.name)


def _foreign(frame: Frame, sent: Sent) -> Value:
    """A library that nothing is known of: taken to do nothing to the application's data but run its block."""
    frame.run_block(sent.block, (UNKNOWN,), sent.line)
    return Instance("?")


def make(frame: Frame, name: str, sent: Sent) -> Value:
    """`Class.new(...)`: what `initialize` leaves in instance variables goes with the object."""
    program = frame.engine.world.program
    method = program.method(name, "initialize")
    if method is None:
        return Instance(name, fields=_struct_fields(frame, program.get(name), sent))
    summary = frame.engine.summary(method, Instance(name), {}, sent)
    frame.engine.take(frame, summary, sent, shared=False)
    held = sorted(summary.gives.items())[:_FIELD_LIMIT]
    if any(base in frame.engine.world.framework["delegators"] for base in program.ancestors(name)) and sent.arguments:
        held = [pair for pair in held if pair[0] != "@__object"] + [("@__object", sent.first)]
    return Instance(name, fields=tuple(sorted((key, _shallow(value)) for key, value in held)))


def _struct_fields(frame: Frame, namespace: Namespace | None, sent: Sent) -> tuple[tuple[str, Value], ...]:
    if namespace is None:
        return ()
    if any(base in frame.engine.world.framework["delegators"] for base in namespace.ancestors):
        return (("@__object", sent.first),) if sent.arguments else ()
    names = struct_members(frame, namespace)
    given = {**dict(zip(names, sent.arguments, strict=False)), **{k: v for k, v in sent.keywords.items() if k in names}}
    return tuple(sorted((f"@{name}", _shallow(value)) for name, value in given.items()))


def struct_members(frame: Frame, namespace: Namespace) -> list[str]:
    """Names given to `Struct.new` or `Data.define`, of a class made by it or below one."""
    for each in (namespace.name, *frame.engine.world.program.superclasses(namespace.name)):
        found = frame.engine.world.program.get(each)
        constant = frame.engine.world.program.constant(each)
        made = constant.value if constant else found.superclass_expression if found else None
        match made:
            case Call(receiver=Const(name="Struct" | "::Struct" | "Data"), name="new" | "define", arguments=arguments):
                return [item.value for item in arguments if isinstance(item, Sym)]
    return []


def _is_struct(frame: Frame, name: str) -> bool:
    namespace = frame.engine.world.program.get(name)
    return namespace is not None and bool(struct_members(frame, namespace))


def _shallow(value: Value) -> Value:
    if isinstance(value, Instance) and value.fields:
        inner = tuple((key, _flat(held)) for key, held in value.fields)
        return Instance(value.name, value.state, value.preloads, inner)
    return value


def _flat(value: Value) -> Value:
    if isinstance(value, Instance):
        return Instance(value.name, value.state)
    return value if not isinstance(value, Procedure) else UNKNOWN


def _wrapped(frame: Frame, me: Instance) -> Value | None:
    """What a delegator passes messages on to."""
    if (held := dict(me.fields).get("@__object")) is not None:
        return held
    namespace = frame.engine.world.program.get(me.name)
    match namespace.superclass_expression if namespace else None:
        case Call(name="DelegateClass", arguments=(Const(name=name),)) if namespace:
            inner = frame.engine.constant(name, namespace.openings[0].nesting if namespace.openings else ())
            return Instance(inner.name, "persisted") if isinstance(inner, ClassOf) else None
    return None
