"""Controllers and routes -> the actions of an application: routed or not, inherited, and those with only a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.program import Method, Namespace, Program
from dxscore.domain.route import ANY_ACTION, Route, RouteTable
from dxscore.program.entries.hooks import Chain, chain_of, names_used
from dxscore.program.entries.templates import Templates, layout_of

_BASES = ("ActionController::Base", "ActionController::API", "ActionController::Metal", "AbstractController::Base")


@dataclass(frozen=True)
class Controllers:
    """All controllers of a program."""

    program: Program
    templates: Templates
    routes: RouteTable

    @cached_property
    def classes(self) -> Mapping[str, Namespace]:
        """By path (`admin/users`): what inherits from Rails' controllers, or is named and placed like a controller."""
        found = {}
        for name, each in self.program.namespaces.items():
            if each.kind == "class" and each.path and self._is_controller(name, each):
                found[self.templates.folder(name)] = each
        return found

    def _is_controller(self, name: str, each: Namespace) -> bool:
        if self.program.descends(name, *_BASES):
            return True
        return name.endswith("Controller") and ("app/controllers/" in each.path or "/controllers/" in each.path)

    @cached_property
    def _flat(self) -> Mapping[str, str]:
        """For acronyms: `oauth/tokens` is `OAuth::TokensController` when Rails is told so."""
        return {path.replace("_", ""): path for path in self.classes}

    def at(self, path: str) -> tuple[str, Namespace] | None:
        """The controller of a route."""
        known = path if path in self.classes else self._flat.get(path.replace("_", ""), "")
        return (known, self.classes[known]) if known else None

    def actions(self) -> Iterator[EntryPoint]:
        """Routed ones in the order of their routes, then the others."""
        routed: dict[tuple[str, str], list[Route]] = {}
        for route in self.routes.routes:
            for key in self._reached(route):
                routed.setdefault(key, []).append(route)
        for (path, action), routes in routed.items():
            if point := self._entry(path, action, tuple(routes)):
                yield point
        for path, each in self.classes.items():
            yield from self._unrouted(path, each, {action for at, action in routed if at == path})

    def _reached(self, route: Route) -> Iterator[tuple[str, str]]:
        """Controllers and actions that a route may lead to: all, where the path decides."""
        start = route.controller.removesuffix(ANY_ACTION)
        named = start == route.controller
        paths = [route.controller] if named else [path for path in self.classes if path.startswith(start)]
        for path in paths:
            found = self.at(path)
            if found is None:
                continue
            if route.action == ANY_ACTION:
                yield from ((found[0], name) for name in self._public(found[1]))
            else:
                yield found[0], route.action

    def _public(self, each: Namespace) -> list[str]:
        """Names of methods that can be actions, of the class itself."""
        used = names_used(self.program, each.name)
        return [
            method.name
            for method in each.methods.values()
            if method.visibility == "public" and method.form in ("def", "block", "alias") and is_name(method.name)
            if method.name not in used and method.line
        ]

    def _unrouted(self, path: str, each: Namespace, routed: set[str]) -> Iterator[EntryPoint]:
        """Public methods without a route, but not what is there for others: to be inherited, or for an ancestor."""
        if self.program.subclasses(each.name):
            return
        for name in self._public(each):
            own = len([*self.program.methods(each.name, name)]) == 1
            if own and name not in routed and (point := self._entry(path, name, ())):
                yield point

    def _entry(self, path: str, action: str, routes: tuple[Route, ...]) -> EntryPoint | None:
        each = self.classes[path]
        method = self.program.method(each.name, action)
        views = self.templates.of(self.templates.folders(self.program, each.name), action)
        if method is not None and method.visibility != "public":
            method = None
        elsewhere = method is None and not views
        if elsewhere and not self._inherits_from_a_gem(each.name):
            return None
        layout = layout_of(self.program, self.templates, each.name, action)
        place, line, end = _place(method, views, each)
        return EntryPoint(
            kind=EntryKind.ACTION,
            name=f"{path}#{action}",
            class_name=each.name,
            method=action if method or elsewhere else "",
            path=place,
            line=line,
            end_line=end,
            routed=bool(routes),
            routes=routes,
            hooks=self.chain(each.name).around(action),
            views=views,
            layouts=layout.paths,
            layout_method=layout.method,
            detail="of a gem" if elsewhere else "",
        )

    def _inherits_from_a_gem(self, name: str) -> bool:
        """The last known superclass is neither Rails' nor the program's: it may have the action."""
        *_, last = (name, *self.program.superclasses(name))
        return last not in self.program.namespaces and last not in (*_BASES, "ApplicationController")

    def chain(self, name: str) -> Chain:
        """The filters of a controller."""
        if name not in self._chains:
            self._chains[name] = chain_of(self.program, name)
        return self._chains[name]

    @cached_property
    def _chains(self) -> dict[str, Chain]:
        return {}


def is_name(name: str) -> bool:
    """Whether it could be the name of an action: no writer, no predicate, nothing internal."""
    return name.isidentifier() and not name.startswith("_") and name != "initialize"


def _place(method: Method | None, views: tuple[str, ...], each: Namespace) -> tuple[str, int, int]:
    if method:
        return method.path, method.line, method.end_line
    return (views[0], 1, 1) if views else (each.path, each.line, each.line)
