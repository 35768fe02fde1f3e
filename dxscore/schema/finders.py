"""Programs of files -> the queries in them whose model and columns are written out: what an index could serve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.ruby_parts import parts, walk
from dxscore.domain.ruby_values import options_of, positional, statements, text_of, value_of

_FINDERS = frozenset(
    {"find_by", "find_by!", "exists?", "find_or_create_by", "find_or_create_by!", "find_or_initialize_by"}
)
_FILTERS = _FINDERS | {"where", "rewhere"}
_FIRST_ROWS = frozenset({"first", "first!", "last", "last!", "limit", "take", "find_each"})
_PASSIVE = frozenset(
    """all includes preload eager_load select distinct readonly lock offset limit first first! last last! take
    take! pluck pick ids count size length sum maximum minimum average any? none? empty? present? blank?
    exists? to_a each map load find_each find_in_batches in_batches each_with_object index_by group_by
    update_all delete_all destroy_all first_or_create first_or_create! first_or_initialize not unscoped
    with_deleted strict_loading to_sql flat_map filter_map reject find presence""".split()
)
"""Calls that add no condition of their own. After any other one the query is not known: it may be a scope."""
_DYNAMIC = ("find_by_", "find_or_create_by_", "find_or_initialize_by_")


class Finder(Struct, frozen=True):
    """One query."""

    model: str
    """Full name."""
    columns: tuple[str, ...]
    """Compared for equality, in their order."""
    order: str
    """The first column that it is ordered by when only the first rows are wanted; '' otherwise."""
    path: str
    line: int


class _Scope(Struct, frozen=True):
    """Where a call stands."""

    nesting: tuple[str, ...] = ()
    on_class: bool = False
    """`self` is the class: in its body, a scope, a method of the class."""


def finders_in(code: Mapping[str, ruby.RubyCode], is_model: Callable[[str], bool]) -> Iterator[Finder]:
    """By path and line; only of models."""
    for path in sorted(code):
        for call, scope in _calls(code[path].body, _Scope()):
            found = _finder(call, scope, is_model)
            if found:
                yield replace(found, path=path)


def assigned_attributes(code: ruby.RubyCode) -> frozenset[str]:
    """Names of attributes that the file assigns on `self`, in whatever way that can be read."""
    return frozenset(name for node in walk(code.body) for name in _assigned(node))


def _assigned(node: object) -> Iterator[str]:
    match node:
        case ruby.Assign(target=ruby.Call(name=name, receiver=ruby.Self(), arguments=arguments)):
            yield text_of(value_of(arguments[0])) if name == "[]" and arguments else name
        case ruby.Call(name="write_attribute" | "[]=", arguments=(key, *_)):
            yield text_of(value_of(key))
        case ruby.Call(name="assign_attributes" | "attributes=", keywords=pairs):
            yield from (key.value for key, _ in pairs if isinstance(key, (ruby.Sym, ruby.Str)))


def _calls(node: object, scope: _Scope) -> Iterator[tuple[ruby.Call, _Scope]]:
    """The last call of each chain, with where it stands; calls inside of it as chains of their own."""
    waiting = [(node, scope)]
    while waiting:
        current, around = waiting.pop()
        if type(current) is tuple:
            waiting.extend([(item, around) for item in reversed(current)])
        elif isinstance(current, ruby.Call):
            yield current, around
            waiting.append((_inside_chain(current), around))
        elif isinstance(current, Struct):
            inside, scoped = _inside(current, around)
            waiting.append((inside, scoped))


def _inside(node: Struct, scope: _Scope) -> tuple[tuple[object, ...], _Scope]:
    """What a piece of code has in it, and where that stands."""
    match node:
        case ruby.Class(name=name, body=body) | ruby.Module(name=name, body=body):
            full = "::".join((*reversed(scope.nesting[:1]), name))
            return (body,), _Scope((full, *scope.nesting), on_class=True)
        case ruby.Def(body=body, singleton=singleton):
            return (body,), replace(scope, on_class=singleton is not None)
        case ruby.Eigenclass(body=body):
            own = tuple(inner.body if isinstance(inner, ruby.Def) else inner for inner in statements(body))
            return own, replace(scope, on_class=True)
    return parts(node), scope


def _inside_chain(call: ruby.Call) -> tuple[object, ...]:
    """Arguments and blocks of all calls of a chain, and what it begins with."""
    inside: list[object] = []
    link: ruby.Expression | None = call
    while isinstance(link, ruby.Call):
        inside += [link.arguments, tuple([value for _, value in link.keywords]), link.block]
        link = link.receiver
    return (*inside, link)


def _finder(call: ruby.Call, scope: _Scope, is_model: Callable[[str], bool]) -> Finder | None:
    links = _links(call)
    model = _model(links[0].receiver, scope, is_model)
    if not model:
        return None
    columns: list[str] = []
    order, first_rows = "", False
    for link in links:
        compared = _compared(link)
        if compared is None:
            return None
        columns += compared
        order = order or _ordered(link)
        first_rows = first_rows or link.name in _FIRST_ROWS
    if not columns and not (order and first_rows):
        return None
    return Finder(model, tuple(columns), order if first_rows else "", "", call.line)


def _links(call: ruby.Call) -> list[ruby.Call]:
    """Of a chain, the first call first."""
    links = [call]
    while isinstance(links[-1].receiver, ruby.Call):
        links.append(links[-1].receiver)
    return links[::-1]


def _model(receiver: ruby.Expression | None, scope: _Scope, is_model: Callable[[str], bool]) -> str:
    if isinstance(receiver, ruby.Const) and receiver.scope is None:
        name = receiver.name.removeprefix("::")
        names = [*(f"{outer}::{name}" for outer in scope.nesting), name] if name == receiver.name else [name]
        return next((one for one in names if is_model(one)), "")
    of_itself = receiver is None or isinstance(receiver, ruby.Self)
    itself = scope.nesting[0] if scope.nesting and scope.on_class and of_itself else ""
    return itself if itself and is_model(itself) else ""


def _compared(link: ruby.Call) -> list[str] | None:
    """Columns that a call compares for equality; None when that can't be told, or the call is no query."""
    if link.name in _FILTERS:
        return _keys(link)
    for prefix in _DYNAMIC:
        if link.name.startswith(prefix):
            return link.name.removeprefix(prefix).removesuffix("!").split("_and_")
    if link.name in {"order", "reorder"}:
        return []
    return [] if link.name in _PASSIVE else None


def _keys(link: ruby.Call) -> list[str] | None:
    if positional(link):
        return None
    if not link.arguments and not link.keywords:
        return []
    columns = []
    for name, value in options_of(link).items():
        if isinstance(value, ruby.Hash) or "." in name:
            return None
        columns.append(name)
    return columns or None


def _ordered(link: ruby.Call) -> str:
    if link.name not in {"order", "reorder"}:
        return ""
    names = [text_of(value_of(item)) for item in positional(link)] or list(options_of(link))
    return names[0] if names and names[0].isidentifier() else ""
