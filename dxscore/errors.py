"""The errors dxscore raises on purpose: each says what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file that a person wrote (a rule, dxscore.toml, exemptions)."""

    path: str
    line: int
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        """`path:line: message (suggestion)`, the form editors make clickable."""
        hint = f" ({self.suggestion})" if self.suggestion else ""
        return f"{self.path}:{self.line}: {self.message}{hint}"


class DxscoreError(Exception):
    """Something the user can put right; the command line prints it and exits with 2."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class InvalidInputError(DxscoreError):
    """Hand-written files that can't be used; carries every problem found, not only the first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class NothingToScanError(DxscoreError):
    """No Ruby was found where the user pointed; the command line exits with 3."""
