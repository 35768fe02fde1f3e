"""Notes and commit statuses through the REST API (v4) of GitLab.

Sources: docs.gitlab.com, REST API: notes, commits, users; a note has at most 1,000,000 characters. A job's own token
(CI_JOB_TOKEN) reaches few endpoints, notes not among them (gitlab-org/gitlab issue 464591): tried, then explained.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar
from urllib.parse import quote

from msgspec import Struct

from dxscore.hosts.answers import Record, number, pages, record, text
from dxscore.hosts.client import Answer, Client
from dxscore.hosts.permission import permitted
from dxscore.hosts.target import Target
from dxscore.hosts.token import Token
from dxscore.hosts.values import Comment, State, Status

_LONGEST_DESCRIPTION = 255
_STATES = {State.SUCCESS: "success", State.FAILURE: "failed", State.ERROR: "failed"}
_ADVICE = "set GITLAB_TOKEN to a project access token with the scope `api`"


class GitLab(Struct, frozen=True):
    """One project at GitLab."""

    longest: ClassVar[int] = 1_000_000
    client: Client
    target: Target
    is_job_token: bool

    @classmethod
    def at(cls, target: Target, token: Token) -> GitLab:
        """The project of the target, asked with this token."""
        is_job_token = token.source == "CI_JOB_TOKEN"
        header = "JOB-TOKEN" if is_job_token else "PRIVATE-TOKEN"
        return cls(Client(target.api, token, {header: token.value}), target, is_job_token)

    def own_comments(self) -> Iterator[Comment]:
        """See Host. Whose a job's token is can't be asked: then GitLab decides which notes it may change."""
        user = None if self.is_job_token else number(record(self._send("GET", "/user").data), "id")
        for each in pages(lambda page: self._send("GET", self._notes, page=page)):
            author = record(each.get("author") or {})
            if not each.get("system") and user in {None, author.get("id")}:
                yield _comment(each)

    def create(self, body: str) -> Comment:
        """See Host."""
        return _comment(record(self._send("POST", self._notes, {"body": body}).data))

    def update(self, comment: Comment, body: str) -> Comment:
        """See Host."""
        return _comment(record(self._send("PUT", f"{self._notes}/{comment.id}", {"body": body}).data))

    def mark(self, status: Status) -> None:
        """See Host."""
        fields = {
            "state": _STATES[status.state],
            "name": status.context,
            "description": status.description[:_LONGEST_DESCRIPTION],
            "target_url": self.target.run_url or None,
        }
        self._send("POST", f"{self._project}/statuses/{self.target.commit}", fields)

    @property
    def _project(self) -> str:
        return f"/projects/{quote(self.target.repository, safe='')}"

    @property
    def _notes(self) -> str:
        return f"{self._project}/merge_requests/{self.target.number}/notes"

    def _send(self, method: str, path: str, fields: Mapping[str, object] | None = None, page: int = 0) -> Answer:
        refusals = frozenset({401, 403, 404} if self.is_job_token else {403})
        return permitted(lambda: self.client.send(method, path, fields, page), _ADVICE, self.target, refusals)


def _comment(data: Record) -> Comment:
    return Comment(number(data, "id"), text(data, "body"))
