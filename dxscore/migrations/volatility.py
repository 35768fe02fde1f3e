"""A default of a new column -> whether the database has to write it into every row.

Facts: pg_proc.provolatile of PostgreSQL 17 for the functions that people use in defaults.
"""

from __future__ import annotations

import re

from dxscore.domain.migration import Code, Operation
from dxscore.domain.ruby_values import UNKNOWN

_CALL = re.compile(r"([\w.]+)\s*\(")
_VOLATILE = frozenset(
    "random gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7 uuid_generate_v7 "
    "nextval clock_timestamp timeofday setval currval lastval random_normal gen_random_bytes generate_ulid "
    "txid_current uuid_generate_v6 gen_ulid nanoid pg_sleep setseed".split()
)
_STEADY = frozenset(
    "now transaction_timestamp statement_timestamp current_timestamp current_date localtimestamp localtime concat "
    "coalesce lower upper to_timestamp to_char to_date date_trunc timezone date_part extract abs round array "
    "jsonb_build_object json_build_object jsonb_build_array current_setting md5 length substr substring trim replace "
    "cast row greatest least nullif date interval numeric varchar char decimal make_date make_interval encode decode "
    "current_user session_user current_schema to_tsvector uuid_nil uuid_generate_v3 uuid_generate_v5 hstore "
    "point".split()
)


def kind_of_default(operation: Operation) -> str:
    """'none', 'literal', 'steady' (an expression worked out once), 'volatile' (row by row) or 'unknown'."""
    default = operation.options.get("default")
    if default is None:
        return "none"
    if default is UNKNOWN:
        return "literal"
    if isinstance(default, Code):
        return _of_code(default.sql)
    if operation.type == "uuid" and isinstance(default, str) and "(" in default:
        return _of_code(default)
    return "literal"


def _of_code(sql: str) -> str:
    if sql == "?":
        return "unknown"
    names = {name.rpartition(".")[2].lower() for name in _CALL.findall(sql)}
    if names & _VOLATILE:
        return "volatile"
    return "steady" if names <= _STEADY else "unknown"
