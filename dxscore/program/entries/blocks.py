"""Bodies without a method -> entry points: rake tasks, and endpoints of Grape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain.entry_point import EntryKind, EntryPoint, Hook
from dxscore.domain.program import Macro, Nesting, Program
from dxscore.domain.ruby import Block, Call, Const, Expression, RubyCode, Sym
from dxscore.domain.ruby_values import options_of, positional, statements, text_of, value_of
from dxscore.program.reading import unrolled

_TASK_FILE = re.compile(r"(?:.*/)?(?:Rakefile|[^/]+\.rake|lib/tasks/.+\.rb)")
_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "route")
_SPACES = ("namespace", "resource", "resources", "group", "segment", "route_param", "version")
_GRAPE = ("Grape::API", "Grape::API::Instance", "Grape::Endpoint")


def rake_tasks(code: Mapping[str, RubyCode]) -> Iterator[EntryPoint]:
    """Tasks with a body, by file and line."""
    for path in sorted(code):
        if _TASK_FILE.fullmatch(path):
            yield from _tasks(path, code[path].body.items, "")


def _tasks(path: str, items: Sequence[Expression], space: str) -> Iterator[EntryPoint]:
    for item in items:
        if not isinstance(item, Call):
            continue
        turns = unrolled(item)
        if turns is not None:
            for turn in turns:
                yield from _tasks(path, turn, space)
        elif item.name == "namespace" and item.arguments:
            yield from _tasks(path, statements(item.block), f"{space}{text_of(value_of(item.arguments[0]))}:")
        elif item.name in ("task", "file", "multitask") and item.receiver is None and isinstance(item.block, Block):
            yield _task(path, item, item.block, space)


def _task(path: str, call: Call, block: Block, space: str) -> EntryPoint:
    """`task :a`, `task a: :environment`, `task :a, [:b] => :environment`."""
    named = positional(call)[0] if positional(call) else next(iter(call.keywords), (None, None))[0]
    return EntryPoint(
        kind=EntryKind.RAKE,
        name=f"{space}{text_of(value_of(named)) or '?'}",
        body=block,
        path=path,
        line=call.line,
        end_line=block.end_line,
    )


class _Space(Struct, frozen=True):
    """Where in a Grape API a call stands."""

    class_name: str
    path: str
    nesting: Nesting
    prefix: str = ""
    hooks: tuple[Hook, ...] = ()


def grape_endpoints(program: Program) -> Iterator[EntryPoint]:
    """`get :status do ... end` in the body of an API, below its `namespace`s."""
    for name, each in sorted(program.namespaces.items()):
        if each.kind == "class" and each.path and program.descends(name, *_GRAPE):
            space = _Space(name, each.path, (name,))
            for macro in each.macros:
                space = _configured(space, macro.call)
                yield from _endpoints(macro.call, _placed(space, macro))


def _placed(space: _Space, macro: Macro) -> _Space:
    return replace(space, path=macro.path, nesting=macro.nesting)


def _configured(space: _Space, call: Call) -> _Space:
    """What `prefix`, `version`, `before` and `after` say to the calls after them."""
    first = text_of(value_of(call.arguments[0])) if call.arguments else ""
    if call.name == "prefix" and first:
        return replace(space, prefix=f"/{first}{space.prefix}")
    if call.name == "version" and first and call.block is None:
        by_path = text_of(value_of(options_of(call).get("using"))) in ("", "path")
        return replace(space, prefix=f"{space.prefix}/{first}") if by_path else space
    if call.name in ("before", "before_validation", "after_validation", "after") and isinstance(call.block, Block):
        kind = "after" if call.name == "after" else "before"
        hook = Hook(kind=kind, body=call.block, nesting=space.nesting, path=space.path, line=call.line)
        return replace(space, hooks=(*space.hooks, replace(hook, written_in=space.class_name)))
    return space


def _endpoints(call: Call, space: _Space) -> Iterator[EntryPoint]:
    if call.receiver is not None:
        return
    if call.name in _SPACES and isinstance(call.block, Block):
        inner = replace(space, prefix=f"{space.prefix}{_segment(call)}")
        for item in statements(call.block):
            if isinstance(item, Call):
                inner = _configured(inner, item)
                yield from _endpoints(item, inner)
    elif call.name in _VERBS and isinstance(call.block, Block):
        yield _endpoint(call, call.block, space)


def _segment(call: Call) -> str:
    name = text_of(value_of(call.arguments[0])) if call.arguments else ""
    by_path = call.name != "version" or text_of(value_of(options_of(call).get("using"))) in ("", "path")
    if not name or not by_path:
        return ""
    return f"/:{name}" if call.name == "route_param" else f"/{name.strip('/')}"


def _endpoint(call: Call, block: Block, space: _Space) -> EntryPoint:
    first = call.arguments[0] if call.arguments else None
    name = text_of(value_of(first)).strip("/") if not isinstance(first, Const) else ""
    name = f"/{name}" if name and not (isinstance(first, Sym) and call.name == "route") else ""
    return EntryPoint(
        kind=EntryKind.ENDPOINT,
        name=f"{call.name.upper()} {space.prefix}{name}" if space.prefix or name else f"{call.name.upper()} /",
        class_name=space.class_name,
        body=block,
        nesting=space.nesting,
        path=space.path,
        line=call.line,
        end_line=block.end_line,
        hooks=space.hooks,
        detail="grape",
    )
