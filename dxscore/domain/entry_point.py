"""Where data access starts: controller actions, jobs, mailers, channels, resolvers, endpoints, rake tasks."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from dxscore.domain.program import Nesting
from dxscore.domain.route import Route
from dxscore.domain.ruby import Block, Expression


class EntryKind(StrEnum):
    """What starts it."""

    ACTION = "action"
    JOB = "job"
    MAILER = "mailer"
    CHANNEL = "channel"
    GRAPHQL = "graphql"
    ENDPOINT = "endpoint"
    """Of Grape."""
    RAKE = "rake"


class Hook(Struct, frozen=True, kw_only=True):
    """A filter, callback or `rescue_from` handler that runs around an entry point; skipped ones are left out."""

    kind: str
    """'before', 'after', 'around' or 'rescue'."""
    method: str = ""
    """Looked up on the class of the entry point; '' for a block or an object."""
    body: Block | None = None
    observer: Expression | None = None
    """An object with a method named like the filter."""
    conditional: bool = False
    """It has an `if` or `unless`, stands below an `if`, or is perhaps skipped."""
    conditions: tuple[Expression, ...] = ()
    """What stands behind `if:` and `unless:`: they are evaluated too."""
    classes: tuple[str, ...] = ()
    """Of 'rescue': exceptions, as written."""
    written_in: str = ""
    """Full name of the class or concern that declares it."""
    nesting: Nesting = ()
    path: str
    line: int


class EntryPoint(Struct, frozen=True, kw_only=True):
    """One place where the outside world gets in."""

    kind: EntryKind
    name: str
    """`admin/users#show`; class name; `UserMailer#welcome`; `ChatChannel#speak`; `GET /v1/users`; `db:cleanup`."""
    class_name: str = ""
    """In full; '' for a rake task and for an endpoint that is a block."""
    method: str = ""
    """What is called on an instance; '' when there is only a template, or a body."""
    body: Block | None = None
    """Of a rake task or endpoint, which are no methods."""
    nesting: Nesting = ()
    """Of `body`: where its constants are looked up."""
    path: str
    """Of the method, or of the template when there is no method."""
    line: int
    end_line: int
    routed: bool = True
    """Whether a route leads to it, directly or through what a gem draws; true for what needs no route."""
    routes: tuple[Route, ...] = ()
    hooks: tuple[Hook, ...] = ()
    """In the order in which they run; 'after' ones and 'rescue' last."""
    views: tuple[str, ...] = ()
    """Paths of the templates that are rendered when the action renders nothing itself: one for each format."""
    layouts: tuple[str, ...] = ()
    """Paths of the layout around them, one for each format; none when it can't be told or there is none."""
    layout_method: str = ""
    """Of `layout :name`: the method that names it."""
    detail: str = ""
    """What else tells it apart: 'sidekiq', 'active_job', 'resque', 'delayed_job', 'mutation', 'resolver' ..."""
