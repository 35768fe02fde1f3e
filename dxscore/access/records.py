"""What a record answers: attributes, associations, and what saves, deletes, locks or reloads it."""

from __future__ import annotations

import re
from collections.abc import Callable

from dxscore.access import changes, lifecycle, loading, relations
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import NIL, PLAIN, UNKNOWN, Instance, Many, Name, Relation, Value, join, join_all
from dxscore.access.values import records as inner
from dxscore.domain.access import Kind
from dxscore.domain.model import Association, Model

_ATTRIBUTE = re.compile(
    r"(?:saved_change_to_|will_save_change_to_|restore_|reset_|clear_)?(?P<name>\w+?)"
    r"(?:_changed\?|_change|_was|_before_last_save|_in_database|_before_type_cast|_previously_changed\?|_previously_was"
    r"|_previous_change|_will_change!|_came_from_user\?|_changed_in_place\?|_for_database|=|\?|!)?$"
)
_ASSOCIATION = re.compile(
    r"(?P<verb>build_|create_|reload_|reset_)?(?P<name>\w+?)(?P<end>_ids=|_ids|_attributes=|_id\?|_changed\?|=|!)?$"
)
_ONE = frozenset({"belongs_to", "has_one"})
_ATTACHED = frozenset({"has_one_attached", "has_many_attached", "has_rich_text"})


def send(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """A message to a record; None for other objects, and for what Active Record has no method for."""
    model = frame.engine.world.model(me.name)
    if model is None:
        return None
    if association := model.associations.get(sent.name):
        return follow(frame, me, association, sent)
    if (found := _association_method(frame, me, model, sent)) is not None:
        return found
    if sent.name in ("as_json", "to_json", "serializable_hash"):
        return _as_json(frame, me, sent)
    if (found := changes.answer(me, sent)) is not None:
        return found
    action = frame.engine.world.words.record.get(sent.name)
    if action is not None:
        return _ACTIONS[action](frame, me, sent)
    if (found := _enum_method(frame, me, model, sent)) is not None:
        return found
    if (found := frame.engine.gems.record(frame, me, model, sent)) is not None:
        return found
    return PLAIN if _is_attribute(frame, model, sent.name) else None


def follow(frame: Frame, me: Instance, association: Association, sent: Sent) -> Value:
    """The records on the other side: one is asked for at once, several when they are looked at."""
    known = association.name in me.preloads
    if association.kind in _ATTACHED:
        return attachment(frame, association, sent, known=known)
    targets = _targets(frame, association)
    if association.kind in _ONE:
        return _follow_one(frame, me, association, targets, sent)
    if not targets:
        return UNKNOWN
    tables = loading.association_tables(frame, association)
    preloads = me.preloads if known else frozenset()
    found = Relation(targets[0], known, False, False, preloads, tables, me.name, association.name)
    return loading.associated(frame, found, association)


def _follow_one(frame: Frame, me: Instance, association: Association, targets: list[str], sent: Sent) -> Value:
    if association.name not in me.preloads and me.state != "new":
        for target in targets:
            frame.add(Kind.READ, frame.engine.world.table(target), "one", sent.line)
        tables = {*loading.association_tables(frame, association)}
        for target in targets:
            tables |= loading.default_tables(frame, target)
        for table in sorted(tables):
            frame.add(Kind.READ, table, "one", sent.line)
    if not targets:
        return UNKNOWN
    held = join_all(Instance(target, "persisted", me.preloads) for target in targets)
    return held if association.optional is False else join(NIL, held)


def _targets(frame: Frame, association: Association) -> list[str]:
    """Classes that an association may hold; of a polymorphic one those that say so with `as:`."""
    world = frame.engine.world
    if not association.polymorphic:
        name = association.class_name
        return [name] if name and world.model(name) else []
    return [
        name
        for name, model in world.models.by_name.items()
        if not model.sti_base
        and not model.abstract
        and any(_points_back(other, association) for other in model.associations.values())
    ][:6]


def _points_back(other: Association, association: Association) -> bool:
    owner = association.declared.declared_by
    return other.as_name == association.name and other.class_name in (owner, None)


def attachment(frame: Frame, association: Association, sent: Sent, *, known: bool) -> Value:
    """Active Storage and Action Text keep what is attached in tables of their own."""
    if association.kind == "has_rich_text":
        if not known:
            frame.add(Kind.READ, "action_text_rich_texts", "one", sent.line)
        return PLAIN
    if not known:
        for table in ("active_storage_attachments", "active_storage_blobs"):
            frame.add(Kind.READ, table, "one" if association.kind == "has_one_attached" else "many", sent.line)
    return Instance("ActiveStorage::Attached")


def _association_method(frame: Frame, me: Instance, model: Model, sent: Sent) -> Value | None:
    match = _ASSOCIATION.match(sent.name)
    if match is None or not (match["verb"] or match["end"]):
        return None
    verb, end = match["verb"] or "", match["end"] or ""
    association = model.associations.get(match["name"]) or (
        model.associations.get(f"{match['name']}s") or _plural(model, match["name"]) if "_ids" in end else None
    )
    if association is None:
        return None
    if verb:
        return _build_or_create(frame, me, association, verb, sent)
    target = follow(frame, me, association, sent) if end in ("_ids", "_ids=") else UNKNOWN
    if end == "_ids" and isinstance(target, Relation):
        loading.load(frame, target, sent.line)
        return Many(PLAIN)
    if end in ("=", "_ids=") and me.state != "new" and association.kind not in ("belongs_to", *_ATTACHED):
        return _assign_association(frame, me, association, sent)
    return sent.first if end in ("=", "_ids=") else PLAIN


def _plural(model: Model, name: str) -> Association | None:
    ends = {name, f"{name}es", f"{name[:-1]}ies"}
    return next((each for each in model.associations.values() if each.name in ends), None)


def _assign_association(frame: Frame, me: Instance, association: Association, sent: Sent) -> Value:
    target = follow(frame, me, association, Sent(association.name, sent.line))
    if isinstance(target, Relation):
        replaced = Sent("replace", sent.line, sent.arguments)
        relations.send(frame, target, replaced)
    elif association.class_name:
        lifecycle.save(frame, Instance(association.class_name), sent.line)
    return sent.first


def _build_or_create(frame: Frame, me: Instance, association: Association, verb: str, sent: Sent) -> Value | None:
    if not association.class_name or frame.engine.world.model(association.class_name) is None:
        return None
    record = Instance(association.class_name, "new")
    if verb in ("reload_", "reset_"):
        return follow(frame, Instance(me.name, me.state), association, sent)
    lifecycle.assign(frame, record, sent)
    frame.run_block(sent.block, (record,), sent.line)
    if verb == "create_":
        lifecycle.save(frame, record, sent.line)
        return Instance(association.class_name, "persisted")
    return record


def _enum_method(frame: Frame, me: Instance, model: Model, sent: Sent) -> Value | None:
    if sent.name[-1] not in "?!":
        return None
    for enum in model.enums.values():
        if any(enum.method_name(label) == sent.name[:-1] for label in enum.values):
            if sent.name.endswith("!"):
                lifecycle.save(frame, me, sent.line)
            return PLAIN
    return None


def _is_attribute(frame: Frame, model: Model, name: str) -> bool:
    columns = frame.engine.world.columns.get(model.table or "")
    match = _ATTRIBUTE.match(name)
    if match is None:
        return False
    names = {match["name"], name.rstrip("?=!")}
    declared = {each.name for each in model.attributes} | set(model.enums)
    if columns is None:
        return not any(frame.engine.world.method(below, name) for below in frame.engine.world.below(model.name))
    return bool(names & (declared | columns))


def _as_json(frame: Frame, me: Instance, sent: Sent) -> Value:
    """The attributes, and what `include:` and `methods:` name."""
    if sent.name == "to_json" and frame.engine.world.method(me.name, "as_json"):
        return frame.engine.send(frame, me, Sent("as_json", sent.line, keywords=sent.keywords))
    for option in ("include", "methods"):
        for part in inner(sent.keywords.get(option, NIL)):
            if isinstance(part, Name):
                frame.engine.serialize(frame, frame.engine.send(frame, me, Sent(part.text, sent.line)), sent)
    return PLAIN


def _save(frame: Frame, me: Instance, sent: Sent) -> Value:
    lifecycle.assign(frame, me, sent)
    model = frame.engine.world.model(me.name)
    changed = (
        frame.engine.changes.of_update(frame, me, model, sent) if model and sent.name.startswith("update") else None
    )
    lifecycle.save(frame, me, sent.line, changed)
    return PLAIN


def _touch(frame: Frame, me: Instance, sent: Sent) -> Value:
    lifecycle.touch(frame, me, sent.line)
    return PLAIN


def _update_columns(frame: Frame, me: Instance, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(me.name), "update", sent.line)
    return PLAIN


def _destroy(frame: Frame, me: Instance, sent: Sent) -> Value:
    lifecycle.destroy(frame, me, sent.line)
    return me


def _delete(frame: Frame, me: Instance, sent: Sent) -> Value:
    frame.add(Kind.WRITE, frame.engine.world.table(me.name), "delete", sent.line)
    return me


def _reload(frame: Frame, me: Instance, sent: Sent) -> Value:
    frame.add(Kind.READ, frame.engine.world.table(me.name), "one", sent.line)
    return Instance(me.name, "persisted")


def _lock(frame: Frame, me: Instance, sent: Sent) -> Value:
    frame.add(Kind.READ, frame.engine.world.table(me.name), "one", sent.line, "locked")
    return me


def _with_lock(frame: Frame, me: Instance, sent: Sent) -> Value:
    with frame.inside(loading.EXPLICIT):
        frame.add(Kind.TRANSACTION, "", "explicit", sent.line)
        _lock(frame, me, sent)
        return frame.run_block(sent.block, (), sent.line)


def _transaction(frame: Frame, _me: Instance, sent: Sent) -> Value:
    return loading.transaction(frame, sent)


def _validate(frame: Frame, me: Instance, sent: Sent) -> Value:
    lifecycle.validate(frame, me, sent.line)
    return PLAIN


def _same(frame: Frame, me: Instance, sent: Sent) -> Value:
    if sent.name in ("becomes", "becomes!"):
        return Instance(frame.engine.class_in(sent.first) or me.name, me.state)
    given = frame.run_block(sent.block, (me,), sent.line)
    return given if sent.name == "then" else me


def _copy(_frame: Frame, me: Instance, _sent: Sent) -> Value:
    return Instance(me.name, "new")


def _plain(frame: Frame, me: Instance, sent: Sent) -> Value:
    if sent.name in ("assign_attributes", "attributes="):
        lifecycle.assign(frame, me, sent)
    return PLAIN


_ACTIONS: dict[str, Callable[[Frame, Instance, Sent], Value]] = {
    "save": _save,
    "touch": _touch,
    "update_columns": _update_columns,
    "destroy": _destroy,
    "delete": _delete,
    "reload": _reload,
    "lock": _lock,
    "with_lock": _with_lock,
    "transaction": _transaction,
    "validate": _validate,
    "same": _same,
    "copy": _copy,
    "plain": _plain,
}
