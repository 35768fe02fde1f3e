"""`[upgrade]` of dxscore.toml: where to, and where tools of the project record deprecation warnings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UpgradeConfig:
    """`[upgrade]`: what `dxscore upgrade` is to know without being told on the command line."""

    target: str = ""
    """'rails@8.0' or 'ruby@3.4'; '' for the next series of Rails."""
    recorded: tuple[str, ...] = ("test/deprecations", "spec/deprecations", "test/support", "spec/support")
    """Folders with the YAML files of deprecation_toolkit and the shitlists of next_rails."""
