"""Ruby as plain values: what a program says, without its spelling.

Made by `facts/lowering`, read by whole-program code. Parentheses, modifiers (`x if y`), `unless`, operators, heredocs
and word arrays are reduced to one form each. A value has no link to its parent and none to its source but `line`, so
that it can be cached and sent between processes.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class _Packed(Struct, frozen=True, array_like=True, gc=False):
    """Packed as an array: adding, removing or reordering fields needs a new LOWERING_VERSION.

    Values are trees without cycles, so Python's collector need not walk through millions of them.
    """


class _Expression(_Packed, frozen=True):
    line: int
    """From 1; of a call: the line of the method's name."""


class Literal(_Expression, frozen=True, tag=1):
    """A number, `true`, `false` or `nil`."""

    value: int | float | bool | None


class Str(_Expression, frozen=True, tag=2):
    """A string without interpolation, adjacent pieces joined; heredocs without their margin."""

    value: str


class Sym(_Expression, frozen=True, tag=3):
    """`:name`, and a key written `name:`."""

    value: str


class Text(_Expression, frozen=True, tag=4):
    """A string, symbol, shell command with interpolation, or any regular expression."""

    form: str
    """'string', 'symbol', 'regex' or 'shell'."""
    parts: tuple[Expression, ...]
    """Strings and what is interpolated between them."""
    flags: str = ""
    """Of 'regex': the letters after its end."""


class Array(_Expression, frozen=True, tag=5):
    """`[a, *b]`, `%w[a b]`, `%i[a b]`; also several values after `return` or on the right of `=`."""

    items: tuple[Expression, ...]


Pair: TypeAlias = "tuple[Expression | None, Expression]"
"""Key and value; no key for `**value`."""


class Hash(_Expression, frozen=True, tag=6):
    """`{a: 1, "b" => 2, **c}`."""

    pairs: tuple[tuple[Expression | None, Expression], ...]


class Splat(_Expression, frozen=True, tag=7):
    """`*value` among arguments, items or targets; nothing for a lone `*`."""

    value: Expression | None


class Variable(_Expression, frozen=True, tag=8):
    """A local variable, or `@x`, `@@x`, `$x` with their signs."""

    name: str


class Const(_Expression, frozen=True, tag=9):
    """`A::B`, `::A`; with `scope` for `expression::B`."""

    name: str
    scope: Expression | None = None


class Self(_Expression, frozen=True, tag=10):
    """`self`."""


class Call(_Expression, frozen=True, tag=11):
    """Also bare identifiers that are no variables, operators (`+`, `[]`, `==`, `-@`), `alias` as `alias_method`."""

    name: str
    receiver: Expression | None = None
    arguments: tuple[Expression, ...] = ()
    """Positional; may hold Splat."""
    keywords: tuple[tuple[Expression | None, Expression], ...] = ()
    """`key: value`, `"key" => value`, `**rest` (no key) without braces."""
    block: Expression | None = None
    """A Block, or what was given as `&value`: a Sym for `&:name`."""
    safe: bool = False
    """`&.`"""
    end_line: int = 0
    """The last line of the call with its arguments and block."""


class Super(_Expression, frozen=True, tag=12):
    """`super`."""

    bare: bool
    """Without parentheses or arguments: passes on what the method got."""
    arguments: tuple[Expression, ...] = ()
    keywords: tuple[tuple[Expression | None, Expression], ...] = ()
    block: Expression | None = None


class Yield(_Expression, frozen=True, tag=13):
    """`yield a, b`."""

    arguments: tuple[Expression, ...] = ()


class Parameter(_Packed, frozen=True):
    """One of a method, block or lambda."""

    name: str
    """'' for a lone `*`, `**`, `&`, and for `(a, b)`."""
    kind: str
    """'required', 'optional', 'rest', 'key', 'keyrest', 'block', 'parts' or 'all' (`...`)."""
    default: Expression | None = None
    """Of 'optional', and of a 'key' that may be left out."""
    parts: tuple[Parameter, ...] = ()
    """Of `(a, b)`."""


class Block(_Expression, frozen=True, tag=14):
    """`{ |a| ... }`, `do |a| ... end`, `-> (a) { ... }`."""

    parameters: tuple[Parameter, ...]
    body: Expression
    end_line: int
    is_lambda: bool = False


class Assign(_Expression, frozen=True, tag=15):
    """`x = v`, `a.b = v`, `a[i] = v`, `X = v`."""

    target: Expression
    """Variable, Const, or the Call that reads it (`a.b`, `a[i]`)."""
    value: Expression
    operator: str = ""
    """'||', '&&', '+' ... of `x ||= v`."""


class MultipleAssign(_Expression, frozen=True, tag=16):
    """`a, (b, *c) = v`."""

    targets: tuple[Expression, ...]
    """As of Assign, or Splat, or Array for parentheses."""
    value: Expression


class Sequence(_Expression, frozen=True, tag=17):
    """Statements in their order; empty for an empty body."""

    items: tuple[Expression, ...]


class If(_Expression, frozen=True, tag=18):
    """`if`, `unless` (branches swapped), `elsif` (nested), `? :`, and both as modifiers."""

    condition: Expression
    then: Expression | None
    otherwise: Expression | None


class Branch(_Packed, frozen=True):
    """`when a, b` or `in pattern` with what follows."""

    line: int
    conditions: tuple[Expression, ...]
    body: Expression


class Case(_Expression, frozen=True, tag=19):
    """`case`, with `when` or `in`."""

    subject: Expression | None
    branches: tuple[Branch, ...]
    otherwise: Expression | None


class Loop(_Expression, frozen=True, tag=20):
    """`while`, `until`; `for` is a call of `each`."""

    condition: Expression
    body: Expression


class Rescue(_Packed, frozen=True):
    """One `rescue` clause."""

    line: int
    classes: tuple[Expression, ...]
    variable: str
    body: Expression


class Begin(_Expression, frozen=True, tag=21):
    """A body with `rescue`, `else` or `ensure`; `x rescue y`."""

    body: Expression
    rescues: tuple[Rescue, ...]
    otherwise: Expression | None
    ensure: Expression | None


class Logic(_Expression, frozen=True, tag=22):
    """`a && b`, `a or b`, `!a`, `not a`."""

    operator: str
    """'and', 'or' or 'not'."""
    operands: tuple[Expression, ...]


class Jump(_Expression, frozen=True, tag=23):
    """`return`, `break`, `next`, `redo`, `retry`."""

    kind: str
    value: Expression | None = None


class Def(_Expression, frozen=True, tag=24):
    """`def name`, `def self.name`."""

    name: str
    end_line: int
    parameters: tuple[Parameter, ...]
    body: Expression
    singleton: Expression | None = None
    """`self` or the constant before the dot."""


class Class(_Expression, frozen=True, tag=25):
    """`class A::B < C`."""

    name: str
    end_line: int
    superclass: Expression | None
    body: Expression


class Module(_Expression, frozen=True, tag=26):
    """`module A`."""

    name: str
    end_line: int
    body: Expression


class Eigenclass(_Expression, frozen=True, tag=27):
    """`class << self`."""

    target: Expression
    body: Expression


class Range(_Expression, frozen=True, tag=28):
    """`a..b`, `a...b`."""

    first: Expression | None
    last: Expression | None
    exclusive: bool


class Other(_Expression, frozen=True, tag=29):
    """What has no form of its own here: patterns of `in`, `defined?`, `undef`, code that could not be read."""

    kind: str
    """tree-sitter-ruby's name of it."""
    parts: tuple[Expression, ...] = ()
    """Expressions inside, in reading order."""


Expression: TypeAlias = (
    Literal
    | Str
    | Sym
    | Text
    | Array
    | Hash
    | Splat
    | Variable
    | Const
    | Self
    | Call
    | Super
    | Yield
    | Block
    | Assign
    | MultipleAssign
    | Sequence
    | If
    | Case
    | Loop
    | Begin
    | Logic
    | Jump
    | Def
    | Class
    | Module
    | Eigenclass
    | Range
    | Other
)


class RubyCode(_Packed, frozen=True):
    """One file, lowered; of a template: the Ruby in its tags."""

    body: Sequence
    lines: int
    syntax_error: int = 0
    """Line of the first place that the grammar could not read, 0 when there is none."""
    outline: str = ""
    """Digest of the file without the bodies of its methods, comments and blank lines; '' for a template."""
