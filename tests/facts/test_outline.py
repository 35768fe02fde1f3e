"""Namespaces, methods and macros of a file."""

from __future__ import annotations

import pytest

from dxscore.domain.facts import Macro, Method
from tests.facts.reading import skeleton_of


def names(code: str) -> list[tuple[str, str, str]]:
    return [
        (each.namespace.kind, each.namespace.name, each.namespace.superclass) for each in skeleton_of(code).definitions
    ]


def methods(code: str) -> dict[str, Method]:
    return {f"{each.scope}{'.' if each.singleton else '#'}{each.name}": each for each in skeleton_of(code).methods}


def visibilities(code: str) -> dict[str, str]:
    return {name: method.visibility for name, method in methods(code).items()}


def macros(code: str) -> list[Macro]:
    return list(skeleton_of(code).macros)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("class A; end", [("class", "A", "")]),
        ("class A < B::C; end", [("class", "A", "B::C")]),
        ("class A::B; end", [("class", "A::B", "")]),
        (
            "module A; module B; class C; end; end; end",
            [("module", "A", ""), ("module", "A::B", ""), ("class", "A::B::C", "")],
        ),
        ("module A; class ::B; end; end", [("module", "A", ""), ("class", "B", "")]),
        ("class A; end\nclass A; end", [("class", "A", ""), ("class", "A", "")]),
        ("class A; class << self; end; end", [("class", "A", ""), ("singleton", "A", "")]),
        ("class A < Struct.new(:b); end", [("class", "A", "Struct.new(:b)")]),
        (
            "module M; A = Class.new(StandardError) do\nend; end",
            [("module", "M", ""), ("class", "M::A", "StandardError")],
        ),
        ("A = Class.new(StandardError)", [("class", "A", "StandardError")]),
        ("A = Struct.new(:b, keyword_init: true)", [("class", "A", "Struct")]),
        ("A = Data.define(:b) do\nend", [("class", "A", "Data")]),
        ("A = Module.new do\nend", [("module", "A", "")]),
        ("class A; concerning :B do\nend; end", [("class", "A", ""), ("module", "A::B", "")]),
        ("class A; end unless defined?(A)", [("class", "A", "")]),
        ("if x\n class A; end\nelse\n class B; end\nend", [("class", "A", ""), ("class", "B", "")]),
        ("task :x do\n  class A; end\nend", [("class", "A", "")]),
        ("A = B.new", []),
        ("class << other.thing; end", []),
    ],
)
def test_names_namespaces(code: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(code) == expected


def test_does_not_enter_blocks_of_unknown_meaning_in_tests() -> None:
    assert not skeleton_of("describe 'x' do\n  class A; end\nend", every_block=False).definitions


def test_counts_the_lines_of_a_body() -> None:
    (definition,) = skeleton_of("class A\n  # b\n\n  c\n  d\nend\n").definitions
    assert definition.namespace.code_lines == 2
    assert (definition.namespace.line, definition.namespace.end_line) == (1, 6)


@pytest.mark.parametrize(
    "data",
    [
        "A = {\n  a: 1,\n  b: 2,\n}.freeze",
        "A = [\n  1,\n  2,\n]",
        "A = %w[\n  a\n  b\n  c\n]",
        "description <<~X\n  a\n  b\nX",
        "A = [\n  <<~X,\n    a\n  X\n]",
        "describe <<~X, <<~Y\n  a\nX\n  b\nY",
        "def text = <<~X\n  # {a}\n  b\nX",
    ],
)
def test_texts_and_tables_are_no_lines_of_a_body(data: str) -> None:
    definitions = skeleton_of(f"module M\nclass A\n{data}\nb\nend\nend\n").definitions
    assert [definition.namespace.code_lines for definition in definitions] == [4, 2]


def test_what_a_constant_computes_is_lines_of_a_body() -> None:
    (definition,) = skeleton_of("class A\n  B = f(\n    1,\n    2\n  )\n  (c)<<x\n  d\nend").definitions
    assert definition.namespace.code_lines == 6


def test_names_methods_by_where_they_are_defined() -> None:
    code = """
    def top; end
    module M
      def a; end
      def self.b; end
      def M.c; end
      def N.d; end
      class << self
        def e; end
      end
      class_methods do
        def f; end
      end
      included do
        def g; end
      end
      class C
        def h=(x); end
        def [](x) = 1
      end
    end
    N.class_eval do
      def i; end
    end
    """
    assert set(methods(code)) == {
        *("#top", "M#a", "M.b", "M.c", "N.d", "M.e", "M.f", "M#g", "M::C#h=", "M::C#[]", "N#i"),
    }


def test_a_private_section_ends_with_the_next_one_or_the_class() -> None:
    code = """
    class A
      def a; end
      private
      def b; end
      def self.c; end
      protected
      def d; end
      public
      def e; end
      class B
        def f; end
      end
      private
    end
    class A
      def g; end
    end
    """
    assert visibilities(code) == {
        "A#a": "public",
        "A#b": "private",
        "A.c": "public",
        "A#d": "protected",
        "A#e": "public",
        "A::B#f": "public",
        "A#g": "public",
    }


def test_visibility_given_by_name() -> None:
    code = """
    class A
      def a; end
      def b; end
      def c; end
      def d; end
      def e; end
      def self.f; end
      def self.a; end
      private :a, "b"
      protected %i[c d]
      private_class_method :f
      private attr_reader :g
    end
    """
    assert visibilities(code) == {
        "A#a": "private",
        "A#b": "private",
        "A#c": "protected",
        "A#d": "protected",
        "A#e": "public",
        "A.f": "private",
        "A.a": "public",
    }
    assert [macro.name for macro in macros(code)] == ["attr_reader"]


def test_visibility_given_with_the_definition() -> None:
    code = """
    class A
      private def a; end
      def b; end
      private_class_method def self.c; end
      memoize def d; end
      private memoize def e; end
      class << self
        private
        def f; end
      end
    end
    """
    assert visibilities(code) == {
        "A#a": "private",
        "A#b": "public",
        "A.c": "private",
        "A#d": "public",
        "A#e": "private",
        "A.f": "private",
    }


def test_module_functions_are_singletons() -> None:
    code = """
    module A
      def a; end
      def b; end
      module_function :b
      module_function
      def c; end
      private
      def d; end
    end
    """
    assert visibilities(code) == {"A#a": "public", "A.b": "public", "A.c": "public", "A#d": "private"}


def test_private_in_a_conditional_holds_for_what_follows() -> None:
    code = "class A\n  private if true\n  def a; end\nend"
    assert visibilities(code) == {"A#a": "private"}


@pytest.mark.parametrize(
    ("parameters", "count"),
    [("", 0), ("()", 0), ("(a, b = 1, *c, d:, e: 2, **f, &g)", 6), ("((a, b), c)", 2), ("(...)", 1), ("(**nil)", 0)],
)
def test_counts_parameters_without_the_block(parameters: str, count: int) -> None:
    assert methods(f"def m{parameters}; end")["#m"].parameters == count


def test_notes_calls_in_class_bodies_as_macros() -> None:
    code = """
    top_level :no
    class A
      include B, C
      has_many :d, "e", dependent: :destroy, "class_name" => F::G
      has_secure_password
      self.table_name_prefix :x
      scope :y, -> { where(z: 1) }
      validate do
        inner :no
      end
      other.call :no
      helper_method(x:, &blk)
      def m
        not_a_macro :no
      end
      included do
        before_save :p
      end
      with_options if: :q do |given|
        given.validates :r
      end
    end
    """
    assert [(each.name, each.arguments, each.options, each.block) for each in macros(code)] == [
        ("include", ("B", "C"), (), False),
        ("has_many", ("d", "e"), (("dependent", "destroy"), ("class_name", "F::G")), False),
        ("has_secure_password", (), (), False),
        ("table_name_prefix", ("x",), (), False),
        ("scope", ("y", "-> { where(z: 1) }"), (), False),
        ("validate", (), (), True),
        ("helper_method", (), (("x", ""),), False),
        ("included", (), (), True),
        ("before_save", ("p",), (), False),
        ("with_options", (), (("if", "q"),), True),
        ("validates", ("r",), (), False),
    ]


def test_keeps_only_the_beginning_of_a_long_argument() -> None:
    (macro,) = macros(f"class A\n  scope :a, -> {{ {'x' * 1000} }}\nend")
    assert len(macro.arguments[1]) == 200


def test_code_nested_without_end_is_read() -> None:
    depth = 3000
    code = "module A\n" * depth + "def m; end\n" + "end\n" * depth
    assert len(skeleton_of(code).definitions) == depth
