"""What scopes, namespaces and resources around a call add to the route that it draws.

Source of facts: the Rails guide "Rails Routing from the Outside In" and ActionDispatch::Routing::Mapper.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct, field

from dxscore.copying import replace
from dxscore.program.inflections import Inflections
from dxscore.program.routing.values import UNKNOWN, Value


class Level(StrEnum):
    """What a block is the inside of."""

    PLAIN = "plain"
    RESOURCES = "resources"
    RESOURCE = "resource"
    MEMBER = "member"
    COLLECTION = "collection"
    NEW = "new"
    NESTED = "nested"


OF_RESOURCES = (Level.RESOURCES, Level.RESOURCE)
METHODS_OF_RESOURCES = (Level.MEMBER, Level.COLLECTION, Level.NEW)
_PLURAL_ACTIONS = ("index", "create", "new", "edit", "show", "update", "destroy")
_SINGULAR_ACTIONS = ("create", "new", "edit", "show", "update", "destroy")


class Resource(Struct, frozen=True):
    """One `resources :name` or `resource :name`."""

    path: str
    controller: str
    actions: tuple[str, ...]
    member: str
    """The path of one of them: `items/:id`."""
    nested: str
    """The path below which what belongs to one of them lies: `items/:item_id`."""


class Scope(Struct, frozen=True):
    """All that surrounds a call."""

    file: str = ""
    """Where the call is written."""
    path: str = ""
    module: str = ""
    controller: str = ""
    action: str = ""
    verbs: tuple[str, ...] = ()
    """Of `scope via: ...`."""
    level: Level = Level.PLAIN
    resource: Resource | None = None
    shallow: bool = False
    shallow_path: str = ""
    only: tuple[str, ...] | None = None
    """Of `scope only: ...`."""
    without: tuple[str, ...] = ()
    path_names: Mapping[str, str] = field(default_factory=dict)
    mount: str = ""
    """The engine that is drawn."""
    macro: str = ""

    def word(self, action: str) -> str:
        """What stands for an action in a path: `new`, or what `path_names` makes of it."""
        return self.path_names.get(action, action)


def joined(*parts: str) -> str:
    """`/a/b`; '' for nothing."""
    kept = [part.strip("/") for part in parts if part.strip("/")]
    return "".join(part if part.startswith("(") else f"/{part}" for part in kept)


def texts(value: Value) -> tuple[str, ...]:
    """One text or several."""
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return (value,) if isinstance(value, str) else ()


def scoped(scope: Scope, options: Mapping[str, Value]) -> Scope:
    """Inside `scope path: ..., module: ..., controller: ... do`."""
    limited = "only" in options or "except" in options
    shallow, names, module = options.get("shallow"), options.get("path_names"), options.get("module")
    below = f"{scope.module}/{module}" if scope.module else module
    return replace(
        scope,
        path=joined(scope.path, _text(options, "path", "")),
        shallow_path=joined(scope.shallow_path, _text(options, "shallow_path", "")),
        module=below if isinstance(module, str) and isinstance(below, str) else scope.module,
        controller=_text(options, "controller", scope.controller),
        action=_text(options, "action", scope.action),
        verbs=texts(options["via"]) if "via" in options else scope.verbs,
        shallow=shallow if isinstance(shallow, bool) else scope.shallow,
        only=(texts(options["only"]) if "only" in options else None) if limited else scope.only,
        without=texts(options.get("except")) if limited else scope.without,
        path_names={**scope.path_names, **_words(names)} if isinstance(names, dict) else scope.path_names,
    )


def _words(names: dict[str, Value]) -> dict[str, str]:
    return {key: value for key, value in names.items() if isinstance(value, str)}


def namespaced(scope: Scope, name: str, options: Mapping[str, Value]) -> Scope:
    """Inside `namespace :name do`."""
    path = options.get("path", name)
    given = {"module": name, "path": path, "shallow_path": path, **options}
    return scoped(nested(scope), given)


def nested(scope: Scope) -> Scope:
    """Where resources that stand directly in resources lie; elsewhere the scope itself."""
    if scope.level not in OF_RESOURCES or scope.resource is None:
        return scope
    return replace(scope, level=Level.NESTED, path=joined(_base(scope), scope.resource.nested))


def _base(scope: Scope) -> str:
    return scope.shallow_path if scope.shallow else scope.path


def member(scope: Scope) -> Scope:
    """Inside `member do`."""
    below = scope.resource.member if scope.resource else ""
    return replace(scope, level=Level.MEMBER, path=joined(_base(scope), below))


def collection(scope: Scope) -> Scope:
    """Inside `collection do`."""
    return replace(
        scope, level=Level.COLLECTION, path=joined(scope.path, scope.resource.path if scope.resource else "")
    )


def new(scope: Scope) -> Scope:
    """Inside `new do`."""
    below = scope.resource.path if scope.resource else ""
    return replace(scope, level=Level.NEW, path=joined(scope.path, below, scope.word("new")))


PLACES: Mapping[str, Callable[[Scope], Scope]] = {
    "member": member,
    "collection": collection,
    "new": new,
    "nested": nested,
}


def resources(scope: Scope, name: str, options: Mapping[str, Value], inflections: Inflections) -> Scope:
    """Inside `resources :name do`."""
    param = options.get("param") if isinstance(options.get("param"), str) else "id"
    path = _text(options, "path", name)
    resource = Resource(
        path=path,
        controller=_text(options, "controller", name),
        actions=_kept(_PLURAL_ACTIONS, options, scope),
        member=f"{path}/:{param}",
        nested=f"{path}/:{inflections.singularize(name)}_{param}",
    )
    return _inside(scope, resource, Level.RESOURCES)


def resource(scope: Scope, name: str, options: Mapping[str, Value], inflections: Inflections) -> Scope:
    """Inside `resource :name do`."""
    path = _text(options, "path", name)
    controller = _text(options, "controller", inflections.pluralize(name))
    kept = _kept(_SINGULAR_ACTIONS, options, scope)
    return _inside(scope, Resource(path, controller, kept, path, path), Level.RESOURCE)


def _inside(scope: Scope, resource: Resource, level: Level) -> Scope:
    return replace(scope, level=level, resource=resource, controller=resource.controller)


def _text(options: Mapping[str, Value], key: str, default: str) -> str:
    value = options.get(key)
    return value if isinstance(value, str) else default


def _kept(actions: tuple[str, ...], options: Mapping[str, Value], scope: Scope) -> tuple[str, ...]:
    if options.get("only") is UNKNOWN:
        return actions
    if "only" in options and options["only"] is not None:
        only: tuple[str, ...] | None = texts(options["only"])
        without: tuple[str, ...] = ()
    elif "except" in options:
        only, without = None, texts(options["except"])
    else:
        only, without = scope.only, scope.without
    return tuple(action for action in actions if (only is None or action in only) and action not in without)
