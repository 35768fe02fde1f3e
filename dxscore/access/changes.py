"""Which attributes an update changes, and what `saved_change_to_name?` and the like say then.

Callbacks often run only `if: :saved_change_to_name?`. Where an update names its attributes, such conditions can be
answered; of the attributes only those are kept that some condition of the model asks for, so that updates which make
no difference to any share one summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    FALSE,
    NEVER,
    NIL,
    PLAIN,
    UNLISTED,
    Instance,
    Many,
    Mapping,
    Name,
    Value,
    join_all,
    parts,
)
from dxscore.access.world import World
from dxscore.domain import ruby
from dxscore.domain.model import Model
from dxscore.domain.program import Method
from dxscore.domain.ruby_parts import walk

_QUESTION = re.compile(
    r"^(?:saved_change_to_(?P<saved>\w+?)\??|will_save_change_to_(?P<will>\w+)\?"
    r"|(?P<name>\w+?)(?:_changed\?|_previously_changed\?|_change|_previous_change|_change_to_be_saved))$"
)
_GENERAL = frozenset({"saved_change_to_attribute?", "saved_change_to_attribute", "will_save_change_to_attribute?"})
_GENERAL_TOO = frozenset({"attribute_changed?", "attribute_previously_changed?"})
_ALL = frozenset({"previous_changes", "saved_changes", "changes", "changes_to_save", "changed_attributes"})
_NAMES = frozenset({"changed", "changed_attribute_names_to_save"})
_BEFORE = ("before_validation", "before_save", "before_update")
Changed = frozenset[str] | None
"""Names of attributes; None when it is not known."""


class Changes(Struct, frozen=True):
    """Answers are remembered per model."""

    world: World
    _asked: dict[str, frozenset[str]] = field(default_factory=dict)
    _set: dict[str, frozenset[str]] = field(default_factory=dict)
    _said: dict[int, tuple[frozenset[str], frozenset[str], frozenset[str]]] = field(default_factory=dict)

    def of_update(self, frame: Frame, me: Instance, model: Model, sent: Sent) -> Changed:
        """What `update(name: ...)` changes, along with what was assigned before it and what callbacks assign."""
        names = _given(sent)
        if names is None:
            return None
        found = set(frame.attributes) | self._by_callbacks(model)
        for name in names:
            setter = self.world.method(me.name, f"{name}=")
            found.update((name, *_columns_of(model, name), *(self._read(setter.body)[2] if setter else ())))
        return frozenset(found) & self._asked_for(model)

    def _asked_for(self, model: Model) -> frozenset[str]:
        """Attributes that conditions of the model's code ask for."""
        if model.name not in self._asked:
            found: set[str] = set()
            for node in (*self._methods(model), *_conditions(model)):
                asked, literals, _ = self._read(node)
                found |= asked | literals
            self._asked[model.name] = frozenset(found)
        return self._asked[model.name]

    def _by_callbacks(self, model: Model) -> frozenset[str]:
        """Attributes that callbacks before the statement assign to the record itself."""
        if model.name not in self._set:
            found: set[str] = set()
            for callback in model.callbacks:
                if callback.kind in _BEFORE:
                    method = self.world.method(model.name, callback.method) if callback.method else None
                    for body in self._with_callees(model, method.body if method else callback.body):
                        found |= self._read(body)[2]
            self._set[model.name] = frozenset(found)
        return self._set[model.name]

    def _with_callees(self, model: Model, body: object) -> Iterator[object]:
        yield body
        for node in walk(body):
            if isinstance(node, ruby.Call) and isinstance(node.receiver, ruby.Self | None):
                called = self.world.method(model.name, node.name)
                if called is not None:
                    yield called.body

    def _methods(self, model: Model) -> Iterator[object]:
        for ancestor in self.world.program.ancestors(model.name):
            if found := self.world.program.get(ancestor):
                for method in found.methods.values():
                    yield method.body if isinstance(method, Method) else None

    def _read(self, node: object) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Attributes asked for by name, literals beside questions about any, attributes of self that are assigned."""
        if id(node) not in self._said:
            self._said[id(node)] = _read(node)
        return self._said[id(node)]


def _read(node: object) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    asked: set[str] = set()
    literals: set[str] = set()
    assigned: set[str] = set()
    defaults: set[str] = set()
    general = False
    for each in walk(node):
        match each:
            case ruby.Assign(target=ruby.Call(name="[]", arguments=(ruby.Sym(value=name) | ruby.Str(value=name),))):
                assigned.add(name)
            case ruby.Assign(target=ruby.Call(name=name, receiver=ruby.Self()), operator=operator) if operator != "||":
                assigned.add(name)
            case ruby.If(condition=ruby.Call(name="blank?" | "nil?", receiver=ruby.Call(name=name))):
                defaults.add(name)
            case ruby.Call(name="assign_attributes" | "attributes=", keywords=keywords):
                assigned.update(key.value for key, _ in keywords if isinstance(key, ruby.Sym))
            case ruby.Call(name=name) | ruby.Sym(value=name):
                general = general or name in _GENERAL | _GENERAL_TOO | _ALL | _NAMES
                if found := _QUESTION.match(name):
                    asked.update(filter(None, found.groups()))
                if isinstance(each, ruby.Sym):
                    literals.add(name)
            case ruby.Str(value=value):
                literals.add(value)
    return frozenset(asked), frozenset(literals) if general else frozenset(), frozenset(assigned - defaults)


def _conditions(model: Model) -> Iterator[object]:
    for callback in model.callbacks:
        yield from (callback.body, *callback.options.values())
    for validation in model.validations:
        yield from (validation.body, *validation.options.values())


def _given(sent: Sent) -> list[str] | None:
    """Names that a call of `update` or `update_attribute` gives values to."""
    if sent.rest is not None:
        return None
    if len(sent.arguments) == 2 and isinstance(sent.first, Name):
        return [sent.first.text]
    names = [*sent.keywords]
    for argument in sent.arguments:
        if not (isinstance(argument, Mapping) and argument.pairs and argument.rest in (NEVER, UNLISTED)):
            return None
        names += [name for name, _ in argument.pairs]
    return names or None


def _columns_of(model: Model, name: str) -> tuple[str, ...]:
    association = model.associations.get(name)
    kept = tuple(each.column for each in model.attributes if each.name == name and each.column)
    return (*(association.foreign_key if association else ()), *kept)


def answer(me: Instance, sent: Sent) -> Value | None:
    """What a question about changes gives for a record whose changes are known; None for any other message."""
    if me.changed is None:
        return None
    if sent.name in _ALL:
        return Mapping(tuple((name, PLAIN) for name in sorted(me.changed)), NEVER)
    if sent.name in _NAMES:
        return Many(join_all(Name(name) for name in me.changed))
    if sent.name in _GENERAL | _GENERAL_TOO and sent.arguments:
        asked = {part.text for part in parts(sent.first) if isinstance(part, Name)}
        return None if not asked else PLAIN if asked & me.changed else FALSE
    found = _QUESTION.match(sent.name)
    if found is None:
        return None
    if set(found.groups()) & me.changed:
        return PLAIN
    return FALSE if sent.name.endswith("?") else NIL
