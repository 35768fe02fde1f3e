import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.matchers import ArgumentTest, CallMatcher, KeywordTest, NumberTest, ReceiverTest, TextTest
from tests.facts.matching.looking import call, first, found, lacking, look, on, text, value


@pytest.mark.parametrize(
    "code",
    [
        "foo 1",
        "foo(1)",
        "foo",
        "foo()",
        "a.foo",
        "a.foo 1",
        "a&.foo",
        "a::foo",
        "foo { 1 }",
        "foo do end",
        "a.b(1).foo.c",
        "a\n  .foo\n  .b",
        "self.foo",
        "x = foo",
        "return foo",
        "bar(foo)",
        "bar(&foo)",
        "bar(x: foo)",
        '"#{foo}"',
        "x = <<~A\n  #{foo}\nA\n",
        "foo += 1 if a.foo",
        "a.foo ||= 1",
        "foo::Bar",
        "def a(b = foo) = b",
        "-> { foo }",
        "foo rescue nil",
        "foo[1]",
        "raise X unless foo",
        "case foo when 1 then 2 end",
    ],
)
def test_every_surface_form_is_a_call(code: str) -> None:
    assert len(look(call("foo"), code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "def foo; end",
        "def self.foo; end",
        "def foo=(x); end",
        "alias foo bar",
        "alias_method :foo, :bar",
        "undef foo",
        "# foo",
        '"foo"',
        ":foo",
        "{foo: 1}",
        "x.foo = 1",
        "x.foo, y = 1, 2",
        "food",
        "a.foo_bar",
        "foo?",
        "foo!",
        "@foo",
        "$foo",
        "Foo",
        "def super; end; super",
        "send(:foo)",
        "map(&:foo)",
        "for x.foo in y do end",
    ],
)
def test_what_only_looks_like_a_call_is_none(code: str) -> None:
    assert look(call("foo"), code) == ()


@pytest.mark.parametrize(
    "code",
    [
        "foo = 1; foo",
        "foo = foo",
        "foo ||= 1; foo",
        "foo, b = 1, 2; foo",
        "(a, foo), b = x; foo",
        "*foo, b = x; foo",
        "def m(foo) = foo",
        "def m(foo = 1) = foo",
        "def m(*foo) = foo",
        "def m(**foo) = foo",
        "def m(&foo) = foo",
        "def m(foo:) = foo",
        "def m(foo: 1) = foo",
        "def m((a, foo)) = foo",
        "xs.each { |foo| foo }",
        "xs.each { |a, (b, foo)| foo }",
        "xs.each { |a| xs.each { |foo| foo + a } }",
        "foo = 1; xs.each { foo }",
        "xs.each { |a; foo| foo }",
        "->(foo) { foo }",
        "-> foo { foo }",
        "begin; rescue => foo; foo; end",
        "for foo in xs do foo end",
        "for a, foo in xs do foo end",
        "case x\nin {a: foo} then foo\nend",
        "case x\nin {foo:} then foo\nend",
        "case x\nin [a, *foo] then foo\nend",
        "case x\nin Integer => foo then foo\nend",
        "case x\nin foo if foo > 1 then foo\nend",
        "x => {foo:}; foo",
        "/(?<foo>x)/ =~ y; foo",
        "foo = 1 while true; foo",
        "if a then foo = 1 end; foo",
    ],
)
def test_a_local_variable_is_no_call(code: str) -> None:
    assert look(call("foo"), code) == ()


@pytest.mark.parametrize(
    "code",
    [
        "foo; foo = 1",
        "def a; foo = 1; end; foo",
        "xs.each { |foo| 1 }; foo",
        "foo = 1; def a = foo",
        "class A; foo = 1; end; foo",
        "foo = 1; foo()",
        "foo = 1; self.foo",
        "foo = 1; foo 2",
        "->(foo) { 1 }; foo",
        "def a(foo:) = 1; foo",
    ],
)
def test_a_variable_of_another_scope_hides_no_call(code: str) -> None:
    assert len(look(call("foo"), code)) == 1


def test_numbered_parameters_are_no_calls() -> None:
    assert found(call("it", "_1"), "xs.map { it + _1 }") == []
    assert found(call("it"), 'it("works") { it }') == ['it("works") { it }']


def test_a_constant_name_can_be_called() -> None:
    assert found(call("Integer"), "Integer(x)\nInteger\nInteger 1") == ["Integer(x)", "Integer 1"]


def test_a_call_without_a_name_calls_call() -> None:
    assert found(call("call"), "a.(1); a.call 2; a&.(3)") == ["a.(1)", "a.call 2", "a&.(3)"]


@pytest.mark.parametrize(
    ("code", "count"), [("x[1]", 1), ("x[1] = 2", 0), ("x[1] ||= 2", 1), ("[1]", 0), ("x[a][b]", 2)]
)
def test_element_references_call_brackets(code: str, count: int) -> None:
    assert len(look(call("[]"), code)) == count


def test_arguments_of_an_element_reference_are_those_in_brackets() -> None:
    assert found(call("[]", arguments=first(value("KEY"))), 'ENV["KEY"]; ENV[:OTHER]; x["a", "KEY"]') == ['ENV["KEY"]']
    assert found(call("[]", receiver=on("ENV")), 'ENV["KEY"]; x["ENV"]') == ['ENV["KEY"]']


@pytest.mark.parametrize(
    ("kind", "hits"),
    [
        ("any", ["foo", "self.foo", "a.foo", "Foo.foo"]),
        ("none", ["foo"]),
        ("some", ["self.foo", "a.foo", "Foo.foo"]),
        ("self", ["self.foo"]),
    ],
)
def test_kinds_of_receiver(kind: str, hits: list[str]) -> None:
    matcher = CallMatcher(text("foo"), ReceiverTest(kind))  # type: ignore[arg-type] # one of the literals
    assert found(matcher, "foo; self.foo; a.foo; Foo.foo") == hits


@pytest.mark.parametrize(
    "code",
    [
        "Rails.cache.fetch(1)",
        "::Rails.cache.fetch 1",
        "Rails&.cache&.fetch",
        "Rails\n  .cache\n  .fetch",
        "Rails.\n cache.fetch",
    ],
)
def test_a_receiver_is_compared_on_one_line_and_without_a_root(code: str) -> None:
    assert len(look(call("fetch", receiver=on("Rails.cache")), code)) == 1
    assert len(look(CallMatcher(receiver=on("Rails.cache")), code)) == 1
    assert len(look(call("fetch", receiver=on("::Rails.cache")), code)) == 1


def test_a_receiver_may_be_a_pattern() -> None:
    code = "Net::HTTP.get(x); Net::FTP.new.get; net.get; InterNet.get; Net.get"
    assert found(call("get", receiver=on(pattern="^Net(::|$)")), code) == [
        "Net::HTTP.get(x)",
        "Net::FTP.new.get",
        "Net.get",
    ]
    assert found(CallMatcher(receiver=on(pattern="^Net::HTTP$")), code) == ["Net::HTTP.get(x)"]


def test_a_chain_is_searched_down_to_its_beginning() -> None:
    matcher = call("delete_all", receiver=ReceiverTest("chain", text("where", "User")))
    code = "A.where(x).order(1).delete_all; User.delete_all; where[1].delete_all; a(where).delete_all; A.delete_all"
    assert found(matcher, code) == ["A.where(x).order(1).delete_all", "User.delete_all", "where[1].delete_all"]
    assert found(matcher, "where = 1; where.delete_all") == []


KEYWORDS = [
    "f(a: 1, b: 2)",
    "f b: 2, a: 1",
    "f({a: 1, b: 2})",
    "f(:a => 1, :b => 2)",
    "f('a' => 1, \"b\": 2)",
    "f(b:, a: 1)",
]


@pytest.mark.parametrize("code", KEYWORDS)
def test_keywords_are_found_in_every_form(code: str) -> None:
    assert len(look(call("f", keywords=KeywordTest(has=("a", "b"))), code)) == 1
    assert len(look(CallMatcher(keywords=KeywordTest(has=("a",))), code)) == 1
    assert len(look(call("f", keywords=KeywordTest(values=(("a", value("1")),))), code)) == 1
    assert look(call("f", keywords=KeywordTest(values=(("a", value("2")),))), code) == ()
    assert look(call("f", keywords=KeywordTest(has=("a", "c"))), code) == ()
    assert look(call("f", keywords=lacking("b")), code) == ()
    assert len(look(call("f", keywords=lacking("c")), code)) == 1


@pytest.mark.parametrize("code", ["f(**options)", "f(a: 1, **options)", "f(...)", "f(**)"])
def test_unknown_keywords_lack_nothing(code: str) -> None:
    assert look(call("f", keywords=lacking("with")), f"def m(...) = {code}") == ()


def test_a_call_without_arguments_lacks_every_keyword() -> None:
    assert found(call("f", keywords=lacking("with")), "f; f(); f 1; a.f { }") == ["f", "f()", "f 1", "a.f { }"]


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("f", 0),
        ("f()", 0),
        ("f 1", 1),
        ("f(1, 2)", 2),
        ("f 1, a: 2", 1),
        ("f(1, {a: 2})", 1),
        ("f(1, &b)", 1),
        ("f({a: 1}, 2)", 2),
    ],
)
def test_arity_counts_positional_arguments(code: str, count: int) -> None:
    assert len(look(call("f", arity=NumberTest("==", count)), code)) == 1
    assert look(call("f", arity=NumberTest("!=", count)), code) == ()


@pytest.mark.parametrize("code", ["f(*list)", "f(1, *list)", "def m(...) = f(...)"])
def test_the_arity_of_a_splat_is_unknown(code: str) -> None:
    assert look(call("f", arity=NumberTest(">=", 0)), code) == ()


def test_positions_behind_a_splat_are_unknown() -> None:
    second = (ArgumentTest(1, value("2")),)
    assert found(call("f", arguments=second), "f(1, 2); f(*a, 2); f(1, 3)") == ["f(1, 2)"]
    anywhere = (ArgumentTest(None, value("2")),)
    assert found(call("f", arguments=anywhere), "f(1, 2); f(*a, 2); f(1, 3)") == ["f(1, 2)", "f(*a, 2)"]


def test_parentheses_around_an_argument_do_not_hide_it() -> None:
    assert found(call("f", arguments=first(value("x"))), 'f ("x"); f("x"); f :x; f x') == [
        'f ("x")',
        'f("x")',
        "f :x",
        "f x",
    ]


def test_comments_among_arguments_are_no_arguments() -> None:
    assert len(look(call("f", arity=NumberTest("==", 1)), "f(\n  # why\n  1 # what\n)")) == 1


@pytest.mark.parametrize(
    ("code", "block"),
    [
        ("f { 1 }", True),
        ("f do end", True),
        ("f(1) { }", True),
        ("f(&b)", True),
        ("f(&:b)", True),
        ("f", False),
        ("f 1", False),
    ],
)
def test_blocks(code: str, block: bool) -> None:
    assert len(look(call("f", block=block), code)) == 1
    assert look(call("f", block=not block), code) == ()


@pytest.mark.parametrize(
    "code",
    [
        "x.send(:save)",
        "x.public_send 'save'",
        "__send__(:save, 1)",
        "x&.try(:save)",
        "x.try! :save",
        "xs.each(&:save)",
        "x.save",
    ],
)
def test_calls_by_a_literal(code: str) -> None:
    assert len(look(call("save", via_send=True), code)) == 1


@pytest.mark.parametrize(
    "code", ["x.send(save_it)", "x.send(:saved)", "x.tell(:save)", "x.send", "x.send(y, :save)", "f(:save)"]
)
def test_only_a_literal_name_is_a_call_by_a_literal(code: str) -> None:
    assert look(call("save", via_send=True), code) == ()


def test_a_sent_call_has_its_own_arguments() -> None:
    matcher = call("save", via_send=True, arguments=first(value("1")), arity=NumberTest("==", 1))
    assert found(matcher, "x.send(:save, 1); x.save 1; x.send(:save); x.send(1, :save)") == [
        "x.send(:save, 1)",
        "x.save 1",
    ]


def test_what_is_passed_has_some_receiver() -> None:
    def hits(kind: str) -> list[str]:
        receiver = ReceiverTest(kind)  # type: ignore[arg-type] # one of the literals
        return found(call("save", via_send=True, receiver=receiver), "xs.each(&:save)")

    assert (hits("some"), hits("none"), hits("any")) == (["xs.each(&:save)"], [], ["xs.each(&:save)"])


def test_a_name_may_be_a_pattern() -> None:
    code = "find_by_name!(1); a.find_by_id; find_bytes; rfind_by_x; find_by"
    assert found(CallMatcher(text(pattern="^find_by_")), code) == ["find_by_name!(1)", "a.find_by_id"]
    assert found(CallMatcher(text(pattern="!$")), code) == ["find_by_name!(1)"]
    assert found(CallMatcher(text(pattern=r"^\w{7}$")), code) == ["find_by"]
    assert found(CallMatcher(text(pattern="(?i:FIND_BYT)")), code) == ["find_bytes"]


def test_a_call_may_be_told_by_its_arguments_alone() -> None:
    matcher = CallMatcher(arguments=first(value(pattern="secret", kinds=("string",))))
    assert found(matcher, "f 'my secret'; g :x; h(k('secret')); secret(1)") == ["f 'my secret'", "k('secret')"]


def test_a_call_may_be_told_by_its_block_alone() -> None:
    assert found(CallMatcher(block=True), "f { }; g; h do end") == ["f { }", "h do end"]


def test_the_line_is_that_of_the_name() -> None:
    match = look(call("foo"), "a\n  .b\n  .foo(\n    1\n  )\n")[0]
    assert (match.line, match.column, match.end_line) == (3, 4, 5)


RECEIVERS = st.sampled_from(["", "a.", "a&.", "a::", "self."])
PARTS = st.lists(st.sampled_from(["1", "'two'", ":three"]), max_size=2, unique=True)
PAIRS = st.dictionaries(st.sampled_from(["only", "if", "with"]), st.sampled_from(["1", ":x", "nil"]), max_size=3)


@given(
    receiver=RECEIVERS,
    parts=PARTS,
    pairs=PAIRS,
    key=st.sampled_from(["{}: {}", ":{} => {}", "'{}' => {}", '"{}": {}']),
    braces=st.booleans(),
    parentheses=st.booleans(),
    backwards=st.booleans(),
    block=st.sampled_from(["", " { }", " do end"]),
)
def test_a_change_of_form_changes_no_result(
    receiver: str,
    parts: list[str],
    pairs: dict[str, str],
    key: str,
    braces: bool,
    parentheses: bool,
    backwards: bool,
    block: str,
) -> None:
    keywords = [key.format(*pair) for pair in (reversed(pairs.items()) if backwards else pairs.items())]
    if keywords and braces and (parentheses or parts):
        keywords = [f"{{{', '.join(keywords)}}}"]
    arguments = ", ".join([*parts, *keywords])
    code = f"{receiver}f({arguments}){block}" if parentheses or not arguments else f"{receiver}f {arguments}"
    block = block if parentheses or not arguments else ""

    def holds(**tests: object) -> bool:
        return bool(look(call("f", **tests), code))

    assert holds(arity=NumberTest("==", len(parts)))
    assert holds(block=bool(block))
    assert holds(receiver=ReceiverTest("some" if receiver else "none"))
    for name in ("only", "if", "with"):
        assert holds(keywords=KeywordTest(has=(name,))) == (name in pairs)
        assert holds(keywords=lacking(name)) == (name not in pairs)
        assert holds(keywords=KeywordTest(values=((name, value("x")),))) == (pairs.get(name) == ":x")
    assert holds(arguments=(ArgumentTest(None, value("two", kinds=("string",))),)) == ("'two'" in parts)


def test_no_text_passes_an_empty_test() -> None:
    assert look(CallMatcher(TextTest()), "a; b 1; c.d") == ()
