from __future__ import annotations

import pytest

from dxscore.errors import InvalidInputError
from dxscore.inputs.memory import FilesInMemory
from dxscore.inputs.table_sizes import load_table_sizes


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("sizes.csv", "table,rows\nusers,12\npublic.orders,3\n"),
        ("sizes.csv", "\ufeffrelname;reltuples\nusers;12.0\norders;3e0\nunknown;-1\n"),
        ("sizes.csv", "TABLE_NAME,TABLE_ROWS,DATA_LENGTH\nusers,12,1\norders,3,1\n"),
        ("sizes.json", '{"users": 12, "orders": 3}'),
        ("sizes.json", '[{"table": "users", "rows": 12}, {"table": "orders", "rows": "3"}]'),
    ],
)
def test_rows_by_table(path: str, text: str) -> None:
    assert load_table_sizes(FilesInMemory({path: text}), path) == {"users": 12, "orders": 3}


def test_no_file_is_configured() -> None:
    assert load_table_sizes(FilesInMemory({}), "") == {}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("sizes.csv", "name of it,size\nusers,12\n"),
        ("sizes.csv", "table,rows\nusers,many\n"),
        ("sizes.json", "[1"),
        ("sizes.json", '{"users": "many"}'),
        ("sizes.json", "[1]"),
        ("sizes.json", "3"),
        ("sizes.json", '{"users": null}'),
    ],
)
def test_what_can_not_be_understood_is_told(path: str, text: str) -> None:
    with pytest.raises(InvalidInputError, match="holds no sizes of tables"):
        load_table_sizes(FilesInMemory({path: text}), path)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(InvalidInputError, match="can't be read"):
        load_table_sizes(FilesInMemory({}), "sizes.csv")
