"""`[access]` of dxscore.toml: by what data access is judged."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccessConfig:
    """`[access]`."""

    golden_path: str = ""
    """A file of patterns, from the root, instead of the shipped one; see docs/access.md."""
