import pytest

from dxscore.domain.matchers import AllOf, FollowedBy, Inside, Not, PrecededBy, QueryMatcher
from dxscore.errors import InvalidInputError
from dxscore.facts.matching.program import compile_program
from tests.factories import a_matching_rule
from tests.facts.matching.looking import call, found, look, run

RESCUE_NIL = "(rescue_modifier handler: (nil)) @match"


@pytest.mark.parametrize("anchors", [(), ("rescue",), ("nil", "rescue")])
def test_a_query_finds_its_match(anchors: tuple[str, ...]) -> None:
    code = "x = a rescue nil\ny = b rescue 0\nrescue_me nil\n"
    assert found(QueryMatcher(RESCUE_NIL, anchors), code) == ["a rescue nil"]


def test_the_match_may_be_below_or_beside_the_anchor() -> None:
    names = '(identifier) @name (#any-of? @name "get" "put")'
    pairs = "(argument_list (pair key: (hash_key_symbol) value: (_) @match))"
    query = f"(call method: {names} arguments: {pairs})"
    assert found(QueryMatcher(query, ("get", "put")), "get x: 1, y: 2; put(z: 3); del w: 4") == ["1", "2", "3"]


def test_alternatives_need_no_known_outer_kind() -> None:
    query = "[(while) (until)] @match"
    assert found(QueryMatcher(query, ("while", "until")), "while a do end; until b do end") == [
        "while a do end",
        "until b do end",
    ]


def test_an_anchor_may_be_a_sign_or_part_of_a_string() -> None:
    assert found(QueryMatcher("(class_variable) @match", ("@@",)), "@@a = @b") == ["@@a"]
    query = "(call arguments: (argument_list (string) @s)) @match"
    assert found(QueryMatcher(query, ("needle",)), 'f "a needle"; g "needless"') == ['f "a needle"']


def test_texts_are_compared() -> None:
    query = '(rescue exceptions: (exceptions (constant) @class) (#eq? @class "Exception")) @match'
    code = "begin; rescue Exception; end\nbegin; rescue StandardError; end\n"
    assert [match.line for match in look(QueryMatcher(query, ("Exception",)), code)] == [1]


def test_captures_of_a_query_can_be_named_and_tested() -> None:
    query = "(alias name: (_) @new alias: (_) @old) @match"
    match = look(QueryMatcher(query, ("alias",)), "alias a b", captures={"N": "new", "O": "old", "X": "missing"})[0]
    assert match.captures == {"N": "a", "O": "b", "X": ""}


def test_a_query_restricts_a_place() -> None:
    last = QueryMatcher("(return) @match", ("return",))
    code = "f do\n return\n a\nend\nb\nreturn\na"
    assert [m.line for m in look(AllOf((call("a"), PrecededBy(last))), code)] == [3, 7]
    assert [m.line for m in look(AllOf((last, Inside(call("f")))), code)] == [2]
    assert [m.line for m in look(AllOf((last, Not(Inside(QueryMatcher("(do_block) @match"))))), code)] == [6]


def test_a_statement_may_be_followed_by_another() -> None:
    last = QueryMatcher("(return) @match", ("return",))
    anything = QueryMatcher("[(call) (identifier)] @match")
    code = "f do\n return\n # why\n a\nend\nreturn if b\na\nif c\n return\nend\na"
    assert [m.line for m in look(AllOf((last, FollowedBy(anything))), code)] == [2]


def test_several_queries_without_anchors_are_told_apart() -> None:
    rules = [
        a_matching_rule(QueryMatcher(f"({kind}) @match ; says ({kind})"), f"test.{kind}")
        for kind in ("nil", "true", "self")
    ]
    program = compile_program(rules)
    assert [match.rule for match in run(program, "self; nil; true; nil")] == [
        "test.self",
        "test.nil",
        "test.true",
        "test.nil",
    ]
    assert program.sweeps == {"test.nil", "test.true", "test.self"}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("(rescue_modifier) @hit", "0 captures @match"),
        ("(call (_) @match) @match", "2 captures @match"),
        ("(nil) @match (true)", "2 patterns"),
        ("(no_such_node) @match", "no_such_node"),
        ("(call no_field: (nil)) @match", "no_field"),
        ("(call @match", "unexpected '@match'"),
        ("(call (nil) @match", "unexpected 'end'"),
        ("(call [(nil) @match)", "unexpected ')'"),
        ("(call (nil)* @match)", "repeats a node"),
        ("(nil) @match ¡", "unexpected '¡'"),
        ('(nil "no such token") @match', "no such token"),
        ('((nil) @match (#eq? "x" "x"))', "#eq? no capture"),
        ("((nil) @match (#eq? @match", "no capture and text"),
        ("(" * 500, "more than 400"),
        ("", "0 patterns"),
        ('((nil) @match (#match? @match "x"))', "#match?"),
        ('((nil) @match (#not-match? @match "x"))', "#not-match?"),
        ('((nil) @match (#not-any-of? @match "x" "y"))', "#not-any-of?"),
        ("((nil) . (true) @match)", "several outermost nodes"),
    ],
)
def test_a_query_that_cannot_run_is_refused(query: str, says: str) -> None:
    for matcher in (QueryMatcher(query), AllOf((call("x"), Not(QueryMatcher(query))))):
        with pytest.raises(InvalidInputError, match=r"test\.rule") as caught:
            look(matcher, "nil")
        assert says in str(caught.value)
        assert caught.value.problems[0].path == "rules/test/rule.yml"
        assert caught.value.problems[0].suggestion


def test_all_bad_queries_are_reported_at_once() -> None:
    rules = [a_matching_rule(QueryMatcher("(nope) @match"), f"test.{name}") for name in "abc"]
    with pytest.raises(InvalidInputError) as caught:
        compile_program(rules)
    assert len(caught.value.problems) == 3
