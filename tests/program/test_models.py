from __future__ import annotations

from tests.facts.lowering.told import told
from tests.program.programs import model_of, models_of


def test_models_descend_from_active_record() -> None:
    models = models_of("class A < ApplicationRecord; end\nclass B < A; end\nclass C; end\nclass D < Missing; end")

    assert sorted(models.by_name) == ["A", "ApplicationRecord", "B"]
    assert models.by_name["ApplicationRecord"].abstract


def test_declarations_come_from_superclasses_and_concerns() -> None:
    models = models_of(
        """
        module Named
          extend ActiveSupport::Concern
          included do
            belongs_to :name, optional: true
            validates :label, presence: true
          end
        end
        class A < ApplicationRecord
          include Named
          scope :a, -> { where(a: 1) }
          before_save :x
        end
        class B < A
          has_many :cs
          enum :kind, %w[x y]
        end
        class C < ApplicationRecord; end
        """
    )

    child = models.by_name["B"]
    assert sorted(child.associations) == ["cs", "name"]
    assert child.associations["name"].declared.declared_by == "Named"
    assert [validation.attributes for validation in child.validations] == [("label",)]
    assert [*child.scopes] == ["a"]
    assert [callback.method for callback in child.callbacks] == ["x"]
    assert "kind" not in models.by_name["A"].enums


def test_settings_of_a_class() -> None:
    model = model_of(
        """
        self.ignored_columns = %w[a b]
        self.ignored_columns += [:c]
        self.inheritance_column = nil
        self.primary_key = "uuid"
        connects_to database: {writing: :other, reading: :replica}
        default_scope { where(x: 1) }
        accepts_nested_attributes_for :d, :e, allow_destroy: true
        """
    )

    assert model.ignored_columns == ("a", "b", "c")
    assert model.inheritance_column == ""
    assert model.primary_key == ("uuid",)
    assert model.database == "other"
    assert [told(scope.body) for scope in model.default_scopes] == ["Block(Call(where, [[:x, 1]]))"]
    assert [nested.allow_destroy for nested in model.nested_attributes.values()] == [True, True]


def test_ignored_columns_that_are_worked_out() -> None:
    assert not model_of("self.ignored_columns = old_columns").ignored_columns_known


def test_scopes_in_each_form() -> None:
    model = model_of("scope :a, -> { all }\nscope(:b, ->(x) { x }) { def c; end }\nscope :d, Finder\nscope pick, x")

    assert [*model.scopes] == ["a", "b", "d"]
    assert model.scopes["b"].extension is not None
    assert told(model.scopes["d"].body) == "Finder"
    assert len(model.unread) == 1


def test_a_delegated_type_is_a_polymorphic_belongs_to() -> None:
    models = models_of(
        "class Entry < ApplicationRecord\n delegated_type :entryable, types: %w[Message Comment]\nend\n"
        "class Message < ApplicationRecord; end"
    )

    entry = models.by_name["Entry"]
    assert entry.delegated_types == {"entryable": ("Message", "Comment")}
    assert entry.associations["entryable"].foreign_type == "entryable_type"


def test_models_of_a_table_begin_with_its_owner() -> None:
    models = models_of("class B < ApplicationRecord; end\nclass A < B; end")

    assert models.by_table == {"bs": ("B", "A")}
    assert [model.name for model in models.of_table("bs")] == ["B", "A"]


def test_tables_that_gems_bring() -> None:
    tables = models_of("class Person < ApplicationRecord\n translates :name\nend").gem_tables

    assert tables["versions"] == "PaperTrail::Version"
    assert tables["person_translations"] == "Person"
