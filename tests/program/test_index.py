from __future__ import annotations

from tests.program.programs import program_of


def test_openings_of_one_class_are_joined_and_its_own_file_comes_first() -> None:
    program = program_of(
        lib__core_ext__user="class User\n  def a; end\nend",
        app__models__user="class User < Base\n  has_many :posts\n  def b; end\nend",
    )

    user = program.namespaces["User"]
    assert [opening.path for opening in user.openings] == ["app/models/user.rb", "lib/core_ext/user.rb"]
    assert user.superclass == "Base"
    assert sorted(user.methods) == ["a", "b"]
    assert [macro.name for macro in user.macros] == ["has_many"]


def test_names_are_nested_as_ruby_nests_them() -> None:
    program = program_of("module A\n  class B\n    class ::C; end\n    class D::E; end\n  end\n  module D; end\nend")

    assert {"A", "A::B", "C", "A::D", "A::D::E"} <= program.namespaces.keys()
    assert program.namespaces["A::D::E"].openings[0].nesting == ("A::D::E", "A::B", "A")


def test_a_folder_is_a_module() -> None:
    program = program_of(app__models__admin__user="class Admin::User\nend", lib__x="class ActiveRecord::Foo\nend")

    assert program.namespaces["Admin"].openings == ()
    assert "ActiveRecord" not in program.namespaces
    assert program.resolve("Admin::User") == "Admin::User"


def test_constants_are_looked_up_in_scopes_then_ancestors_then_at_the_top() -> None:
    program = program_of(
        """
        X = 0
        class Base
          Y = 1
          class Inner; end
        end
        module A
          X = 2
          class B < Base
            Z = 3
          end
          class C::D; end
        end
        """
    )

    nesting = ("A::B", "A")
    assert program.resolve("X", nesting) == "A::X"
    assert program.resolve("::X", nesting) == "X"
    assert program.resolve("Z", nesting) == "A::B::Z"
    assert program.resolve("Y", nesting) == "Base::Y"
    assert program.resolve("Inner", nesting) == "Base::Inner"
    assert program.resolve("B::Inner", ("A",)) == "Base::Inner"
    assert program.resolve("Nowhere", nesting) is None
    assert program.constant("A::X") is not None


def test_a_superclass_is_looked_up_around_the_class_not_inside_it() -> None:
    program = program_of("class A; end\nmodule M\n  class A < A\n  end\n  class B < A\n  end\nend")

    assert program.namespaces["M::A"].superclass == "A"
    assert program.namespaces["M::B"].superclass == "M::A"
    assert program.subclasses("A") == ("M::A", "M::B")


def test_a_name_for_a_class_stands_for_it() -> None:
    program = program_of("class New; end\nOld = New\nclass Child < Old; end")

    assert program.namespaces["Child"].superclass == "New"
    assert program.resolve("Old") == "New"


def test_superclasses_that_are_no_constants() -> None:
    program = program_of(
        "class A < ActiveRecord::Migration[7.0]; end\nclass B < make(1); end\nclass C < Struct.new(:x); end\n"
        "D = Class.new(A) do\n  def d; end\nend\nE = Data.define(:y)\nF = Struct.new(:z)"
    )

    assert program.namespaces["A"].superclass == "ActiveRecord::Migration"
    assert program.namespaces["B"].superclass_unknown
    assert program.ancestors("D") == ("D", "A", "ActiveRecord::Migration")
    assert "d" in program.namespaces["D"].methods
    assert sorted(program.namespaces["C"].methods) == ["x", "x="]
    assert sorted(program.namespaces["E"].methods) == ["y"]
    assert program.namespaces["F"].superclass == "Struct"


def test_a_class_below_itself_ends_the_search() -> None:
    program = program_of("class A < B; end\nclass B < A; end")

    assert set(program.ancestors("A")) == {"A", "B"}
    assert [*program.superclasses("A")] == ["B"]


def test_what_stands_outside_of_classes_is_at_the_top_level() -> None:
    program = program_of("def a; end\nfoo 1\nRails.application.routes.draw { x }")

    assert "a" in program.top_level.methods
    assert [macro.name for macro in program.top_level.macros] == ["foo", "draw"]


def test_the_last_definition_of_a_method_holds() -> None:
    program = program_of("class A\n  def a; end\nend\nclass A\n  def a(b); end\nend")

    assert program.namespaces["A"].methods["a"].line == 5
