from __future__ import annotations

import pytest

from dxscore.domain.rollback import RollbackKind
from tests.migrations.rollback.changes import only, reasons, told

_USER = "app/models/user.rb"
_ADMIN = "app/models/admin.rb"


def _user(body: str) -> dict[str, str]:
    return {_USER: f"class User < ApplicationRecord\n  {body}\nend\n"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{draft: 0, sent: 1}", "{draft: 0}", "loses sent"),
        ("{draft: 0}", "{draft: 0, sent: 1}", "gains sent"),
        ("{draft: 0, sent: 1}", "{draft: 1, sent: 0}", "stores draft, sent as another value"),
        ("[:draft, :sent]", "[:new, :draft, :sent]", "stores draft, sent as another value"),
    ],
)
def test_an_enum_that_changes(old: str, new: str, said: str) -> None:
    found = reasons(_user(f"enum :status, {old}"), _user(f"enum :status, {new}"))
    assert {each.verdict for each in found} == {"unsafe"}
    assert any(said in each.sentence for each in found)


@pytest.mark.parametrize("new", ["{sent: 1, draft: 0}", "{draft: 0, mailed: 1}"])
def test_an_enum_that_stores_the_same(new: str) -> None:
    assert reasons(_user("enum :status, {draft: 0, sent: 1}"), _user(f"enum :status, {new}")) == []


def test_a_class_of_rows_that_comes_and_one_that_goes() -> None:
    user = _user("")
    admin = {_ADMIN: "class Admin < User\nend\n"}
    come, gone = reasons(user, {**user, **admin}), reasons({**user, **admin}, user)
    assert told(come) == told(gone) == [("unsafe", "sti-class")]
    assert come[0].sentence == "Admin is a new kind of User: to the previous release, its rows raise SubclassNotFound"
    assert (gone[0].path, gone[0].side) == (_ADMIN, "base")


def test_a_class_without_a_column_for_it_has_no_rows_of_its_own() -> None:
    order = {"app/models/order.rb": "class Order < ApplicationRecord\nend\n"}
    assert reasons(order, {**order, "app/models/big_order.rb": "class BigOrder < Order\nend\n"}) == []


def test_a_class_that_moves_stays() -> None:
    user = _user("")
    moved = {"app/models/people/admin.rb": "class Admin < User\nend\n"}
    assert reasons({**user, _ADMIN: "class Admin < User\nend\n"}, {**user, **moved}) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("serialize :settings, coder: JSON", "serialize :settings, coder: YAML"),
        ("", "serialize :settings, coder: JSON"),
        ("", "encrypts :nick_name"),
        ("store :settings, accessors: [:a]", "store :settings, accessors: [:a], coder: JSON"),
    ],
)
def test_a_column_that_is_written_another_way(old: str, new: str) -> None:
    assert only(reasons(_user(old), _user(new)), RollbackKind.SERIALIZED_FORMAT).verdict == "unsafe"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("store :settings, accessors: [:a]", "store :settings, accessors: [:a, :b]"),
        ("serialize :settings, JSON", "serialize :settings, coder: JSON"),
        ("serialize :settings, Hash", "serialize :settings, coder: YAML, type: Hash"),
        ("", "serialize :brand_new, coder: JSON"),
    ],
)
def test_a_column_that_both_read(old: str, new: str) -> None:
    assert reasons(_user(old), _user(new)) == []


def test_a_coder_of_the_application_may_write_the_same() -> None:
    found = reasons(_user("serialize :settings, coder: JSON"), _user("serialize :settings, coder: SafeJson"))
    assert told(found) == [("unknown", "serialized-format")]
