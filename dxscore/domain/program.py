"""What a whole Ruby program declares: its classes and modules, their methods, and who inherits from whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct, field

from dxscore.domain.ruby import Call, Expression, Parameter

Nesting: TypeAlias = "tuple[str, ...]"
"""Full names of the lexical scopes around a place, innermost first: where Ruby looks constants up."""


class Method(Struct, frozen=True):
    """A method that a class or module has of its own, or was given by the `included` block of a concern."""

    name: str
    owner: str
    """Full name of the class or module that it is called on an instance of, or on itself when `singleton`."""
    path: str
    line: int
    end_line: int
    nesting: Nesting
    singleton: bool = False
    visibility: str = "public"
    """'public', 'protected' or 'private'."""
    form: str = "def"
    """'def', 'block' (`define_method`), 'reader', 'writer', 'alias' or 'delegate'."""
    parameters: tuple[Parameter, ...] = ()
    body: Expression | None = None
    """Of 'def' and 'block'; None when it is not written out (`define_method(:a, instance_method(:b))`)."""
    target: str = ""
    """Of 'alias': the other name; of 'delegate': the method called on `receiver`; of 'reader', 'writer': the variable
    with its signs."""
    receiver: Expression | None = None
    """Of 'delegate': whom it is passed on to."""


class Macro(Struct, frozen=True):
    """A call in the body of a class, e.g. `has_many :posts`.

    Those in the `included` block of a concern belong to each class that includes it. Options of a `with_options` around
    it are merged into the call, loops over literals are unrolled.
    """

    call: Call
    """Without receiver, or with one that is not the class itself (`config.x`, `Other.include`)."""
    path: str
    nesting: Nesting
    """Where it is written: in a concern, the concern's."""
    written_in: str
    """Full name of the class, or of the concern that brought it."""
    conditional: bool = False
    """Below an `if`, `case`, `&&` or `||`."""

    @property
    def name(self) -> str:
        """Of the method called."""
        return self.call.name

    @property
    def line(self) -> int:
        """Of the method's name."""
        return self.call.line


class Constant(Struct, frozen=True):
    """A constant that is assigned; those that make a class (`Struct.new`, `Class.new`) are namespaces too."""

    name: str
    """In full."""
    value: Expression
    path: str
    line: int
    nesting: Nesting


class Opening(Struct, frozen=True):
    """One `class` or `module` statement."""

    path: str
    line: int
    end_line: int
    nesting: Nesting
    """With the class or module itself, first."""


class Namespace(Struct, frozen=True):
    """A class or module with all its openings joined."""

    name: str
    """In full, without a leading `::`."""
    kind: str
    """'class' or 'module'."""
    openings: tuple[Opening, ...] = ()
    """In the order of the paths; none for a module that is only a folder of autoloaded files."""
    superclass: str = ""
    """In full when the program defines it, else as written (`ActiveRecord::Base`); '' when none is written."""
    superclass_expression: Expression | None = None
    superclass_unknown: bool = False
    """A superclass is written that is no constant: `Class.new(parent)`, `class A < b`."""
    ancestors: tuple[str, ...] = ()
    """In the order in which methods are looked up, from the first `prepend` on, itself included; names that the program
    does not define are among them as written, without ancestors of their own."""
    singleton_ancestors: tuple[str, ...] = ()
    """Where methods called on itself are looked up, see `Program.singleton_lookup`."""
    methods: Mapping[str, Method] = field(default_factory=dict)
    """Its own instance methods by name."""
    singleton_methods: Mapping[str, Method] = field(default_factory=dict)
    """Its own: `def self.name`, `class << self`, `module_function`."""
    macros: tuple[Macro, ...] = ()
    """Of its body in the order in which they run, those of included concerns at the place of the `include`."""
    constants: Mapping[str, Constant] = field(default_factory=dict)
    """Assigned in its body, by short name."""
    dynamic: bool = False
    """It may have what can't be seen: `method_missing`, `define_method` with a name that is worked out, a loop over
    what is not known, `class_eval` of a text."""

    @property
    def path(self) -> str:
        """Of the opening that has the body: where it has its methods and macros; '' without openings."""
        return self.openings[0].path if self.openings else ""

    @property
    def line(self) -> int:
        """Of that opening."""
        return self.openings[0].line if self.openings else 0


class Program(Struct, frozen=True):
    """All classes and modules, and Ruby's ways to look something up among them."""

    namespaces: Mapping[str, Namespace]
    """By full name."""
    top_level: Namespace
    """What stands outside of any class: methods, macros (`Foo.include Bar`, `Rails.application.routes.draw`),
    constants; its name is 'Object'."""
    children: Mapping[str, tuple[str, ...]]
    """Name of a class (also of one that the program does not define) -> its direct subclasses."""
    users: Mapping[str, tuple[str, ...]]
    """Name of a module -> the classes and modules that include, prepend or extend it directly."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """Constants that are another name of a class or module (`Old = New`), in full -> that name in full."""

    def get(self, name: str) -> Namespace | None:
        """The class or module of this full name."""
        return self.namespaces.get(name)

    def ancestors(self, name: str) -> tuple[str, ...]:
        """In lookup order, itself included; only itself for what the program does not define."""
        found = self.namespaces.get(name)
        return found.ancestors if found else (name,)

    def superclasses(self, name: str) -> Iterator[str]:
        """Parent, grandparent ... as far as known; the last may be a class that the program does not define."""
        seen = {name}
        found = self.namespaces.get(name)
        while found and found.superclass and found.superclass not in seen:
            seen.add(found.superclass)
            yield found.superclass
            found = self.namespaces.get(found.superclass)

    def descends(self, name: str, *bases: str) -> bool:
        """Whether a class is one of the bases, or has one among its ancestors."""
        return any(base in self.ancestors(name) for base in bases)

    def subclasses(self, name: str) -> tuple[str, ...]:
        """All classes below it at any depth, by name."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for child in self.children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return tuple(sorted(found))

    def method(self, name: str, method: str) -> Method | None:
        """What an instance of the class runs when `method` is called on it; None when the program defines none."""
        return next(self.methods(name, method), None)

    def methods(self, name: str, method: str) -> Iterator[Method]:
        """That one, and those that `super` leads to, in order."""
        for ancestor in self.ancestors(name):
            found = self.namespaces.get(ancestor)
            if found and method in found.methods:
                yield found.methods[method]

    def singleton_method(self, name: str, method: str) -> Method | None:
        """What `Name.method` runs; None when the program defines none."""
        return next(self.singleton_methods(name, method), None)

    def singleton_methods(self, name: str, method: str) -> Iterator[Method]:
        """That one, and those that `super` leads to: of the class and its superclasses, each with what it extends."""
        for each in self.singleton_lookup(name):
            found = self.namespaces.get(each.removeprefix("#"))
            if found:
                own = found.methods if each.startswith("#") else found.singleton_methods
                if method in own:
                    yield own[method]

    def singleton_lookup(self, name: str) -> tuple[str, ...]:
        """Where methods that are called on a class are looked for, in order.

        Names of classes (their singleton methods), and `#` with the name of a module (its instance methods).
        """
        found = self.namespaces.get(name)
        return found.singleton_ancestors if found else (name,)

    def inherited_macros(self, name: str) -> tuple[Macro, ...]:
        """Those of the superclasses, the topmost first, then its own."""
        line = [*reversed([*self.superclasses(name)]), name]
        return tuple(macro for each in line if each in self.namespaces for macro in self.namespaces[each].macros)

    def resolve(self, name: str, nesting: Nesting = ()) -> str | None:
        """Full name of the class, module or constant that `name` means at a place; None when the program has none.

        As Ruby does: the lexical scopes, then the ancestors of the innermost one, then the top level.
        """
        return look_up(name, nesting, self.ancestors, self._at)

    def constant(self, name: str) -> Constant | None:
        """The assigned constant of this full name."""
        scope, _, short = name.rpartition("::")
        holder = self.namespaces.get(scope) if scope else self.top_level
        return holder.constants.get(short) if holder else None

    def _at(self, name: str) -> str | None:
        if name in self.aliases:
            return self.aliases[name]
        return name if name in self.namespaces or self.constant(name) else None


def look_up(
    name: str, nesting: Nesting, ancestors: Callable[[str], tuple[str, ...]], at: Callable[[str], str | None]
) -> str | None:
    """Ruby's constant lookup: `at` gives the full name of what a full name means, None when there is nothing there."""

    def inside(scope: str, part: str) -> str | None:
        return next(filter(None, (at(f"{each}::{part}") for each in ancestors(scope))), None)

    plain = name.removeprefix("::")
    first, *rest = plain.split("::")
    scopes = () if name.startswith("::") else nesting
    found = next(filter(None, (at(f"{scope}::{first}") for scope in scopes)), None)
    found = found or (inside(scopes[0], first) if scopes else None) or at(first)
    for part in rest:
        found = inside(found, part) if found else None
    return found or at(plain)
