"""The migrations of a change with both ends -> whether it can be taken back; only what matters for that is read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain import ruby
from dxscore.domain.migration import Migration, Operation
from dxscore.domain.rollback import Rollback
from dxscore.domain.ruby import RubyCode
from dxscore.domain.schema import Schema
from dxscore.domain.source import FileKind
from dxscore.migrations.rollback.expressions import nodes
from dxscore.migrations.rollback.judging import judge_rollback
from dxscore.migrations.rollback.release import Mentions, Release, ReleaseChange
from dxscore.pipeline.migrations import Migrations, is_migration
from dxscore.program.index import build_program
from dxscore.program.inflections import default_inflections, read_inflections
from dxscore.program.models import build_models

_NO_RELEASE_CODE = re.compile(r"(?:.*/)?db/.+|(?:.*/)?(?:bin|script)/[^/]+|[^/]+")
"""What a release runs from elsewhere: migrations, schemas, seeds, the Gemfile and its like."""
_SCHEDULE = re.compile(r"config/\w*(?:recurring|schedule|sidekiq|resque|cron|good_job|clock)\w*\.ya?ml")
"""Where solid_queue, sidekiq-cron, sidekiq-scheduler, resque-scheduler and their like look for their plans."""
_WORDS_OF_TABLES = ("config/application.rb", "config/initializers/inflections.rb")
_SEARCHED = (FileKind.RUBY, FileKind.ERB, FileKind.UNSEEN)
_MIXES_IN = frozenset({"include", "extend", "prepend"})
_DEEPEST = 6
"""Superclasses and modules above a class that are looked for."""
_MOST_NAMESAKES = 3


def rollback_of(head: Migrations, renames: Mapping[str, str]) -> Rollback:
    """Of the change from `head.base` to `head`. `renames` leads from paths of the base to paths of the head."""
    base = head.base
    if base is None:
        return Rollback()
    changed = {path for path in base.files.keys() | head.files.keys() if base.files.get(path) != head.files.get(path)}
    pending = tuple(_not_run(head.migrations, base))
    before, after = _End(base, changed), _End(head, changed)
    if not (before.paths or after.paths or pending):
        return Rollback()
    return judge_rollback(
        ReleaseChange(
            before.release,
            after.release,
            pending,
            {each.path: head.code[each.path] for each in pending},
            head.judged.before if pending else {},
            renames,
        )
    )


def _not_run(migrations: Iterable[Migration], base: Migrations) -> Iterator[Migration]:
    """Those of files that only the head has, without old ones that come back: the base's schema has what they make."""
    new = [each for each in migrations if each.path not in base.files]
    schema = next((each for each in base.own_schemas.values() if each.tables), Schema())
    newest = max((int(each.version or 0) for each in new if _has_run(each, schema)), default=0)
    return (each for each in new if int(each.version or 0) > newest or not newest)


def _has_run(migration: Migration, schema: Schema) -> bool:
    late = bool(schema.version) and int(migration.version or 0) <= int(schema.version)
    makes = [each for each in migration.ways.up if each.name in ("create_table", "add_column")]
    return late and bool(makes) and all(_is_there(each, schema) for each in makes)


def _is_there(operation: Operation, schema: Schema) -> bool:
    table = schema.tables.get(operation.table)
    return table is not None and all(table.column(each) is not None for each in operation.columns)


@dataclass(frozen=True)
class _End:
    """One end of a change."""

    migrations: Migrations
    changed: set[str]

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Files that the change touched and that the release runs."""
        files = self.migrations.files
        return tuple(
            path
            for path in sorted(self.changed & files.keys())
            if files[path].kind is FileKind.RUBY and not _NO_RELEASE_CODE.fullmatch(path) and not is_migration(path)
        )

    @property
    def release(self) -> Release:
        """As rollbacks are judged by."""
        code = self._closed()
        program = build_program(code)
        return Release(
            changed={path: code[path] for path in self.paths if path in code},
            program=program,
            models=build_models(program, read_inflections(program)),
            schemas=self.migrations.own_schemas,
            naming=self.naming,
            all_models=lambda: self.migrations.models,
            adapter=self.migrations.adapter,
        )

    def _closed(self) -> Mapping[str, RubyCode]:
        """The programs of those files and of the files with the classes that they inherit from."""
        if not self.paths:
            return {}
        code: dict[str, RubyCode] = {}
        waiting = {*self.paths, *(path for path in _WORDS_OF_TABLES if path in self.migrations.files)}
        for _ in range(_DEEPEST):
            new = self._lowered(waiting - code.keys())
            code |= new
            waiting = {path for each in new.values() for name in _above(each) for path in self._files_of(name)}
            waiting |= self._users_of(new.keys())
            if waiting <= code.keys():
                break
        return code

    def _users_of(self, paths: Iterable[str]) -> set[str]:
        """Files that name a concern which the change touched: what it says, it says for the classes there."""
        names = {_camelized(path) for path in paths if path in self.changed and "/concerns/" in path}
        return set(self.naming(frozenset(names)).code) if names else set()

    def _lowered(self, paths: Iterable[str]) -> Mapping[str, RubyCode]:
        files = [self.migrations.files[path] for path in sorted(paths)]
        return self.migrations.lower(files) if files else {}

    def _files_of(self, name: str) -> tuple[str, ...]:
        """Where a class of this name may be, by Zeitwerk's rule."""
        wanted = f"{default_inflections().underscore(name.removeprefix('::'))}.rb"
        namesakes = self._by_name.get(wanted.rpartition("/")[2], [])
        fitting = [path for path in namesakes if f"/{path}".endswith(f"/{wanted}")]
        return tuple(fitting[:_MOST_NAMESAKES])

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, file in self.migrations.files.items():
            if file.kind is FileKind.RUBY:
                found[path.rpartition("/")[2]].append(path)
        return found

    def naming(self, words: frozenset[str]) -> Mentions:
        """The files that contain one of the words."""
        pattern = re.compile(
            rb"(?<!\w)(?:" + b"|".join(re.escape(word.encode()) for word in sorted(words)) + rb")(?!\w)"
        )
        found = {path: text for path, text in self._texts() if pattern.search(text)}
        code = self._lowered(path for path in found if self.migrations.files[path].kind is not FileKind.UNSEEN)
        unread = {path: _lines(pattern, text) for path, text in found.items() if path not in code}
        plans = {path: _lines(pattern, text) for path, text in self._schedules()}
        return Mentions(code, unread, {path: words for path, words in plans.items() if words})

    def _schedules(self) -> Iterator[tuple[str, bytes]]:
        tree = self.migrations.tree
        found = (path for path in tree.below("config", deep=False) if _SCHEDULE.fullmatch(path))
        return ((path, self._read(path)) for path in sorted(found))

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        for path, file in self.migrations.files.items():
            if file.kind in _SEARCHED and not re.match(r"(?:.*/)?db/", path):
                yield path, self._read(path)

    def _read(self, path: str) -> bytes:
        try:
            return self.migrations.tree.read(path)
        except OSError:
            return b""


def _camelized(path: str) -> str:
    """The last part of a concern's name, by Zeitwerk's rule."""
    return default_inflections().camelize(path.rpartition("/")[2].removesuffix(".rb"))


def _above(code: RubyCode) -> Iterator[str]:
    """Names of superclasses and of modules that are mixed in."""
    for node, _ in nodes(code.body):
        match node:
            case ruby.Class(superclass=ruby.Const(name=name)):
                yield name
            case ruby.Call(name=verb, arguments=arguments) if verb in _MIXES_IN:
                yield from (each.name for each in arguments if isinstance(each, ruby.Const))


def _lines(pattern: re.Pattern[bytes], text: bytes) -> Mapping[str, int]:
    """Word -> its first line."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for match in pattern.finditer(line):
            found.setdefault(match[0].decode(), number)
    return found
