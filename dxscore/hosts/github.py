"""Comments and commit statuses through the REST API of GitHub and GitHub Enterprise Server.

Sources: docs.github.com, REST API: issue comments, commit statuses, users; a comment has at most 65,536 characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from msgspec import Struct

from dxscore.hosts.answers import Record, number, pages, record, text
from dxscore.hosts.client import Answer, Client, RefusedError
from dxscore.hosts.permission import permitted
from dxscore.hosts.target import Target
from dxscore.hosts.token import Token
from dxscore.hosts.values import Comment, Status

_LONGEST_DESCRIPTION = 140


class GitHub(Struct, frozen=True):
    """One repository at GitHub."""

    longest: ClassVar[int] = 65_536
    client: Client
    target: Target

    @classmethod
    def at(cls, target: Target, token: Token) -> GitHub:
        """The repository of the target, asked with this token."""
        headers = {
            "Authorization": f"Bearer {token.value}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        return cls(Client(target.api, token, headers), target)

    def own_comments(self) -> Iterator[Comment]:
        """See Host. The token of a job can't ask whose it is, but is a bot's: then comments of people are left out."""
        login = self._login()
        path = f"/repos/{self.target.repository}/issues/{self.target.number}/comments"
        for each in pages(lambda page: self.client.send("GET", path, page=page)):
            author = record(each.get("user") or {})
            if text(author, "login") == login if login else text(author, "type") == "Bot":
                yield _comment(each)

    def create(self, body: str) -> Comment:
        """See Host."""
        return self._write("POST", f"issues/{self.target.number}/comments", body)

    def update(self, comment: Comment, body: str) -> Comment:
        """See Host."""
        return self._write("PATCH", f"issues/comments/{comment.id}", body)

    def mark(self, status: Status) -> None:
        """See Host."""
        fields = {
            "state": status.state,
            "context": status.context,
            "description": status.description[:_LONGEST_DESCRIPTION],
            "target_url": self.target.run_url or None,
        }
        self._send("POST", f"statuses/{self.target.commit}", fields, "statuses")

    def _login(self) -> str:
        try:
            return text(record(self.client.send("GET", "/user").data), "login")
        except RefusedError as error:
            if error.status != 403:
                raise
            return ""

    def _write(self, method: str, path: str, body: str) -> Comment:
        return _comment(record(self._send(method, path, {"body": body}, "pull-requests").data))

    def _send(self, method: str, path: str, fields: Mapping[str, object], scope: str) -> Answer:
        address = f"/repos/{self.target.repository}/{path}"
        advice = f"give the job `permissions: {scope}: write`"
        return permitted(lambda: self.client.send(method, address, fields), advice, self.target)


def _comment(data: Record) -> Comment:
    return Comment(number(data, "id"), text(data, "body"), text(data, "html_url"))
