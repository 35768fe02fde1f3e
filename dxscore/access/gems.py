"""What common gems add to records, queries, controllers and jobs: answers by data, see vocabulary/gems.yml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from dxscore.access import authorization, lifecycle, loading, state_machines
from dxscore.access.frames import Frame, Sent
from dxscore.access.state_machines import Machine
from dxscore.access.values import NIL, PLAIN, UNKNOWN, ClassOf, Instance, Relation, Value, join
from dxscore.access.vocabulary import gems as shipped
from dxscore.access.world import World, underscored
from dxscore.domain.access import Kind
from dxscore.domain.model import Model
from dxscore.domain.ruby import Call, Hash, Pair, Sym


class Gems(Struct, frozen=True):
    """Answers for messages that neither the program nor Rails knows; what was looked up is remembered."""

    world: World
    data: Mapping[str, Any] = field(default_factory=shipped)
    _machines: dict[str, tuple[Machine, ...]] = field(default_factory=dict)
    _macros: dict[str, tuple[tuple[str, int, str], ...]] = field(default_factory=dict)
    _flags: dict[str, frozenset[str]] = field(default_factory=dict)
    _signed_in: dict[str, str] = field(default_factory=dict)

    def query(self, frame: Frame, me: Relation, sent: Sent) -> Value | None:
        """A message to a relation."""
        words = self.data["queries"]
        if sent.name in words["refine"] or self._is_state(me.model, sent.name) or self._is_flag(me.model, sent.name):
            return Relation(me.model, False, me.bounded, me.locked, me.preloads, me.tables, me.owner, me.association)
        if sent.name in words["one"]:
            loading.read(frame, me, "one", sent.line)
            return join(loading.row(me), NIL)
        if sent.name in words["many"]:
            loading.load(frame, me, sent.line)
            return me
        return None

    def _is_state(self, model: str, name: str) -> bool:
        machines = self.machines(model)
        return any(name in machine.states or name in machine.form.get("scopes", ()) for machine in machines)

    def _is_flag(self, model: str, name: str) -> bool:
        """Whether a method is named after a flag that is kept in a bit of a column."""
        if model not in self._flags:
            macros = [each for each in self.world.program.inherited_macros(model) if each.name in self.data["flags"]]
            self._flags[model] = frozenset(
                value.value
                for macro in macros
                for _, value in (*macro.call.keywords, *_hash_pairs(macro.call))
                if isinstance(value, Sym)
            )
        return name.removeprefix("not_").rstrip("?=") in self._flags[model]

    def record(self, frame: Frame, me: Instance, model: Model, sent: Sent) -> Value | None:
        """A message to a record."""
        for machine in self.machines(model.name):
            if (found := _of_machine(frame, model, machine, sent)) is not None:
                return found
        words = self.data["records"]
        if sent.name in words["plain"] or self._is_flag(model.name, sent.name):
            return PLAIN
        if sent.name in words["save"]:
            lifecycle.save(frame, Instance(me.name, "persisted"), sent.line)
            return PLAIN
        if sent.name in words["destroy"]:
            lifecycle.destroy(frame, me, sent.line)
            return me
        if sent.name in words["one"]:
            frame.add(Kind.READ, self.world.table(model.name), "one", sent.line)
            return join(Instance(model.name, "persisted"), NIL)
        return Relation(model.name) if sent.name in words["many"] else None

    def machines(self, model: str) -> tuple[Machine, ...]:
        """State machines of a model."""
        if model not in self._machines:
            self._machines[model] = state_machines.machines_of(self.world, self.data["state_machines"], model)
        return self._machines[model]

    def added(self, frame: Frame, model: Model, operation: str) -> None:
        """What macros of gems do when a record is created, updated or destroyed."""
        for name, line, path in self._of(model.name):
            form = self.data["models"].get(name) or self.data["includes"].get(name) or {}
            if operation in form.get("operations", ()):
                frame.summary.path = path
                _add(frame, model, form, line)

    def soft_deleted(self, model: Model) -> bool:
        """Whether `destroy` only marks a row."""
        return any(name in self.data["soft_delete"] for name, _, _ in self._of(model.name))

    def _of(self, model: str) -> tuple[tuple[str, int, str], ...]:
        if model not in self._macros:
            self._macros[model] = tuple(self._found(model))
        return self._macros[model]

    def _found(self, model: str) -> Iterator[tuple[str, int, str]]:
        for macro in self.world.program.inherited_macros(model):
            if macro.name in self.data["models"] or macro.name in self.data["soft_delete"]:
                yield macro.name, macro.line, macro.path
        for name in self.world.program.ancestors(model):
            if name in self.data["includes"] and (namespace := self.world.program.get(model)):
                yield name, namespace.line, namespace.path

    def self_call(self, frame: Frame, me: Instance, sent: Sent) -> Value | None:
        """A message to self of a controller, view, job or any other class that libraries extend."""
        if not self.world.role(me.name):
            return None
        if (found := self._devise(frame, sent)) is not None:
            return found
        if (found := authorization.send(frame, self.data["authorization"], sent)) is not None:
            return found
        if sent.name in self.data["controllers"]["loads"]:
            frame.engine.load_all(frame, sent)
            return UNKNOWN
        return PLAIN if sent.name in self.data["controllers"]["plain"] else None

    def _devise(self, frame: Frame, sent: Sent) -> Value | None:
        words = self.data["devise"]
        for scope, model in self.signed_in().items():
            if sent.name in [each.replace("%", scope) for each in (*words["one"], *words["authenticate"])]:
                frame.add(Kind.READ, self.world.table(model), "one", sent.line)
                return Instance(model, "persisted")
            if sent.name in [each.replace("%", scope) for each in words["plain"]]:
                return PLAIN
        if sent.name in words["sign_in"]:
            for value in sent.arguments:
                if isinstance(value, Instance) and self._is_trackable(value.name):
                    lifecycle.save(frame, Instance(value.name, "persisted"), sent.line)
            return PLAIN
        if sent.name in words["doorkeeper"]["methods"]:
            for table, operation in words["doorkeeper"]["reads"].items():
                frame.add(Kind.READ, table, operation, sent.line)
            return UNKNOWN
        return PLAIN if sent.name in words["helpers"] else None

    def signed_in(self) -> Mapping[str, str]:
        """Names of what may be signed in -> its model: `user` -> User, of models that Devise is told of."""
        if not self._signed_in:
            self._signed_in[""] = ""
            for name in self.world.models.by_name:
                namespace = self.world.program.get(name)
                if namespace and any(macro.name == self.data["devise"]["macro"] for macro in namespace.macros):
                    self._signed_in[underscored(name).replace("/", "_")] = name
        return {scope: model for scope, model in self._signed_in.items() if scope}

    def _is_trackable(self, model: str) -> bool:
        macros = self.world.program.inherited_macros(model)
        return any(macro.name == "devise" and "trackable" in str(macro.call.arguments) for macro in macros)

    def class_call(self, _frame: Frame, me: ClassOf, _sent: Sent) -> Value | None:
        """A message to a class."""
        return authorization.send_class(me)


def _hash_pairs(call: Call) -> Iterator[Pair]:
    for argument in call.arguments:
        if isinstance(argument, Hash):
            yield from argument.pairs


def _of_machine(frame: Frame, model: Model, machine: Machine, sent: Sent) -> Value | None:
    if sent.name in machine.methods:
        if machine.methods[sent.name][1] != "plain":
            state_machines.fire(frame, model, machine, sent)
        return PLAIN
    if sent.name.endswith("?") and sent.name[:-1] in machine.states:
        return PLAIN
    return None


def _add(frame: Frame, model: Model, form: Mapping[str, Any], line: int) -> None:
    own = frame.engine.world.table(model.name)
    for table, operation in form.get("reads", {}).items():
        frame.add(Kind.READ, own if table == "own" else table, operation, line)
    for table, operation in form.get("writes", {}).items():
        frame.add(Kind.WRITE, own if table == "own" else table, operation, line)
    with frame.inside(lifecycle.COMMITTED):
        for kind, target in form.get("after_commit", {}).items():
            frame.add(Kind(kind), target, "index", line)
