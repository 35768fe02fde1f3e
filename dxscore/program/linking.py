"""Drafts of all files -> names resolved: superclasses, ancestors, and what concerns bring into each class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.program import Constant, Macro, Method, Nesting, look_up
from dxscore.program.declaring import declares, may_be_followed, said_by
from dxscore.program.drafts import EXTENDED, INCLUDED, INHERITED, OWN, PREPENDED, Draft, Item, Mixin, Opened

_CONCERN = "Concern"

_PARTS = {"include": INCLUDED, "prepend": PREPENDED, "extend": EXTENDED}


@dataclass(slots=True)
class Gathered:
    """All drafts joined by name."""

    opened: Mapping[str, Sequence[Opened]]
    items: Mapping[tuple[str, str], list[Item]]
    constants: Mapping[str, Constant]
    folders: frozenset[str]
    """Modules that are only a folder of autoloaded files."""
    concerns: frozenset[str]
    """Modules that extend ActiveSupport::Concern."""
    declaring: frozenset[str]
    """Names of methods that speak to the class they are called on, as macros of an application do."""


@dataclass(slots=True)
class Linked:
    """What one namespace is, once everything that it mixes in is known."""

    superclass: str = ""
    chain: list[str] = field(default_factory=list)
    """Its prepended modules, itself, its included modules."""
    ancestors: tuple[str, ...] = ()
    before: list[str] = field(default_factory=list)
    """Modules prepended to its singleton class, the last first."""
    extended: list[str] = field(default_factory=list)
    """Modules that it extends, the last first."""
    singleton: tuple[str, ...] = ()
    items: list[Item] = field(default_factory=list)
    """Everything that is said in its body, with what concerns add."""
    users_of: list[str] = field(default_factory=list)
    """Modules that it mixes in itself."""


class Linker:
    """Links namespaces on request, superclasses and modules first."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._linked: dict[str, Linked] = {}
        self._resolved: dict[tuple[str, Nesting], str | None] = {}
        self._aliases: dict[str, str | None] = {}
        self._methods: dict[str, Mapping[tuple[str, bool], Method]] = {}
        self._expanding: set[tuple[str, str]] = set()

    def link(self, name: str) -> Linked:
        """A cycle (`class A < A`) is cut where it closes."""
        if (known := self._linked.get(name)) is not None:
            return known
        linked = self._linked[name] = Linked(chain=[name], ancestors=(name,), singleton=(name,))
        linked.superclass = self._superclass(name)
        above = self.link(linked.superclass) if linked.superclass else None
        inherited = above.ancestors if above else ()
        linked.ancestors = (*linked.chain, *inherited)
        if above:
            self._run(self._part(linked.superclass, INHERITED), name, linked, inherited)
        self._run(self._part(name, OWN), name, linked, inherited)
        linked.ancestors = (*linked.chain, *inherited)
        own = (*self._marked(linked.before), name, *self._marked(linked.extended))
        linked.singleton = (*own, *(above.singleton if above else ()))
        return linked

    def resolve(self, name: str, nesting: Nesting) -> str | None:
        """Full name of a class, module or constant of the program."""
        key = (name, nesting)
        if key not in self._resolved:
            self._resolved[key] = look_up(name, nesting, self._ancestors, self._at)
        return self._resolved[key]

    def named(self, target: ruby.Expression | None, nesting: Nesting) -> str:
        """What a constant in code means: in full, or as written when the program has no such; '' for anything else."""
        match target:
            case ruby.Const(name=name, scope=None):
                return self.resolve(name, nesting) or name.removeprefix("::")
        return ""

    def aliases(self) -> dict[str, str]:
        """Constants that stand for a class or module."""
        found = {name: self._alias(name) for name in self._gathered.constants}
        return {name: target for name, target in found.items() if target}

    def _ancestors(self, name: str) -> tuple[str, ...]:
        return self.link(name).ancestors

    def _at(self, name: str) -> str | None:
        if name in self._gathered.opened or name in self._gathered.folders:
            return name
        if name in self._gathered.constants:
            return self._alias(name) or name
        return None

    def _alias(self, name: str) -> str | None:
        if name not in self._aliases:
            self._aliases[name] = None
            constant = self._gathered.constants[name]
            match constant.value:
                case ruby.Const(name=target, scope=None) if name not in self._gathered.opened:
                    self._aliases[name] = self.resolve(target, constant.nesting) or target.removeprefix("::")
        return self._aliases[name]

    def _superclass(self, name: str) -> str:
        for opened in self._gathered.opened.get(name, ()):
            if opened.superclass is not None:
                target, around = _constant_of(opened.superclass), opened.opening.nesting[1:]
                scopes = (around[depth:] for depth in range(len(around) + 1))
                found = (each for scope in scopes if (each := self.named(target, scope)) != name)
                return next(found, "")  # in `class A < A` the second A is one further out
        return ""

    def _part(self, name: str, part: str) -> Sequence[Item]:
        return self._gathered.items.get((name, part), ())

    def _marked(self, modules: Iterable[str]) -> Iterator[str]:
        for module in modules:
            yield from (f"#{each}" for each in self.link(module).ancestors)

    def _run(self, items: Sequence[Item], name: str, linked: Linked, inherited: tuple[str, ...]) -> None:
        """Take in what a body says, and what the modules that it mixes in add to it."""
        for item in items:
            if isinstance(item, Mixin):
                self._mix_in(item, name, linked, inherited)
            elif isinstance(item, Method) and item.owner != name:
                linked.items.append(replace(item, owner=name))
            else:
                linked.items.append(item)
                if isinstance(item, Macro) and item.name in self._gathered.declaring and item.call.receiver is None:
                    self._expand(item, name, linked, inherited)

    def _expand(self, macro: Macro, name: str, linked: Linked, inherited: tuple[str, ...]) -> None:
        """A class method that is called in the body of a class speaks to that class: `acts_as_list`."""
        method = self._class_method(macro.name, linked)
        key = (name, macro.name)
        if method is None or method.body is None or key in self._expanding:
            return
        self._expanding.add(key)
        self._run(said_by(method, macro), name, linked, inherited)
        self._expanding.remove(key)

    def _class_method(self, wanted: str, linked: Linked) -> Method | None:
        """Its own, of what it extends, then of its superclasses."""
        for item in reversed(linked.items):
            if isinstance(item, Method) and item.singleton and item.name == wanted:
                return item
        above = self.link(linked.superclass).singleton if linked.superclass else ()
        for place in (*self._marked(linked.extended), *above):
            module = place.removeprefix("#")
            found = self._methods_of(module).get((wanted, module == place))
            if found is not None:
                return found
        return None

    def _methods_of(self, name: str) -> Mapping[tuple[str, bool], Method]:
        """By name and whether it is the class's own."""
        if name not in self._methods:
            items = self.link(name).items
            methods = (item for item in items if isinstance(item, Method) and item.name in self._gathered.declaring)
            self._methods[name] = {(method.name, method.singleton): method for method in methods}
        return self._methods[name]

    def _mix_in(self, mixin: Mixin, name: str, linked: Linked, inherited: tuple[str, ...]) -> None:
        module = name if isinstance(mixin.target, ruby.Self) else self.named(mixin.target, mixin.nesting)
        if not module:
            return
        linked.users_of.append(module)
        if mixin.how == "prepend to itself":
            linked.before.insert(0, module)
        elif mixin.how == "extend":
            if module not in linked.extended:
                linked.extended.insert(0, module)
                self._run(self._part(module, EXTENDED), name, linked, inherited)
        elif module not in linked.chain and module not in inherited:
            self._insert(mixin.how, module, name, linked, inherited)

    def _insert(self, how: str, module: str, name: str, linked: Linked, inherited: tuple[str, ...]) -> None:
        """Concerns run their block for a class; another concern only passes it on to whoever includes it."""
        deferred = name in self._gathered.concerns
        if module in self._gathered.concerns and not deferred:
            for dependency in self._part(module, OWN):
                if isinstance(dependency, Mixin) and dependency.how in ("include", "prepend"):
                    self._mix_in(dependency, name, linked, inherited)
        new = [each for each in self.link(module).ancestors if each not in linked.chain and each not in inherited]
        at = linked.chain.index(name) + 1 if how == "include" else 0
        linked.chain[at:at] = new
        linked.ancestors = (*linked.chain, *inherited)
        if deferred:
            return
        if module in self._gathered.concerns and (methods := self._at(f"{module}::ClassMethods")):
            linked.extended.insert(0, methods)
        self._run(self._part(module, _PARTS[how]), name, linked, inherited)


def gather(drafts: Iterable[Draft], folders: frozenset[str]) -> Gathered:
    """Drafts in the order in which Ruby would load the files, as far as that can be known."""
    opened: dict[str, list[Opened]] = defaultdict(list)
    items: dict[tuple[str, str], list[Item]] = defaultdict(list)
    constants: dict[str, Constant] = {}
    for draft in drafts:
        for each in draft.opened:
            opened[each.name].append(each)
        for key, said in draft.items.items():
            items[key].extend(said)
        constants |= {constant.name: constant for constant in draft.constants}
    return Gathered(opened, items, constants, folders, _concerns(items), _declaring(items))


def _concerns(items: Mapping[tuple[str, str], Sequence[Item]]) -> frozenset[str]:
    return frozenset(
        name
        for (name, part), said in items.items()
        if part == OWN and any(isinstance(item, Mixin) and _is_concern(item) for item in said)
    )


def _is_concern(mixin: Mixin) -> bool:
    return mixin.how == "extend" and isinstance(mixin.target, ruby.Const) and mixin.target.name.endswith(_CONCERN)


def _declaring(items: Mapping[tuple[str, str], Sequence[Item]]) -> frozenset[str]:
    methods = (item for said in items.values() for item in said if isinstance(item, Method))
    candidates = (method for method in methods if method.form == "def" and may_be_followed(method.name))
    return frozenset(method.name for method in candidates if declares(method.body))


def _constant_of(superclass: ruby.Expression) -> ruby.Expression:
    """`ActiveRecord::Migration[7.0]` descends from ActiveRecord::Migration."""
    match superclass:
        case ruby.Call(name="[]", receiver=ruby.Const() as receiver):
            return receiver
    return superclass
