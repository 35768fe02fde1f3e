import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dxscore.copying import replace
from dxscore.domain.matchers import (
    AllOf,
    AnyOf,
    AssignMatcher,
    CallMatcher,
    CommentMatcher,
    ConstMatcher,
    EntityMatcher,
    FlagTest,
    Has,
    HashKeyMatcher,
    Inside,
    NumberTest,
    PrecededBy,
    QueryMatcher,
    ReceiverTest,
    ScopeMatcher,
    StringMatcher,
    Syntax,
    TextTest,
)
from dxscore.facts.matching.program import compile_program
from tests.factories import a_matching_rule
from tests.facts.matching.looking import call, first, lacking, look, on, run, text, value

FILTERS = CallMatcher(text(pattern="^(before|after|around|skip_before|skip_after)_filter$"), ReceiverTest("none"))
CSRF = CallMatcher(text("protect_from_forgery"), ReceiverTest("none"), keywords=lacking("with"))
SQL = call("where", "order", "pluck", "find_by_sql", arguments=first(value(kinds=("string",), interpolated=True)))
DEFAULTS = AssignMatcher(text(pattern=r"\.belongs_to_required_by_default$"), value("false"))
BASE = ScopeMatcher("class", inherits=text("ActiveRecord::Base", "::ActiveRecord::Base"))
SWALLOWED = QueryMatcher("(rescue_modifier handler: (nil)) @match", ("rescue",))


@pytest.mark.parametrize(
    ("matcher", "invalid", "valid"),
    [
        (
            FILTERS,
            ["before_filter :login, only: [:edit]", "skip_before_filter(:login, if: :api?, only: :x)"],
            ["before_action :login", "obj.before_filter", "# before_filter :x"],
        ),
        (
            CSRF,
            ["class A < B\n  protect_from_forgery\nend", "protect_from_forgery only: :x"],
            [
                "protect_from_forgery(only: :x, with: :null_session)",
                "protect_from_forgery({:with => :exception})",
                "def protect_from_forgery; end",
            ],
        ),
        (
            SQL,
            ['User.where("name = #{n}")', 'User.order "#{c} desc"'],
            ['User.where("name = ?", n)', 'logger.info("#{n}")'],
        ),
        (
            DEFAULTS,
            ["config.active_record.belongs_to_required_by_default = false"],
            ["config.active_record.belongs_to_required_by_default = true"],
        ),
        (BASE, ["class User < ActiveRecord::Base; end"], ["class User < ApplicationRecord; end"]),
        (SWALLOWED, ["x = Api.call rescue nil"], ["x = Api.call rescue 0"]),
    ],
)
def test_worked_examples(matcher: Syntax, invalid: list[str], valid: list[str]) -> None:
    assert [len(look(matcher, code)) for code in invalid] == [1] * len(invalid)
    assert [len(look(matcher, code)) for code in valid] == [0] * len(valid)


def test_what_is_done_is_stored_apart() -> None:
    rule = a_matching_rule(BASE, done=ScopeMatcher("class", inherits=text("ApplicationRecord")))
    code = "class A < ActiveRecord::Base; end\nclass B < ApplicationRecord; end\n"
    matches = run(compile_program([rule]), code)
    assert [(match.rule, match.line) for match in matches] == [("test.rule", 1), ("test.rule#done", 2)]


def test_matches_are_ordered_and_say_where_they_are() -> None:
    rules = [a_matching_rule(call("b"), "test.z"), a_matching_rule(call("a", "b"), "test.a")]
    matches = run(compile_program(rules), "class C\n  def m\n    x = 'é'; b(1,\n      2)\n    a\n  end\nend\n")
    assert [(m.rule, m.line, m.end_line, m.column) for m in matches] == [
        ("test.a", 3, 4, 14),
        ("test.z", 3, 4, 14),
        ("test.a", 5, 5, 5),
    ]
    assert (matches[0].symbol, matches[0].code) == ("C#m", "b(1, 2)")


def test_a_place_is_reported_once() -> None:
    matcher = AnyOf((call("a", "a!"), CallMatcher(text(pattern="^a")), CallMatcher(block=True)))
    assert len(look(matcher, "a { }")) == 1


def test_captures_of_a_call() -> None:
    paths = {
        "NAME": "call.name",
        "ON": "receiver",
        "FIRST": "arg.0",
        "THIRD": "arg.2",
        "ONLY": "kwarg.only",
        "CLASS": "enclosing.class",
        "METHOD": "enclosing.method",
        "OWN": "class.name",
        "TEXT": "text",
        "VALUE": "value",
    }
    code = "module A\n class B\n  def m\n   ::X&.f('one', two, only: [:a])\n  end\n end\nend"
    assert look(call("f"), code, captures=paths)[0].captures == {
        "NAME": "f",
        "ON": "X",
        "FIRST": "one",
        "THIRD": "",
        "ONLY": "[:a]",
        "CLASS": "A::B",
        "METHOD": "m",
        "OWN": "A::B",
        "TEXT": "::X&.f('one', two, only: [:a])",
        "VALUE": "",
    }


def test_captures_are_cut() -> None:
    match = look(call("f"), f"f('{'x' * 500}')", captures={"X": "arg.0"})[0]
    assert (len(match.captures["X"]), len(match.code)) == (200, 200)


def test_captures_come_from_the_part_that_finds() -> None:
    matcher = AllOf((AnyOf((call("a"), call("b"))), Inside(call("c"))))
    assert look(matcher, "c { b 1 }", captures={"N": "call.name", "A": "arg.0"})[0].captures == {"N": "b", "A": "1"}


@pytest.mark.parametrize(
    ("test", "arguments", "hits"),
    [
        (TextTest(pattern="^find"), [":find_x", "'finder'", ":x", ""], 2),
        (NumberTest(">", 30), ["31", "30", "1_000", "60.seconds", "x", ""], 2),
        (FlagTest(True), ["true", "false", "x", ""], 1),
    ],
)
def test_where_tests_captures(test: TextTest | NumberTest | FlagTest, arguments: list[str], hits: int) -> None:
    code = "\n".join(f"f({argument})" for argument in arguments)
    assert len(look(call("f"), code, captures={"X": "arg.0"}, where=(("X", test),))) == hits


def test_rules_for_tests_are_run_in_tests() -> None:
    rules = [a_matching_rule(call("a"), f"test.{where}", in_tests=where) for where in ("no", "yes", "only")]
    program = compile_program(rules)
    assert [match.rule for match in run(program, "a", in_tests=False)] == ["test.no", "test.yes"]
    assert [match.rule for match in run(program, "a", in_tests=True)] == ["test.only", "test.yes"]


def test_entity_rules_are_left_alone() -> None:
    entity = a_matching_rule(EntityMatcher("file", ()), "test.entity")
    assert len(run(compile_program([a_matching_rule(call("a")), entity]), "a")) == 1


def test_the_digest_follows_what_is_looked_for_and_nothing_else() -> None:
    rule = a_matching_rule(call("a"), captures={"B": "arg.0", "A": "receiver"})
    other = a_matching_rule(call("b"), "test.other")
    digest = compile_program([rule, other]).digest
    reworded = replace(rule, message="other", origin="x", detection=replace(rule.detection, dated=True))
    assert compile_program([other, reworded]).digest == digest
    assert compile_program([rule]).digest != digest
    for changed in (
        a_matching_rule(call("c")),
        a_matching_rule(call("a"), captures={"A": "receiver"}),
        a_matching_rule(call("a"), done=call("b")),
        a_matching_rule(call("a"), in_tests="no"),
    ):
        assert compile_program([changed, other]).digest != digest


def test_anchors_say_what_a_file_must_have() -> None:
    rules = [
        a_matching_rule(call("now", receiver=on("Time")), "test.1"),
        a_matching_rule(call("new", receiver=on("Thread")), "test.2"),
        a_matching_rule(CallMatcher(text(pattern="^find_by_")), "test.3"),
        a_matching_rule(call("save!"), "test.4"),
        a_matching_rule(call("[]", receiver=on("ENV")), "test.5"),
        a_matching_rule(AssignMatcher(text(pattern="^@@")), "test.6"),
    ]
    program = compile_program(rules)
    assert program.anchors == {"now", "Thread", "find_by_", "save!", "ENV", "@@"}
    assert program.sweeps == set()
    assert compile_program([a_matching_rule(CallMatcher(block=True))]).sweeps == {"test.rule"}


EVERYTHING: list[Syntax] = [
    FILTERS,
    CSRF,
    SQL,
    DEFAULTS,
    BASE,
    SWALLOWED,
    call("a", "b", "[]", "call", via_send=True),
    CallMatcher(block=True),
    ConstMatcher(text(pattern="[A-Z]")),
    StringMatcher(None),
    CommentMatcher(text(pattern="")),
    HashKeyMatcher(text(pattern=".")),
    AllOf((ScopeMatcher("def"), Has(call("a")))),
    AllOf((call("b"), PrecededBy(call("a")))),
    AssignMatcher(text(pattern=".")),
    QueryMatcher("(call) @match"),
]
PROGRAM = compile_program(
    [
        a_matching_rule(matcher, f"test.{number}", captures={"A": "arg.0", "R": "receiver", "V": "value", "T": "text"})
        for number, matcher in enumerate(EVERYTHING)
    ]
)
FRAGMENTS = [
    *(
        "a",
        "b",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "do",
        "end",
        "def a",
        "class A",
        "::",
        ".",
        "&.",
        "&:a",
        "=",
        "||=",
        ",",
    ),
    *("<<~A", "<<-'B'", "A", "B", "\n", "#{", '"', "'", "`", "/", "%w[", ":", "=>", "*", "**", "# x", "=begin", "=end"),
    *(
        "rescue nil",
        "if",
        "unless",
        "case",
        "in",
        "->",
        "yield",
        "super",
        "self",
        "@a",
        "$a",
        "1",
        "é",
        "\x00",
        "__END__",
    ),
]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25), st.sampled_from(["", " "]))
def test_broken_ruby_is_no_reason_to_fail(fragments: list[str], between: str) -> None:
    code = between.join(fragments)
    lines = code.count("\n") + 1
    for match in run(PROGRAM, code):
        assert 1 <= match.line <= match.end_line <= lines or match.end_line - lines <= 1
        assert match.column >= 1


@given(st.binary(max_size=60))
def test_no_bytes_are_a_reason_to_fail(source: bytes) -> None:
    run(PROGRAM, source)


def test_texts_that_are_not_utf_8_are_replaced() -> None:
    match = look(call("f"), b"f('caf\xe9')", captures={"X": "arg.0"})[0]
    assert match.captures == {"X": "caf\ufffd"}


def test_one_program_serves_many_files() -> None:
    program = compile_program([a_matching_rule(CallMatcher(text(pattern="^find_by_")))])
    assert [len(run(program, code)) for code in ("find_by_a", "b", "find_by_a; find_by_c", "find_by_c")] == [1, 0, 2, 1]
