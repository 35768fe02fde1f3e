"""`/pattern/` as written in a rule -> a checked Python regular expression; those that could hang a scan are refused.

Rules come from the scanned repository, and Python's engine backtracks without a limit. The check is conservative: it
refuses some harmless patterns rather than trying to prove them harmless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

_MAX_LENGTH = 1000
_MAX_WILDCARDS = 3
_FEW = 3
_CLOSING = (")",)
_SPECIAL = ".^$*+?|()[]{}"
_TOKEN = re.compile(
    r"""
      \\.                                                     # an escape
    | \[\^?\]?(?:\\.|[^\]\\])*\]                              # a set of characters
    | \(\?P?<[^>=!]*> | \(\?<?[=!] | \(\?> | \(\?[aiLmsux-]*:? | \(   # the start of a group
    | \{\d*,?\d*\}                                            # a counted repeat
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_RUBYISMS = {r"\z": r"\Z", r"\h": "[0-9a-fA-F]", "(?<name>": "(?P<name>"}


def written_regex(text: str) -> str | None:
    """The pattern of a text written as `/pattern/` or `/pattern/i`, None for any other text."""
    if len(text) > 2 and text.startswith("/") and text.endswith("/"):
        return text[1:-1]
    if len(text) > 3 and text.startswith("/") and text.endswith("/i"):
        return f"(?i:{text[1:-2]})"
    return None


def regex_error(pattern: str) -> tuple[str, str]:
    """What is wrong with a pattern and what to do about it; ('', '') when nothing is."""
    if len(pattern) > _MAX_LENGTH:
        return f"the regular expression is longer than {_MAX_LENGTH} characters", "split the rule"
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"not a valid regular expression: {error}", _ruby_hint(pattern)
    slow = _slowness(pattern)
    return slow, "make the repeats unambiguous" if slow else ""


def _ruby_hint(pattern: str) -> str:
    for ruby, python in _RUBYISMS.items():
        if ruby[:3] in pattern:
            return f"Python writes {python} for Ruby's {ruby}"
    return "Python's syntax holds (the re module)"


@dataclass(slots=True)
class _Group:
    """What was seen so far in a group; `tokens` are those of its own level, an inner group counts as `)`."""

    tokens: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    """Tokens repeated a varying number of times, those of inner groups included."""

    def ambiguous(self) -> bool:
        """Whether repeating the group often might match the same text in many ways."""
        starts = [self.tokens[:1], *([after] for bar, after in pairwise([*self.tokens, "|"]) if bar == "|")]
        if len(starts) > 1:
            return bool(self.repeated) or not _distinct([start[0] for start in starts if start], len(starts))
        return bool(self.repeated) and not any(self._separated_by(place) for place in (0, -1))

    def _separated_by(self, place: int) -> bool:
        """Whether each round of the group begins or ends with a character that its repeats can't match."""
        character = _literal(self.tokens[place])
        optional = place == 0 and len(self.tokens) > 1 and _varies(self.tokens[1])
        if not character or optional:
            return False
        return not any(token in _CLOSING or re.fullmatch(token, character, re.DOTALL) for token in self.repeated)


def _distinct(starts: list[str], alternatives: int) -> bool:
    literals = {_literal(start) for start in starts}
    return "" not in literals and len(literals) == alternatives


def _literal(token: str) -> str:
    """The one character that a token stands for, '' for any other token."""
    if len(token) == 1:
        return "" if token in _SPECIAL else token
    return token[1] if len(token) == 2 and token[0] == "\\" and not token[1].isalnum() else ""


def _slowness(pattern: str) -> str:
    """Nested varying repeats, repeated alternatives that may start alike, and piles of wildcards."""
    stack, closed, wildcards = [_Group()], _Group(), 0
    for token in _TOKEN.findall(pattern):
        group = stack[-1]
        if token.startswith("("):
            stack.append(_Group())
            continue
        if token in _CLOSING:
            closed = stack.pop()
            stack[-1].repeated += closed.repeated
        elif group.tokens and not _varies(group.tokens[-1]):
            if group.tokens[-1] == ")" and _most(token) > _FEW and closed.ambiguous():
                return "the regular expression repeats a group that itself repeats or branches: it can take forever"
            group.repeated += [group.tokens[-1]] * _varies(token)
            wildcards += group.tokens[-1] == "." and _most(token) == inf
        stack[-1].tokens.append(token)
    return f"the regular expression has more than {_MAX_WILDCARDS} wildcards" if wildcards > _MAX_WILDCARDS else ""


def _most(token: str) -> float:
    """How often a repeat may match, 1 for a token that is no repeat."""
    if token in ("*", "+"):
        return inf
    counted = re.fullmatch(r"\{(\d*)(,?)(\d*)\}", token)
    if counted is None or not any(counted.groups()):
        return 1
    low, comma, high = counted.groups()
    return inf if comma and not high else int(high or low)


def _varies(token: str) -> bool:
    return token in ("?", "*", "+") or ("," in token and _most(token) > 1)
