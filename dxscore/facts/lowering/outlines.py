"""A Ruby file and where the bodies of its methods stand -> a digest of all the rest: what it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import blake2b

_SILENT = re.compile(rb"^[ \t]*(?:#.*)?\n?", re.MULTILINE)
"""Blank lines, comments, and how far a line is indented."""


def outline_of(source: bytes, method_bodies: Iterable[tuple[int, int]]) -> str:
    """The same for files that differ only in methods' bodies, comments, blank lines and indentation."""
    kept, position = [], 0
    for start, end in sorted(method_bodies):
        if start >= position:
            kept.append(source[position:start])
        position = max(position, end)
    rest = b"".join((*kept, source[position:]))
    return blake2b(_SILENT.sub(b"", rest), digest_size=8).hexdigest()
