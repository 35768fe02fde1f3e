"""Which schemas a project has, and what runs them."""

from __future__ import annotations

import pytest

from dxscore.inputs.databases import SchemaFile, schema_files
from dxscore.inputs.memory import FilesInMemory


def files_of(files: dict[str, str], gems: dict[str, str] | None = None) -> tuple[SchemaFile, ...]:
    return schema_files(FilesInMemory(files), gems or {})


def test_one_database() -> None:
    files = {"db/schema.rb": "", "config/database.yml": "production:\n  adapter: postgresql\n"}
    assert files_of(files) == (SchemaFile("db/schema.rb", "primary", "postgresql"),)


def test_several_databases_the_main_one_first() -> None:
    text = "production:\n  primary:\n    adapter: mysql2\n  cache:\n    adapter: sqlite3\n"
    files = {"db/cache_schema.rb": "", "db/schema.rb": "", "config/database.yml": text}
    assert [(each.database, each.adapter) for each in files_of(files)] == [("primary", "mysql"), ("cache", "sqlite")]


@pytest.mark.parametrize(
    ("setting", "path"),
    [("config.x = 1", "db/schema.rb"), ("config.active_record.schema_format = :sql", "db/structure.sql")],
)
def test_of_both_forms_the_configured_one(setting: str, path: str) -> None:
    files = {"db/schema.rb": "", "db/structure.sql": "", "config/application.rb": setting}
    assert [each.path for each in files_of(files)] == [path]


@pytest.mark.parametrize(
    ("files", "gems", "adapter"),
    [
        ({"config/database.yml": "default: &d\n  adapter: <%= ENV['A'] || 'x' %>\n"}, {"pg": "1.5"}, "postgresql"),
        ({"config/database.yml.example": "production:\n  adapter: trilogy\n"}, {}, "mysql"),
        ({"config/database.yml": "{{ broken"}, {"mysql2": "1"}, "mysql"),
        ({}, {"mysql2": "1", "sqlite3": "2"}, "mysql"),
        ({}, {"mysql2": "1", "pg": "2"}, "unknown"),
        ({}, {}, "unknown"),
    ],
)
def test_the_adapter_is_what_the_project_says(files: dict[str, str], gems: dict[str, str], adapter: str) -> None:
    assert [each.adapter for each in files_of({"db/schema.rb": "", **files}, gems)] == [adapter]


def test_an_engine_has_its_schema_in_the_application_of_its_tests() -> None:
    assert [each.path for each in files_of({"test/dummy/db/schema.rb": ""})] == ["test/dummy/db/schema.rb"]


def test_without_a_schema_there_is_none() -> None:
    assert files_of({"db/seeds.rb": ""}) == ()
