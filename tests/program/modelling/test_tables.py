from __future__ import annotations

import pytest

from tests.program.programs import models_of


def table(code: str, name: str, **files: str) -> str | None:
    return models_of(code, **files).by_name[name].table


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("class PostTag < Base; end", "PostTag", "post_tags"),
        ("class A::Person < Base; end", "A::Person", "people"),
        ("class A < Base; self.table_name = 'x'; end", "A", "x"),
        ("class A < Base; self.table_name = :x; end", "A", "x"),
        ("class A < Base; T = 'x'; self.table_name = T; end", "A", "x"),
        ("class A < Base; def self.table_name = 'x'; end", "A", "x"),
        ("class A < Base; def self.table_name; return 'x'; end; end", "A", "x"),
        ('class A < Base; self.table_name = "#{table_name_prefix}x#{table_name_suffix}"; end', "A", "x"),
        ("class A < Base; self.table_name = B.table_name; end\nclass B < Base; end", "A", "bs"),
        ("class A < Base; self.table_name = 'v_' + B.table_name; end\nclass B < Base; end", "A", "v_bs"),
        ("module M; def self.table_name_prefix = 'm_'; end\nclass M::A < Base; end", "M::A", "m_as"),
        (
            "module M; module N; end; def self.table_name_prefix; 'm_'; end; end\nclass M::N::A < Base; end",
            "M::N::A",
            "m_as",
        ),
        ("class E < Rails::Engine; isolate_namespace M; end\nmodule M; class A < Base; end; end", "M::A", "m_as"),
        ("class P < Base; class A < Base; end; end", "P::A", "p_as"),
        (
            "module M; def self.table_name_prefix = 'm_'; end\nclass M::P < Base; class A < Base; end; end",
            "M::P::A",
            "m_p_as",
        ),
        (
            "class Q < Base; self.abstract_class = true; self.table_name_prefix = 'b_'; end\nclass A < Q; end",
            "A",
            "b_as",
        ),
        ("class Q < Base; self.abstract_class = true; self.table_name = 'x'; end\nclass A < Q; end", "A", "x"),
        ("class A < ActiveRecord::Base; end", "A", "as"),
        ("class A < Doorkeeper::Application; end", "A", "oauth_applications"),
    ],
)
def test_table_names(code: str, name: str, expected: str) -> None:
    assert table(code.replace("< Base;", "< ApplicationRecord;"), name) == expected


def test_a_subclass_shares_the_table_of_its_base() -> None:
    models = models_of("class A < ApplicationRecord; end\nclass B < A; end\nclass C < B; end")

    assert [(models.by_name[name].table, models.by_name[name].sti_base) for name in "ABC"] == [
        ("as", ""), ("as", "A"), ("as", "A")
    ]  # fmt: skip


def test_a_name_that_is_worked_out_is_unknown() -> None:
    model = models_of("class A < ApplicationRecord; self.table_name = ENV['T']; end").by_name["A"]

    assert (model.table, model.table_from) == (None, "unknown")


def test_tables_of_abstract_classes() -> None:
    model = models_of("class A < ApplicationRecord; self.abstract_class = true; end").by_name["A"]

    assert (model.table, model.table_from, model.abstract) == (None, "abstract", True)


def test_custom_inflections_and_settings_count() -> None:
    inflections = "ActiveSupport::Inflector.inflections { |inflect| inflect.uncountable 'staff' }"
    application = "class App < Rails::Application\n config.active_record.pluralize_table_names = false\nend"

    assert table("class Staff < ApplicationRecord; end", "Staff", config__initializers__a=inflections) == "staff"
    assert table("class Post < ApplicationRecord; end", "Post", config__application=application) == "post"


def test_a_gems_model_that_is_reopened_keeps_its_table() -> None:
    models = models_of("Audited::Audit.class_eval { belongs_to :x }")

    assert models.by_name["Audited::Audit"].table == "audits"
    assert "x" in models.by_name["Audited::Audit"].associations
