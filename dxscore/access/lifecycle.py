"""What saving, touching, validating or destroying a record of a model sets off, told once per model and operation.

Order and transactions are those of Rails: validations, callbacks, the statement, counter caches, touches and autosaved
associations run inside one transaction, commit callbacks after it. Conditions are evaluated but not judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from dxscore.access import loading
from dxscore.access.changes import Changed
from dxscore.access.effects import Context, Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import Instance, Mapping, Name, Value, certain, join_all, parts
from dxscore.domain.access import Kind, Within
from dxscore.domain.model import Association, Callback, Declared, Model, Options, Validation
from dxscore.domain.ruby import Array, Block, Expression

IMPLIED = Context(within=Within.IMPLIED)
COMMITTED = Context(after_commit=True)
_LOOP = Context(loop=True)
_ON = {"insert": "create", "update": "update", "delete": "destroy"}
_SAVED_BEFORE = ("before_save", "around_save")
_FOREIGN_KEY_IS_ENOUGH = (7, 1)
"""Since then a belongs_to that is required is only loaded when its foreign key has changed."""


def save(frame: Frame, me: Instance, line: int, changed: Changed = None) -> None:
    """`save` and what does the same: an insert, an update (of known attributes, perhaps), or either."""
    model = frame.engine.world.model(me.name)
    if model is None:
        return
    operations = {"new": ("insert",), "persisted": ("update",)}.get(me.state, ("insert", "update"))
    for operation in operations:
        _run(frame, model, operation, line, _save, changed)


def destroy(frame: Frame, me: Instance, line: int) -> None:
    """`destroy` with callbacks and dependents."""
    model = frame.engine.world.model(me.name)
    if model is not None:
        _run(frame, model, "delete", line, _destroy)


def touch(frame: Frame, me: Instance, line: int) -> None:
    """`touch`: an update without validations, then `after_touch`, the parents' touch, and commit callbacks."""
    model = frame.engine.world.model(me.name)
    if model is not None:
        _run(frame, model, "touch", line, _touch)


def validate(frame: Frame, me: Instance, line: int) -> None:
    """`valid?`."""
    model = frame.engine.world.model(me.name)
    if model is not None:
        operation = "insert" if me.state == "new" else "update"
        _run(frame, model, f"validate {operation}", line, lambda inner, each, _: _validate(inner, each, operation))


def assign(frame: Frame, me: Instance, sent: Sent) -> None:
    """Attributes given to `new`, `create`, `update`: setters that the program defines run."""
    given: dict[str, Value] = dict(sent.keywords)
    for argument in sent.arguments:
        for part in parts(argument):
            if isinstance(part, Mapping):
                given.update(part.pairs)
    if len(sent.arguments) == 2 and isinstance(sent.first, Name):
        given[sent.first.text] = sent.arguments[1]
    for name, value in given.items():
        method = frame.engine.world.method(me.name, f"{name}=")
        if method is not None:
            frame.engine.call(frame, method, me, Sent(f"{name}=", sent.line, (value,)))


def _run(
    frame: Frame,
    model: Model,
    operation: str,
    line: int,
    steps: Callable[[Frame, Model, str], None],
    changed: Changed = None,
) -> None:
    if operation != "update":
        changed = None

    def fill(summary: Summary) -> None:
        state = "new" if operation in ("insert", "validate insert") else "persisted"
        me = Instance(model.name, state, changed=changed)
        inner = Frame(frame.engine, summary, me, (model.name,))
        steps(inner, model, operation)

    frame.absorb(frame.engine.chain(("record", model.name, operation, changed), model.path, fill), line)


def _save(frame: Frame, model: Model, operation: str) -> None:
    on = _ON[operation]
    with frame.inside(IMPLIED):
        frame.add(Kind.TRANSACTION, "", "implied", model.line)
        _validate(frame, model, operation)
        _callbacks(frame, model, (*_SAVED_BEFORE, f"before_{on}", f"around_{on}"), on)
        frame.summary.path = model.path
        frame.add(Kind.WRITE, frame.engine.world.table(model.name), operation, model.line)
        if operation == "insert":
            _counters(frame, model)
            frame.me = Instance(model.name, "persisted")
        _autosave(frame, model)
        _callbacks(frame, model, (f"after_{on}", "after_save"), on)
        frame.engine.gems.added(frame, model, on)
        _touch_parents(frame, model)
    _committed(frame, model, on)


def _destroy(frame: Frame, model: Model, _operation: str) -> None:
    with frame.inside(IMPLIED):
        frame.add(Kind.TRANSACTION, "", "implied", model.line)
        _callbacks(frame, model, ("before_destroy", "around_destroy"), "destroy")
        for association in model.associations.values():
            _dependents(frame, association)
        frame.summary.path = model.path
        statement = "update" if frame.engine.gems.soft_deleted(model) else "delete"
        frame.add(Kind.WRITE, frame.engine.world.table(model.name), statement, model.line)
        frame.engine.gems.added(frame, model, "destroy")
        _counters(frame, model)
        _touch_parents(frame, model)
        _callbacks(frame, model, ("after_destroy",), "destroy")
    _committed(frame, model, "destroy")


def _touch(frame: Frame, model: Model, _operation: str) -> None:
    with frame.inside(IMPLIED):
        frame.add(Kind.TRANSACTION, "", "implied", model.line)
        frame.add(Kind.WRITE, frame.engine.world.table(model.name), "update", model.line)
        _callbacks(frame, model, ("after_touch",), "update")
        _touch_parents(frame, model)
    _committed(frame, model, "update")


def _validate(frame: Frame, model: Model, operation: str) -> None:
    on = _ON[operation]
    _callbacks(frame, model, ("before_validation",), on)
    for validation in model.validations:
        if not validation.on or on in validation.on:
            _at(frame, validation.declared)
            _validation(frame, model, validation, operation)
    _callbacks(frame, model, ("after_validation",), on)


def _validation(frame: Frame, model: Model, validation: Validation, operation: str) -> None:
    line = validation.declared.line
    if not _hold(frame, validation.options, validation.declared):
        return
    match validation.kind:
        case "uniqueness":
            frame.add(Kind.READ, frame.engine.world.table(model.name), "one", line)
        case "presence" | "associated" | "absence" | "custom" if validation.kind != "custom":
            for name in validation.attributes:
                _load_for_validation(frame, model, name, validation, operation)
        case "method":
            frame.engine.send(frame, frame.me, Sent(validation.validator, line))
        case "block" if validation.body is not None:
            frame.engine.run_body(frame, validation.body, validation.declared, (frame.me,))
        case "custom":
            validator = Instance(validation.validator)
            for name in ("validate", "validate_each"):
                if frame.engine.world.method(validation.validator, name):
                    frame.engine.send(frame, validator, Sent(name, line, (frame.me,)))


def _load_for_validation(frame: Frame, model: Model, name: str, validation: Validation, operation: str) -> None:
    association = model.associations.get(name)
    if association is None:
        return
    implied_only = validation.implied and operation == "update"
    if implied_only and frame.engine.world.rails >= _FOREIGN_KEY_IS_ENOUGH:
        return
    found = frame.engine.follow(frame, Instance(model.name, "persisted"), association, validation.declared.line)
    loading.load_all(frame, found, validation.declared.line)


def _callbacks(frame: Frame, model: Model, kinds: Iterable[str], on: str) -> None:
    for kind in kinds:
        for callback in model.callbacks:
            if callback.kind == kind and not callback.skipped and (not callback.on or on in callback.on):
                _callback(frame, callback)


def _committed(frame: Frame, model: Model, on: str) -> None:
    with frame.inside(COMMITTED):
        _callbacks(frame, model, ("after_commit",), on)


def _callback(frame: Frame, callback: Callback) -> None:
    declared = callback.declared
    _at(frame, declared)
    if not _hold(frame, callback.options, declared):
        return
    if callback.method:
        frame.engine.send(frame, frame.me, Sent(callback.method, declared.line))
    elif callback.body is not None:
        frame.engine.run_body(frame, callback.body, declared, (frame.me,))
    elif callback.observer is not None:
        observer = frame.engine.value_of(callback.observer, declared)
        frame.engine.send(frame, observer, Sent(callback.kind, declared.line, (frame.me,)))


def _hold(frame: Frame, options: Options, declared: Declared) -> bool:
    """Whether conditions may be fulfilled; their own effects happen in any case."""
    for name, wrong in (("if", False), ("unless", True)):
        for condition in _several(options[name]) if name in options else ():
            if certain(_condition(frame, condition, declared)) is wrong:
                return False
    return True


def _condition(frame: Frame, condition: Expression, declared: Declared) -> Value:
    if isinstance(condition, Block):
        return frame.engine.run_body(frame, condition, declared, (frame.me,))
    given = frame.engine.value_of(condition, declared)
    names = [part.text for part in parts(given) if isinstance(part, Name)]
    return join_all(frame.engine.send(frame, frame.me, Sent(name, declared.line)) for name in names) if names else given


def _several(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, Array):
        yield from expression.items
    else:
        yield expression


def _at(frame: Frame, declared: Declared) -> None:
    """What follows stands in the file of this declaration: a concern's, for its callbacks."""
    frame.summary.path = declared.path


def _parents(model: Model) -> Iterator[Association]:
    return (each for each in model.associations.values() if each.kind == "belongs_to")


def _touch_parents(frame: Frame, model: Model) -> None:
    for association in _parents(model):
        if association.touch and association.class_name:
            _at(frame, association.declared)
            line = association.declared.line
            frame.add(Kind.READ, frame.engine.world.table(association.class_name), "one", line)
            touch(frame, Instance(association.class_name, "persisted"), line)


def _counters(frame: Frame, model: Model) -> None:
    for association in _parents(model):
        if association.counter_cache and association.class_name:
            _at(frame, association.declared)
            table = frame.engine.world.table(association.class_name)
            frame.add(Kind.WRITE, table, "update", association.declared.line)


def _autosave(frame: Frame, model: Model) -> None:
    """Associated records that are saved along: by `autosave: true`."""
    for association in model.associations.values():
        if association.autosave and association.class_name and not association.through:
            _at(frame, association.declared)
            several = association.kind.startswith("has_many")
            with frame.inside(_LOOP if several else Context()):
                save(frame, Instance(association.class_name), association.declared.line)


def _dependents(frame: Frame, association: Association) -> None:
    if association.join_table:
        frame.add(Kind.WRITE, association.join_table, "delete", association.declared.line, "bulk")
    if not association.dependent or not association.class_name:
        return
    _at(frame, association.declared)
    line = association.declared.line
    table = frame.engine.world.table(association.class_name)
    match association.dependent:
        case "destroy" | "destroy_async":
            _destroy_dependents(frame, association)
        case "delete_all" | "delete":
            frame.add(Kind.WRITE, table, "delete", line, "bulk" if association.kind == "has_many" else "")
        case "nullify":
            frame.add(Kind.WRITE, table, "update", line, "bulk" if association.kind == "has_many" else "")
        case dependent if dependent.startswith("restrict"):
            frame.add(Kind.READ, table, "one", line)


def _destroy_dependents(frame: Frame, association: Association) -> None:
    line = association.declared.line
    found = frame.engine.follow(frame, Instance(association.declared.declared_by, "persisted"), association, line)
    loading.load_all(frame, found, line)
    if association.dependent == "destroy_async":
        frame.add(Kind.ENQUEUE, "ActiveRecord::DestroyAssociationAsyncJob", "later", line)
        return
    if association.through and (between := _between(frame, association)):
        frame.add(Kind.WRITE, frame.engine.world.table(between), "delete", line)
        return
    several = association.kind in ("has_many", "has_and_belongs_to_many")
    with frame.inside(_LOOP if several else Context()):
        destroy(frame, Instance(association.class_name or "", "persisted"), line)


def _between(frame: Frame, association: Association) -> str:
    owner = frame.engine.world.model(association.declared.declared_by)
    through = owner.associations.get(association.through) if owner else None
    return (through.class_name if through else None) or ""
