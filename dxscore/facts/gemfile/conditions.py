"""A condition around `gem` calls -> its text, and which of two bundles it stands for while a project is upgraded."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from dxscore.rubygems.remote import redacted

Boot: TypeAlias = Literal["", "current", "next"]

_LONGEST = 200
_NEXT = re.compile(
    r"""(?x) (?P<not>(?:!|not\b)\s*)?
    (?: next\?
      | ENV (?: \[ | \.fetch\( | \.key\?\( ) \s* ["'](?:\w*_)?NEXT(?:_\w*)?["'] [^)\]]* [)\]]
        (?: \.present\? | \s*==\s*["'](?:1|true|yes)["'] )?
    )"""
)
"""`next?` of next_rails, DEPENDENCIES_NEXT of bootboot, and the variables that people choose."""
_OPPOSITE = {"if": "unless", "unless": "if"}


def shown(code: str) -> str:
    """Code for people to read: on one line, bounded, without secrets in URLs."""
    return redacted(" ".join(code.split()))[:_LONGEST]


def condition(word: str, code: str) -> str:
    """`if next?`; `word` is 'if', 'unless' or '' for a block of any other method."""
    return shown(f"{word} {code}".strip())


def otherwise(told: str) -> str:
    """The condition of the other branch."""
    word, _, code = told.partition(" ")
    return f"{_OPPOSITE[word]} {code}"


def boot_of(told: str) -> Boot:
    """'' for a condition that is about anything else."""
    word, _, code = told.partition(" ")
    inside = code[1:-1] if code.startswith("(") and code.endswith(")") else code
    found = _NEXT.fullmatch(inside)
    if not found or word not in _OPPOSITE:
        return ""
    return "next" if (word == "if") != bool(found["not"]) else "current"
