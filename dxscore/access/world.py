"""What is looked up while code is followed: classes by name, who assigns a variable, whom a bare name may mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from dxscore.access.vocabulary import JobFamily, Vocabulary, framework, vocabulary
from dxscore.domain import ruby
from dxscore.domain.model import Model, Models
from dxscore.domain.program import Method, Program
from dxscore.domain.ruby import RubyCode
from dxscore.domain.ruby_parts import walk

_MOST_SUBCLASSES = 8
VIEW = "view of "
"""Before a controller's name: the class of self in its views."""


class World(Struct, frozen=True):
    """A program with its models and templates; answers are remembered."""

    program: Program
    models: Models
    templates: Mapping[str, RubyCode] = field(default_factory=dict)
    """Views by path."""
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Table -> names of its columns; without any, those of schema.rb are looked up."""
    rails: tuple[int, ...] = (7, 0)
    """The version whose behaviour holds: the lower one of what is locked and what `load_defaults` asks for."""
    words: Vocabulary = field(default_factory=vocabulary)
    framework: Mapping[str, Any] = field(default_factory=framework)
    _by_method: dict[str, tuple[Method, ...]] = field(default_factory=dict)
    _by_word: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _assigning: dict[tuple[str, str], tuple[Method, ...]] = field(default_factory=dict)
    _variables: dict[int, frozenset[str]] = field(default_factory=dict)
    _methods: dict[tuple[str, str], Method | None] = field(default_factory=dict)
    _singletons: dict[tuple[str, str], Method | None] = field(default_factory=dict)
    _families: dict[str, JobFamily | None] = field(default_factory=dict)
    _below: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _roles: dict[str, str] = field(default_factory=dict)

    def method(self, owner: str, name: str) -> Method | None:
        """What an instance of a class of the program runs."""
        key = (owner, name)
        if key not in self._methods:
            self._methods[key] = self.program.method(owner, name)
        return self._methods[key]

    def singleton_method(self, owner: str, name: str) -> Method | None:
        """What a class or module of the program itself runs."""
        key = (owner, name)
        if key not in self._singletons:
            self._singletons[key] = self.program.singleton_method(owner, name)
        return self._singletons[key]

    def model(self, name: str) -> Model | None:
        """The model of this class name."""
        return self.models.by_name.get(name)

    def below(self, name: str) -> tuple[str, ...]:
        """Models that share its table by single table inheritance; none when there are too many to tell anything."""
        if name not in self._below:
            found = [each for each in self.program.subclasses(name) if each in self.models.by_name]
            same = [each for each in found if self.table(each) == self.table(name)]
            self._below[name] = tuple(same) if len(same) <= _MOST_SUBCLASSES else ()
        return self._below[name]

    def table(self, name: str) -> str:
        """Of a model; '?' when it can't be known."""
        model = self.models.by_name.get(name)
        return (model.table if model else None) or "?"

    def is_class(self, *names: str) -> bool:
        """Whether the program defines a class or module of each name."""
        return all(name in self.program.namespaces for name in names)

    def job_family(self, name: str) -> JobFamily | None:
        """What kind of background job a class is."""
        if name not in self._families:
            ancestors = frozenset(self.program.ancestors(name)) | {*self.program.superclasses(name)}
            self._families[name] = next((each for each in self.words.jobs if each.bases & ancestors), None)
        return self._families[name]

    def role(self, name: str) -> str:
        """What Rails takes a class for: 'controller', 'mailer', 'job', 'channel', 'serializer'; '' for none of them."""
        if name not in self._roles:
            line = frozenset(self.program.ancestors(name)) | {*self.program.superclasses(name)}
            found = next((role for base, role in self.framework["bases"].items() if base in line and base != name), "")
            if not found and any(each.endswith("Controller") and each not in self.program.namespaces for each in line):
                found = "controller"
            if not found and line & frozenset(self.framework["serializers"]["bases"]):
                found = "serializer"
            self._roles[name] = found
        return self._roles[name]

    def is_mailer(self, name: str) -> bool:
        """Whether a class is a mailer."""
        return self.program.descends(name, *self.words.mail["bases"])

    def only_method(self, name: str) -> Method | None:
        """The instance method of this name, when exactly one class of the application has one."""
        if not self._by_method:
            self._by_method.update(_grouped(self.program))
        found = self._by_method.get(name, ())
        return found[0] if len(found) == 1 else None

    def model_named(self, word: str) -> str | None:
        """The model that a variable or method of this name most likely holds: `order_item` -> `OrderItem`."""
        if not self._by_word:
            self._by_word.update(_by_word(self.models))
        found = self._by_word.get(word.rstrip("?!").lstrip("@_"), ())
        return found[0] if len(found) == 1 else None

    def assigning(self, name: str, variable: str) -> tuple[Method, ...]:
        """The methods of a class and its ancestors that assign an instance variable."""
        key = (name, variable)
        if key not in self._assigning:
            self._assigning[key] = tuple(each for each in self._all_methods(name) if variable in self._assigned(each))
        return self._assigning[key]

    def _assigned(self, method: Method) -> frozenset[str]:
        if id(method) not in self._variables:
            self._variables[id(method)] = assigned(method.body)
        return self._variables[id(method)]

    def _all_methods(self, name: str) -> Iterator[Method]:
        for ancestor in self.program.ancestors(name):
            if found := self.program.get(ancestor):
                yield from found.methods.values()


def assigned(node: object) -> frozenset[str]:
    """Names of the instance variables that a piece of code assigns."""
    found = set()
    for each in walk(node):
        if isinstance(each, ruby.Assign) and isinstance(each.target, ruby.Variable):
            found.add(each.target.name)
        elif isinstance(each, ruby.MultipleAssign):
            found.update(target.name for target in each.targets if isinstance(target, ruby.Variable))
    return frozenset(name for name in found if name.startswith("@"))


def _grouped(program: Program) -> dict[str, tuple[Method, ...]]:
    found: dict[str, list[Method]] = {}
    for namespace in program.namespaces.values():
        for method in namespace.methods.values():
            if method.owner == namespace.name:
                found.setdefault(method.name, []).append(method)
    return {name: tuple(methods) for name, methods in found.items()}


def _by_word(models: Models) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, model in models.by_name.items():
        if not model.abstract:
            short = underscored(name.rpartition("::")[2])
            found.setdefault(short, []).append(name)
            if "::" in name:
                found.setdefault(underscored(name.replace("::", "")), []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def underscored(name: str) -> str:
    """`OrderItem` -> `order_item`, `Admin::User` -> `admin/user`."""
    text = []
    for index, letter in enumerate(name):
        starts = letter.isupper() and index > 0 and name[index - 1] != ":"
        if starts and (not name[index - 1].isupper() or (index + 1 < len(name) and name[index + 1].islower())):
            text.append("_")
        text.append(letter.lower())
    return "".join(text).replace("::", "/")
