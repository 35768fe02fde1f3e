from __future__ import annotations

import pytest

from dxscore.inputs.databases import adapter_of, is_strict
from dxscore.inputs.memory import FilesInMemory
from dxscore.inputs.migration_gems import is_safe_by_default, told_version

_STRONG = "config/initializers/strong_migrations.rb"


def test_the_version_that_strong_migrations_is_told() -> None:
    tree = FilesInMemory({_STRONG: 'StrongMigrations.target_postgresql_version = "15.2"\n'})
    assert told_version(tree, "postgresql") == "15.2"
    assert told_version(tree, "mysql") == ""
    assert told_version(FilesInMemory({_STRONG: "StrongMigrations.target_version = 10\n"}), "mariadb") == "10"


def test_the_version_that_online_migrations_is_told() -> None:
    tree = FilesInMemory({"config/initializers/online_migrations.rb": "  config.target_version = 14\n"})
    assert told_version(tree, "postgresql") == "14"


@pytest.mark.parametrize(("line", "safe"), [("StrongMigrations.safe_by_default = true", True), ("# nothing", False)])
def test_safe_by_default(line: str, safe: bool) -> None:
    assert is_safe_by_default(FilesInMemory({_STRONG: f"{line}\n"})) is safe
    assert not is_safe_by_default(FilesInMemory({}))


def test_a_database_without_a_schema_has_an_adapter_all_the_same() -> None:
    tree = FilesInMemory({"config/database.yml": "production:\n  adapter: trilogy\n"})
    assert adapter_of(tree, {}) == "mysql"
    assert adapter_of(FilesInMemory({}), {"pg": "1.5.0", "sqlite3": "2.0.0"}) == "postgresql"
    assert adapter_of(FilesInMemory({}), {}) == "unknown"


def test_strict_mode_is_on_unless_switched_off() -> None:
    assert is_strict(FilesInMemory({}))
    assert not is_strict(FilesInMemory({"config/database.yml": "production:\n  adapter: mysql2\n  strict: false\n"}))
