"""A letter of the week, ready to be handed to a mail server, and what became of it at each recipient."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct


@dataclass(frozen=True, slots=True)
class Letter:
    """One edition of one week, for all who get it."""

    key: str
    """What it is, the same on every run: '2026-W48 shop team payments'."""
    edition: str
    """'team payments' or 'directors'."""
    subject: str
    sender: str
    """The bare address that errors go back to."""
    recipients: tuple[str, ...]
    """Bare addresses."""
    content: bytes = field(repr=False)
    """RFC 5322, lines ended by CR LF, every line of ASCII."""
    html_size: int = 0
    """Bytes of the HTML part before it is encoded: what clients clip by."""


class Said(StrEnum):
    """What a mail server said about one recipient."""

    ACCEPTED = "accepted"
    LATER = "later"
    """No (4xx), but it may take it another time."""
    NEVER = "never"
    """No (5xx)."""
    UNSURE = "unsure"
    """The letter was under way when the connection broke: nobody knows whether it took it."""


class Reply(Struct, frozen=True):
    """The same in the server's words, on one line and fit to print."""

    said: Said
    text: str = ""


class Fate(StrEnum):
    """What became of a letter at one recipient."""

    SENT = "sent"
    BEFORE = "sent before"
    """By an earlier run; nothing was done."""
    REFUSED = "refused"
    """For good."""
    FAILED = "not sent"
    """After all tries; the next run tries again."""
    UNSURE = "unsure"
    """Whether it arrived is not known, now or since an earlier run: it is not sent again unless that is asked for."""

    @property
    def is_well(self) -> bool:
        """Whether nobody has to care."""
        return self in (Fate.SENT, Fate.BEFORE)


class Delivery(Struct, frozen=True):
    """One letter at one recipient."""

    letter: Letter
    recipient: str
    fate: Fate
    detail: str = ""
