"""The kinds of answer that a worker gives about a file; apart, so that a warm run need not import the engine."""

from __future__ import annotations

from enum import Enum


class Answer(Enum):
    """First byte of what a worker sends."""

    FACTS = b"f"
    FACTS_NOT_TO_KEEP = b"n"
    """The file is no longer what it was when its blob id was taken."""
    SKIP = b"s"
