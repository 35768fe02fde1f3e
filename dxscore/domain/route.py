"""What a request can reach: routes, and what of them could not be read."""

from __future__ import annotations

from msgspec import Struct

ANY_ACTION = "*"
"""An action that the path names (`/:action`) or a gem picks: any public method of the controller."""


class Route(Struct, frozen=True, order=True):
    """One verb and path, and what answers."""

    verb: str
    """GET, POST ...; '' for any."""
    path: str
    """As Rails prints it, from the root of the application: `/shops/:shop_id/items(.:format)` without the format."""
    controller: str
    """`admin/users`; '' when something else answers (a redirect, a Rack application)."""
    action: str
    """ANY_ACTION when the path decides; '' without a controller."""
    file: str
    line: int
    mount: str = ""
    """The engine whose routes it is one of, or the Rack application that answers; '' for the application's own."""
    macro: str = ""
    """The macro of a gem that draws it (`devise_for`), '' when it is written out."""


class UnreadRoute(Struct, frozen=True, order=True):
    """A place that draws routes which can't be told from the source."""

    file: str
    line: int
    what: str
    """As written, short: `ActiveAdmin.routes`."""
    reason: str


class RouteTable(Struct, frozen=True):
    """All routes of an application and of the engines in its tree, in the order in which they are drawn."""

    routes: tuple[Route, ...] = ()
    unread: tuple[UnreadRoute, ...] = ()
