"""Migrations of a change -> what taking them back would not bring back, and rows that they write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.domain.migration import Migration, Operation
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.verdict import Verdict
from dxscore.migrations.entities import can_go_back, made
from dxscore.migrations.rollback.release import ReleaseChange
from dxscore.migrations.steps import undoes

_DESTROYING = frozenset(
    {"drop_table", "remove_column", "remove_columns", "remove_reference", "remove_timestamps", "truncate"}
)
_DELETING = frozenset(
    {"delete_all", "destroy_all", "delete_by", "destroy_by", "destroy", "destroy!", "delete", "truncate"}
)
_SQL_WRITES = frozenset({"update_all", "delete_all", "insert_all", "insert", "truncate"})
_ADDING = frozenset(
    "create create! insert insert! insert_all insert_all! find_or_create_by find_or_create_by! import".split()
)
_NO_WRITES = frozenset({"unknown", "irreversible", "execute"})
_SET = re.compile(r"\bset\b(.*?)(?:\bwhere\b|\bfrom\b|$)", re.IGNORECASE | re.DOTALL)
_ASSIGNED = re.compile(r"(?:^|,)\s*[\"`]?(?:\w+[\"`]?\.[\"`]?)?(\w+)[\"`]?\s*=")
_COLUMN = re.compile(r"\w+")


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """By migration."""
    for migration in change.migrations:
        yield from _going_down(migration)
        yield from _rows(migration, change)
        yield from _not_understood(migration)


def _going_down(migration: Migration) -> Iterator[Reason]:
    refused = next((each for each in migration.ways.down if each.name == "irreversible"), None)
    if refused is not None:
        yield _irreversible(migration, refused.line, _refusal(refused))
    elif not can_go_back(migration) and _changes_schema(migration):
        lacks = "its `down` is empty" if migration.ways.has_down else "there is no `down`"
        yield _irreversible(migration, migration.line, f"{lacks}, so the schema stays as it is on going down")
    own = frozenset(made(migration.ways.up))
    filled = {each.table for each in migration.ways.up if each.name in _ADDING}
    for each in migration.ways.down:
        destroys = each.name in _DESTROYING or (_deletes(each) and each.table not in filled)
        if destroys and not each.around.derived and not undoes(each, own):
            yield Reason(
                RollbackKind.DESTRUCTIVE_DOWN,
                Verdict.UNSAFE,
                migration.path,
                each.line,
                f"going down, `{each.name}`{_of(each)} throws away what the migration did not make",
                "Leave the migration in place when the code is rolled back, or let `down` keep what was there before.",
                affects="schema",
            )
            return


def _irreversible(migration: Migration, line: int, sentence: str) -> Reason:
    return Reason(
        RollbackKind.IRREVERSIBLE,
        Verdict.UNSAFE,
        migration.path,
        line,
        sentence,
        "Say what there was before, or write `down`; else plan to fix forward and never run `db:rollback` over it.",
        affects="schema",
    )


def _refusal(operation: Operation) -> str:
    if not operation.text:
        return "`down` raises IrreversibleMigration"
    return f"Rails can't take back `{operation.text}`{_of(operation)}: it raises IrreversibleMigration"


def _of(operation: Operation) -> str:
    return f" of {operation.table}" if operation.table not in ("", "?") else ""


def _to(operation: Operation) -> str:
    return f" to {operation.table}" if operation.table not in ("", "?") else ""


def _changes_schema(migration: Migration) -> bool:
    return any(each.around.via != "model" and each.name not in _SQL_WRITES | _NO_WRITES for each in migration.ways.up)


def writes_rows(operation: Operation) -> bool:
    """Whether an operation is about rows, not about the schema."""
    return (operation.around.via == "model" and operation.name not in _NO_WRITES) or operation.name in _SQL_WRITES


def _deletes(operation: Operation) -> bool:
    """Rows; `delete` of something unknown may be about a text."""
    return operation.name in _DELETING and (operation.name != "delete" or operation.text != "")


def _rows(migration: Migration, change: ReleaseChange) -> Iterator[Reason]:
    """One reason for what is deleted, one for what is written to rows that were there before."""
    new = frozenset(each for one in change.migrations for each in made(one.ways.up))
    writes = [each for each in migration.ways.up if writes_rows(each) and each.table not in new]
    deleting = next((each for each in writes if _deletes(each)), None)
    if deleting is not None:
        yield Reason(
            RollbackKind.DATA_MIGRATION,
            Verdict.UNSAFE,
            migration.path,
            deleting.line,
            f"rows{_of(deleting)} are deleted by `{deleting.name}`: the previous release does not get them back",
            "Keep them elsewhere until the release has proved itself, and delete them in a later one.",
        )
    writing = [each for each in writes if each.name not in _DELETING]
    if writing:
        yield _written(migration, writing, new)


def _written(migration: Migration, writing: list[Operation], new: frozenset[str]) -> Reason:
    changing = [each for each in writing if each.name not in _ADDING]
    first = next(iter(changing), writing[0])
    if not changing:
        return Reason(
            RollbackKind.DATA_MIGRATION,
            Verdict.SAFE,
            migration.path,
            first.line,
            f"adds rows{_to(first)}, which stay when the code is rolled back",
            "See that the previous release has no trouble with rows that it did not write.",
        )
    if all(_columns(each) and all(f"{each.table}.{name}" in new for name in _columns(each)) for each in changing):
        return Reason(
            RollbackKind.DATA_MIGRATION,
            Verdict.SAFE,
            migration.path,
            first.line,
            f"fills columns{_of(first)} that the change adds: the previous release does not know them",
            "Rows that the previous release writes after a rollback lack the value: fill them again later.",
        )
    return Reason(
        RollbackKind.DATA_MIGRATION,
        Verdict.UNKNOWN,
        migration.path,
        first.line,
        f"rows{_of(first)} are written by `{first.name}`: they stay as they are when the code is rolled back",
        "See that the previous release can live with the new rows, or write them in a step of its own after this one.",
    )


def _columns(operation: Operation) -> tuple[str, ...]:
    """Those that it writes, as far as they are written out."""
    if operation.around.via == "sql":
        found = _SET.search(operation.text)
        return tuple(_ASSIGNED.findall(found[1])) if found else ()
    said, keys = (operation.options.get(name) for name in ("said", "keys"))
    texts = said if isinstance(said, tuple) else ()
    assigned = [name for text in texts for name in _ASSIGNED.findall(str(text)) or _COLUMN.findall(str(text))[:1]]
    return (*operation.columns, *(keys if isinstance(keys, tuple) else ()), *assigned)


def _not_understood(migration: Migration) -> Iterator[Reason]:
    advice = "Look at what it does by hand, in both directions."
    if migration.problem:
        yield Reason(
            RollbackKind.NOT_UNDERSTOOD,
            Verdict.UNKNOWN,
            migration.path,
            migration.line,
            f"the migration could not be read: {migration.problem}",
            advice,
        )
        return
    unknown = [each for each in migration.ways.up if each.name == "unknown" or _is_opaque(each)]
    if unknown:
        more = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        said = unknown[0].text.strip().splitlines()[0][:80] if unknown[0].text.strip() else unknown[0].name
        yield Reason(
            RollbackKind.NOT_UNDERSTOOD,
            Verdict.UNKNOWN,
            migration.path,
            unknown[0].line,
            f"what `{said}`{more} does to the database is not known",
            advice,
        )


def _is_opaque(operation: Operation) -> bool:
    """SQL that only running it would tell."""
    return operation.name == "execute" and operation.text in ("", "?")
