"""What is written to a code host, and what every host can do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar, Protocol

from msgspec import Struct


class Comment(Struct, frozen=True):
    """A comment as the host knows it."""

    id: int
    body: str
    url: str = ""
    """Its page; '' when the host does not say."""


class State(StrEnum):
    """What a commit status says."""

    SUCCESS = "success"
    FAILURE = "failure"
    ERROR = "error"


class Status(Struct, frozen=True):
    """A mark at a commit."""

    state: State
    context: str
    """Its name, by which merge rules and deploy tools ask for it."""
    description: str


class Host(Protocol):
    """GitHub or GitLab, at one pull request or commit. Methods raise what `Client.send` raises, and ReadOnlyError."""

    longest: ClassVar[int]
    """How many characters a comment may have."""

    def own_comments(self) -> Iterator[Comment]:
        """Comments that this token wrote, or may have written when the host does not say whose it is."""

    def create(self, body: str) -> Comment:
        """Write a new comment."""

    def update(self, comment: Comment, body: str) -> Comment:
        """Replace the text of a comment."""

    def mark(self, status: Status) -> None:
        """Set a commit status; one of the same context is replaced."""
