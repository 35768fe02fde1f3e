from __future__ import annotations

import pytest

from dxscore.migrations.volatility import kind_of_default
from tests.migrations.programs import up


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (":string", "none"),
        (":string, default: nil", "none"),
        (':string, default: "now()"', "literal"),
        (':uuid, default: "gen_random_uuid()"', "volatile"),
        (':datetime, default: -> { "now()" }', "steady"),
        (':datetime, default: -> { "CURRENT_TIMESTAMP" }', "steady"),
        (':float, default: -> { "1 + RANDOM()" }', "volatile"),
        (':string, default: -> { "our_own()" }', "unknown"),
        (":string, default: -> { of_today }", "unknown"),
    ],
)
def test_kinds(column: str, kind: str) -> None:
    (operation,) = up(f"add_column :users, :a, {column}")
    assert kind_of_default(operation) == kind
