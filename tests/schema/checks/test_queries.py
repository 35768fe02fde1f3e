"""Queries that no index serves."""

from __future__ import annotations

import pytest

from tests.schema.projects import audit_of

TABLE = """ActiveRecord::Schema[8.0].define(version: 1) do
  create_table "users" do |t|
    t.string "email"
    t.string "login"
    t.boolean "active"
    t.integer "role"
    t.index ["login"], name: "i"
  end
end
"""


def problems(code: str) -> list[tuple[str, tuple[str, ...]]]:
    files = {
        "db/schema.rb": TABLE,
        "app/models/user.rb": "class User < ApplicationRecord\n  enum :role, { a: 0 }\nend\n",
        "app/services/a.rb": f"class A\n  def call\n    {code}\n  end\nend\n",
    }
    return [(gap.problem, gap.columns) for gap in audit_of(files).audit.gaps if gap.at.path == "app/services/a.rb"]


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("User.find_by(email: x)", ("email",)),
        ("User.where(email: x).order(:id).first", ("email",)),
        ("User.find_by_email(x)", ("email",)),
        ("User.where(active: true).find_by!(email: x)", ("active", "email")),
    ],
)
def test_a_query_wants_an_index_that_begins_with_one_of_its_columns(code: str, columns: tuple[str, ...]) -> None:
    assert problems(code) == [("query-without-index", columns)]


@pytest.mark.parametrize(
    "code",
    [
        "User.find_by(login: x, email: y)",
        "User.find_by(id: 1)",
        "User.where(active: true)",
        "User.where(role: :a)",
        "User.visible.find_by(email: x)",
        "User.where('email = ?', x)",
        "User.where(teams: { email: x })",
        "users.find_by(email: x)",
        "User.where(email: x).where('id > 5')",
        "Unknown.find_by(email: x)",
        "User.find_by(nothing: 1)",
    ],
)
def test_nothing_is_said_of_what_is_served_or_not_known(code: str) -> None:
    assert problems(code) == []


def test_an_order_counts_only_for_the_first_rows() -> None:
    assert problems("User.order(:email).first") == [("order-without-index", ("email",))]
    assert problems("User.order(:email).to_a") == []


def test_queries_alike_are_told_once_with_their_number() -> None:
    files = {
        "db/schema.rb": TABLE,
        "app/models/user.rb": "class User < ApplicationRecord\n  scope :of, ->(x) { where(email: x) }\n"
        "  def self.named(x)\n    find_by(email: x)\n  end\nend\n",
    }
    (gap,) = [gap for gap in audit_of(files).audit.gaps if gap.problem == "query-without-index"]
    assert (gap.at.line, gap.detail) == (2, "2 queries")
