"""What doctor saw -> text."""

from __future__ import annotations

from collections.abc import Sequence

from dxscore.domain.checkup import Symptom
from dxscore.reporting.view import View


def checkup_text(symptoms: Sequence[Symptom], view: View) -> str:
    """One line per topic, with what to do below those that need a hand."""
    width = max(len(symptom.topic) for symptom in symptoms)
    lines = []
    for symptom in symptoms:
        lines.append(f"{_mark(symptom, view)} {symptom.topic:<{width}}  {symptom.finding}")
        if symptom.remedy:
            lines.append(f"     {'':<{width}}  -> {symptom.remedy}")
    return "\n".join(lines) + "\n"


def _mark(symptom: Symptom, view: View) -> str:
    word, code = ("look", 33) if symptom.needs_hand else ("ok", 32)
    return f"\033[{code}m{word:<4}\033[0m" if view.color else f"{word:<4}"
