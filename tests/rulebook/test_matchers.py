"""Every matcher of the rule language, and what is said about those that are wrong."""

from __future__ import annotations

import pytest

from dxscore.domain.entities import ENTITIES
from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    ArgumentTest,
    AssignMatcher,
    CallMatcher,
    CommentMatcher,
    ConstMatcher,
    EntityMatcher,
    FlagTest,
    FollowedBy,
    Has,
    HashKeyMatcher,
    Inside,
    KeywordTest,
    Matcher,
    Not,
    NumberTest,
    PrecededBy,
    QueryMatcher,
    ReceiverTest,
    ScopeMatcher,
    StringMatcher,
    Test,
    TextTest,
    ValueTest,
)
from dxscore.rulebook.matchers import PLACES, THINGS
from tests.rulebook.support import match_of, said


def name(*values: str) -> TextTest:
    return TextTest(values)


SAVE = CallMatcher(name=name("save"))

PLACE_EXAMPLES: dict[str, tuple[str, Matcher]] = {
    "call": ("{call: {name: save}}", SAVE),
    "assign": (
        '{assign: {to: /x$/, value: false, operator: "||="}}',
        AssignMatcher(TextTest(pattern="x$"), ValueTest(text=name("false")), ("||=",)),
    ),
    "const": ("{const: [A, B::C]}", ConstMatcher(name("A", "B::C"))),
    "string": ("{string: {text: /^http/, interpolated: no}}", StringMatcher(TextTest(pattern="^http"), False)),
    "comment": ("{comment: /TODO/i}", CommentMatcher(TextTest(pattern="(?i:TODO)"))),
    "hash_key": (
        "{hash_key: {name: secure, value: {kind: true}}}",
        HashKeyMatcher(name("secure"), ValueTest(kinds=("true",))),
    ),
    "class": ("{any: [{class: {name: A, inherits: B}}]}", AnyOf((ScopeMatcher("class", name("A"), name("B")),))),
    "module": ("{any: [{module: {}}]}", AnyOf((ScopeMatcher("module"),))),
    "def": ("{any: [{def: {name: call}}]}", AnyOf((ScopeMatcher("def", name("call")),))),
    "all": ("{all: [{call: {name: save}}, {const: A}]}", AllOf((SAVE, ConstMatcher(name("A"))))),
    "any": ("{any: [{call: {name: save}}]}", AnyOf((SAVE,))),
    "not": ("{all: [{const: A}, {not: {call: {name: save}}}]}", AllOf((ConstMatcher(name("A")), Not(SAVE)))),
    "inside": (
        "{all: [{const: A}, {inside: {def: {}}}]}",
        AllOf((ConstMatcher(name("A")), Inside(ScopeMatcher("def")))),
    ),
    "has": ("{all: [{const: A}, {has: {call: {name: save}}}]}", AllOf((ConstMatcher(name("A")), Has(SAVE)))),
    "preceded_by": (
        "{all: [{const: A}, {preceded_by: {call: {name: save}}}]}",
        AllOf((ConstMatcher(name("A")), PrecededBy(SAVE))),
    ),
    "followed_by": (
        "{all: [{const: A}, {followed_by: {call: {name: save}}}]}",
        AllOf((ConstMatcher(name("A")), FollowedBy(SAVE))),
    ),
}


def test_the_examples_cover_every_place_matcher() -> None:
    assert PLACE_EXAMPLES.keys() == PLACES.keys()


@pytest.mark.parametrize(("text", "matcher"), PLACE_EXAMPLES.values(), ids=PLACE_EXAMPLES)
def test_a_place_matcher_is_read(text: str, matcher: Matcher) -> None:
    assert match_of(text) == matcher


@pytest.mark.parametrize(
    ("text", "matcher"),
    [
        ("receiver: any", CallMatcher(receiver=ReceiverTest("any"))),
        ("receiver: none", CallMatcher(receiver=ReceiverTest("none"))),
        ("receiver: some", CallMatcher(receiver=ReceiverTest("some"))),
        ("receiver: self", CallMatcher(receiver=ReceiverTest("self"))),
        ("receiver: Rails.cache", CallMatcher(receiver=ReceiverTest("text", name("Rails.cache")))),
        ("receiver: [A, self]", CallMatcher(receiver=ReceiverTest("text", name("A", "self")))),
        ("receiver: '/^Net::/'", CallMatcher(receiver=ReceiverTest("text", TextTest(pattern="^Net::")))),
        ("receiver: {chain_has: [where, all]}", CallMatcher(receiver=ReceiverTest("chain", name("where", "all")))),
        ("args: {0: 1}", CallMatcher(arguments=(ArgumentTest(0, ValueTest(text=name("1"))),))),
        (
            "args: {0: {kind: string, interpolated: true}, any: nil}",
            CallMatcher(
                arguments=(
                    ArgumentTest(0, ValueTest(kinds=("string",), interpolated=True)),
                    ArgumentTest(None, ValueTest(text=name("nil"))),
                )
            ),
        ),
        ("args: {count: 0}", CallMatcher(arity=NumberTest("==", 0))),
        ('args: {count: ">= 3"}', CallMatcher(arity=NumberTest(">=", 3))),
        ("kwargs: {lacks: [with], has: only}", CallMatcher(keywords=KeywordTest(has=("only",), lacks=("with",)))),
        (
            "kwargs: {value: {on: true, if: {kind: [lambda, symbol], text: /x/}}}",
            CallMatcher(
                keywords=KeywordTest(
                    values=(
                        ("on", ValueTest(text=name("true"))),
                        ("if", ValueTest(TextTest(pattern="x"), ("lambda", "symbol"))),
                    )
                )
            ),
        ),
        ("block: true", CallMatcher(block=True)),
        ("block: no", CallMatcher(block=False)),
        ("name: on, via_send: true", CallMatcher(name=name("on"), via_send=True)),
        ("name: [x, /^y/, /z$/]", CallMatcher(name=TextTest(("x",), "(?:^y)|(?:z$)"))),
        ("name: '[]'", CallMatcher(name=name("[]"))),
    ],
)
def test_every_key_of_call(text: str, matcher: CallMatcher) -> None:
    assert match_of(f"{{call: {{{text}}}}}") == matcher


def test_a_query_may_have_anchors_beside_it() -> None:
    query = "(rescue_modifier handler: (nil)) @match"
    assert match_of(f'{{query: "{query}"}}') == QueryMatcher(query)
    assert match_of(f'{{anchors: [rescue], query: "{query}"}}') == QueryMatcher(query, ("rescue",))
    nested = match_of(f'{{all: [{{const: A}}, {{inside: {{query: "{query}", anchors: rescue}}}}]}}')
    assert nested == AllOf((ConstMatcher(name("A")), Inside(QueryMatcher(query, ("rescue",)))))


@pytest.mark.parametrize("kind", ENTITIES)
def test_every_attribute_of_every_entity_takes_a_test_of_its_type(kind: str) -> None:
    written = {"text": "[a, /b/]", "number": '"> 1, <= 5"', "flag": "yes"}
    expected: dict[str, list[Test]] = {
        "text": [TextTest(("a",), "b")],
        "number": [NumberTest(">", 1), NumberTest("<=", 5)],
        "flag": [FlagTest(True)],
    }
    for attribute, (type_, _) in ENTITIES[kind].items():
        matcher = match_of(f"{{{kind}: {{{attribute}: {written[type_]}}}}}")
        assert matcher == EntityMatcher(kind, tuple((attribute, test) for test in expected[type_]))


def test_an_entity_matcher_without_tests_means_all_of_the_kind() -> None:
    assert match_of("{suppression: {}}") == EntityMatcher("suppression", ())


def test_class_is_an_entity_alone_and_a_place_inside_others() -> None:
    assert isinstance(match_of("{class: {name: A}}"), EntityMatcher)
    assert match_of("{any: [{class: {name: A}}]}") == AnyOf((ScopeMatcher("class", name("A")),))
    assert THINGS.keys() == ENTITIES.keys()


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        ("{cal: {name: x}}", "2: unknown matcher 'cal' (did you mean 'call'?)"),
        ("{call: {nam: x}}", "2: unknown key 'nam' in call (did you mean 'name'?)"),
        ("{call: {}}", "2: call is empty (keys: name, receiver, args, kwargs, block, via_send)"),
        ("{call: save}", "2: call is a mapping, not 'save' (keys: name, receiver, args, kwargs, block, via_send)"),
        ("{call: {name: x}, const: A}", "2: a matcher has one key, not 2 (combine matchers with 'all: [...]')"),
        ("{call: {name: }}", "2: a text, a list of texts or a /regular expression/ is expected, not nothing"),
        ("{call: {name: []}}", "2: the list is empty"),
        ("{call: {name: {a: b}}}", "2: a text, a list of texts or a /regular expression/ is expected, not a mapping"),
        ("{call: {args: {first: x}}}", "2: 'first' is not a position (0, 1 ...), 'any' or 'count'"),
        ("{call: {args: {0: {kin: string}}}}", "2: unknown key 'kin' in a value test (did you mean 'kind'?)"),
        ("{call: {args: {0: {kind: strin}}}}", "did you mean 'string'?"),
        ("{call: {args: {count: many}}}", "2: a comparison such as '> 40' is expected, not 'many'"),
        ('{call: {args: {count: "> 1, < 3"}}}', "2: one comparison is expected here"),
        ("{call: {kwargs: {have: [x]}}}", "2: unknown key 'have' in kwargs (known: has, lacks, value)"),
        ("{call: {kwargs: {has: []}}}", "2: the list is empty"),
        ("{call: {receiver: {chain: x}}}", "2: unknown key 'chain' in a receiver test (did you mean 'chain_has'?)"),
        ("{call: {block: maybe}}", "2: true or false is expected, not 'maybe'"),
        ("{call: {name: '/(a+)+/'}}", "it can take forever (make the repeats unambiguous)"),
        ("{call: {name: '/(/'}}", "not a valid regular expression"),
        ("{call: {name: [x, '/(/']}}", "not a valid regular expression"),
        ("{assign: {value: x}}", "2: assign has no 'to'"),
        ('{assign: {to: x, operator: "<<"}}', "did you mean '<<='?"),
        ("{hash_key: {value: x}}", "2: hash_key has no 'name'"),
        ("{all: {call: {name: x}}}", "2: a list is expected, not a mapping"),
        ("{all: []}", "2: the list is empty"),
        ("{all: [{def: {lines: '> 3'}}]}", "2: unknown key 'lines' in def (known: name)"),
        ("{any: [{file: {}}]}", "2: unknown matcher 'file'"),
        ("{any: [{module: {inherits: A}}]}", "2: unknown key 'inherits' in module"),
        ("{not: {call: {name: x}}}", "2: 'match' only judges places, it finds none"),
        ("{all: [{inside: {def: {}}}, {not: {const: A}}]}", "2: 'match' only judges places, it finds none"),
        ("{any: [{const: A}, {has: {const: B}}]}", "2: 'match' only judges places, it finds none"),
        ("{def: {line: '> 40'}}", "2: unknown key 'line' in def (did you mean 'lines'?)"),
        ("{def: {lines: long}}", "2: a comparison such as '> 40' is expected, not 'long'"),
        ("{def: {lines: [1, 2]}}", "2: a comparison such as '> 40' is expected, not a list"),
        ("{def: {singleton: 3}}", "2: true or false is expected, not '3'"),
        ("{clone: []}", "2: clone is a mapping, not a list"),
        ("{query: '(nil)'}", "2: a query needs exactly one @match"),
        ("{query: '(nil) @match (true) @match'}", "2: a query needs exactly one @match"),
        ("{query: '((nil) @match (#match? @match \"x\"))'}", "2: a query can't use #match?"),
        (f"{{query: '(nil) @match {'x' * 4000}'}}", "2: the query is longer than 4000 characters"),
        ("{query: '(nil) @match', anchor: x}", "2: unknown key 'anchor' in a query matcher (did you mean 'anchors'?)"),
        ("{}", "2: a matcher is expected, not a mapping"),
        ("save", "2: a matcher is expected, not 'save'"),
        ("[{call: {name: x}}]", "2: a matcher is expected, not a list"),
    ],
)
def test_a_wrong_matcher_is_one_problem_with_line_and_suggestion(match: str, expected: str) -> None:
    (problem,) = said(match=f"match: {match}")
    assert expected in problem
    assert problem.startswith("2: ")


def test_all_problems_of_a_matcher_are_told_at_once() -> None:
    match = "match:\n  all:\n    - call: {nam: x, blok: true}\n    - not: {cals: {}}\n    - const: []"
    assert [problem.partition(":")[0] for problem in said(match=match)] == ["4", "4", "5", "6"]
