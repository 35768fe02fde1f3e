"""A misspelt word and the known ones -> a hint."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """`did you mean 'x'?`, else the whole choice when it is short, else ''."""
    by_lower = {name.lower(): name for name in known}
    close = get_close_matches(word.lower()[:80], list(by_lower), n=1, cutoff=0.6)
    if close:
        return f"did you mean '{by_lower[close[0]]}'?"
    return f"known: {', '.join(known)}" if 0 < len(known) <= 20 else ""
