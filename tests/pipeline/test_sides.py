from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dxscore.domain.finding import Finding
from dxscore.domain.gate import Change, Compared
from dxscore.domain.versions import LockedVersions
from dxscore.gate.matching import Edits, compare
from dxscore.pipeline.judging import judge
from dxscore.pipeline.sides import Side, judge_sides
from tests.pipeline.in_memory import law, projects, side

_quickly = settings(max_examples=25, deadline=None)
_versions = st.sampled_from([LockedVersions(rails=rails, lockfile="Gemfile.lock") for rails in ("4.2.0", "7.1.0")])


def scanned(one: Side) -> tuple[Finding, ...]:
    """What a scan of this side alone finds."""
    return judge(law().rules, law().known, one.subject, (), law().as_of).findings


def compared(base: Side, head: Side) -> tuple[Compared, ...]:
    before, after = judge_sides(base, head, law())
    return compare(before.findings, after.findings, Edits({}), {rule.id: rule for rule in law().rules})


def keys(findings: Iterable[Finding]) -> Counter[tuple[str, str, int, str]]:
    return Counter((each.rule, each.fingerprint, each.location.line, each.status) for each in findings)


def difference(changes: Iterable[Compared]) -> Counter[str]:
    """Rule -> new minus fixed, without zeros."""
    counts: Counter[str] = Counter()
    for each in changes:
        counts[each.finding.rule] += (each.change is Change.NEW) - (each.change is Change.FIXED)
    return Counter({rule: count for rule, count in counts.items() if count})


@_quickly
@given(projects, projects, _versions, _versions)
def test_each_side_is_what_a_scan_of_it_finds(
    base: Mapping[str, str], head: Mapping[str, str], before: LockedVersions, after: LockedVersions
) -> None:
    one, other = side(base, before), side(head, after)
    judgements = judge_sides(one, other, law())
    assert [keys(each.findings) for each in judgements] == [keys(scanned(one)), keys(scanned(other))]
    assert not [each.failures for each in judgements if each.failures]


@_quickly
@given(st.lists(projects, min_size=2, max_size=5))
def test_the_sum_over_commits_is_the_difference_of_the_ends(history: list[dict[str, str]]) -> None:
    sides = [side(project) for project in history]
    steps: Counter[str] = Counter()
    for before, after in pairwise(sides):
        for rule, count in difference(compared(before, after)).items():
            steps[rule] += count
    assert Counter({rule: count for rule, count in steps.items() if count}) == difference(compared(sides[0], sides[-1]))


@_quickly
@given(projects, st.lists(st.sampled_from(("", "  ", "# a comment", "#")), min_size=1, max_size=50))
def test_blank_lines_and_comments_above_make_nothing_new(base: Mapping[str, str], above: list[str]) -> None:
    head = {path: "\n".join((*above, content)) for path, content in base.items()}
    assert {each.change for each in compared(side(base), side(head))} <= {Change.UNCHANGED}


@_quickly
@given(projects, st.sampled_from(("app/services", "packs/pay/app/models")))
def test_moved_files_bring_nothing_new(base: Mapping[str, str], folder: str) -> None:
    moves = {path: f"{folder}/{path.rpartition('/')[2]}" for path in base if path.startswith("app/models")}
    head = {moves.get(path, path): content for path, content in base.items()}
    assert Change.NEW not in {each.change for each in compared(side(base), side(head))}


@_quickly
@given(projects)
def test_a_side_is_the_same_as_itself(project: Mapping[str, str]) -> None:
    assert {each.change for each in compared(side(project), side(project))} <= {Change.UNCHANGED}
