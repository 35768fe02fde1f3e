from __future__ import annotations

from dxscore.config.gate import GateConfig
from dxscore.domain.gate import Measure, Ruling
from dxscore.gate.measures import moved

OFFENCES = Measure("offences accepted", 12)
OWNED = Measure("files with an owner", 80, "%", "higher")


def test_only_what_differs_is_told_and_only_the_wrong_way_is_judged() -> None:
    after = [Measure("offences accepted", 15), Measure("files with an owner", 82, "%", "higher"), Measure("same", 1)]
    found = moved([OFFENCES, OWNED, Measure("same", 1)], after, GateConfig(measures="stop"))
    assert [(each.after.name, each.delta, each.ruling) for each in found] == [
        ("offences accepted", 3, Ruling.STOP),
        ("files with an owner", 2, Ruling.PASS),
    ]


def test_what_is_unknown_at_one_end_says_nothing() -> None:
    assert moved([Measure("a", None), Measure("b", 1)], [Measure("a", 1), Measure("c", 1)], GateConfig()) == ()
