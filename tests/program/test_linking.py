from __future__ import annotations

from tests.program.programs import program_of


def macros(code: str, name: str) -> list[str]:
    program = program_of(code)
    return [macro.name for macro in program.namespaces[name].macros if macro.name not in ("include", "extend")]


def test_ancestors_are_in_rubys_order() -> None:
    program = program_of(
        """
        module A; end
        module B; include A; end
        module P; end
        module Q; end
        class Base; include A; end
        class C < Base
          include Q, B
          prepend P
        end
        class D
          include B
          include Q
        end
        """
    )

    assert program.ancestors("C") == ("P", "C", "Q", "B", "Base", "A")
    assert program.ancestors("D") == ("D", "Q", "B", "A")
    assert program.users["A"] == ("B", "Base")


def test_modules_that_the_program_does_not_define_are_ancestors_as_written() -> None:
    assert program_of("class A < B::C\n  include D::E\nend").ancestors("A") == ("A", "D::E", "B::C")


def test_methods_are_found_along_the_ancestors() -> None:
    program = program_of(
        """
        module P; def a; super; end; end
        class Base; def a; end; def self.b; end; end
        module X; def c; end; end
        class C < Base
          prepend P
          extend X
          class << self
            def d; end
            private def e; end
          end
        end
        """
    )

    assert [method.owner for method in program.methods("C", "a")] == ["P", "Base"]
    assert program.method("C", "b") is None
    assert [program.singleton_method("C", name).owner for name in "bcde"] == ["Base", "X", "C", "C"]  # type: ignore[union-attr]
    assert program.singleton_method("C", "e").visibility == "private"  # type: ignore[union-attr]


CONCERNS = """
module Tagged
  extend ActiveSupport::Concern
  included do
    has_many :tags
    def from_block; end
  end
  class_methods do
    def tagged; end
  end
  def tag; end
end
module Listed
  extend ActiveSupport::Concern
  include Tagged
  included { scope :listed, -> { all } }
  module ClassMethods
    def listed_by; end
  end
end
"""


def test_a_concern_runs_its_block_for_each_class_that_includes_it() -> None:
    program = program_of(
        CONCERNS + "class A\n  first\n  include Tagged\n  last\nend\nclass B < A\n  include Tagged\nend"
    )

    found = program.namespaces["A"].macros
    assert [macro.name for macro in found] == ["first", "has_many", "include", "last"]
    assert found[1].written_in == "Tagged"
    assert found[1].nesting == ("Tagged",)
    assert [macro.name for macro in program.namespaces["B"].macros] == ["include"]
    assert [macro.name for macro in program.inherited_macros("B")].count("has_many") == 1
    assert program.namespaces["A"].methods["from_block"].owner == "A"
    assert program.singleton_method("B", "tagged") is not None


def test_a_concern_that_includes_another_passes_it_on() -> None:
    program = program_of(CONCERNS + "class A\n  include Listed\nend")

    assert [macro.name for macro in program.namespaces["A"].macros] == ["has_many", "scope", "include"]
    assert program.namespaces["Listed"].macros[-1].name == "include"
    assert program.ancestors("A") == ("A", "Listed", "Tagged")
    assert program.singleton_method("A", "tagged") is not None
    assert program.singleton_method("A", "listed_by") is not None


def test_prepended_runs_for_prepend_and_included_for_include() -> None:
    code = "module M\n extend ActiveSupport::Concern\n prepended { a }\n included { b }\nend\n"

    assert macros(code + "class C; prepend M; end", "C") == ["a", "prepend"]
    assert macros(code + "class C; include M; end", "C") == ["b"]


def test_concerning_makes_and_includes_a_concern() -> None:
    program = program_of("class A\n  concerning :B do\n    included { has_one :c }\n    def d; end\n  end\nend")

    assert program.ancestors("A") == ("A", "A::B")
    assert [macro.name for macro in program.namespaces["A"].macros] == ["has_one"]
    assert program.method("A", "d") is not None


def test_the_included_hook_of_a_plain_module() -> None:
    program = program_of(
        """
        module M
          def self.included(base)
            base.extend(ClassMethods)
            base.send :include, Other
            base.has_many :posts
            log "included"
            base.class_eval do
              before_save :a
              def b; end
            end
            class << base
              def c; end
            end
          end
          module ClassMethods; def d; end; end
        end
        module Other; end
        class A; include M; end
        """
    )

    found = program.namespaces["A"]
    assert [macro.name for macro in found.macros if macro.name != "include"] == ["extend", "has_many", "before_save"]
    assert program.ancestors("A") == ("A", "Other", "M")
    assert "b" in found.methods
    assert "c" in found.singleton_methods
    assert program.singleton_method("A", "d") is not None


def test_what_runs_for_each_subclass() -> None:
    code = "class Base\n  def self.inherited(child)\n    super\n    child.has_many :a\n  end\nend\nclass A < Base; end"

    assert macros(code, "A") == ["has_many"]
    assert macros(code, "Base") == []


def test_a_class_can_be_spoken_to_from_outside() -> None:
    program = program_of(
        """
        module Patch; def p; end; end
        class A; end
        A.include Patch
        A.send(:prepend, Other)
        A.singleton_class.include Patch
        A.class_eval { has_many :b }
        A.table_name = "x"
        def A.c; end
        ActiveSupport.on_load(:active_record) { include Patch }
        Rails.application.config.to_prepare do
          A.prepend Late
        end
        """
    )

    assert program.ancestors("A") == ("Late", "Other", "A", "Patch")
    assert "#Patch" in program.singleton_lookup("A")
    assert {"has_many", "table_name="} <= {macro.name for macro in program.namespaces["A"].macros}
    assert "c" in program.namespaces["A"].singleton_methods
    assert "Patch" in program.ancestors("ActiveRecord::Base")
    assert program.namespaces["ActiveRecord::Base"].kind == "class"


def test_extend_self_makes_its_methods_callable_on_the_module() -> None:
    assert program_of("module A\n extend self\n def b; end\nend").singleton_method("A", "b") is not None


def test_constants_of_a_module_are_seen_in_the_body_that_includes_it() -> None:
    program = program_of("module M\n  class Inner; end\nend\nclass A\n  include M\n  class B < Inner; end\nend")

    assert program.resolve("Inner", ("A",)) == "M::Inner"
    assert program.namespaces["A::B"].superclass == "M::Inner"
