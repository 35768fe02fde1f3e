"""Profiles and surveys for tests."""

from __future__ import annotations

from dxscore.domain.access import Effect, EntryProfile, Kind, Step, Within
from dxscore.domain.survey import Survey, Surveyed


def an_effect(kind: Kind = Kind.READ, target: str = "orders", operation: str = "one", **more: object) -> Effect:
    """An effect on `app/a.rb:1 -> app/b.rb:2`; keywords replace fields."""
    fields: dict[str, object] = {"path": (Step("app/a.rb", 1), Step("app/b.rb", 2)), **more}
    return Effect(kind, target, operation, **fields)  # type: ignore[arg-type] # tests name the fields


def a_write(target: str = "orders", operation: str = "insert", line: int = 2, **more: object) -> Effect:
    """A write inside its own save, at `app/b.rb:LINE`."""
    path = (Step("app/a.rb", 1), Step("app/b.rb", line))
    return an_effect(Kind.WRITE, target, operation, **{"path": path, "within": Within.IMPLIED, **more})


def an_entry(*effects: Effect, name: str = "shops#show", kind: str = "action", **more: object) -> Surveyed:
    """An action that GET reaches; keywords replace fields of the profile, or of what surrounds it."""
    around: dict[str, object] = {
        "end_line": 9,
        "routed": True,
        "verbs": ("GET",),
        "addresses": ("/shops/:id",),
        "framework": "",
        "throttled": False,
    }
    given = {key: more.pop(key) for key in [*more] if key in around}
    fields: dict[str, object] = {"path": "app/controllers/shops_controller.rb", "line": 3, "calls": 10, **more}
    profile = EntryProfile(kind, name, effects=effects, **fields)  # type: ignore[arg-type] # tests name the fields
    return Surveyed(profile, **(around | given))  # type: ignore[arg-type] # tests name the fields


def a_survey(*entries: Surveyed, **more: object) -> Survey:
    """Of these entry points."""
    return Survey(entries, **more)  # type: ignore[arg-type] # tests name the fields
