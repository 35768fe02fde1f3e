"""Squash -> text: one function per format, none of which prints; docs/migrations.md describes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from dxscore.reporting.lazy import later

if TYPE_CHECKING:  # the names of the formats must cost the command line nothing
    from dxscore.domain.squash import Squash
    from dxscore.reporting.view import View

SquashFormatter: TypeAlias = "Callable[[Squash, View], str]"

SQUASH_FORMATTERS: Mapping[str, SquashFormatter] = {"text": later("squash.as_text"), "json": later("squash.as_json")}
"""By the name that `--output` takes."""
