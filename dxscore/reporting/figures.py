"""Numbers -> the texts people read: thousands apart, no needless decimals, None as a word."""

from __future__ import annotations


def amount(value: float) -> str:
    """1234.0 -> '1,234', 12.5 -> '12.5'."""
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def density(value: float | None) -> str:
    """Points per 1,000 lines with one decimal; 'no code' for an owner without code."""
    return "no code" if value is None else f"{value:,.1f}"


def counted(count: float, singular: str) -> str:
    """1, 'file' -> '1 file'; 1200, 'file' -> '1,200 files'."""
    return f"{amount(count)} {singular if count == 1 else singular + 's'}"


def percent(share: float) -> str:
    """0.999 -> '99%': rounded down, 100% is for what is whole."""
    return f"{int(100 * share + 1e-9)}%"
