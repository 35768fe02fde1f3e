"""A small report about gems, for tests of its formats."""

from __future__ import annotations

from datetime import date

from dxscore.copying import replace
from dxscore.domain.gems import Bundle, FigureSource, GemReport, RegisterEntry
from dxscore.gems.lag import Setting
from dxscore.gems.rails import all_series
from dxscore.gems.ranking import rank
from dxscore.gems.states import Known
from tests.gems.support import (
    GIT,
    Book,
    Index,
    by_name,
    direct,
    locked,
    releases,
    shipped_weights,
    weaknesses,
)

_AS_OF = date(2026, 8, 22)


def a_report() -> GemReport:
    """rack to be updated now, mongoid in the way of Rails 7.2, a gem from git of which nothing is known."""
    gems = by_name(
        locked("rack", "3.1.7"), locked("sinatra", "4.0.0", "rack (>= 3, < 4)"),
        locked("mongoid", "9.0.1", "activemodel (< 7.2)"), locked("fork", "1.0", source=GIT),
    )  # fmt: skip
    calls = (direct("sinatra"), direct("mongoid", "~> 9.0", line=2), direct("fork", source=GIT, line=3))
    bundle = Bundle("Gemfile", "Gemfile.lock", gems, calls, platforms=("ruby",), ruby="3.3.4")
    index = Index(
        {
            "rack": releases("3.1.7 2024-07-11", "3.1.21 2026-04-01"),
            "mongoid": releases("9.0.1 2024-07-29; activemodel (< 7.2)", "9.0.2 2024-09-11; activemodel (< 8)"),
        }
    )
    book = Book(tuple(weaknesses("rack", "< 3.1.21", {"critical": 1, "high": 2}, "<b>CVE</b>")))
    register = {"mongoid": RegisterEntry("keeps events", "Gemfile:2", "platform", "Gemfile:2")}
    setting = Setting(_AS_OF, "3.3.4", ("ruby",))
    known = Known(bundle, index, book, setting, all_series()["7.2"], lambda _name: ("app/models/a.rb",), register)
    source = FigureSource("snapshot (.dxscore/gems.snapshot)", date(2026, 8, 20))
    units = rank(known, shipped_weights())
    return GemReport("shop", _AS_OF, bundle, "rails 7.2", units, (source,), ("fork: no releases are known",))


def about(name: str) -> GemReport:
    """The same about one gem."""
    report = a_report()
    unit = next(each for each in report.units if name in each.unit.gems)
    return replace(report, units=(unit,), focus=name, chains=(("sinatra", name),))
