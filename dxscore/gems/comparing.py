"""Texts of versions and requirements -> how they compare; each text is parsed once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from dxscore.rubygems.requirement import Requirement
from dxscore.rubygems.version import Version

_BOUNDS = frozenset({"<", "<=", "=", "~>"})


@lru_cache(maxsize=1 << 15)
def version(text: str) -> Version | None:
    """None for what RubyGems calls malformed."""
    try:
        return Version.parse(text)
    except ValueError:
        return None


@lru_cache(maxsize=1 << 17)
def allows(wanted: str, text: str) -> bool:
    """Whether a requirement allows a version; what can't be read forbids nothing."""
    requirement, candidate = _requirement(wanted), version(text)
    return requirement is None or candidate is None or requirement.satisfied_by(candidate)


def allowed(wanted: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The versions that a requirement allows."""
    return tuple(text for text in texts if allows(wanted, text))


def has_upper_bound(wanted: str) -> bool:
    """Whether some later version is forbidden; `!=` forbids single ones only."""
    requirement = _requirement(wanted)
    return requirement is not None and any(clause.operator in _BOUNDS for clause in requirement.clauses)


def lower_bounds(wanted: str) -> tuple[str, ...]:
    """Versions from which a requirement begins to allow: '>= 1.2' and '~> 1.2' both give 1.2."""
    requirement = _requirement(wanted)
    clauses = requirement.clauses if requirement else ()
    return tuple(clause.version.text for clause in clauses if clause.operator in (">=", "~>", "="))


def is_exact(wanted: Iterable[str]) -> bool:
    """Whether one version alone is allowed: `= 1.2` or plain `1.2`."""
    requirements = [_requirement(text) for text in wanted]
    return any(each and any(clause.operator == "=" for clause in each.clauses) for each in requirements)


def is_newer(text: str, than: str) -> bool:
    """Whether a version comes after another; False when either can't be read."""
    ours, theirs = version(text), version(than)
    return ours is not None and theirs is not None and ours > theirs


@lru_cache(maxsize=1 << 13)
def _requirement(text: str) -> Requirement | None:
    try:
        return Requirement.parse(text)
    except ValueError:
        return None
