from __future__ import annotations

import pytest

from dxscore.access.attributes import attributes_of
from dxscore.access.patterns import entry_entities, pattern_of
from dxscore.domain.access import Confidence, Effect, Kind, Phase, Within
from dxscore.domain.golden_path import GoldenPath, Stance
from dxscore.resources import RULES
from dxscore.rulebook.files import RuleFolder
from dxscore.rulebook.golden_path import golden_path_file, read_golden_path
from tests.access.surveys import a_survey, a_write, an_effect, an_entry


@pytest.fixture(scope="module")
def path() -> GoldenPath:
    """The shipped one."""
    return read_golden_path(*golden_path_file([RuleFolder.shipped(RULES)]))


_CALL = an_effect(Kind.HTTP, "Net::HTTP", "get")
_HELD = an_effect(Kind.HTTP, "Net::HTTP", "get", within=Within.EXPLICIT)


@pytest.mark.parametrize(
    ("effects", "more", "name"),
    [
        ((), {}, "pure"),
        ((an_effect(),), {}, "read-for-replica"),
        ((an_effect(locked=True),), {}, "bounded-read"),
        ((an_effect(operation="unbounded"),), {}, "unbounded-read"),
        ((an_effect(), an_effect(Kind.CACHE, "Rails.cache", "fetch")), {}, "cached-read"),
        ((a_write(),), {}, "write-on-get"),
        ((a_write(),), {"verbs": ("POST",)}, "single-write"),
        ((a_write(phase=Phase.FILTER),), {}, "write-by-filter"),
        ((a_write(confidence=Confidence.LOW),), {}, "perhaps-writes"),
        ((a_write("user_sessions"),), {}, "session-or-token-write"),
        ((a_write(), a_write("stocks", line=5)), {"verbs": ("POST",)}, "scattered-multi-write"),
        (
            (a_write(within=Within.EXPLICIT), a_write("b", within=Within.EXPLICIT)),
            {"verbs": ("POST",)},
            "transactional-multi-write",
        ),
        ((a_write(loop=True),), {"verbs": ("POST",)}, "bulk-write-in-request"),
        ((a_write(bulk=True),), {"kind": "job"}, "bulk-write-unthrottled"),
        ((a_write(bulk=True),), {"kind": "job", "throttled": True}, "bulk-write-throttled"),
        ((_CALL,), {}, "external-call"),
        ((_CALL,), {"kind": "job"}, "external-call-in-background"),
        ((_HELD,), {"kind": "job"}, "external-in-transaction"),
        ((an_effect(Kind.ENQUEUE, "A", "later", loop=True),), {"kind": "job"}, "fan-out"),
        ((an_effect(Kind.ENQUEUE, "A", "later"),), {"kind": "job"}, "enqueues"),
        ((a_write(),), {"unknown": "touches everything"}, "unknown"),
    ],
)
def test_the_first_pattern_that_holds(
    effects: tuple[Effect, ...], more: dict[str, object], name: str, path: GoldenPath
) -> None:
    assert pattern_of(attributes_of(an_entry(*effects, **more), {}, path.bookkeeping), path).name == name  # type: ignore[arg-type] # tests name the fields


def test_without_any_pattern_that_holds_it_is_tolerated() -> None:
    assert pattern_of(attributes_of(an_entry(), {}, ()), GoldenPath(())).stance is Stance.TOLERATED


def test_entry_points_are_entities_at_their_line(path: GoldenPath) -> None:
    ((place, entity),) = entry_entities(a_survey(an_entry(a_write())), path)
    assert (place, entity.line, entity.symbol) == ("app/controllers/shops_controller.rb", 3, "shops#show")
    assert (entity.attributes["pattern"], entity.attributes["stance"]) == ("write-on-get", "off")
