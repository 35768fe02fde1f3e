"""What a YAML file says, as small values that know their line; and complaints about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from msgspec import Struct

A = TypeVar("A")
T = TypeVar("T")


class Scalar(Struct, frozen=True):
    """A leaf, as the text that stands in the file: `false`, `nil` and `12` are not interpreted here."""

    line: int
    text: str
    plain: bool = True
    """Written without quotes and not as a block."""


class Items(Struct, frozen=True):
    """A YAML sequence."""

    line: int
    items: tuple[Node, ...]


class Table(Struct, frozen=True):
    """A YAML mapping; keys are unique."""

    line: int
    entries: tuple[tuple[Scalar, Node], ...]

    def get(self, name: str) -> Node | None:
        """The value under a key, None when it is absent."""
        return next((value for key, value in self.entries if key.text == name), None)

    def line_of(self, name: str) -> int:
        """The line of a key, or of the mapping when the key is absent."""
        return next((key.line for key, _ in self.entries if key.text == name), self.line)


Node: TypeAlias = Scalar | Items | Table


class Complaint(Struct, frozen=True):
    """A problem that does not know its file yet."""

    line: int
    message: str
    suggestion: str = ""


class UnusableError(Exception):
    """Part of a file can't be used; carries everything that is wrong with it."""

    def __init__(self, *complaints: Complaint) -> None:
        super().__init__(*complaints)
        self.complaints = complaints


class Gathering:
    """Tries the parts of something one by one, so that all their complaints are raised together."""

    def __init__(self) -> None:
        self._complaints: list[Complaint] = []

    def attempt(self, read: Callable[[A], T], subject: A) -> T | None:
        """What `read` gives for the subject, or None after it complained."""
        try:
            return read(subject)
        except UnusableError as error:
            self._complaints += error.complaints
            return None

    def complain(self, line: int, message: str, suggestion: str = "") -> None:
        """Note one more problem."""
        self._complaints.append(Complaint(line, message, suggestion))

    def check(self) -> None:
        """Raise UnusableError when anything was wrong."""
        if self._complaints:
            raise UnusableError(*self._complaints)


def unusable(node: Node, message: str, suggestion: str = "") -> UnusableError:
    """The error for one problem at a node."""
    return UnusableError(Complaint(node.line, message, suggestion))


def text_of(node: Node) -> str:
    """The text of a scalar, '' for anything else."""
    return node.text if isinstance(node, Scalar) else ""


def kind_of(node: Node) -> str:
    """The kind of node in words a rule author uses."""
    match node:
        case Scalar(text=""):
            return "nothing"
        case Scalar():
            return f"'{shortened(node.text)}'"
        case Items():
            return "a list"
        case Table():
            return "a mapping"


def shortened(text: str) -> str:
    """A text of the file, short enough for a message of one line and without what could steer a terminal."""
    folded = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return folded if len(folded) <= 40 else folded[:37] + "..."
