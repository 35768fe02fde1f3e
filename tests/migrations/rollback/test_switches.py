from __future__ import annotations

import pytest

from dxscore.domain.rollback import RollbackKind
from tests.migrations.rollback.changes import migrating, only, reasons, told

_ASKING = {"app/models/cart.rb": "class Cart\n  def total\n    Flipper.enabled?(:tax) ? 1 : 0\n  end\nend\n"}


@pytest.mark.parametrize("call", ["Flipper.enable(:tax)", "Flipper[:tax].enable", "Flipper.disable :tax"])
def test_a_flag_that_the_previous_release_asks_for(call: str) -> None:
    found = reasons(_ASKING, {**_ASKING, **migrating(call, "up")})
    assert only(found, RollbackKind.FEATURE_FLAG).verdict == "unsafe"


def test_a_flag_that_only_the_change_knows() -> None:
    found = reasons({}, {**_ASKING, **migrating("Flipper.enable(:tax)", "up")})
    assert only(found, RollbackKind.FEATURE_FLAG).verdict == "safe"


def test_flags_in_initializers_count_when_they_are_new() -> None:
    path = "config/initializers/flags.rb"
    found = reasons(_ASKING, {**_ASKING, path: "Flipper.enable(:tax)\n"})
    assert told(found) == [("unsafe", "feature-flag")]
    before = {**_ASKING, path: "Flipper.enable(:tax)\n"}
    assert reasons(before, {**_ASKING, path: "# why\nFlipper.enable(:tax)\n"}) == []


def test_variables_that_only_one_release_needs() -> None:
    path = "app/models/bank.rb"
    old, new = ({path: f'class Bank\n  KEY = ENV.fetch("{name}")\nend\n'} for name in ("OLD_KEY", "NEW_KEY"))
    found = reasons(old, new)
    assert told(found) == [("safe", "environment-variable")] * 2
    assert {each.side for each in found} == {"base", "head"}


@pytest.mark.parametrize("read", ['ENV.fetch("KEY", nil)', 'ENV.fetch("KEY") { 1 }', 'ENV["KEY"]'])
def test_variables_that_may_be_missing(read: str) -> None:
    assert reasons({}, {"app/models/bank.rb": f"class Bank\n  KEY = {read}\nend\n"}) == []
