from __future__ import annotations

import pytest

from dxscore.domain.schema import Column, Index, IndexPart, Table
from dxscore.migrations.target import Target
from dxscore.migrations.widening import rewrites
from tests.migrations.programs import up


def _rewrites(old: Column | None, change: str, target: Target, *, indexed: bool = False) -> bool | None:
    (operation,) = up(f"change_column :users, :a, {change}")
    indexes = (Index("i", (IndexPart("a"),)),) if indexed else ()
    return rewrites(operation, Table("users", (old,), indexes=indexes) if old else None, target)


@pytest.mark.parametrize(
    ("old", "change", "expected"),
    [
        (Column("a", "string", limit=20), ":string, limit: 30", False),
        (Column("a", "string", limit=20), ":string, limit: 10", True),
        (Column("a", "string"), ":string, limit: 10", True),
        (Column("a", "string", limit=20), ":string", False),
        (Column("a", "string", limit=20), ":text", False),
        (Column("a", "text"), ":string", False),
        (Column("a", "text"), ":citext", False),
        (Column("a", "integer"), ":bigint", True),
        (Column("a", "bigint"), ":integer, limit: 8", False),
        (Column("a", "decimal", precision=8, scale=2), ":decimal, precision: 9, scale: 2", False),
        (Column("a", "decimal", precision=8, scale=2), ":decimal, precision: 9, scale: 3", True),
        (Column("a", "decimal", precision=8, scale=2), ":decimal", False),
        (Column("a", "datetime"), ":datetime, precision: 3", True),
        (Column("a", "datetime", precision=3), ":datetime, precision: 6", False),
        (Column("a", "datetime"), ":timestamptz", True),
        (Column("a", "cidr"), ":inet", False),
        (Column("a", "json"), ":jsonb", True),
        (None, ":text", None),
        (None, ":bigint", True),
        (Column("a", ""), ":text", None),
    ],
)
def test_postgresql(old: Column | None, change: str, expected: bool | None) -> None:
    assert _rewrites(old, change, Target("postgresql")) is expected


def test_an_index_on_citext_is_built_anew() -> None:
    assert _rewrites(Column("a", "text"), ":citext", Target("postgresql"), indexed=True) is True


def test_a_server_in_utc_need_not_rewrite_times() -> None:
    assert _rewrites(Column("a", "datetime"), ":timestamptz", Target("postgresql", utc=True)) is False


@pytest.mark.parametrize(
    ("old", "change", "expected"),
    [
        (Column("a", "string", limit=20), ":string, limit: 63", False),
        (Column("a", "string", limit=20), ":string, limit: 64", True),
        (Column("a", "string", limit=100), ":string, limit: 300", False),
        (Column("a", "string", limit=100), ":string, limit: 50", True),
        (Column("a", "string", limit=20, collation="latin1_bin"), ":string, limit: 255", False),
        (Column("a", "string"), ":text", True),
        (Column("a", "integer"), ":integer", False),
        (Column("a", "integer"), ":bigint", True),
    ],
)
def test_mysql(old: Column, change: str, expected: bool) -> None:
    """utf8mb4 has four bytes a character: 63 of them fit below a length of two bytes."""
    assert _rewrites(old, change, Target("mysql")) is expected
