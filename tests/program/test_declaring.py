from __future__ import annotations

from tests.facts.lowering.told import told
from tests.program.programs import program_of

MODULE = """
module Listable
  def self.included(base)
    base.extend(ClassMethods)
  end
  module ClassMethods
    def acts_as_list(column = :position, scope: nil, **options)
      return if included_modules.include?(Methods)
      belongs_to :list, **{class_name: "List"}.merge(options)
      validates column, uniqueness: {scope: scope}
      send :include, Methods
    end
  end
  module Methods
    def move; end
  end
end
"""


def test_a_class_method_that_calls_macros_is_followed() -> None:
    program = program_of(MODULE + "class A\n  include Listable\n  acts_as_list :place, scope: :b, optional: true\nend")

    found = program.namespaces["A"].macros
    assert [told(macro.call) for macro in found if macro.name in ("belongs_to", "validates")] == [
        "Call(belongs_to, [:list], [[:class_name, 'List'], [:optional, True]])",
        "Call(validates, [:place], [[:uniqueness, Hash([[:scope, :b]])]])",
    ]
    assert program.method("A", "move") is not None


def test_defaults_stand_for_what_is_not_given() -> None:
    program = program_of(MODULE + "class A\n  include Listable\n  acts_as_list\nend")

    assert "[:position]" in str([told(macro.call) for macro in program.namespaces["A"].macros])


def test_modules_given_to_active_record_reach_every_model() -> None:
    code = MODULE + "ActiveRecord::Base.send(:include, Listable)\nclass A < ActiveRecord::Base\n  acts_as_list\nend"

    assert "belongs_to" in [macro.name for macro in program_of(code).namespaces["A"].macros]


def test_class_methods_of_a_superclass_are_followed() -> None:
    program = program_of("class Base\n  def self.owned(by) = belongs_to(by)\nend\nclass A < Base\n  owned :user\nend")

    assert [told(macro.call) for macro in program.namespaces["A"].macros] == [
        "Call(owned, [:user])",
        "Call(belongs_to, [:user])",
    ]


def test_a_macro_that_calls_itself_ends() -> None:
    program = program_of("class A\n  def self.x\n    has_many :b\n    x\n  end\n  x\nend")

    assert [macro.name for macro in program.namespaces["A"].macros] == ["x", "has_many", "x"]


def test_macros_of_rails_keep_their_meaning() -> None:
    code = "class Base\n  def self.belongs_to(name, **options)\n    super\n    validates name, a: true\n  end\nend\n"

    found = program_of(code + "class A < Base\n  belongs_to :user\nend").namespaces["A"].macros

    assert [macro.name for macro in found] == ["belongs_to"]
