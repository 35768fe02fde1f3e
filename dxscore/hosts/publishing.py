"""A host and a text or a verdict -> one comment, written or updated in place, or one commit status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from dxscore.hosts.body import comment_body, is_clean, is_marked
from dxscore.hosts.github import GitHub
from dxscore.hosts.gitlab import GitLab
from dxscore.hosts.patience import patiently
from dxscore.hosts.target import HostKind, Target
from dxscore.hosts.token import token_for
from dxscore.hosts.values import Comment, Host, State, Status


class Published(Struct, frozen=True):
    """What was done."""

    action: Literal["created", "updated", "none"]
    comment: Comment | None = None


_HOSTS: Mapping[HostKind, type[GitHub | GitLab]] = {HostKind.GITHUB: GitHub, HostKind.GITLAB: GitLab}
_STATES = {0: State.SUCCESS, 1: State.FAILURE}
_DESCRIPTIONS = {
    State.SUCCESS: "nothing new that the policy stops",
    State.FAILURE: "this change adds what the policy stops",
    State.ERROR: "the change could not be judged",
}


def verdict(exit_code: int, context: str, description: str = "") -> Status:
    """The status that says how `dxscore gate` exited."""
    state = _STATES.get(exit_code, State.ERROR)
    return Status(state, context, description or _DESCRIPTIONS[state])


def host_at(target: Target, environ: Mapping[str, str]) -> Host:
    """The host of the target, with the token that the environment holds for it. Raises what `token_for` raises."""
    host = _HOSTS[target.kind]
    return host.at(target, token_for(target.kind, environ))


def preview(target: Target, text: str) -> str:
    """The comment as it would be written."""
    return comment_body(text, _HOSTS[target.kind].longest)


def publish_comment(host: Host, text: str, *, unless_clean: bool = False) -> Published:
    """Update our comment, or write it when there is none yet: not, with `unless_clean`, if it has nothing to say.

    Repeated when the host is busy; as each try looks first, an answer that got lost leads to no second comment.
    """
    body = comment_body(text, host.longest)
    only_update = unless_clean and is_clean(text)
    return patiently(lambda: _publish(host, body, only_update=only_update))


def publish_status(host: Host, status: Status) -> None:
    """Set a commit status."""
    patiently(lambda: host.mark(status))


def _publish(host: Host, body: str, *, only_update: bool) -> Published:
    own = next((comment for comment in host.own_comments() if is_marked(comment.body)), None)
    if own:
        return Published("updated", host.update(own, body))
    if only_update:
        return Published("none")
    return Published("created", host.create(body))
