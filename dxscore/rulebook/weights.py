"""What a finding weighs when its rule does not say."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.severity import Severity

DEFAULT_WEIGHTS: Mapping[Severity, float] = {
    Severity.INFO: 0.0,
    Severity.MINOR: 1.0,
    Severity.MAJOR: 3.0,
    Severity.CRITICAL: 5.0,
    Severity.BLOCKER: 10.0,
}
"""Debt points per finding."""
