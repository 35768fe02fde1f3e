"""What the shell offers when someone presses Tab; reads file names only, so that it answers at once."""

from __future__ import annotations

from dxscore.resources import RULES


def rule_ids(incomplete: str) -> list[str]:
    """Ids of shipped rules: `<dimension>.<file name>`."""
    ids = (f"{file.parent.name}.{file.stem}" for file in RULES.glob("*/*.yml") if file.parent.name != "scorecards")
    return sorted(rule for rule in ids if rule.startswith(incomplete))


def dimensions(incomplete: str) -> list[str]:
    """Names of the dimensions that rules are shipped for."""
    names = {file.parent.name for file in RULES.glob("*/*.yml")} - {"scorecards"}
    return sorted(name for name in names if name.startswith(incomplete))
