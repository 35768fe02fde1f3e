"""A version of a project -> its new migrations, the database they will meet, and the entities that rules judge."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeAlias, cast

from pathspec import GitIgnoreSpec

from dxscore.config.migrations import MigrationsConfig
from dxscore.domain import ruby
from dxscore.domain.landing import Landing, Landings
from dxscore.domain.migration import Migration
from dxscore.domain.model import Models
from dxscore.domain.program import Program
from dxscore.domain.ruby import RubyCode
from dxscore.domain.schema import Adapter, Schema
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.subject import Placed
from dxscore.domain.versions import LockedVersions
from dxscore.inputs.databases import SchemaFile, adapter_of, is_strict, schema_files, schema_text
from dxscore.inputs.migration_gems import is_safe_by_default, told_version
from dxscore.inputs.table_sizes import load_table_sizes
from dxscore.inputs.tree import Tree
from dxscore.migrations.drift import drift
from dxscore.migrations.entities import Judged, Note, steps, whole
from dxscore.migrations.history import is_applied, schemas_before
from dxscore.migrations.large_dependents import large_dependents
from dxscore.migrations.ordering import ORDERED, order_of_steps
from dxscore.migrations.post_release import read_post_release
from dxscore.migrations.reading import Library, classes_in, read_migration
from dxscore.migrations.target import TableUse, Target
from dxscore.migrations.unfinished import Unfinished, unfinished
from dxscore.program.index import build_program
from dxscore.program.inflections import default_inflections, read_inflections
from dxscore.program.models import build_models
from dxscore.program.settings import setting
from dxscore.schema.ruby_schema import read_ruby_schema
from dxscore.schema.sql import read_sql_schema

MIGRATION_FILE = re.compile(r"(?:.*/)?db/(?:(?P<database>\w+)_)?migrate/(?:.*/)?\d+(?:_\d+)*_\w+(?:\.\w+)?\.rb")
_POST_RELEASE = re.compile(
    r"(?:.*/)?(?:db/(?:post_migrate|data|data_migrations?)|lib/tasks/deployment|app/tasks/maintenance)/.+\.r(?:b|ake)"
)
_SETTINGS = re.compile(r"config/(?:application|environments/production|initializers/.+)\.rb")
_MODELS = re.compile(r"(?:.*/)?app/models/.+\.rb")
_STEPWISE = re.compile(
    rb"validate: false|NOT VALID|_concurrent_foreign_key|remove_column|remove_timestamps|remove_reference|"
    rb"initialize_column|update_all|UPDATE ",
    re.IGNORECASE,
)
_IGNORING = re.compile(rb"ignored_columns")
_MODELS_AND_SETTINGS = re.compile(rf"(?:.*/)?app/models/.+\.rb|{_SETTINGS.pattern}")
_ABOUT_MODELS = frozenset(
    {
        "remove_column",
        "remove_columns",
        "remove_timestamps",
        "remove_reference",
        "drop_table",
        "add_column_with_default",
    }
)
_DATE_DIGITS = 8
_DOCUMENTED = re.compile(
    r"^\s*#(?!\s*(?:frozen_string_literal|encoding|typed|@team|rubocop)).{15,}|^\s*desc\b.{12,}", re.MULTILINE
)
_LOCK = re.compile(r"advisory_lock|PgLock|with_lock_for|Redlock|pg_try_advisory", re.IGNORECASE)
_REWRITING_GEM = "safe-pg-migrations"
_REWRITTEN = frozenset(
    {
        "add_index",
        "remove_index",
        "add_foreign_key",
        "add_reference",
        "add_check_constraint",
        "change_column_null",
        "add_column",
    }
)
_SAFE_BY_DEFAULT = frozenset(
    {"add_index", "remove_index", "add_foreign_key", "add_reference", "add_check_constraint", "change_column_null"}
)


def is_migration(path: str) -> bool:
    """Whether a file of this path holds a migration, or something that runs after a release."""
    return bool(MIGRATION_FILE.fullmatch(path) or _POST_RELEASE.fullmatch(path))


Lower: TypeAlias = Callable[[Sequence[SourceFile]], Mapping[str, RubyCode]]
"""Files -> their programs by path; those that can't be read are left out."""


@dataclass(frozen=True)
class Migrations:
    """The migrations of one version of a project; everything is worked out when somebody asks."""

    tree: Tree
    files: Mapping[str, SourceFile]
    lower: Lower
    versions: LockedVersions
    config: MigrationsConfig
    as_of: date
    chosen: frozenset[str] | None = None
    """Paths of the migrations to judge, None for those that are new by the configuration."""
    base: Migrations | None = None
    """The version that is deployed: its schema and models are what the migrations meet. None for this one's own."""
    landings: Callable[[], Landings] | None = None
    """When things reached the main branch; None where all that is chosen comes at once."""

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The files to judge, in the order of their versions."""
        own = GitIgnoreSpec.from_lines(self.config.post_release)
        found = (path for path in self.files if is_migration(path) or own.match_file(path))
        chosen = (path for path in found if (path in self.chosen if self.chosen is not None else self._is_new(path)))
        return tuple(sorted(chosen, key=lambda path: (_version(path), path)))

    @cached_property
    def adapter(self) -> Adapter:
        """Of the main database."""
        return self._adapter("primary")

    def _adapter(self, database: str) -> Adapter:
        configured = self.config.adapter
        found = adapter_of(self.tree, self.versions.gems, database)
        return found if configured == "auto" or database != "primary" else cast("Adapter", configured)

    @cached_property
    def database_version(self) -> str:
        """As dxscore.toml says, else as a gem that watches migrations is told; '' when nobody says."""
        return self.config.database_version or told_version(self.tree, self.adapter)

    @cached_property
    def code(self) -> Mapping[str, RubyCode]:
        """Programs of those files, by path."""
        return self._lowered(list(self.paths))

    @cached_property
    def migrations(self) -> tuple[Migration, ...]:
        """Those files, read."""
        code = self.code
        library = Library.of(code, self._class_elsewhere)
        return tuple(self._reader(path)(path, code[path], self.adapter, library) for path in self.paths if path in code)

    def _class_elsewhere(self, name: str) -> ruby.Class | None:
        """A class that `revert` or a superclass names, of an older migration or of lib/."""
        file = f"{default_inflections().underscore(name)}.rb"
        path = next((path for path in sorted(self.files) if path.endswith((f"_{file}", f"/{file}"))), "")
        code = self._lowered([path]).get(path) if path else None
        return next((each for each, own in classes_in(code.body) if own.endswith(name)), None) if code else None

    def _reader(self, path: str) -> Callable[[str, RubyCode, str, Library], Migration]:
        return read_post_release if path in self._post_release else read_migration

    @cached_property
    def _post_release(self) -> frozenset[str]:
        """Those that run after a release."""
        own = GitIgnoreSpec.from_lines(self.config.post_release)
        return frozenset(path for path in self.paths if _POST_RELEASE.fullmatch(path) or own.match_file(path))

    @cached_property
    def judged(self) -> Judged:
        """Each with the schema before it."""
        before: dict[str, Schema] = {}
        for database in dict.fromkeys(_database(path) for path in self.paths):
            own = [each for each in self.migrations if _database(each.path) == database]
            schema = self.schemas.get(database, Schema(adapter=self._adapter(database)))
            before |= schemas_before(own, schema, self._pending)
        newest = max((int(schema.version or 0) for schema in self.schemas.values()), default=0)
        drifted, undumped = self._against_own_schema()
        return Judged(
            self.migrations,
            before,
            self.target,
            self._post_release,
            dict.fromkeys(self._pending, newest),
            frozenset(self.paths) - self._pending if self.base is not None else frozenset(),
            drifted,
            undumped,
            ".".join((self.versions.rails or "").split(".")[:2]),
            {path: self._note(path) for path in self._post_release},
        )

    def _against_own_schema(self) -> tuple[Mapping[str, str], frozenset[str]]:
        """What the schema that is committed beside the migrations says otherwise, and those that it lacks."""
        drifted: dict[str, str] = {}
        undumped: set[str] = set()
        for database, schema in self.own_schemas.items():
            own = [each for each in self.migrations if _is_of(each.path, database)]
            own = [each for each in own if each.path not in self._post_release]
            drifted |= drift(own, schema)
            undumped |= {each.path for each in own if schema.tables and not is_applied(each, schema)}
        return drifted, frozenset(undumped)

    def _note(self, path: str) -> Note:
        text = self.tree.read(path).decode("utf-8", "replace")
        return Note(bool(_DOCUMENTED.search(text)), bool(_LOCK.search(text)))

    @cached_property
    def _pending(self) -> frozenset[str]:
        """Files that the deployed version does not have: its schema can't contain them, whatever their version."""
        return frozenset(path for path in self.paths if self.base is not None and path not in self.base.files)

    @cached_property
    def target(self) -> Target:
        """The database and the application that they will meet."""
        return Target(
            adapter=self.adapter,
            version=tuple(int(part) for part in re.findall(r"\d+", self.database_version)[:3]),
            partial_inserts=_partial_inserts(self._program(_SETTINGS), self.versions.rails),
            strict=is_strict(self.tree),
            utc=self.config.time_zone.upper() == "UTC" if self.config.time_zone else None,
            small_tables=frozenset(
                (*self.config.small_tables, *(t for t, rows in self.sizes.items() if rows <= self.config.small_rows))
            ),
            rewritten=self._rewritten(),
            uses=self._uses_asked_for(),
            models_known=True,
        )

    def entities(self, kind: str, *, all_directions: bool = False) -> Sequence[Placed]:
        """All of a kind, by path and line."""
        found: Iterable[Placed]
        if kind == "unfinished_change":
            found = unfinished(self._unfinished()) if self.chosen is None else ()
        elif kind == "large_dependent":
            found = large_dependents(self.models, self.sizes, self.config.large_rows) if self._touches_models() else ()
        elif not self.paths:
            found = ()
        elif kind == "migration_order":
            found = self._order()
        else:
            found = whole(self.judged) if kind == "migration" else steps(self.judged, all_directions=all_directions)
        return sorted(found, key=lambda placed: (placed[0], placed[1].line))

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """Rows by table, as far as a file of the project tells."""
        return load_table_sizes(self.tree, self.config.table_sizes)

    def _order(self) -> Iterable[Placed]:
        """Git and models are asked where there is a step that another one must come before."""
        if not self._has_step(ORDERED):
            return ()
        landings = self.landings() if self.landings else Landings(dict.fromkeys(self.paths, Landing(0, "", "")))
        return order_of_steps(self.migrations, landings, self.models if landings.ignorings else None)

    def _has_step(self, names: frozenset[str]) -> bool:
        return any(each.name in names for migration in self.migrations for each in migration.ways.up)

    def _touches_models(self) -> bool:
        return self.chosen is None or any(_MODELS.fullmatch(path) for path in self.chosen)

    def _unfinished(self) -> Unfinished:
        """What may have been begun and not ended; only files that say so are read."""
        paths = [path for path in self.files if MIGRATION_FILE.fullmatch(path) and self._says(path, _STEPWISE)]
        code = self._lowered(sorted(paths))
        library = Library.of(code, self._class_elsewhere)
        read = tuple(read_migration(path, each, self.adapter, library) for path, each in sorted(code.items()))
        ignoring = any(self._says(path, _IGNORING) for path in self.files if _MODELS.fullmatch(path))
        program = self._program(_MODELS_AND_SETTINGS) if ignoring else None
        return Unfinished(self.own_schemas, read, self.models if ignoring else None, program, self.as_of)

    def _says(self, path: str, pattern: re.Pattern[bytes]) -> bool:
        try:
            return pattern.search(self.tree.read(path)) is not None
        except OSError:
            return False

    def _is_new(self, path: str) -> bool:
        version = _version(path)
        if self.config.start_after:
            return version > int(re.sub(r"\D", "", self.config.start_after) or 0)
        start = self.as_of - timedelta(days=self.config.days)
        return str(version)[:_DATE_DIGITS] >= start.strftime("%Y%m%d") and len(str(version)) >= _DATE_DIGITS

    def _lowered(self, paths: Sequence[str]) -> Mapping[str, RubyCode]:
        return self.lower([self.files[path] for path in paths]) if paths else {}

    def _program(self, wanted: re.Pattern[str]) -> Program:
        """No tests: test/unit/app/models has models of its own."""
        files = (path for path, file in self.files.items() if file.kind is FileKind.RUBY and wanted.fullmatch(path))
        return build_program(self._lowered(sorted(files)))

    def _uses_asked_for(self) -> Mapping[str, TableUse]:
        """What the deployed models say, when some statement depends on it: reading them all takes longest."""
        operations = (
            each for migration in self.migrations for way in (migration.ways.up, migration.ways.down) for each in way
        )
        asked = any(each.name in _ABOUT_MODELS or "type" in each.columns for each in operations)
        return (self.base or self).uses if asked else {}

    @cached_property
    def models(self) -> Models:
        """All of app/models."""
        program = self._program(_MODELS_AND_SETTINGS)
        return build_models(program, read_inflections(program))

    @cached_property
    def uses(self) -> Mapping[str, TableUse]:
        """What models say of tables."""
        models = self.models
        uses = {}
        for table in models.by_table:
            all_of = models.of_table(table)
            ignored = (
                frozenset.intersection(*(frozenset(each.ignored_columns) for each in all_of)) if all_of else frozenset()
            )
            inheritance = frozenset(each.inheritance_column for each in all_of)
            uses[table] = TableUse(tuple(each.name for each in all_of), ignored, inheritance)
        return uses

    def _rewritten(self) -> frozenset[str]:
        if _REWRITING_GEM in self.versions.gems:
            return _REWRITTEN
        if "strong_migrations" in self.versions.gems and is_safe_by_default(self.tree):
            return _SAFE_BY_DEFAULT
        return frozenset()

    @property
    def schemas(self) -> Mapping[str, Schema]:
        """Those that the migrations meet, by name of the database."""
        return self.base.schemas if self.base is not None else self.own_schemas

    @cached_property
    def own_schemas(self) -> Mapping[str, Schema]:
        """Those that are committed in this version."""
        return {file.database: self._schema(file) for file in schema_files(self.tree, self.versions.gems)}

    def _schema(self, file: SchemaFile) -> Schema:
        adapter = self._adapter(file.database)
        if file.is_sql:
            return read_sql_schema(schema_text(self.tree, file.path), file.path, adapter, file.database)
        code = self._lowered([file.path]).get(file.path) if file.path in self.files else None
        rails = self.versions.rails or ""
        return read_ruby_schema(code, file.path, adapter, rails, file.database) if code else Schema(adapter=adapter)


def _version(path: str) -> int:
    name = path.rpartition("/")[2]
    digits = re.match(r"\d+(?:_\d{1,6})*(?=_)", name) or re.search(r"\d{8,}", name)
    return int(digits[0].replace("_", "")) if digits else 0


def _is_of(path: str, database: str) -> bool:
    return bool(MIGRATION_FILE.fullmatch(path)) and _database(path) == database


def _database(path: str) -> str:
    """The one whose folder of migrations the file lies in."""
    match = MIGRATION_FILE.fullmatch(path)
    return (match["database"] if match else None) or "primary"


def _partial_inserts(program: Program, rails: str | None) -> bool | None:
    """By what is set, else by `load_defaults`: off from 7.0 on."""
    for name in ("partial_inserts", "partial_writes"):
        written = setting(program, name, None)
        if isinstance(written, bool):
            return written
    defaults = setting_call(program)
    if defaults is not None:
        return defaults < (7, 0)
    return True if rails and program.subclasses("Rails::Application") else None


def setting_call(program: Program) -> tuple[int, ...] | None:
    """The version that `load_defaults` is called with; () for one that is not literal, None without a call."""
    from dxscore.domain.ruby_values import value_of  # noqa: PLC0415
    from dxscore.program.settings import config_macros  # noqa: PLC0415

    calls = [macro.call for macro in config_macros(program) if macro.name == "load_defaults"]
    if not calls:
        return None
    value = value_of(calls[-1].arguments[0]) if calls[-1].arguments else ""
    return tuple(int(part) for part in re.findall(r"\d+", str(value))) or (99,)
