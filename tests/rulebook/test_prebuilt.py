"""The rulebook that wheels bring."""

from __future__ import annotations

from pathlib import Path

from dxscore.resources import RULES
from dxscore.rulebook.loader import RuleFolder, every_rule
from dxscore.rulebook.prebuilt import prebuild
from tests.rulebook.support import rule_text, write


def test_what_is_written_is_written_again_only_when_the_rules_have_changed(tmp_path: Path) -> None:
    rules, target = write(tmp_path / "rules", {"a.yml": rule_text(rule_id="a.a")}), tmp_path / "build/rules.msgpack"
    prebuild(rules, target)
    first = target.stat().st_mtime_ns
    prebuild(rules, target)
    assert target.stat().st_mtime_ns == first
    write(rules, {"b.yml": rule_text(rule_id="b.b")})
    prebuild(rules, target)
    found = every_rule([RuleFolder.shipped(rules)], prebuilt=target)
    assert [rule.id for rule in found.rules] == ["a.a", "b.b"]


def test_the_shipped_rules_can_be_prebuilt(tmp_path: Path) -> None:
    prebuild(RULES, tmp_path / "rules.msgpack")
    assert (tmp_path / "rules.msgpack").exists()
