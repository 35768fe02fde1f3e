"""Trials of rule examples -> text."""

from __future__ import annotations

from collections.abc import Sequence

from dxscore.domain.trial import Trial
from dxscore.reporting.view import View


def trial_report(trials: Sequence[Trial], view: View) -> str:
    """A line for each example that did not come out as it says, then the totals."""
    wrong = [trial for trial in trials if not trial.passed]
    lines = [f"{trial.rule}: {trial.example} is {_painted(trial, view)}: {trial.detail}" for trial in wrong]
    rules = len({trial.rule for trial in trials})
    lines.append(f"{rules} rules, {len(trials)} examples, {len(wrong)} wrong")
    return "\n".join(lines) + "\n"


def _painted(trial: Trial, view: View) -> str:
    return f"\033[31m{trial.outcome}\033[0m" if view.color else str(trial.outcome)
