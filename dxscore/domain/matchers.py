"""What a rule looks for, as data. `rulebook` builds these from YAML, `facts` and `evaluation` interpret them.

Two families: syntax matchers hold at a place in a Ruby syntax tree and are run while a file is read;
entity matchers hold for an entity (a method, class, file, gem, table ...) and are run on the joined facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class TextTest:
    """Holds for a text that is one of `values`, or in which `pattern` (a regular expression) is found."""

    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class NumberTest:
    """`value OPERATOR number`."""

    operator: Literal["<", "<=", "==", "!=", ">=", ">"]
    number: float


@dataclass(frozen=True, slots=True)
class FlagTest:
    """Holds for exactly this truth value."""

    value: bool


Test: TypeAlias = TextTest | NumberTest | FlagTest


@dataclass(frozen=True, slots=True)
class ValueTest:
    """Holds for an argument or assigned value. Strings and symbols compare by content, the rest by source text."""

    text: TextTest | None = None
    kinds: tuple[str, ...] = ()
    """string, symbol, integer, float, true, false, nil, hash, array, const, call, regex, lambda, range, other."""
    interpolated: bool | None = None


@dataclass(frozen=True, slots=True)
class ReceiverTest:
    """What stands before the dot."""

    kind: Literal["any", "none", "some", "self", "text", "chain"] = "any"
    text: TextTest | None = None
    """With 'text': the receiver's source; with 'chain': the name of any call (or constant) in the receiver chain."""


@dataclass(frozen=True, slots=True)
class ArgumentTest:
    """`position` counts from 0; None means any positional argument."""

    position: int | None
    value: ValueTest


@dataclass(frozen=True, slots=True)
class KeywordTest:
    """Keyword arguments in any order, symbol or rocket keys, braced or not."""

    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    values: tuple[tuple[str, ValueTest], ...] = ()


@dataclass(frozen=True, slots=True)
class CallMatcher:
    """A method call in any surface form; `x[y]` is a call of '[]'; a bare identifier counts unless it is a local."""

    name: TextTest | None = None
    receiver: ReceiverTest = ReceiverTest()
    arguments: tuple[ArgumentTest, ...] = ()
    arity: NumberTest | None = None
    """Number of positional arguments."""
    keywords: KeywordTest = KeywordTest()
    block: bool | None = None
    via_send: bool = False
    """Also `send`, `public_send`, `__send__` and `try` with the name as a literal."""


@dataclass(frozen=True, slots=True)
class AssignMatcher:
    """An assignment; a dotted `to` holds when the target ends with it (`config.x` for `Rails.application.config.x`)."""

    to: TextTest
    value: ValueTest | None = None
    operators: tuple[str, ...] = ()
    """'=' and '||=' ...; empty means any."""


@dataclass(frozen=True, slots=True)
class ConstMatcher:
    """A reference to a constant, with or without leading `::`; not the name of a definition."""

    name: TextTest


@dataclass(frozen=True, slots=True)
class StringMatcher:
    """A string literal or heredoc, by content."""

    text: TextTest | None
    interpolated: bool | None = None


@dataclass(frozen=True, slots=True)
class CommentMatcher:
    """A comment, by its text without the leading `#`."""

    text: TextTest


@dataclass(frozen=True, slots=True)
class HashKeyMatcher:
    """A pair in a hash or among keyword arguments."""

    name: TextTest
    value: ValueTest | None = None


@dataclass(frozen=True, slots=True)
class ScopeMatcher:
    """A `class`, `module` or `def` as a place in the tree: for `inside` and `has`."""

    kind: Literal["class", "module", "def"]
    name: TextTest | None = None
    inherits: TextTest | None = None


@dataclass(frozen=True, slots=True)
class QueryMatcher:
    """A raw tree-sitter query with one `@match`; without anchors it runs once over each whole file."""

    source: str
    anchors: tuple[str, ...] = ()
    """Texts of which at least one must occur for the query to be tried, at that place."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """The first part finds the place; the others must hold there."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold here. Never the first part of an `all`."""

    part: Syntax


@dataclass(frozen=True, slots=True)
class Inside:
    """Some node around the place (or, with `within`, up to the nearest such scope) satisfies the part."""

    part: Syntax


@dataclass(frozen=True, slots=True)
class Has:
    """Some node below the place satisfies the part."""

    part: Syntax


@dataclass(frozen=True, slots=True)
class PrecededBy:
    """The previous sibling statement satisfies the part."""

    part: Syntax


@dataclass(frozen=True, slots=True)
class FollowedBy:
    """The place is a whole statement, and the next one satisfies the part."""

    part: Syntax


Syntax: TypeAlias = (
    CallMatcher
    | AssignMatcher
    | ConstMatcher
    | StringMatcher
    | CommentMatcher
    | HashKeyMatcher
    | ScopeMatcher
    | QueryMatcher
    | AllOf
    | AnyOf
    | Not
    | Inside
    | Has
    | PrecededBy
    | FollowedBy
)


@dataclass(frozen=True, slots=True)
class EntityMatcher:
    """An entity of this kind whose attributes all pass."""

    kind: str
    tests: tuple[tuple[str, Test], ...]
    """Attribute name, test."""


Matcher: TypeAlias = Syntax | EntityMatcher
