"""Code that runs once after a release -> Migration: rake tasks of after_party, maintenance tasks, data migrations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Migration, Operation, Ways
from dxscore.migrations.interpreter import Run
from dxscore.migrations.reading import Library, body_of, classes_in, read_migration
from dxscore.migrations.scope import Body

_DECLARATIONS = (ruby.Def, ruby.Class, ruby.Module)
_VERSION = re.compile(r"(\d{8,})")


def read_post_release(path: str, code: ruby.RubyCode, adapter: str, library: Library) -> Migration:
    """What a file does; one without migration, task or `process` has a problem."""
    plain = read_migration(path, code, adapter, library)
    if not plain.problem:
        return plain
    version = _VERSION.search(path.rpartition("/")[2])
    ways = _task(code, adapter) or _maintenance(code, adapter) or _script(code, path, adapter)
    if ways is None:
        return plain
    name, line, up = ways
    return replace(
        plain,
        version=version[1] if version else "",
        name=name,
        line=line,
        ways=Ways(up),
        transaction=False,
        problem="",
        file_name="",
    )


def _task(code: ruby.RubyCode, adapter: str) -> tuple[str, int, tuple[Operation, ...]] | None:
    """The bodies of `task name: :environment do`, those in namespaces too."""
    tasks = list(_tasks(code.body))
    if not tasks:
        return None
    body = ruby.Sequence(1, tuple(block.body for _, block in tasks))
    methods = {item.name: item for item in code.body.items if isinstance(item, ruby.Def)}
    first = tasks[0][0]
    return _name(first), first.line, _followed(Body({**methods, "work": _method(body)}), adapter)


def _tasks(body: ruby.Expression) -> Iterator[tuple[ruby.Call, ruby.Block]]:
    for item in body.items if isinstance(body, ruby.Sequence) else (body,):
        if isinstance(item, ruby.Call) and isinstance(item.block, ruby.Block):
            if item.name == "task":
                yield item, item.block
            elif item.name == "namespace":
                yield from _tasks(item.block.body)


def _name(task: ruby.Call) -> str:
    keys = [key for key, _ in task.keywords] or list(task.arguments)
    first = keys[0] if keys else None
    return first.value if isinstance(first, (ruby.Sym, ruby.Str)) else "task"


def _maintenance(code: ruby.RubyCode, adapter: str) -> tuple[str, int, tuple[Operation, ...]] | None:
    """`process` of a MaintenanceTasks::Task: its runner goes through the collection in steps that can be stopped."""
    for declared, _ in classes_in(code.body):
        body = body_of(declared)
        if "process" in body.methods:
            found = _followed(
                Body({**body.methods, "work": body.methods["process"]}, body.constants, body.models), adapter
            )
            return declared.name, declared.line, tuple(_in_steps(each) for each in found)
    return None


def _script(code: ruby.RubyCode, path: str, adapter: str) -> tuple[str, int, tuple[Operation, ...]] | None:
    """What stands outside of any class, in a file that has a version: data migrations of some are plain scripts."""
    items = tuple(item for item in code.body.items if not isinstance(item, _DECLARATIONS))
    if not items or not _VERSION.search(path.rpartition("/")[2]):
        return None
    methods = {item.name: item for item in code.body.items if isinstance(item, ruby.Def)}
    work = _method(ruby.Sequence(items[0].line, items))
    name = path.rpartition("/")[2].removesuffix(".rb")
    return name, items[0].line, _followed(Body({**methods, "work": work}), adapter)


def _in_steps(operation: Operation) -> Operation:
    around = replace(operation.around, batched=True, throttled=True, looped=True, locked=True)
    return replace(operation, around=around)


def _method(body: ruby.Expression) -> ruby.Def:
    return ruby.Def(1, "work", 1, (), body)


def _followed(body: Body, adapter: str) -> tuple[Operation, ...]:
    return Run(body, "up", adapter, transaction=False).method("work")
