from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.gems import Bundle, Effort, GemReport, Needed, Priority, RankedUnit, Unit, WorkList
from dxscore.errors import DxscoreError
from dxscore.gems.focus import focused
from tests.gems.support import by_name, locked

_LOCKED = by_name(
    locked("rails", "8.0.1", "rack"),
    locked("railties", "8.0.1", "rack"),
    locked("puma", "6.0.0", "rack"),
    locked("rack", "3.1.7"),
)
_ASKED = (Needed("rails"), Needed("puma"))
_NOTHING = Priority(0, 0, WorkList.WATCH, 1, ())


def _unit(*names: str) -> RankedUnit:
    return RankedUnit(Unit(names[0], names), (), _NOTHING, Effort(0, "", None))


_REPORT = GemReport(
    "shop",
    date(2026, 11, 25),
    Bundle("Gemfile", "Gemfile.lock", _LOCKED, asked=_ASKED),
    "rails 8.1",
    (_unit("rails", "railties"), _unit("rack"), _unit("puma")),
    (),
    (),
)


def test_the_report_on_one_gem_says_who_pulls_it_in() -> None:
    found = focused(_REPORT, "rack")
    assert (found.focus, [each.unit.name for each in found.units]) == ("rack", ["rack"])
    assert found.chains == (("puma", "rack"), ("rails", "rack"))


@pytest.mark.parametrize(("name", "focus"), [("railties", "railties"), ("rails", "rails")])
def test_a_gem_of_a_train_brings_the_whole_train(name: str, focus: str) -> None:
    found = focused(_REPORT, name)
    assert (found.focus, found.units[0].unit.gems) == (focus, ("rails", "railties"))


def test_a_name_that_is_not_there_gets_a_suggestion() -> None:
    with pytest.raises(DxscoreError) as error:
        focused(_REPORT, "rak")
    assert error.value.hint == "did you mean 'rack'?"
