from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from dxscore.campaigns.suites import suite
from dxscore.domain.suite import Case, Outcome, Suite


def examined(cases: Iterable[Case], warnings: Mapping[str, int] | None = None, **inside: str) -> Suite:
    return suite(
        cases,
        owner_of=lambda path: "web" if path.startswith("spec/web") else "unowned",
        inside=lambda _, owner: owner == inside.get("owner", owner),
        warnings=warnings or {},
    )


def runs(*outcomes: Outcome) -> list[Case]:
    return [Case("spec/web/a_spec.rb", outcome, "adds up", None, "1") for outcome in outcomes]


@pytest.mark.parametrize(
    ("outcomes", "counts"),
    [
        (("passed", "passed"), (0, 0, 0)),
        (("failed", "failed"), (1, 0, 0)),
        (("passed", "failed"), (0, 1, 0)),
        (("failed", "pending", "passed"), (0, 1, 0)),
        (("pending", "pending"), (0, 0, 1)),
        (("pending", "passed"), (0, 0, 0)),
        (("pending", "failed"), (1, 0, 0)),
    ],
)
def test_a_test_counts_once_by_all_its_runs(outcomes: tuple[Outcome, ...], counts: tuple[int, int, int]) -> None:
    (part,) = examined(runs(*outcomes)).parts
    assert part.tests == 1
    assert (part.failing, part.flaky, part.pending) == counts


def test_the_same_name_in_another_file_or_class_is_another_test() -> None:
    cases = [
        Case("spec/a_spec.rb", "passed", "adds up", None, "A#adds up"),
        Case("spec/b_spec.rb", "failed", "adds up", None, "A#adds up"),
        Case("spec/a_spec.rb", "failed", "adds up", None, "B#adds up"),
    ]
    found = examined(cases)
    assert not found.flaky
    assert [test.path for test in found.failing] == ["spec/a_spec.rb", "spec/b_spec.rb"]


def test_slow_tests_take_a_second_on_average_and_the_slowest_come_first() -> None:
    times = {"quick": (0.2, 0.4), "edge": (0.5, 1.5), "slow": (9.0, None)}
    cases = [Case("spec/a_spec.rb", "passed", name, seconds, name) for name, both in times.items() for seconds in both]
    found = examined([*cases, Case("spec/a_spec.rb", "pending", "edge", 0.0, "edge")])
    assert [(test.name, test.seconds) for test in found.slow] == [("slow", 9.0), ("edge", 1.0)]
    (part,) = found.parts
    assert part.slow == 2
    assert part.seconds == pytest.approx(10.3)


def test_without_times_seconds_are_not_known() -> None:
    assert examined(runs("passed")).parts[0].seconds is None


def test_teams_with_most_failures_come_first_and_warnings_alone_make_a_row() -> None:
    cases = [Case("spec/a_spec.rb", "passed", key="1"), *runs("failed")]
    parts = examined(cases, {"jobs": 7, "web": 2, "mail": 0}).parts
    assert [(part.owner, part.tests, part.warnings) for part in parts] == [
        ("web", 1, 2),
        ("jobs", 0, 7),
        ("unowned", 1, 0),
    ]


def test_only_tests_inside_the_scope_count() -> None:
    found = examined([Case("spec/a_spec.rb", "failed", key="1"), *runs("passed")], owner="web")
    assert [part.owner for part in found.parts] == ["web"]
    assert not found.failing


def test_tests_without_a_file_are_told() -> None:
    found = examined([Case("", "passed", key="A#a"), *runs("passed")])
    assert [each.reason for each in found.unknown] == ["1 of 2 tests name no file in the results"]


def test_no_cases_no_parts() -> None:
    assert examined([]) == Suite((), (), (), (), ())
