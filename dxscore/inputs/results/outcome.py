"""One test and what came of it, as every format of results is read into."""

from __future__ import annotations

from typing import Literal, TypeAlias

Outcome: TypeAlias = Literal["passed", "failed", "pending"]
Case: TypeAlias = tuple[str, Outcome]
"""Path of the test's file as the tool wrote it, '' when it did not."""
