"""The rules' matchers -> a digest of everything that decides which matches a file has, without compiling any."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from dxscore.domain.rule import Rule
from dxscore.facts import grammar

ENGINE_VERSION = 1
"""Raise it when the same matchers would find something else in the same bytes: stored matches are then dropped."""


def program_digest(rules: Sequence[Rule]) -> str:
    """32 hex digits of matchers, captures, grammar and engine."""
    parts = [
        (
            rule.id,
            rule.scope.in_tests,
            found.match,
            found.done,
            sorted(found.captures.items()),
            found.where,
            found.glance,
        )
        for rule in sorted(rules, key=lambda rule: rule.id)
        for found in [rule.detection]
    ]
    return blake2b(repr((ENGINE_VERSION, grammar.fingerprint(), parts)).encode(), digest_size=16).hexdigest()
