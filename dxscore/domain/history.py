"""What git says about files over time."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class FileHistory(Struct, frozen=True):
    """The commits that touched one file."""

    commits: int
    """In the churn window."""
    authors: int
    """In the history window."""
    main_author_share: float
    """0 to 1, in the history window."""
    days_unchanged: int


class Age(Struct, frozen=True):
    """How old a line is, in days; with `at_least` the line is older than the history that was read."""

    days: int
    at_least: bool = False


class History(Struct, frozen=True):
    """Churn of the whole project; `files` has only what was touched in the history window."""

    files: Mapping[str, FileHistory] = field(default_factory=dict)
    churn_days: int = 365
    window_days: int = 1095
    complete: bool = False
    """False without git, in a shallow clone, or with a log shorter than the window: then absence proves nothing."""
    reason: str = "not a git repository"
    """Why it is not complete, '' when it is."""
