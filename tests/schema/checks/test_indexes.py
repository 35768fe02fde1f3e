"""Indexes that are missing, double, covered, or carry deleted rows."""

from __future__ import annotations

import pytest

from tests.schema.projects import gaps, subjects


def posts(more: str) -> str:
    return f'create_table "users" do |t|\nend\ncreate_table "posts" do |t|\nt.string "title"\n{more}\nend'


@pytest.mark.parametrize(
    ("more", "code", "columns"),
    [
        ('t.bigint "user_id"', "belongs_to :user", ("user_id",)),
        ('t.bigint "writer"', "belongs_to :user, foreign_key: :writer", ("writer",)),
        (
            't.string "owner_type"\nt.bigint "owner_id"',
            "belongs_to :owner, polymorphic: true",
            ("owner_type", "owner_id"),
        ),
        ('t.bigint "user_id"', "", ("user_id",)),
    ],
)
def test_keys_want_an_index(more: str, code: str, columns: tuple[str, ...]) -> None:
    assert subjects("unindexed-foreign-key", posts(more), User="", Post=code) == [("posts", columns)]


@pytest.mark.parametrize(
    "more",
    [
        't.bigint "user_id"\nt.index ["user_id", "title"], name: "i"',
        't.bigint "user_id"\nt.unique_constraint ["user_id"], name: "u"',
        't.string "user_type"\nt.bigint "user_id"\nt.index ["user_type", "user_id"], name: "i"',
        't.string "external_id"\nt.bigint "sequential_id"',
    ],
)
def test_these_have_one_or_are_no_keys(more: str) -> None:
    problems = ("unindexed-foreign-key", "unindexed-id-column")
    assert not [gap for problem in problems for gap in gaps(problem, posts(more), User="", Post="")]


def test_a_has_many_tells_of_a_key_too() -> None:
    models = {"User": "has_many :posts, foreign_key: :writer", "Post": ""}
    assert subjects("unindexed-foreign-key", posts('t.bigint "writer"'), **models) == [("posts", ("writer",))]


def test_of_a_key_of_several_columns_the_first_counts() -> None:
    body = (
        'create_table "a", primary_key: ["x", "y"] do |t|\nt.bigint "x"\nt.bigint "y"\nend\n'
        'create_table "b", primary_key: ["x", "y", "z"] do |t|\nt.bigint "x"\nt.bigint "y"\nt.bigint "z"\nend\n'
        'add_foreign_key "b", "a", column: ["x", "y"], primary_key: ["x", "y"]'
    )
    assert not gaps("unindexed-foreign-key", body)


def test_what_only_looks_like_a_key_is_told_apart() -> None:
    assert subjects("unindexed-id-column", posts('t.bigint "partner_id"'), Post="") == [("posts", ("partner_id",))]


def index(columns: str, name: str, options: str = "") -> str:
    return f't.index {columns}, name: "{name}"{options}'


@pytest.mark.parametrize(
    ("one", "other", "problem", "name"),
    [
        (index('["title"]', "a"), index('["title", "id"]', "b"), "redundant-index", "a"),
        (index('["title"]', "a"), index('["title"]', "b", ", unique: true"), "redundant-index", "a"),
        (index('["title"]', "a"), index('["title"]', "b"), "duplicate-index", "b"),
        (
            index('["title"]', "a", ", unique: true"),
            index('["title", "id"]', "b", ", unique: true"),
            "redundant-unique-index",
            "b",
        ),
        (index('["id"]', "a"), "", "index-on-primary-key", "a"),
    ],
)
def test_needless_indexes(one: str, other: str, problem: str, name: str) -> None:
    assert [gap.name for gap in gaps(problem, posts(f"{one}\n{other}"), Post="")] == [name]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (index('["title"]', "a", ', where: "id > 5"'), index('["title", "id"]', "b")),
        (index('["title"]', "a", ", using: :gin"), index('["title", "id"]', "b")),
        (index('["title"]', "a", ", unique: true"), index('["title", "id"]', "b")),
        (index('["title"]', "a", ", opclass: :text_pattern_ops"), index('["title", "id"]', "b")),
        (index('["title"]', "a", ', include: ["id"]'), index('["title"]', "b", ", unique: true")),
        (index('"lower(title)"', "a"), index('["title"]', "b")),
        (index('["id"]', "a", ', include: ["title"]'), ""),
    ],
)
def test_indexes_that_each_do_their_work(one: str, other: str) -> None:
    problems = ("redundant-index", "redundant-unique-index", "duplicate-index", "index-on-primary-key")
    assert not [gap for problem in problems for gap in gaps(problem, posts(f"{one}\n{other}"), Post="")]


TITLE = index('["title"]', "a")
LIVING = index('["title"]', "a", ', where: "(deleted_at IS NULL)"')


def test_indexes_may_leave_deleted_rows_out_where_the_database_can() -> None:
    full = posts(f't.datetime "deleted_at"\n{TITLE}')
    part = posts(f't.datetime "deleted_at"\n{LIVING}')
    assert [gap.name for gap in gaps("unindexed-deleted-at", full, Post="")] == ["a"]
    assert not gaps("unindexed-deleted-at", part, Post="")
    assert not gaps("unindexed-deleted-at", full, "mysql2", Post="")
