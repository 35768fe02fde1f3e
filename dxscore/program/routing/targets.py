"""What a route says of its controller and action, and the scopes around it -> who answers."""

from __future__ import annotations

import re

from msgspec import Struct

from dxscore.domain.route import ANY_ACTION
from dxscore.program.inflections import default_inflections
from dxscore.program.routing.scope import Scope
from dxscore.program.routing.values import UNKNOWN, App, Value

_SHORTHAND = re.compile(r"[-\w]+(?:/[-\w]+)+")
_WORDS = re.compile(r"[-\w]+")


class Target(Struct, frozen=True):
    """Who answers: an action, or a Rack application."""

    controller: str = ""
    action: str = ""
    app: str = ""

    @property
    def known(self) -> bool:
        """Whether there is anybody."""
        return bool(self.app or (self.controller and self.action))


def target_of(scope: Scope, controller: str | None, to: Value, action: str | None, path: str = "") -> Target:
    """`to: "a#b"`, `controller:` and `action:`, or the path itself (`get "shops/list"`), as Rails chooses."""
    if isinstance(to, App):
        return _app(to)
    if isinstance(to, str) and "#" in to:
        name, _, method = to.partition("#")
        return _within(scope, name, method, path)
    if isinstance(to, str):
        return _within(scope, controller or scope.controller, to, path)
    if to is UNKNOWN or (to is not None and not isinstance(to, str)):
        return Target(app="?") if to is not UNKNOWN else Target()
    if action is None and _SHORTHAND.fullmatch(path):
        name, _, method = path.replace("-", "_").rpartition("/")
        return _within(scope, name, method, path)
    default = path.replace("-", "_") if _WORDS.fullmatch(path) else ""
    return _within(scope, controller or scope.controller, action or scope.action or default, path)


def _within(scope: Scope, controller: str, action: str, path: str) -> Target:
    whole = f"{scope.path}/{path}"
    if not controller and ":controller" in whole:
        controller = ANY_ACTION
    if ":action" in whole and (not action or action == path):
        action = ANY_ACTION
    if controller.startswith("/"):
        return Target(controller[1:], action)
    return Target(f"{scope.module}/{controller}" if scope.module and controller else controller, action)


def _app(app: App) -> Target:
    """A controller's action can be given as an application: `to: PostsController.action(:index)`."""
    owner, _, action = app.name.partition("#")
    if action and owner.endswith("Controller"):
        return Target(default_inflections().underscore(owner.removesuffix("Controller")), action)
    return Target(app=app.name or "?")
