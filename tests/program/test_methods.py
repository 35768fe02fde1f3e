from __future__ import annotations

import pytest

from dxscore.domain.program import Method
from tests.facts.lowering.told import told
from tests.program.programs import program_of


def methods(body: str) -> dict[str, Method]:
    return dict(program_of(f"class A\n{body}\nend").namespaces["A"].methods)


def test_visibility_in_each_form() -> None:
    found = methods(
        """
        def a; end
        private
        def b; end
        public def c; end
        attr_reader :d
        public
        def e; end
        def f; end
        private :e, "f"
        private attr_writer :g
        protected(def h; end)
        private(*delegate(:i, to: :a))
        def self.j; end
        memoize private def k; end
        """
    )

    private = {name for name, method in found.items() if method.visibility == "private"}
    assert private == {"b", "d", "e", "f", "g=", "i", "k"}
    assert found["h"].visibility == "protected"


def test_class_methods_hidden_by_name() -> None:
    found = program_of(
        "class A\n def self.a; end\n private_class_method :a\n private_class_method def self.b; end\nend"
    )

    singleton = found.namespaces["A"].singleton_methods
    assert {method.visibility for method in singleton.values()} == {"private"}


def test_private_does_not_hide_class_methods() -> None:
    found = program_of("class A\n private\n def self.a; end\nend").namespaces["A"]

    assert found.singleton_methods["a"].visibility == "public"


@pytest.mark.parametrize("code", ["module_function\n def b; end", "def b; end\n module_function :b"])
def test_module_functions_are_both(code: str) -> None:
    found = program_of(f"module A\n {code}\nend").namespaces["A"]

    assert "b" in found.methods
    assert found.singleton_methods["b"].singleton


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("attr_accessor :a, 'b'", ["a", "a=", "b", "b="]),
        ("attr_reader(*%i[a b])", ["a", "b"]),
        ("alias b a", ["b"]),
        ("alias_method :b, :a", ["b"]),
        ("alias_attribute :b, :a", ["b", "b=", "b?"]),
        ("define_method(:a) { |b| b }", ["a"]),
        ("define_method :a, instance_method(:b)", ["a"]),
        ('%w[a b].each { |name| define_method("#{name}?") { name } }', ["a?", "b?"]),
        ("{a: 1, b: 2}.each { |name, value| define_method(name) { value } }", ["a", "b"]),
        ("delegate :a, :b, to: :c", ["a", "b"]),
        ("delegate :a, to: :c, prefix: true", ["c_a"]),
        ("delegate :a, to: :c, prefix: :d", ["d_a"]),
        ("def_delegators :@c, :a, :b", ["a", "b"]),
        ("def_delegator :c, :a, :b", ["b"]),
        ("mattr_accessor :a, instance_writer: false", ["a"]),
        ("class_attribute :a, instance_accessor: false", []),
        ("helper_method def a; end", ["a"]),
        ("name = 'x'\n attr_reader name", ["x"]),
        ("attr_reader name", []),
    ],
)
def test_methods_that_calls_define(code: str, names: list[str]) -> None:
    assert sorted(methods(code)) == names


def test_what_methods_that_calls_define_lead_to() -> None:
    found = methods(
        "delegate :a, to: :b\ndelegate :c, to: 'self.class'\ndelegate :d, to: :class\ndelegate :e, to: :@f\n"
        "delegate :g, to: :H\nalias i a\nattr_reader :j\ndefine_method(:k) { |l| l }"
    )

    assert [told(found[name].receiver) for name in "adeg"] == ["Call(b)", "Call(class, self)", "$@f", "H"]
    assert found["a"].target == "a"
    assert found["i"].target == "a"
    assert found["j"].target == "@j"
    assert told(found["k"].body) == "$l"


def test_methods_on_the_class() -> None:
    found = program_of(
        "class A\n class << self\n  attr_accessor :a\n  delegate :b, to: :all\n end\n"
        " define_singleton_method(:c) { 1 }\n class_attribute :d\nend"
    ).namespaces["A"]

    assert sorted(found.singleton_methods) == ["a", "a=", "b", "c", "d", "d=", "d?"]


@pytest.mark.parametrize(
    "code",
    [
        "def method_missing(name); end",
        "define_method(name) { 1 }",
        "delegate_missing_to :a",
        "class_eval code",
        "include pick",
    ],
)
def test_classes_whose_methods_cannot_all_be_seen(code: str) -> None:
    assert program_of(f"class A\n{code}\nend").namespaces["A"].dynamic
    assert not program_of("class A\n define_method(:a) { 1 }\nend").namespaces["A"].dynamic
