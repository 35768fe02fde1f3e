from __future__ import annotations

from dxscore.domain.source import Unknown
from dxscore.domain.suite import Examined, Suite, SuitePart
from dxscore.reporting.campaigns.suite_text import suite_lines
from dxscore.reporting.terminal import rendered
from dxscore.reporting.view import View
from tests.factories import HOSTILE


def lines(suite: Suite, width: int = 80) -> list[str]:
    view = View(width=width, terminal=True)
    return rendered(suite_lines(suite, view), view).splitlines()


def test_teams_then_the_tests_to_look_at() -> None:
    flaky = Examined("spec/a_spec.rb", "adds up", "web", "flaky", 2.5)
    suite = Suite((SuitePart("web", 1200, 0, 3, 1, 1, 60.0, 4),), (), (flaky,), (), (flaky,), (Unknown("x", "y"),))
    assert lines(suite) == [
        "",
        "Tests  1,200 tests in its scope; slow from 1 s on",
        "TEAM  TESTS  FAILING  FLAKY  PENDING  SLOW  SECONDS  WARNINGS",
        "web   1,200        0      1        3     1       60         4",
        "  Flaky: passed and failed",
        "    spec/a_spec.rb",
        "      adds up (web, 2.5 s)",
        "  Slowest",
        "    spec/a_spec.rb",
        "      adds up (web, 2.5 s)",
        "x: y",
    ]


def test_long_lists_are_cut_and_hostile_names_stay_text() -> None:
    failing = tuple(Examined("", HOSTILE, HOSTILE, "failing", None) for _ in range(13))
    made = lines(Suite((), failing, (), (), ()))
    assert made[-1] == "    … and 3 more"
    assert "\x1b" not in "".join(made)
    assert made.count("    no file named") == 10


def test_without_tests_only_a_heading() -> None:
    assert lines(Suite((), (), (), (), ())) == ["", "Tests  0 tests in its scope; slow from 1 s on"]
