"""Runs of tests, and who owns what -> failing, flaky, pending and slow tests by team."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import fmean
from typing import Literal

from dxscore.domain.source import Unknown
from dxscore.domain.suite import Case, Examined, Suite, SuitePart


def suite(
    cases: Iterable[Case],
    owner_of: Callable[[str], str],
    inside: Callable[[str, str], bool],
    warnings: Mapping[str, int],
) -> Suite:
    """The tests whose path and owner are `inside`; `warnings` are recorded deprecations by owner."""
    tests = [test for test in _examined(cases, owner_of) if inside(test.path, test.owner)]
    return Suite(
        parts=tuple(sorted(_parts(tests, warnings), key=_rank)),
        failing=_those(tests, "failing"),
        flaky=_those(tests, "flaky"),
        pending=_those(tests, "pending"),
        slow=tuple(sorted((test for test in tests if test.slow), key=lambda test: (-(test.seconds or 0), test.path))),
        unknown=tuple(_homeless(tests)),
    )


def _examined(cases: Iterable[Case], owner_of: Callable[[str], str]) -> Iterator[Examined]:
    runs: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        runs[case.path, case.key].append(case)
    for (path, _), found in runs.items():
        times = [case.seconds for case in found if case.seconds is not None and case.outcome != "pending"]
        yield Examined(path, found[0].name, owner_of(path), _verdict(found), fmean(times) if times else None)


def _verdict(runs: Sequence[Case]) -> Literal["passed", "failing", "pending", "flaky"]:
    outcomes = {case.outcome for case in runs}
    if {"passed", "failed"} <= outcomes:
        return "flaky"
    if "failed" in outcomes:
        return "failing"
    return "passed" if "passed" in outcomes else "pending"


def _parts(tests: Iterable[Examined], warnings: Mapping[str, int]) -> Iterator[SuitePart]:
    by_owner: dict[str, list[Examined]] = {owner: [] for owner, count in warnings.items() if count}
    for test in tests:
        by_owner.setdefault(test.owner, []).append(test)
    for owner, found in by_owner.items():
        verdicts = [test.verdict for test in found]
        times = [test.seconds for test in found if test.seconds is not None]
        yield SuitePart(
            owner=owner,
            tests=len(found),
            failing=verdicts.count("failing"),
            pending=verdicts.count("pending"),
            flaky=verdicts.count("flaky"),
            slow=sum(test.slow for test in found),
            seconds=sum(times) if times else None,
            warnings=warnings.get(owner, 0),
        )


def _rank(part: SuitePart) -> tuple[int, int, int, int, str]:
    return (-part.failing, -part.flaky, -part.pending, -part.warnings, part.owner)


def _those(tests: Iterable[Examined], verdict: str) -> tuple[Examined, ...]:
    return tuple(sorted((test for test in tests if test.verdict == verdict), key=lambda test: (test.path, test.name)))


def _homeless(tests: Sequence[Examined]) -> Iterator[Unknown]:
    count = sum(not test.path for test in tests)
    if count:
        yield Unknown("owners of tests", f"{count} of {len(tests)} tests name no file in the results")
