"""A requirement's text (`~> 7.1, >= 7.1.2`) -> a value that says which versions it allows, as Gem::Requirement does."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping

from msgspec import Struct

from dxscore.rubygems.version import PATTERN, SPACE, Version


def _pessimistic(version: Version, bound: Version) -> bool:
    return version >= bound and version.release() < bound.bump()


_OPERATORS: Mapping[str, Callable[[Version, Version], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
    "~>": _pessimistic,
}
_CLAUSE = re.compile(rf"{SPACE}*({'|'.join(_OPERATORS)})?{SPACE}*({PATTERN}){SPACE}*")


class Clause(Struct, frozen=True):
    """One operator and its bound."""

    operator: str
    """'=', '!=', '>', '<', '>=', '<=' or '~>'."""
    version: Version

    @classmethod
    def parse(cls, text: str) -> Clause:
        """`>= 1.0`; without an operator it is `=`. Raises ValueError for what RubyGems calls ill-formed."""
        found = _CLAUSE.fullmatch(text)
        if not found:
            raise ValueError(f"ill-formed requirement {text!r}")
        return cls(found[1] or "=", Version.parse(found[2]))

    def allows(self, version: Version) -> bool:
        """Whether the version is within this bound."""
        return _OPERATORS[self.operator](version, self.version)

    def allows_from(self, version: Version) -> bool:
        """Whether the version, or some later one, is within this bound."""
        match self.operator:
            case "<" | "<=":
                return self.allows(version)
            case "=":
                return version <= self.version
            case "~>":
                return version.release() < self.version.bump()
            case _:
                return True

    def __str__(self) -> str:
        return f"{self.operator} {self.version}"


class Requirement(Struct, frozen=True, eq=False):
    """Clauses that must all hold. `~> 1.0` and `~> 1` differ, `= 1.0` and `= 1` do not."""

    clauses: tuple[Clause, ...]

    @classmethod
    def parse(cls, text: str) -> Requirement:
        """Clauses joined by commas, as lockfiles and rules write them. Raises ValueError."""
        return cls.of(*text.split(","))

    @classmethod
    def of(cls, *clauses: str) -> Requirement:
        """One text per clause, as a Gemfile gives them; none means `>= 0`. Raises ValueError."""
        return cls(tuple(map(Clause.parse, dict.fromkeys(clauses or (">= 0",)))))

    def satisfied_by(self, version: Version) -> bool:
        """Whether every clause allows the version."""
        return all(clause.allows(version) for clause in self.clauses)

    def satisfied_from(self, version: Version) -> bool:
        """Whether no clause rules out the version and all later ones."""
        return all(clause.allows_from(version) for clause in self.clauses)

    @property
    def prerelease(self) -> bool:
        """Whether a clause names a prerelease."""
        return any(clause.version.prerelease for clause in self.clauses)

    def __str__(self) -> str:
        return ", ".join(map(str, self.clauses))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Requirement):
            return NotImplemented
        ours, theirs = self._sorted(), other._sorted()
        return ours == theirs and _tilde_texts(ours) == _tilde_texts(theirs)

    def __hash__(self) -> int:
        return hash(frozenset(self.clauses))

    def _sorted(self) -> list[Clause]:
        return sorted(self.clauses, key=lambda clause: (clause.operator, clause.version.text))


def _tilde_texts(clauses: list[Clause]) -> list[str]:
    return [clause.version.text for clause in clauses if clause.operator == "~>"]
