"""A row of numbers -> one line of blocks whose heights show how they moved."""

from __future__ import annotations

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
GAP = " "


def sparkline(numbers: Sequence[float | None], width: int) -> str:
    """At most `width` characters, from the least number to the greatest; blank where there is none.

    More numbers than characters are thinned out evenly; the first and the last stay. Equal numbers give a low line.
    """
    shown = thinned(numbers, width)
    known = [number for number in shown if number is not None]
    if not known:
        return GAP * len(shown)
    low, range_ = min(known), max(known) - min(known)
    return "".join(GAP if number is None else _block((number - low) / range_ if range_ else 0.0) for number in shown)


def thinned(numbers: Sequence[float | None], most: int) -> Sequence[float | None]:
    """At most `most` of them, evenly apart, the first and the last among them."""
    if len(numbers) <= most:
        return numbers
    if most < 2:
        return numbers[len(numbers) - most :]
    last = len(numbers) - 1
    return [numbers[round(at * last / (most - 1))] for at in range(most)]


def _block(share: float) -> str:
    return BLOCKS[min(int(share * len(BLOCKS)), len(BLOCKS) - 1)]
