"""A CSV or JSON export of table sizes -> rows by table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dxscore.errors import InvalidInputError, Problem
from dxscore.inputs.tree import Tree

_MAX_BYTES = 4 * 1024 * 1024
_TABLE = ("table", "table_name", "relname", "name", "tablename")
_ROWS = ("rows", "row_count", "table_rows", "reltuples", "n_live_tup", "count", "estimate")
"""Names of columns, those of pg_class, pg_stat_user_tables and information_schema.tables among them."""


def load_table_sizes(tree: Tree, path: str) -> Mapping[str, int]:
    """None without a path. Raises InvalidInputError for a file that is not there or can't be understood.

    CSV has a header with a table and a number of rows; JSON is `{"users": 12}` or a list of objects like rows of CSV.
    Estimates below 0, as PostgreSQL has them for tables that were never analysed, are unknown.
    """
    if not path:
        return {}
    try:
        text = tree.read(path, _MAX_BYTES).decode("utf-8-sig")
        rows = _of_json(text) if path.endswith(".json") else _of_csv(text)
        return {table.removeprefix("public."): number for table, number in rows if number >= 0}
    except OSError as error:
        raise _unusable(path, f"can't be read: {error.strerror or error}") from error
    except (ValueError, csv.Error) as error:
        raise _unusable(path, f"holds no sizes of tables: {error}") from error


def _unusable(path: str, message: str) -> InvalidInputError:
    return InvalidInputError((Problem(path, 1, message, "[migrations] table_sizes names it"),))


def _of_json(text: str) -> Iterable[tuple[str, int]]:
    found = json.loads(text)
    if isinstance(found, dict):
        found = [{"table": table, "rows": rows} for table, rows in found.items()]
    if not (isinstance(found, list) and all(isinstance(each, dict) for each in found)):
        raise ValueError("it must be an object, or a list of objects")
    return list(_of_rows(found))


def _of_csv(text: str) -> Iterable[tuple[str, int]]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    return list(_of_rows(csv.DictReader(io.StringIO(text), delimiter=delimiter)))


def _of_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    for row in rows:
        known = {str(key).strip().lower(): value for key, value in row.items()}
        table, number = (next((known[name] for name in names if name in known), None) for names in (_TABLE, _ROWS))
        if table is None or number is None:
            raise ValueError(
                f"expected a table ({', '.join(_TABLE[:2])} ...) and its rows ({', '.join(_ROWS[:2])} ...)"
            )
        yield str(table).strip(), int(float(str(number).strip() or "-1"))
