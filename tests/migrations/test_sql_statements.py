from __future__ import annotations

import pytest

from dxscore.domain.migration import Circumstances, Code, Operation
from dxscore.migrations.sql_statements import sql_operations


def _read(sql: str) -> list[Operation]:
    return list(sql_operations(sql, 1, Circumstances()))


@pytest.mark.parametrize(
    ("sql", "name", "table", "columns"),
    [
        ("ALTER TABLE ONLY public.users ADD COLUMN age integer", "add_column", "users", ("age",)),
        ('ALTER TABLE "users" DROP COLUMN IF EXISTS "age"', "remove_column", "users", ("age",)),
        ("alter table users alter column age type bigint", "change_column", "users", ("age",)),
        ("ALTER TABLE users ALTER age SET NOT NULL", "change_column_null", "users", ("age",)),
        ("ALTER TABLE users RENAME age TO years", "rename_column", "users", ("age",)),
        ("ALTER TABLE users RENAME TO people", "rename_table", "users", ()),
        ("ALTER TABLE users ADD CONSTRAINT a CHECK (age > 0) NOT VALID", "add_check_constraint", "users", ()),
        ("ALTER TABLE users ADD FOREIGN KEY (a) REFERENCES b (id)", "add_foreign_key", "users", ()),
        ("ALTER TABLE users VALIDATE CONSTRAINT a", "validate_check_constraint", "users", ()),
        ("ALTER TABLE `users` MODIFY `age` BIGINT NOT NULL", "change_column", "users", ("age",)),
        ("ALTER TABLE users CHANGE age years INT", "rename_column", "users", ("age",)),
        ("ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4", "convert_table", "users", ()),
        ("CREATE UNIQUE INDEX CONCURRENTLY i ON users USING btree (a, b DESC)", "add_index", "users", ("a", "b")),
        ("CREATE INDEX ON users (lower(a))", "add_index", "users", ("lower(a)",)),
        ("DROP INDEX CONCURRENTLY IF EXISTS i", "remove_index", "?", ()),
        ("DROP TABLE users CASCADE", "drop_table", "users", ()),
        ("TRUNCATE users", "truncate", "users", ()),
        ("UPDATE users SET a = 1 WHERE id = 2", "update_all", "users", ()),
        ("DELETE FROM users", "delete_all", "users", ()),
        ("INSERT INTO users (a) SELECT a FROM b", "insert_all", "users", ()),
        ("INSERT INTO users (a) VALUES (1)", "insert", "users", ()),
        ("VACUUM FULL users", "vacuum_full", "", ()),
        ("LOCK TABLE users IN EXCLUSIVE MODE", "lock_table", "users", ()),
        ("-- a comment\nSELECT 1", "execute", "", ()),
        ("CREATE FUNCTION a() RETURNS trigger AS $$ BEGIN; DELETE FROM b; END; $$", "execute", "", ()),
        ("FROBNICATE users", "unknown", "", ()),
        ("", "unknown", "", ()),
    ],
)
def test_statements(sql: str, name: str, table: str, columns: tuple[str, ...]) -> None:
    (found,) = _read(sql)
    assert (found.name, found.table, found.columns) == (name, table, columns)


def test_several_clauses_and_statements() -> None:
    found = _read("ALTER TABLE users ADD a numeric(10, 2) DEFAULT 0, DROP b; UPDATE users SET a = ';'")
    assert [each.name for each in found] == ["add_column", "remove_column", "update_all"]
    assert found[0].options == {"precision": 10, "scale": 2, "default": 0}


def test_options_of_a_column() -> None:
    (found,) = _read("ALTER TABLE users ADD token varchar(20) NOT NULL DEFAULT gen_random_uuid()")
    assert (found.type, found.options) == (
        "string",
        {"limit": 20, "null": False, "default": Code("gen_random_uuid()")},
    )


def test_options_of_mysql_stand_beside_the_clauses() -> None:
    (found,) = _read("ALTER TABLE users ADD INDEX i (a), ALGORITHM=COPY, LOCK=SHARED")
    assert (found.name, found.columns, found.options) == (
        "add_index",
        ("a",),
        {"name": "i", "algorithm": "copy", "lock": "shared"},
    )


def test_a_partial_index() -> None:
    (found,) = _read("CREATE INDEX i ON users (a) WHERE b IS NULL")
    assert found.options == {"name": "i", "where": "b IS NULL"}
