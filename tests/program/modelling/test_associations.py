from __future__ import annotations

import pytest

from dxscore.domain.model import Association
from tests.program.programs import model_of, models_of

OTHERS = """
class User < ApplicationRecord
  has_many :memberships
  has_many :teams, through: :memberships
end
class Membership < ApplicationRecord
  belongs_to :user
  belongs_to :team, class_name: "Group"
end
class Group < ApplicationRecord
end
module Blog
  class Comment < ApplicationRecord; end
end
"""


def one(macro: str, **files: str) -> Association:
    (association,) = model_of(macro, lib__others=OTHERS, **files).associations.values()
    return association


@pytest.mark.parametrize(
    ("macro", "class_name", "foreign_key"),
    [
        ("belongs_to :user", "User", ("user_id",)),
        ("belongs_to :author, class_name: 'User'", "User", ("author_id",)),
        ("belongs_to :author, class_name: User.name, foreign_key: :by", "User", ("by",)),
        ("belongs_to :user, foreign_key: [:shop_id, :user_id]", "User", ("shop_id", "user_id")),
        ("has_one :user", "User", ("post_id",)),
        ("has_many :users", "User", ("post_id",)),
        ("has_many :users, as: :owner", "User", ("owner_id",)),
        ("has_many :comments, class_name: '::Blog::Comment'", "Blog::Comment", ("post_id",)),
        ("has_many :children, class_name: name, foreign_key: 'parent_id'", "Post", ("parent_id",)),
        ("has_and_belongs_to_many :users", "User", ("post_id",)),
    ],
)
def test_classes_and_keys(macro: str, class_name: str, foreign_key: tuple[str, ...]) -> None:
    association = one(macro)

    assert (association.class_name, association.class_known) == (class_name, True)
    assert association.foreign_key == foreign_key


def test_a_class_is_looked_for_inside_the_model_first() -> None:
    models = models_of(
        "class A::Post < ApplicationRecord\n has_many :tags\n has_many :notes\nend\n"
        "class A::Post::Tag < ApplicationRecord; end\nclass A::Note < ApplicationRecord; end\n"
        "class Tag < ApplicationRecord; end\nclass Note < ApplicationRecord; end"
    )

    found = models.by_name["A::Post"].associations
    assert [each.class_name for each in found.values()] == ["A::Post::Tag", "A::Note"]


def test_a_class_that_the_program_lacks_is_as_guessed() -> None:
    association = one("belongs_to :gadget")

    assert (association.class_name, association.class_known) == ("Gadget", False)


def test_a_polymorphic_belongs_to_has_two_columns_and_no_class() -> None:
    association = one("belongs_to :owner, polymorphic: true")

    assert association.polymorphic
    assert (association.class_name, association.foreign_key, association.foreign_type) == (
        None, ("owner_id",), "owner_type"
    )  # fmt: skip


def test_through_is_followed_to_its_end() -> None:
    models = models_of(
        OTHERS + "class Post < ApplicationRecord\n belongs_to :user\n has_many :memberships, through: :user\n"
        " has_many :teams, through: :memberships\n has_many :crews, through: :memberships, source: :team\nend"
    )

    found = models.by_name["Post"].associations
    assert [found[name].class_name for name in ("memberships", "teams", "crews")] == ["Membership", "Group", "Group"]
    assert models.by_name["User"].associations["teams"].class_name == "Group"
    assert found["teams"].foreign_key == ()


def test_through_may_be_named_after_the_table() -> None:
    association = one('has_many :users, through: "old_#{table_name}".to_sym, source: :user, class_name: "User"')

    assert (association.through, association.foreign_key, association.dynamic) == ("old_posts", (), False)


@pytest.mark.parametrize(
    ("options", "default", "optional"),
    [
        ("", 7.1, False),
        ("", 4.2, True),
        (", optional: true", 7.1, True),
        (", optional: false", 4.2, False),
        (", required: true", 4.2, False),
        (", required: false", 7.1, True),
        (", optional: maybe?", 7.1, None),
    ],
)
def test_whether_a_record_is_required(options: str, default: float, optional: bool | None) -> None:
    application = f"class App < Rails::Application\n config.load_defaults {default}\nend"

    assert one(f"belongs_to :user{options}", config__application=application).optional is optional


def test_whether_a_record_is_required_is_unknown_without_an_application() -> None:
    assert one("belongs_to :user").optional is None
    assert one("self.belongs_to_required_by_default = true\nbelongs_to :user").optional is False


def test_what_else_an_association_does() -> None:
    association = one(
        "belongs_to :user, -> { active }, inverse_of: :posts, counter_cache: true, touch: :seen_at, autosave: true, "
        "dependent: :destroy"
    )

    assert (association.inverse_of, association.counter_cache, association.autosave, association.dependent) == (
        "posts", "posts_count", True, "destroy"
    )  # fmt: skip
    assert association.touch == ("updated_at", "seen_at")
    assert association.scope is not None
    assert one("belongs_to :user, counter_cache: {column: :x, active: false}").counter_cache == "x"
    assert one("belongs_to :user, counter_cache: :y").counter_cache == "y"


@pytest.mark.parametrize(
    ("macro", "table"),
    [
        ("has_and_belongs_to_many :users", "posts_users"),
        ("has_and_belongs_to_many :groups", "groups_posts"),
        ("has_and_belongs_to_many :groups, join_table: 'x'", "x"),
        ('has_and_belongs_to_many :groups, join_table: "#{table_name_prefix}x#{table_name_suffix}"', "x"),
        ("self.table_name = 'my_posts'\nhas_and_belongs_to_many :others, class_name: 'Other'", "my_others_posts"),
        ("has_and_belongs_to_many :things, join_table: worked_out", ""),
    ],
)
def test_join_tables(macro: str, table: str) -> None:
    other = "class Other < ApplicationRecord\n self.table_name = 'my_others'\nend"

    assert one(macro, lib__other=other).join_table == table


def test_the_key_of_the_other_side_is_the_one_that_it_writes() -> None:
    models = models_of(
        "class A < ApplicationRecord\n has_many :bs, inverse_of: :owner\nend\n"
        "class B < ApplicationRecord\n belongs_to :owner, class_name: 'A', foreign_key: :a_ref\nend"
    )

    assert models.by_name["A"].associations["bs"].foreign_key == ("a_ref",)


@pytest.mark.parametrize(
    ("macro", "class_name"),
    [
        ("has_one_attached :photo", "ActiveStorage::Attachment"),
        ("has_many_attached :photos", "ActiveStorage::Attachment"),
        ("has_rich_text :text", "ActionText::RichText"),
    ],
)
def test_attachments(macro: str, class_name: str) -> None:
    association = one(macro)

    assert (association.class_name, association.foreign_key) == (class_name, ("record_id",))


def test_what_is_worked_out_is_dynamic() -> None:
    assert one("has_many :users, class_name: pick").dynamic
    assert one("has_many :users, class_name: pick").class_name is None
    assert not one("has_many :users, -> { x(pick) }, dependent: pick").dynamic
    assert len(model_of("has_many pick").unread) == 1
