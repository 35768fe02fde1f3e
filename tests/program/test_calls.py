from __future__ import annotations

from dxscore.domain.program import Macro
from tests.facts.lowering.told import told
from tests.program.programs import program_of


def macros(body: str) -> tuple[Macro, ...]:
    return program_of(f"class A\n{body}\nend").namespaces["A"].macros


def test_options_for_all_are_merged() -> None:
    found = macros(
        """
        with_options dependent: :destroy, class_name: "X" do
          has_many :a
          has_many :b, class_name: "Y"
          with_options(inverse_of: :c) { |inner| inner.has_many :d, {dependent: nil} }
        end
        with_options if: :e do |each|
          each.validates :f, presence: true
        end
        """
    )

    assert [told(macro.call) for macro in found] == [
        "Call(has_many, [:a], [[:dependent, :destroy], [:class_name, 'X']])",
        "Call(has_many, [:b], [[:dependent, :destroy], [:class_name, 'Y']])",
        "Call(has_many, [:d], [[:class_name, 'X'], [:inverse_of, :c], [:dependent, None]])",
        "Call(validates, [:f], [[:if, :e], [:presence, True]])",
    ]


def test_loops_over_literals_are_unrolled() -> None:
    found = macros(
        """
        %w[a b].each { |name| has_many :"#{name}s", class_name: "#{name}x" }
        [[:c, 1], [:d, 2]].each { |name, size| x name, size: size }
        unknown.each { |name| has_many name }
        """
    )

    assert [told(macro.call) for macro in found[:4]] == [
        "Call(has_many, [:as], [[:class_name, 'ax']])",
        "Call(has_many, [:bs], [[:class_name, 'bx']])",
        "Call(x, [:c], [[:size, 1]])",
        "Call(x, [:d], [[:size, 2]])",
    ]
    assert [macro.name for macro in found[4:]] == ["each"]


def test_macros_below_a_condition_say_so() -> None:
    found = macros("a\nif x\n b\nelse\n c\nend\nd if y\nbegin\n e\nrescue LoadError\nend\ncase z\nwhen 1 then f\nend")

    assert {macro.name: macro.conditional for macro in found} == {
        "a": False, "b": True, "c": True, "d": True, "e": False, "f": True
    }  # fmt: skip


def test_assignments_to_the_class_are_macros() -> None:
    found = macros('self.table_name = "x"\nself.ignored_columns += %w[a]\nself.y ||= 1\nconfig.z = 2')

    assert [told(macro.call) for macro in found] == [
        "Call(table_name=, ['x'])",
        "Call(ignored_columns=, [Call(+, Call(ignored_columns), [Array(['a'])])])",
        "Call(y=, [1])",
        "Call(z=, Call(config), [2])",
    ]


def test_local_variables_with_literals_are_filled_in() -> None:
    assert told(macros("kinds = %w[a b]\nvalidates :x, inclusion: kinds")[0].call) == (
        "Call(validates, [:x], [[:inclusion, Array(['a', 'b'])]])"
    )


def test_blocks_of_unknown_use_say_nothing_about_the_class_but_may_hold_others() -> None:
    program = program_of("class A\n  configure do\n    has_many :b\n    class C; end\n  end\nend")

    assert [macro.name for macro in program.namespaces["A"].macros] == ["configure"]
    assert "A::C" in program.namespaces


def test_loops_over_constants_of_the_class_are_unrolled() -> None:
    program = program_of(
        """
        class A
          STATES = %w[on off].freeze
          STATES.each do |state|
            const_set("STATE_#{state.upcase}", state)
            scope state.to_sym, -> { where(state: state) }
          end
        end
        """
    )

    found = program.namespaces["A"]
    assert sorted(found.constants) == ["STATES", "STATE_OFF", "STATE_ON"]
    assert [told(macro.call) for macro in found.macros] == [
        "Call(scope, [:on, Block(Call(where, [[:state, 'on']]), True)])",
        "Call(scope, [:off, Block(Call(where, [[:state, 'off']]), True)])",
    ]
