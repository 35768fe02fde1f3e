"""Each word of a routes file -> what it draws: `resources`, `scope`, `get`, `mount` ..."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dxscore.copying import replace
from dxscore.domain.ruby import Block, Call, Hash, Sym
from dxscore.program.routing import scope as scopes
from dxscore.program.routing.binding import OptionsAround, given
from dxscore.program.routing.drawing import Drawing, Handler
from dxscore.program.routing.scope import Level, Scope, joined, scoped, texts
from dxscore.program.routing.targets import Target, target_of
from dxscore.program.routing.values import App, Names, Value, evaluate, options

_VERBS = {name: name.upper() for name in ("get", "post", "put", "patch", "delete", "head", "options")}
_OF_RESOURCES = frozenset({"as", "controller", "path", "only", "except", "param", "concerns"})
_STANDARD = (
    ("index", ("GET",), scopes.collection),
    ("create", ("POST",), scopes.collection),
    ("new", ("GET",), scopes.new),
    ("edit", ("GET",), scopes.member),
    ("show", ("GET",), scopes.member),
    ("update", ("PATCH", "PUT"), scopes.member),
    ("destroy", ("DELETE",), scopes.member),
)


def _resources(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    for name in found:
        if isinstance(name, str):
            _one(drawing, call, name, settings, scope, names)
        else:
            drawing.miss(call, scope, call.name, "its name is worked out at run time")


def _one(
    drawing: Drawing, call: Call, name: str, settings: Mapping[str, Value], scope: Scope, names: dict[str, Value]
) -> None:
    around = {key: value for key, value in settings.items() if key not in _OF_RESOURCES}
    scope = scoped(scopes.nested(scope), around)
    make = scopes.resources if call.name == "resources" else scopes.resource
    inside = make(scope, name, settings, drawing.inflections)
    drawing.run(call.block, inside, names)
    for concern in texts(settings.get("concerns")):
        drawing.run(drawing.concerns.get(concern), inside, names)
    for action, verbs, place in _STANDARD:
        if (
            inside.resource
            and action in inside.resource.actions
            and not (action == "index" and call.name == "resource")
        ):
            there = place(inside)
            path = joined(there.path, there.word("edit")) if action == "edit" else there.path
            drawing.add(verbs, path, target_of(there, None, None, action), call.line, there)


def _place(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    drawing.run(call.block, scopes.PLACES[call.name](scope), names)


def _scope(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    if found:
        settings["path"] = "/".join(each if isinstance(each, str) else "*" for each in found)
    drawing.run(call.block, scoped(scope, settings), names)


def _namespace(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    for name in found:
        if isinstance(name, str):
            drawing.run(call.block, scopes.namespaced(scope, name, settings), names)
        else:
            drawing.miss(call, scope, "namespace", "its name is worked out at run time")


def _controller(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    drawing.run(call.block, scoped(scope, {**settings, "controller": found[0] if found else None}), names)


def _shallow(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    drawing.run(call.block, scoped(scope, {"shallow": True}), names)


def _concern(drawing: Drawing, call: Call, _scope: Scope, names: dict[str, Value]) -> None:
    name = evaluate(call.arguments[0], names) if call.arguments else None
    if isinstance(name, str) and isinstance(call.block, Block):
        drawing.concerns[name] = call.block


def _concerns(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    for name in found:
        if isinstance(name, str) and name in drawing.concerns:
            drawing.run(drawing.concerns[name], scope, names, settings)
        else:
            drawing.miss(call, scope, "concerns", "no such concern is defined in the routes")


def _with_options(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    pairs = call.arguments[0].pairs if call.arguments and isinstance(call.arguments[0], Hash) else call.keywords
    if isinstance(call.block, Block) and call.block.parameters:
        drawing.run(call.block, scope, names, OptionsAround(pairs))
    else:
        drawing.run(call.block, scoped(scope, options(pairs, names)), names)


def _draw(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    name = evaluate(call.arguments[0], names) if call.arguments else None
    found = drawing.find_file(name) if isinstance(name, str) else None
    if isinstance(call.block, Block):
        drawing.run(call.block, scope, names)
    elif found is None:
        drawing.miss(call, scope, f"draw({name})" if isinstance(name, str) else "draw", "there is no such routes file")
    else:
        drawing.inside(found[1], replace(scope, file=found[0]), names)


def _mount(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    settings = options(call.keywords, names)
    pair = next(((key, value) for key, value in call.keywords if key is not None and not isinstance(key, Sym)), None)
    app = evaluate(pair[0] if pair else call.arguments[0] if call.arguments else None, names)
    at = evaluate(pair[1], names) if pair else settings.get("at")
    name = app.name if isinstance(app, App) else ""
    path = joined(scope.path, at if isinstance(at, str) else "")
    inside = drawing.find_engine(name)
    if inside is None:
        drawing.add((), path, Target(app=name or "?"), call.line, scope)
        return
    drawing.mounted.add(name)
    for file, module, body in inside:
        drawing.inside(body, Scope(file=file, path=path, module=module, mount=name), drawing.constants)


def _root(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    to = found[0] if found else settings.get("to")
    path = (
        joined(scope.path, scope.resource.path) if scope.level in scopes.OF_RESOURCES and scope.resource else scope.path
    )
    target = target_of(scope, _text(settings.get("controller")), to, _text(settings.get("action")))
    drawing.add(("GET",), path, target, call.line, scope)


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _match(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    found, settings = given(call, names)
    verbs = (_VERBS[call.name],) if call.name in _VERBS else _via(settings.get("via", scope.verbs))
    for path, to in _paths(call, found, settings, names):
        for place in _places(scope, settings.get("on")):
            _draw_one(drawing, call, path, {**settings, "to": to}, verbs, place)


def _via(value: Value) -> tuple[str, ...]:
    verbs = value if isinstance(value, tuple) else texts(value)
    return tuple(each.upper() for each in verbs if each != "all")


def _paths(
    call: Call, found: Sequence[Value], settings: Mapping[str, Value], names: Names
) -> Iterator[tuple[str, Value]]:
    """Each path or action with what it leads to."""
    if found:
        yield from ((path if isinstance(path, str) else "*", settings.get("to")) for path in found)
        return
    pairs = [pair for pair in call.keywords if pair[0] is not None and not isinstance(pair[0], Sym)]
    if not pairs:
        pairs = [pair for pair in call.keywords[:1] if pair[0] is not None]
    for key, value in pairs:
        path = evaluate(key, names)
        yield path if isinstance(path, str) else "*", evaluate(value, names)


def _places(scope: Scope, on: Value) -> tuple[Scope, ...]:
    """Where in its resource a route lies: as it says, else below one of them."""
    if isinstance(on, str) and on in scopes.PLACES:
        return (scopes.PLACES[on](scope),)
    if isinstance(on, list):
        return tuple(scopes.PLACES[each](scope) for each in texts(on) if each in scopes.PLACES)
    if scope.level is Level.RESOURCES:
        return (scopes.nested(scope),)
    return (scopes.member(scope),) if scope.level is Level.RESOURCE else (scope,)


def _draw_one(
    drawing: Drawing, call: Call, path: str, settings: Mapping[str, Value], verbs: Sequence[str], scope: Scope
) -> None:
    at = settings.get("path")
    named = path.strip("/").removesuffix("(.:format)")
    target = target_of(
        scope, _text(settings.get("controller")), settings.get("to"), _text(settings.get("action")), named
    )
    if not target.known:
        drawing.miss(call, scope, f"{call.name} {path}", "its controller or action is worked out at run time")
        return
    canonical = scope.level in scopes.METHODS_OF_RESOURCES and named in ("index", "create", "show", "update", "destroy")
    below = at if isinstance(at, str) else "" if canonical else scope.word(path)
    drawing.add(verbs, joined(scope.path, below), target, call.line, scope)


def _nothing(drawing: Drawing, call: Call, scope: Scope, names: dict[str, Value]) -> None:
    """Helpers for addresses, no routes."""


HANDLERS: Mapping[str, Handler] = {
    "resources": _resources,
    "resource": _resources,
    "member": _place,
    "collection": _place,
    "new": _place,
    "nested": _place,
    "scope": _scope,
    "namespace": _namespace,
    "controller": _controller,
    "shallow": _shallow,
    "concern": _concern,
    "concerns": _concerns,
    "with_options": _with_options,
    "draw": _draw,
    "mount": _mount,
    "root": _root,
    "match": _match,
    **dict.fromkeys(_VERBS, _match),
    "direct": _nothing,
    "resolve": _nothing,
}
