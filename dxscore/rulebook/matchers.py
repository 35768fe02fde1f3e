"""`match:` of a rule -> the matcher types of the domain; the language of places and things, written as tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any, Literal, TypeVar

from dxscore.domain.entities import ENTITIES
from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    AssignMatcher,
    CommentMatcher,
    ConstMatcher,
    EntityMatcher,
    FollowedBy,
    Has,
    HashKeyMatcher,
    Inside,
    Matcher,
    Not,
    PrecededBy,
    QueryMatcher,
    ScopeMatcher,
    StringMatcher,
    Syntax,
)
from dxscore.rulebook.calls import CALL
from dxscore.rulebook.conditions import TEXT, VALUE, attribute_tests
from dxscore.rulebook.nodes import Node, Table, kind_of, shortened, unusable
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import Definitions, Schema, Shape, choice, flag, list_of, made, named, text
from dxscore.suggestions import did_you_mean

M = TypeVar("M", bound=Matcher)
_LONGEST_QUERY = 4000
_OPERATORS = ("=", "||=", "&&=", "+=", "-=", "*=", "/=", "<<=", ">>=", "|=", "&=", "^=", "%=", "**=")


def _scope(kind: Literal["class", "module", "def"]) -> Shape[ScopeMatcher]:
    keys = {"name": Key(TEXT, "its name")}
    if kind == "class":
        keys["inherits"] = Key(TEXT, "its superclass as written")

    def build(values: Values) -> ScopeMatcher:
        return ScopeMatcher(kind, values.get("name"), values.get("inherits"))

    return record(Keys(kind, keys, may_be_empty=True), build)


def _read_query_source(node: Node) -> str:
    source = text("a tree-sitter query").read(node)
    if len(source) > _LONGEST_QUERY:
        raise unusable(node, f"the query is longer than {_LONGEST_QUERY} characters", "split the rule")
    code = re.sub(r'"(?:\\.|[^"\\])*"|;[^\n]*', "", source)
    if re.search(r"#[a-z-]*match\?", code):
        raise unusable(node, "a query can't use #match?", "capture the node and test it with 'where'")
    if len(re.findall(r"@match(?![\w.-])", re.sub(r"\(#[^()]*\)", "", code))) != 1:
        raise unusable(node, "a query needs exactly one @match")
    return source


_QUERY_KEYS = {
    "query": Key(
        Shape(_read_query_source, lambda _: {"type": "string", "pattern": "@match"}),
        "a tree-sitter query with one @match; the grammar checks the rest when it is compiled",
        required=True,
    ),
    "anchors": Key(list_of(text("a word")), "words of which one must occur for the query to be tried"),
}
_QUERY: Shape[Any] = record(
    Keys("a query matcher", _QUERY_KEYS), lambda values: QueryMatcher(values["query"], values.get("anchors", ()))
)

SYNTAX: Shape[Syntax] = named("syntax", lambda: _SYNTAX)
"""A place in Ruby code."""

_PARTS = list_of(SYNTAX, strict=True)

_ASSIGN_KEYS = {
    "to": Key(TEXT, "variable, constant or dotted tail that is assigned to", required=True),
    "value": Key(VALUE, "test of the assigned value"),
    "operator": Key(list_of(choice(*_OPERATORS)), "= or ||= ...; any when absent"),
}
_STRING_KEYS = {"text": Key(TEXT, "its content"), "interpolated": Key(flag(), "whether it has #{...} in it")}
_HASH_KEY_KEYS = {"name": Key(TEXT, "the key", required=True), "value": Key(VALUE, "test of the value")}


def _assign(values: Values) -> AssignMatcher:
    return AssignMatcher(values["to"], values.get("value"), values.get("operator", ()))


def _string(values: Values) -> StringMatcher:
    return StringMatcher(values.get("text"), values.get("interpolated"))


def _hash_key(values: Values) -> HashKeyMatcher:
    return HashKeyMatcher(values["name"], values.get("value"))


PLACES: Mapping[str, Key] = {
    "call": Key(CALL, "a method call in any surface form"),
    "assign": Key(record(Keys("assign", _ASSIGN_KEYS), _assign), "an assignment"),
    "const": Key(made(TEXT, ConstMatcher), "a reference to a constant"),
    "string": Key(record(Keys("string", _STRING_KEYS), _string), "a string literal or heredoc"),
    "comment": Key(made(TEXT, CommentMatcher), "a comment, without its #"),
    "hash_key": Key(record(Keys("hash_key", _HASH_KEY_KEYS), _hash_key), "a pair in a hash or among keywords"),
    "class": Key(_scope("class"), "a class as a place"),
    "module": Key(_scope("module"), "a module as a place"),
    "def": Key(_scope("def"), "a method definition as a place"),
    "all": Key(made(_PARTS, AllOf), "the first finds the place, the others must hold there"),
    "any": Key(made(_PARTS, AnyOf), "at least one holds"),
    "not": Key(made(SYNTAX, Not), "does not hold here"),
    "inside": Key(made(SYNTAX, Inside), "something around the place holds"),
    "has": Key(made(SYNTAX, Has), "something below the place holds"),
    "preceded_by": Key(made(SYNTAX, PrecededBy), "the statement before holds"),
    "followed_by": Key(made(SYNTAX, FollowedBy), "the place is a whole statement, and the one after it holds"),
}
"""Matchers of a place in Ruby code, besides `query`."""


def _entity(kind: str) -> Key:
    keys = {name: Key(attribute_tests(type_), meaning) for name, (type_, meaning) in ENTITIES[kind].items()}

    def build(values: Values) -> EntityMatcher:
        return EntityMatcher(kind, tuple((name, test) for name, tests in values.items() for test in tests))

    return Key(record(Keys(kind, keys, may_be_empty=True), build), f"a {kind} whose attributes pass")


THINGS: Mapping[str, Key] = {kind: _entity(kind) for kind in ENTITIES}
"""Matchers of an entity, by its kind."""


def _one_of(matchers: Mapping[str, Key]) -> Shape[M]:
    """A mapping whose one key names a matcher; `query` may have `anchors` beside it."""

    def read(node: Node) -> M:
        if not isinstance(node, Table) or not node.entries:
            raise unusable(node, f"a matcher is expected, not {kind_of(node)}", did_you_mean("", [*matchers, "query"]))
        is_query = node.get("query") is not None
        shape = _QUERY if is_query else matchers[_matcher_name(node, matchers)].shape
        matcher: M = shape.read(node if is_query else node.entries[0][1])
        return matcher

    return Shape(read, partial(_one_of_schema, matchers))


def _matcher_name(node: Table, matchers: Mapping[str, Key]) -> str:
    for key, _ in node.entries:
        if key.text not in matchers:
            hint = did_you_mean(key.text, [*matchers, "query"])
            raise unusable(key, f"unknown matcher '{shortened(key.text)}'", hint)
    if len(node.entries) > 1:
        raise unusable(node, f"a matcher has one key, not {len(node.entries)}", "combine matchers with 'all: [...]'")
    return node.entries[0][0].text


def _one_of_schema(matchers: Mapping[str, Key], definitions: Definitions) -> Schema:
    properties = {name: key.shape.schema(definitions) | {"description": key.help} for name, key in matchers.items()}
    one_key = {"type": "object", "minProperties": 1, "maxProperties": 1}
    single = {**one_key, "properties": properties, "additionalProperties": False}
    return {"if": {"required": ["query"]}, "then": _QUERY.schema(definitions), "else": single}


_SYNTAX: Shape[Syntax] = _one_of(PLACES)
MATCHER: Shape[Matcher] = _one_of({**PLACES, **THINGS})
"""What a whole `match` may be: a place, or one thing of the joined facts."""


def finds_places(matcher: Matcher) -> bool:
    """Whether a matcher can find places by itself; `not`, `inside`, `has` and the like only judge a place."""
    match matcher:
        case AllOf(parts):
            return any(finds_places(part) for part in parts)
        case AnyOf(parts):
            return all(finds_places(part) for part in parts)
        case Not() | Inside() | Has() | PrecededBy() | FollowedBy():
            return False
    return True
