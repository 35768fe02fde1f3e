"""What a rule looks for, as data. `rulebook` builds these from YAML, `facts` and `evaluation` interpret them.

Two families: syntax matchers hold at a place in a Ruby syntax tree and are run while a file is read;
entity matchers hold for an entity (a method, class, file, gem, table ...) and are run on the joined facts.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct


class TextTest(Struct, frozen=True):
    """Holds for a text that is one of `values`, or in which `pattern` (a regular expression) is found."""

    values: tuple[str, ...] = ()
    pattern: str = ""


class NumberTest(Struct, frozen=True):
    """`value OPERATOR number`."""

    operator: Literal["<", "<=", "==", "!=", ">=", ">"]
    number: float


class FlagTest(Struct, frozen=True):
    """Holds for exactly this truth value."""

    value: bool


Test: TypeAlias = TextTest | NumberTest | FlagTest


class ValueTest(Struct, frozen=True):
    """Holds for an argument or assigned value. Strings and symbols compare by content, the rest by source text."""

    text: TextTest | None = None
    kinds: tuple[str, ...] = ()
    """string, symbol, integer, float, true, false, nil, hash, array, const, call, regex, lambda, range, other."""
    interpolated: bool | None = None


class ReceiverTest(Struct, frozen=True):
    """What stands before the dot."""

    kind: Literal["any", "none", "some", "self", "text", "chain"] = "any"
    text: TextTest | None = None
    """With 'text': the receiver's source; with 'chain': the name of any call (or constant) in the receiver chain."""


class ArgumentTest(Struct, frozen=True):
    """`position` counts from 0; None means any positional argument."""

    position: int | None
    value: ValueTest


class KeywordTest(Struct, frozen=True):
    """Keyword arguments in any order, symbol or rocket keys, braced or not."""

    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    values: tuple[tuple[str, ValueTest], ...] = ()


class CallMatcher(Struct, frozen=True):
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


class AssignMatcher(Struct, frozen=True):
    """An assignment; a dotted `to` holds when the target ends with it (`config.x` for `Rails.application.config.x`)."""

    to: TextTest
    value: ValueTest | None = None
    operators: tuple[str, ...] = ()
    """'=' and '||=' ...; empty means any."""


class ConstMatcher(Struct, frozen=True):
    """A reference to a constant, with or without leading `::`; not the name of a definition."""

    name: TextTest


class StringMatcher(Struct, frozen=True):
    """A string literal or heredoc, by content."""

    text: TextTest | None
    interpolated: bool | None = None


class CommentMatcher(Struct, frozen=True):
    """A comment, by its text without the leading `#`."""

    text: TextTest


class HashKeyMatcher(Struct, frozen=True):
    """A pair in a hash or among keyword arguments."""

    name: TextTest
    value: ValueTest | None = None


class ScopeMatcher(Struct, frozen=True):
    """A `class`, `module` or `def` as a place in the tree: for `inside` and `has`."""

    kind: Literal["class", "module", "def"]
    name: TextTest | None = None
    inherits: TextTest | None = None


class QueryMatcher(Struct, frozen=True):
    """A raw tree-sitter query with one `@match`; without anchors it runs once over each whole file."""

    source: str
    anchors: tuple[str, ...] = ()
    """Texts of which at least one must occur for the query to be tried, at that place."""


class AllOf(Struct, frozen=True):
    """The first part finds the place; the others must hold there."""

    parts: tuple[Syntax, ...]


class AnyOf(Struct, frozen=True):
    """At least one part holds."""

    parts: tuple[Syntax, ...]


class Not(Struct, frozen=True):
    """The part does not hold here. Never the first part of an `all`."""

    part: Syntax


class Inside(Struct, frozen=True):
    """Some node around the place (or, with `within`, up to the nearest such scope) satisfies the part."""

    part: Syntax


class Has(Struct, frozen=True):
    """Some node below the place satisfies the part."""

    part: Syntax


class PrecededBy(Struct, frozen=True):
    """The previous sibling statement satisfies the part."""

    part: Syntax


class FollowedBy(Struct, frozen=True):
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


class EntityMatcher(Struct, frozen=True):
    """An entity of this kind whose attributes all pass."""

    kind: str
    tests: tuple[tuple[str, Test], ...]
    """Attribute name, test."""


Matcher: TypeAlias = Syntax | EntityMatcher
