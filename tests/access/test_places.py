from __future__ import annotations

from dxscore.access.places import place_entities
from dxscore.domain.access import Confidence, Kind, Within
from dxscore.domain.entities import ENTITIES
from tests.access.surveys import a_survey, an_effect, an_entry

_HELD = an_effect(Kind.HTTP, "Net::HTTP", "get", within=Within.IMPLIED)


def test_one_place_stands_for_all_that_lead_there() -> None:
    longer = an_effect(Kind.HTTP, "Net::HTTP", "get", within=Within.EXPLICIT, path=(_HELD.path[0], *_HELD.path))
    ((path, entity),) = place_entities(a_survey(an_entry(longer, name="a#b"), an_entry(_HELD, name="c#d")))
    assert (path, entity.line, entity.symbol) == ("app/b.rb", 2, "Net::HTTP")
    assert entity.attributes == {
        "deed": "http",
        "target": "Net::HTTP",
        "operation": "get",
        "in_transaction": True,
        "explicit": True,
        "per_element": False,
        "guarded": False,
        "entry_points": 2,
        "reach": "2 entry points",
        "example": "c#d",
        "path": "app/a.rb:1 -> app/b.rb:2",
    }
    assert entity.attributes.keys() == ENTITIES["access_place"].keys()


def test_one_entry_point_is_said_in_the_singular() -> None:
    ((_, entity),) = place_entities(a_survey(an_entry(_HELD)))
    assert (entity.attributes["entry_points"], entity.attributes["reach"]) == (1, "1 entry point")


def test_the_same_deed_outside_of_a_transaction_is_another() -> None:
    free = an_effect(Kind.HTTP, "Net::HTTP", "get")
    found = place_entities(a_survey(an_entry(_HELD, free)))
    assert [entity.attributes["in_transaction"] for _, entity in found] == [False, True]


def test_nothing_is_said_of_guesses_and_of_profiles_that_can_not_be_believed() -> None:
    guess = an_effect(confidence=Confidence.LOW)
    assert place_entities(a_survey(an_entry(guess, an_effect(target="?")), an_entry(_HELD, unknown="too much"))) == []


def test_enqueuing_is_one_deed_whether_per_element_or_not() -> None:
    once = an_effect(Kind.ENQUEUE, "PayJob", "later")
    each = an_effect(Kind.ENQUEUE, "PayJob", "later", loop=True)
    ((_, entity),) = place_entities(a_survey(an_entry(once, name="a#b"), an_entry(each, name="c#d")))
    assert (entity.attributes["entry_points"], entity.attributes["per_element"]) == (2, True)
