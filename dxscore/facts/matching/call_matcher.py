"""`call` in a rule -> a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from tree_sitter import Node

from dxscore.domain.matchers import ArgumentTest, CallMatcher, KeywordTest, NumberTest, ReceiverTest, TextTest
from dxscore.facts.grammar import kinds
from dxscore.facts.matching.anchors import Anchors, name_anchors, text_anchors, word_anchors
from dxscore.facts.matching.calls import (
    CALLS,
    ELEMENT,
    Arguments,
    Call,
    arguments_of,
    calls_at,
    chain_names,
    direct_call,
    has_block,
    is_expression,
    is_splat,
    name_places,
    sent_places,
)
from dxscore.facts.matching.plan import Climb, Found, Path, Plan, Route, Sweep, Test, Way
from dxscore.facts.matching.texts import Accepts, constant_text_test, number_test, text_test
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.matching.values import content, value_test

_Choice: TypeAlias = tuple[Anchors | None, Path]
"""Words of which one is in every such call, None for none; the way from there to the call."""
_Check: TypeAlias = Callable[[SourceTree, Call], bool]
_ArgumentsCheck: TypeAlias = Callable[[SourceTree, Arguments], bool]

_REACH = 12
"""Steps from a word in a receiver or in an argument up to the call, at most."""
_IN_KEY = Climb(5, kinds("string", "pair", "hash", "argument_list"))
"""From a keyword's name up to the call."""
_IN_RECEIVER = Climb(
    _REACH,
    kinds(
        *("call", "element_reference", "scope_resolution", "identifier", "constant", "self", "argument_list"),
        *("parenthesized_statements", "string", "simple_symbol", "pair", "hash", "array", "splat_argument"),
    ),
)
_IN_ARGUMENT = Climb(_REACH)
_SELF = kinds("self")
_DOT_SPACE = re.compile(r"\s*(?:&?\.)\s*(?=[A-Za-z_(])")


def plan_call(matcher: CallMatcher) -> Plan:
    """Name first, then receiver, block, arguments: the cheapest first."""
    accepts = text_test(matcher.name)
    checks = [*_receiver_checks(matcher.receiver), *_block_checks(matcher.block), *_argument_checks(matcher)]
    test = _sent_test(accepts, checks) if matcher.via_send else _direct_test(accepts, checks)
    choices = tuple(_choices(matcher))
    return Plan(_ways(matcher, accepts, choices), test, _kinds(matcher, accepts), needs=_needs(matcher, choices))


def _direct_test(accepts: Accepts, checks: Sequence[_Check]) -> Test:
    def test(tree: SourceTree, node: Node) -> Found | None:
        call = direct_call(tree, node)
        if call is None or not accepts(call.name):
            return None
        for check in checks:
            if not check(tree, call):
                return None
        return Found(call.at, partial(_part, tree, call)) if is_expression(tree, call) else None

    return test


def _sent_test(accepts: Accepts, checks: Sequence[_Check]) -> Test:
    def test(tree: SourceTree, node: Node) -> Found | None:
        for call in calls_at(tree, node, accepts):
            if all(check(tree, call) for check in checks):
                return Found(call.at, partial(_part, tree, call))
        return None

    return test


def _part(tree: SourceTree, call: Call, path: str) -> str | None:
    """`call.name`, `receiver`, `arg.N`, `kwarg.KEY`; '' for what this call doesn't have."""
    if path == "call.name":
        return call.name
    if path == "receiver":
        return receiver_text(tree, call.receiver) if call.receiver is not None else ""
    head, _, rest = path.partition(".")
    if head not in ("arg", "kwarg"):
        return None
    arguments = arguments_of(tree, call)
    node = _argument(arguments, int(rest)) if head == "arg" else dict(arguments.keywords).get(rest)
    return content(tree, node) if node is not None else ""


def receiver_text(tree: SourceTree, receiver: Node) -> str:
    """As written, on one line, with `.` for `&.` and without a leading `::`."""
    return _DOT_SPACE.sub(".", tree.text(receiver)).removeprefix("::")


def _argument(arguments: Arguments, position: int) -> Node | None:
    """None also behind a `*list`, where positions are not known."""
    upto = arguments.positional[: position + 1]
    return upto[position] if position < len(upto) and not any(map(is_splat, upto)) else None


def _kinds(matcher: CallMatcher, accepts: Accepts) -> frozenset[int]:
    if matcher.name is None or matcher.via_send:
        return CALLS
    return CALLS if accepts("[]") else CALLS - {ELEMENT}


def _ways(matcher: CallMatcher, accepts: Accepts, choices: Sequence[_Choice]) -> tuple[Way, ...]:
    """By the first required part whose words are rare, else the first."""
    found = _kinds(matcher, accepts)
    routes = [Route(anchors, path, found) for anchors, path in choices if anchors is not None]
    best = min(routes, key=lambda route: route.anchors.commonness, default=None)
    return (best,) if best is not None else (Sweep(found),)


def _choices(matcher: CallMatcher) -> Iterator[_Choice]:
    """Anchors of the name, the receiver, each required keyword and each argument, with the way from there to the call.

    What `map(&:name)` is called on is not in the text, so with `via_send` only the name will do.
    """
    if matcher.name is not None:
        yield _call_anchors(matcher.name), sent_places if matcher.via_send else name_places
    if matcher.via_send:
        return
    if matcher.receiver.text is not None:
        yield text_anchors(matcher.receiver.text), _IN_RECEIVER
    for key in (*matcher.keywords.has, *(key for key, _ in matcher.keywords.values)):
        yield word_anchors([key]), _IN_KEY
    for argument in matcher.arguments:
        if argument.value.text is not None:
            yield text_anchors(argument.value.text), _IN_ARGUMENT


def _needs(matcher: CallMatcher, choices: Sequence[_Choice]) -> tuple[Anchors, ...]:
    """Of the choices, those that stand in every file with such a call: strings compare by what they are joined to."""
    joined = any("string" in test.value.kinds or not test.value.kinds for test in matcher.arguments)
    return tuple(anchors for anchors, path in choices if anchors is not None and not (joined and path is _IN_ARGUMENT))


_UNNAMED = {"[]": b"[", "call": b".("}
"""`x[1]` is a call of `[]` and `x.(1)` one of `call`, but neither says so."""


def _call_anchors(name: TextTest) -> Anchors | None:
    named = name_anchors(TextTest(tuple(value for value in name.values if value != "[]"), name.pattern))
    accepts = text_test(name)
    signs = frozenset(sign for implied, sign in _UNNAMED.items() if accepts(implied))
    return named and named | Anchors(signs=signs)


def _receiver_checks(receiver: ReceiverTest) -> Iterator[_Check]:
    accepts = constant_text_test(receiver.text)
    if receiver.kind == "none":
        yield lambda _tree, call: call.receiver is None and not call.passed
    elif receiver.kind == "some":
        yield lambda _tree, call: call.receiver is not None or call.passed
    elif receiver.kind == "self":
        yield lambda _tree, call: call.receiver is not None and call.receiver.kind_id in _SELF
    elif receiver.kind == "text":
        yield lambda tree, call: call.receiver is not None and accepts(receiver_text(tree, call.receiver))
    elif receiver.kind == "chain":
        yield lambda tree, call: any(map(accepts, chain_names(tree, call.receiver)))


def _block_checks(block: bool | None) -> Iterator[_Check]:
    if block is not None:
        yield lambda _tree, call: has_block(call) is block


def _argument_checks(matcher: CallMatcher) -> Iterator[_Check]:
    """None when nothing is asked of them, else one check that takes the list apart once, after a glance at its text."""
    required = _required(matcher.keywords)
    if required:
        words = [key.encode() for key in required]
        yield lambda tree, call: all(_is_within(tree, word, call.arguments) for word in words)
    checks = [*map(_value_check, matcher.arguments), *_keyword_checks(matcher.keywords)]
    if matcher.arity is not None:
        checks.append(_arity_check(matcher.arity))
    if checks:
        yield lambda tree, call: _all_hold(checks, tree, arguments_of(tree, call))


def _is_within(tree: SourceTree, word: bytes, node: Node | None) -> bool:
    return node is not None and tree.source.find(word, node.start_byte, node.end_byte) >= 0


def _all_hold(checks: Sequence[_ArgumentsCheck], tree: SourceTree, arguments: Arguments) -> bool:
    return all(check(tree, arguments) for check in checks)


def _value_check(test: ArgumentTest) -> _ArgumentsCheck:
    holds, position = value_test(test.value), test.position
    if position is None:
        return lambda tree, arguments: any(holds(tree, node) for node in arguments.positional)

    def check(tree: SourceTree, arguments: Arguments) -> bool:
        node = _argument(arguments, position)
        return node is not None and holds(tree, node)

    return check


def _arity_check(test: NumberTest) -> _ArgumentsCheck:
    """Never holds for `f(*list)`: how many it passes is not known."""
    holds = number_test(test)
    return lambda _tree, arguments: not arguments.open_positions and holds(len(arguments.positional))


def _keyword_checks(test: KeywordTest) -> Iterator[_ArgumentsCheck]:
    """`lacks` never holds for `f(**options)`: what it passes is not known."""
    required = _required(test)
    if required:
        yield lambda _tree, arguments: required <= dict(arguments.keywords).keys()
    if test.lacks:
        yield (
            lambda _tree, arguments: (
                not arguments.open_keywords and not dict(arguments.keywords).keys() & set(test.lacks)
            )
        )
    for key, value in test.values:
        yield partial(_keyword_holds, key, value_test(value))


def _required(test: KeywordTest) -> frozenset[str]:
    return frozenset((*test.has, *(key for key, _ in test.values)))


def _keyword_holds(key: str, holds: Callable[[SourceTree, Node], bool], tree: SourceTree, arguments: Arguments) -> bool:
    value = dict(arguments.keywords).get(key)
    return value is not None and holds(tree, value)
