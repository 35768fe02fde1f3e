"""Build hook: the wheel brings its rules validated, so that a first scan has no YAML to read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulebookHook(BuildHookInterface):
    """Writes what `dxscore.resources.RULEBOOK` names."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Not for an editable install: there the rules may change at any time."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from dxscore.rulebook.prebuilt import prebuild  # noqa: PLC0415 - not to be found any sooner

        target = Path(self.directory) / "rules.msgpack"
        prebuild(Path(self.root) / "rules", target)
        build_data["force_include"][str(target)] = "dxscore/_data/rules.msgpack"
