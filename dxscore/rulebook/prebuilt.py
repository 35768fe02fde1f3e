"""The shipped rules -> the rulebook that a wheel brings and a checkout keeps in build/: no first scan has YAML to read.

usage: python -m dxscore.rulebook.prebuilt
"""

from __future__ import annotations

from pathlib import Path

from dxscore.resources import RULEBOOK, RULES
from dxscore.rulebook.loader import RuleFolder, every_rule


def prebuild(rules: Path, target: Path) -> None:
    """Write it, unless it is there and of these very rules. Raises InvalidInputError with all that is wrong."""
    every_rule([RuleFolder.shipped(rules)], target)


if __name__ == "__main__":
    prebuild(RULES, RULEBOOK)
