"""The facts of one file: what is there. Plain values, so that they can be cached and sent between processes."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct


class _Fact(Struct, frozen=True, array_like=True):
    """Packed as an array, field by field: adding, removing or reordering fields needs a new EXTRACTION_VERSION."""


class Namespace(_Fact, frozen=True):
    """One `class` or `module` body; a constant reopened in the same file gives two."""

    name: str
    """Fully nested as written: `module A; class B` gives `A::B`."""
    kind: str
    """'class', 'module', or 'singleton' for `class << self`."""
    line: int
    end_line: int
    superclass: str = ""
    """As written, '' when there is none."""
    code_lines: int = 0
    """Lines of the body that are neither blank nor only a comment."""


class MethodMetrics(_Fact, frozen=True):
    """Sizes of one method body. Definitions: docs/metrics.md."""

    code_lines: int
    statements: int
    complexity: int
    """Cyclomatic: 1 + decisions (if, unless, while, until, for, when, in, rescue, &&, ||, and, or, ?:, &.)."""
    assignments: int
    branches: int
    conditions: int
    nesting: int
    """Deepest nesting of blocks and conditionals."""


class Method(_Fact, frozen=True):
    """One `def`."""

    name: str
    scope: str
    """Name of the enclosing class or module, '' at the top level."""
    line: int
    end_line: int
    visibility: str
    """'public', 'protected' or 'private', as the class body says."""
    singleton: bool
    parameters: int
    metrics: MethodMetrics | None = None
    """None in test files, where nobody asks."""


class Macro(_Fact, frozen=True):
    """A call in a class body without a receiver (or on self): has_many, before_action, include, scope ..."""

    name: str
    scope: str
    line: int
    arguments: tuple[str, ...] = ()
    """Source text of the positional arguments; symbols and plain strings by content."""
    options: tuple[tuple[str, str], ...] = ()
    """Keyword arguments: key, source text of the value."""
    block: bool = False


class ConstantUse(_Fact, frozen=True):
    """A constant that the file refers to, once per (name, nesting)."""

    name: str
    """As written: `Billing::Invoice`, `::User`."""
    nesting: str
    """Name of the enclosing class or module, '' at the top level."""
    line: int


class Fragment(_Fact, frozen=True):
    """A piece of code reduced to the shape of its tokens; equal digests in two places are a clone."""

    digest: int
    line: int
    end_line: int
    tokens: int


class Directive(_Fact, frozen=True):
    """`# dxscore:ignore[rule-id] until=2027-01-31 -- reason`."""

    line: int
    target: int
    """The line it covers: its own, or the next statement's when it stands alone."""
    rules: tuple[str, ...]
    until: str
    """ISO date, '' when open-ended."""
    reason: str
    error: str = ""
    """What is wrong with its syntax; a directive with an error covers nothing and is itself a finding."""


Missing: TypeAlias = Literal["raises", "nil", "default"]
"""What happens without an environment variable: `fetch` alone raises, `[]` alone gives nil, else there is a default."""


class EnvironmentRead(_Fact, frozen=True):
    """`ENV["X"]`, `ENV.fetch("X")` or `ENV.key?("X")` with a literal name."""

    name: str
    line: int
    missing: Missing


class Setting(_Fact, frozen=True):
    """`config.force_ssl = true`, `config.load_defaults 7.1`, `ActiveSupport.x = 1`, in whatever file."""

    name: str
    """From `config` on, or with the framework that is written to: 'config.force_ssl', 'ActiveSupport.x'."""
    value: str
    """Source with white space folded, at most 200 characters; with its sign unless that is `=`: '<< "a"'."""
    line: int


class Match(_Fact, frozen=True):
    """One place where a rule's syntax matcher holds. Paths and versions are judged later."""

    rule: str
    line: int
    end_line: int
    column: int
    symbol: str
    """Enclosing `Class#method`, `Class.method`, `Class` or ''."""
    code: str
    """Source of the match with white space folded, at most 200 characters: for fingerprints and evidence."""
    captures: dict[str, str] = {}


class Entity(_Fact, frozen=True):
    """Something with named attributes that a rule may judge: a method, class, file, clone, suppression, image ...

    Which kinds there are and what attributes each has: domain/entities.py.
    """

    kind: str
    line: int
    end_line: int
    symbol: str
    attributes: dict[str, str | int | float | bool | None]


class Outline(_Fact, frozen=True):
    """The skeleton of a Ruby file."""

    namespaces: tuple[Namespace, ...] = ()
    methods: tuple[Method, ...] = ()
    macros: tuple[Macro, ...] = ()
    constants: tuple[ConstantUse, ...] = ()


class FileFacts(_Fact, frozen=True):
    """Everything known of one file by itself; the cached unit."""

    lines: int
    code_lines: int
    """Neither blank nor only a comment."""
    syntax_error: int = 0
    """Line of the first place the grammar could not read, 0 when the whole file was read."""
    first_comment: str = ""
    """The first line when it is a comment: where `# @team X` may stand."""
    outline: Outline = Outline()
    fragments: tuple[Fragment, ...] = ()
    directives: tuple[Directive, ...] = ()
    matches: tuple[Match, ...] = ()
    entities: tuple[Entity, ...] = ()
    """Facts of files that are not Ruby: entries of todo files, images."""
    variables: tuple[EnvironmentRead, ...] = ()
    """Of production code only."""
    settings: tuple[Setting, ...] = ()
    """Of production code only."""
    requires: tuple[str, ...] = ()
    """Names that Ruby code requires: 'sidekiq/web'."""
