"""What a value of dxscore.toml must be beyond its type; used in `Annotated` beside the type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from dxscore.domain.mailbox import mailbox
from dxscore.suggestions import did_you_mean


class Constraint(Protocol):
    """A test of one value of the right type."""

    def complaint(self, value: object) -> tuple[str, str]:
        """What is wrong with the value and a suggestion; ('', '') when nothing is."""
        ...


@dataclass(frozen=True, slots=True)
class OneOf:
    """A word out of a closed list."""

    words: tuple[str, ...]

    def complaint(self, value: object) -> tuple[str, str]:
        """See Constraint."""
        if value in self.words:
            return "", ""
        return f"'{value}' is not known", did_you_mean(str(value), self.words)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number with a lower bound."""

    least: int

    def complaint(self, value: object) -> tuple[str, str]:
        """See Constraint."""
        enough = isinstance(value, int | float) and value >= self.least
        return ("", "") if enough else (f"{value} is too small", f"at least {self.least}")


@dataclass(frozen=True, slots=True)
class Glob:
    """A git-ignore style pattern."""

    def complaint(self, value: object) -> tuple[str, str]:
        """See Constraint."""
        from pathspec import GitIgnoreSpec  # noqa: PLC0415 - most files have no globs, and commands start faster so

        try:
            GitIgnoreSpec.from_lines([str(value)])
        except ValueError:
            return f"'{value}' is not a pattern", "write it as in .gitignore, for example lib/legacy/**"
        return "", ""


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address of mail, with a name or without; '' for none."""

    def complaint(self, value: object) -> tuple[str, str]:
        """See Constraint."""
        try:
            if value:
                mailbox(str(value))
        except ValueError:
            return f"{value!r} is no address", "write it as payments@example.com or Payments <payments@example.com>"
        return "", ""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address of the web; '' for none."""

    def complaint(self, value: object) -> tuple[str, str]:
        """See Constraint."""
        fits = re.fullmatch(r"https?://[!-~]+", str(value)) if value else True
        return ("", "") if fits else (f"{value!r} is no address of the web", "write it as https://reports.example.com/")


@dataclass(frozen=True, slots=True)
class CodeLink:
    """The address of a line of code, with holes."""

    def complaint(self, value: object) -> tuple[str, str]:
        """See Constraint."""
        text = str(value)
        holes = set(re.findall(r"\{(\w*)\}", text))
        if not text:
            return "", ""
        fits = text.startswith(("https://", "http://")) and {"path"} <= holes <= {"commit", "path", "line"}
        example = "write it as https://github.com/owner/name/blob/{commit}/{path}#L{line}"
        return ("", "") if fits else (f"{text!r} is no address of a line of code", example)
