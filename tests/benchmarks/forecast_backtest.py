"""How often the forecast of campaigns would have been right, over the past of real projects.

    python -m tests.benchmarks.forecast_backtest FILE.json ... [HISTORY.db ...]

A JSON file is what tests/benchmarks/weekly_counts.py wrote; a database is that of `dxscore history backfill`. Every
rule of every file is a series. At every eighth week in which it had fallen over the window, and something was left,
the forecast is asked when nothing, half, and three quarters of that will be left.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from dxscore.campaigns.backtest import Case, Outcome, backtest
from dxscore.domain.trend import Lens
from dxscore.store import file_address, open_store
from dxscore.trends.series import Sight, count_through

LEAST = 15
"""A series that never had as many places is no campaign."""
GOALS = (0.0, 0.5, 0.75)
_DECIDED = (Outcome.WITHIN, Outcome.EARLY, Outcome.LATE)


def main() -> None:
    series = {f"{Path(name).stem}: {rule}": each for name in sys.argv[1:] for rule, each in _series(Path(name))}
    used = {name: each for name, each in series.items() if max(each) >= LEAST}
    print(f"{len(used)} series of at least {LEAST} places, out of {len(series)}; {sum(map(len, used.values()))} weeks")
    everything: list[Case] = []
    for goal in GOALS:
        cases = [case for each in used.values() for case in backtest(each, goal)]
        everything += cases
        _say(f"until {goal:.0%} is left", cases)
    _say("all", everything)


def _say(name: str, cases: Sequence[Case]) -> None:
    outcomes = Counter(case.outcome for case in cases)
    decided = [case for case in cases if case.outcome in _DECIDED]
    closed = [case for case in decided if not case.open_end]
    widths = [case.width for case in closed if case.width is not None]
    print(f"{name}: {len(cases)} forecasts; " + ", ".join(f"{each} {outcomes[each]}" for each in Outcome))
    print(f"  the true end fell into the range: {_share(decided)}; where the range had a latest end: {_share(closed)}")
    print(f"  weeks from the earliest to the latest end: {median(widths) if widths else '-'} (median)")


def _share(cases: Sequence[Case]) -> str:
    within = sum(case.outcome is Outcome.WITHIN for case in cases)
    return f"{within} of {len(cases)}" + (f" = {within / len(cases):.0%}" if cases else "")


def _series(file: Path) -> Iterator[tuple[str, Sequence[int]]]:
    counted = json.loads(file.read_text()) if file.suffix == ".json" else _stored(file)
    for rule, points in counted.items():
        yield rule, _filled([(date.fromisoformat(day), count) for day, count in points])


def _stored(file: Path) -> Mapping[str, Sequence[tuple[str, int]]]:
    store = open_store(file_address(file.parent.resolve(), file.name), "", create=False)
    rulesets = store.rulesets()
    largest = max(rulesets, key=lambda ruleset: rulesets[ruleset])
    counted = count_through(store.get(store.kept(largest)), Sight(Lens(), "rule"))
    return {part.name: [(point.day.isoformat(), point.open) for point in part.points] for part in counted.parts}


def _filled(points: Sequence[tuple[date, int]]) -> Sequence[int]:
    """One number a week: that of the week before where there was no commit."""
    known = {_sunday(day): count for day, count in points}
    filled: list[int] = []
    sunday = min(known)
    while sunday <= max(known):
        filled.append(known.get(sunday, filled[-1] if filled else 0))
        sunday += timedelta(days=7)
    return filled


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


if __name__ == "__main__":
    main()
