"""`call:` of the rule language -> CallMatcher."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.matchers import ArgumentTest, CallMatcher, KeywordTest, NumberTest, ReceiverTest, ValueTest
from dxscore.rulebook.conditions import ONE_NUMBER, TEXT, VALUE
from dxscore.rulebook.nodes import Gathering, Node, Scalar, Table
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import Definitions, Schema, Shape, either, flag, list_of, map_of, text

_CHAIN_KEYS = {"chain_has": Key(TEXT, "name of any call or constant in the receiver chain", required=True)}


def _chain(values: Values) -> ReceiverTest:
    return ReceiverTest("chain", values["chain_has"])


def _read_receiver(node: Node) -> ReceiverTest:
    match node:
        case Scalar(text="any" | "none" | "some" | "self" as word):
            return ReceiverTest(word)
    return ReceiverTest("text", TEXT.read(node))


_RECEIVER = either(record(Keys("a receiver test", _CHAIN_KEYS), _chain), Shape(_read_receiver, TEXT.schema))

_POSITION = r"[0-9]{1,2}|any"
_POSITIONS = map_of(text("a position (0, 1 ...), 'any' or 'count'", _POSITION), VALUE, _POSITION)


def _read_arguments(node: Node) -> tuple[tuple[ArgumentTest, ...], NumberTest | None]:
    """`{0: VALUE, any: VALUE, count: NUMBER}`."""
    count = node.get("count") if isinstance(node, Table) else None
    gathering = Gathering()
    arity = gathering.attempt(ONE_NUMBER.read, count) if count else None
    tests = gathering.attempt(_POSITIONS.read, _without(node, "count")) or {}
    gathering.check()
    return tuple(_argument_tests(tests)), arity


def _without(node: Node, name: str) -> Node:
    if not isinstance(node, Table):
        return node
    return Table(node.line, tuple(entry for entry in node.entries if entry[0].text != name))


def _argument_tests(tests: Mapping[str, ValueTest]) -> list[ArgumentTest]:
    return [ArgumentTest(None if place == "any" else int(place), value) for place, value in tests.items()]


def _arguments_schema(definitions: Definitions) -> Schema:
    return _POSITIONS.schema(definitions) | {"properties": {"count": ONE_NUMBER.schema(definitions)}}


def _keywords(values: Values) -> KeywordTest:
    wanted: Mapping[str, ValueTest] = values.get("value", {})
    return KeywordTest(values.get("has", ()), values.get("lacks", ()), tuple(wanted.items()))


_KEYWORD_KEYS = {
    "has": Key(list_of(text("a keyword")), "keywords that must be given"),
    "lacks": Key(list_of(text("a keyword")), "keywords that must not be given"),
    "value": Key(map_of(text("a keyword"), VALUE), "keyword -> test of its value"),
}

_CALL_KEYS = {
    "name": Key(TEXT, "name of the method"),
    "receiver": Key(_RECEIVER, "any, none, some, self, the receiver's source, or {chain_has: NAMES}"),
    "args": Key(Shape(_read_arguments, _arguments_schema), "position or any -> value test; count -> how many"),
    "kwargs": Key(record(Keys("kwargs", _KEYWORD_KEYS), _keywords), "keyword arguments, in any order"),
    "block": Key(flag(), "whether a block is given"),
    "via_send": Key(flag(), "also through send, public_send and try with a literal name"),
}


def _call(values: Values) -> CallMatcher:
    arguments, arity = values.get("args", ((), None))
    return CallMatcher(
        name=values.get("name"),
        receiver=values.get("receiver", ReceiverTest()),
        arguments=arguments,
        arity=arity,
        keywords=values.get("kwargs", KeywordTest()),
        block=values.get("block"),
        via_send=values.get("via_send", False),
    )


CALL: Shape[CallMatcher] = record(Keys("call", _CALL_KEYS), _call)
"""A method call in any surface form."""
