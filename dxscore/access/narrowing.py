"""What a condition says about variables in the branch that it guards."""

from __future__ import annotations

from dxscore.access.frames import Frame
from dxscore.access.values import NIL, UNKNOWN, ClassOf, Instance, Value, join_all, parts
from dxscore.domain import ruby

_TYPE_TESTS = frozenset({"is_a?", "kind_of?", "instance_of?"})


def narrowed(
    frame: Frame, condition: ruby.Expression | None, classes: tuple[ruby.Expression, ...] = ()
) -> dict[str, Value]:
    """Local variables that are known better where `condition` holds, or where a case's subject is of the `classes`."""
    match condition:
        case ruby.Variable(name=name) if classes:
            return _as_instances(frame, name, classes)
        case ruby.Call(receiver=ruby.Variable(name=name), name=test, arguments=(wanted,)) if test in _TYPE_TESTS:
            return _as_instances(frame, name, (wanted,))
        case ruby.Call(receiver=ruby.Const() as wanted, name="===", arguments=(ruby.Variable(name=name),)):
            return _as_instances(frame, name, (wanted,))
        case ruby.Variable(name=name) if name in frame.locals and not classes:
            return {name: join_all(part for part in parts(frame.locals[name]) if part is not NIL)}
        case ruby.Logic(operator="and", operands=operands):
            return {name: value for each in operands for name, value in narrowed(frame, each).items()}
    return {}


def _as_instances(frame: Frame, name: str, classes: tuple[ruby.Expression, ...]) -> dict[str, Value]:
    if name not in frame.locals or not all(isinstance(each, ruby.Const) for each in classes):
        return {}
    wanted = [value.name for each in classes if isinstance(value := frame.evaluate(each), ClassOf)]
    held = frame.locals[name]
    if not wanted or not frame.engine.world.is_class(*wanted):
        return {}
    fitting = [part for part in parts(held) if isinstance(part, Instance) and _is_any(frame, part.name, wanted)]
    if fitting:
        return {name: join_all(fitting)}
    if held is UNKNOWN:
        return {name: join_all(Instance(each) for each in wanted)}
    return {}


def _is_any(frame: Frame, name: str, wanted: list[str]) -> bool:
    return frame.engine.world.program.descends(name, *wanted)
