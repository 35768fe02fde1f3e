"""A misspelt word and the known ones -> a hint."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`did you mean 'x'?`, else the whole choice when it is short, else ''."""
    near = closest(word, known)
    if near:
        return f"did you mean '{near}'?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 20 else ""


def closest(word: str, known: Sequence[str]) -> str:
    """The known word that is spelt much like this one, '' when there is none."""
    by_lower = {name.lower(): name for name in known}
    found = get_close_matches(word.lower()[:80], list(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""
