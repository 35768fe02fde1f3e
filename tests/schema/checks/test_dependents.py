"""What happens to children when their parent goes."""

from __future__ import annotations

import pytest

from tests.schema.projects import gaps

BODY = 'create_table "users" do |t|\nend\ncreate_table "posts" do |t|\nt.bigint "user_id"\nend\n'
KEY = 'add_foreign_key "posts", "users"{}'
POST = "belongs_to :user"


def user(dependent: str) -> str:
    return f"has_many :posts, dependent: :{dependent}"


@pytest.mark.parametrize(
    ("dependent", "on_delete", "differs"),
    [
        ("delete_all", "", True),
        ("delete_all", ", on_delete: :cascade", False),
        ("nullify", ", on_delete: :cascade", True),
        ("nullify", ", on_delete: :nullify", False),
        ("restrict_with_error", ", on_delete: :cascade", True),
        ("restrict_with_error", "", False),
        ("destroy", "", False),
    ],
)
def test_model_and_database_say_the_same(dependent: str, on_delete: str, differs: bool) -> None:
    found = gaps("foreign-key-cascade", BODY + KEY.format(on_delete), User=user(dependent), Post=POST)
    assert bool(found) is differs


def test_children_destroyed_later_are_in_the_way_of_a_foreign_key() -> None:
    assert gaps("destroy-async-with-foreign-key", BODY + KEY.format(""), User=user("destroy_async"), Post=POST)
    assert not gaps("destroy-async-with-foreign-key", BODY, User=user("destroy_async"), Post=POST)


@pytest.mark.parametrize(
    "code",
    [
        "after_destroy :x",
        "after_commit :x, on: :destroy",
        "has_one_attached :file",
        "has_many :comments, dependent: :destroy",
        "belongs_to :blog, touch: true",
    ],
)
def test_delete_all_skips_what_would_run(code: str) -> None:
    assert gaps("incorrect-dependent-option", BODY, User=user("delete_all"), Post=f"{POST}\n{code}")
    assert not gaps("needless-destroy", BODY, User=user("destroy"), Post=f"{POST}\n{code}")


@pytest.mark.parametrize("code", ["", "after_create :x", "after_commit :x, on: :create"])
def test_rows_without_callbacks_may_go_at_once(code: str) -> None:
    assert not gaps("incorrect-dependent-option", BODY, User=user("delete_all"), Post=f"{POST}\n{code}")
    assert gaps("needless-destroy", BODY, User=user("destroy"), Post=f"{POST}\n{code}")


@pytest.mark.parametrize(
    ("parent", "on_delete", "stuck"),
    [
        ("has_many :posts", "", True),
        ("has_many :posts, dependent: :destroy", "", False),
        ("has_many :posts", ", on_delete: :cascade", False),
    ],
)
def test_a_parent_with_children_says_what_becomes_of_them(parent: str, on_delete: str, stuck: bool) -> None:
    assert bool(gaps("missing-dependent", BODY + KEY.format(on_delete), User=parent, Post=POST)) is stuck
