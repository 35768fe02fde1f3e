from __future__ import annotations

import pytest

from dxscore.domain.facts import ConstantUse, FileFacts, Namespace, Outline
from dxscore.domain.gems import Bundle, DirectGem, GemState, Lag
from dxscore.gems.roles import Roles
from dxscore.gems.usage import Usage
from tests.gems.support import by_name, direct, locked

_TEST = ("test",)


def _roles(*calls: DirectGem, uses: dict[str, str] | None = None, defines: str = "") -> Roles:
    """Of a bundle of these gems; `uses` is path -> the constant that the file names."""
    facts = {
        path: FileFacts(1, 1, outline=Outline(constants=(ConstantUse(name, "", 1),)))
        for path, name in (uses or {}).items()
    }
    if defines:
        facts["lib/own.rb"] = FileFacts(1, 1, outline=Outline(namespaces=(Namespace(defines, "module", 1, 2),)))
    names = {call.name for call in calls}
    usage = Usage(facts, frozenset(names))
    gems = by_name(*(locked(name, "1.0") for name in names))
    states = {call.name: _state(call, tuple(sorted(usage.files(call.name)))) for call in calls}
    return Roles(Bundle("Gemfile", "Gemfile.lock", gems, calls), states, usage)


def _state(call: DirectGem, users: tuple[str, ...], parents: tuple[str, ...] = ()) -> GemState:
    production = "default" in call.groups
    gem = locked(call.name, "1.0")
    return GemState(call.name, gem, call, Lag(), None, users, parents, pulled_by=parents, production=production)


@pytest.mark.parametrize(
    ("call", "uses", "expected"),
    [
        (direct("acme"), {"app/a.rb": "Acme"}, True),
        (direct("acme"), {"spec/a_spec.rb": "Acme"}, True),
        (direct("acme"), {"app/a.rb": "Other"}, False),
        (direct("acme"), {"Gemfile": "Acme"}, False),
        (direct("pg"), {}, None),
        (direct("acme", groups=_TEST), {}, None),
    ],
)
def test_a_gem_that_code_would_have_to_name(call: DirectGem, uses: dict[str, str], expected: bool | None) -> None:
    roles = _roles(call, uses=uses)
    assert roles.is_referenced(roles.states[call.name]) is expected


def test_a_gem_that_another_one_needs_anyway_need_not_be_named() -> None:
    call = direct("acme")
    assert _roles(call).is_referenced(_state(call, (), parents=("rails",))) is None


@pytest.mark.parametrize(
    ("call", "uses", "group"),
    [
        (direct("timecop"), {}, "test"),
        (direct("timecop"), {"config/environments/test.rb": "Timecop"}, "test"),
        (direct("timecop"), {"app/jobs/replay.rb": "Timecop"}, ""),
        (direct("timecop", groups=_TEST), {}, ""),
        (direct("acme"), {}, ""),
    ],
)
def test_a_tool_that_production_loads_for_nothing(call: DirectGem, uses: dict[str, str], group: str) -> None:
    roles = _roles(call, uses=uses)
    assert roles.better_group(roles.states[call.name]) == group


@pytest.mark.parametrize(
    ("groups", "path", "defines", "found"),
    [
        (_TEST, "app/models/a.rb", "", "app/models/a.rb"),
        (_TEST, "lib/a.rb", "", ""),
        (_TEST, "app/components/previews/a.rb", "", ""),
        (_TEST, "app/models/a.rb", "Faker", ""),
        (("default",), "app/models/a.rb", "", ""),
        (("development", "test"), "app/models/a.rb", "", "app/models/a.rb"),
        (("development",), "app/models/a.rb", "", ""),
    ],
)
def test_a_gem_that_production_names_and_lacks(groups: tuple[str, ...], path: str, defines: str, found: str) -> None:
    roles = _roles(direct("faker", groups=groups), uses={path: "Faker"}, defines=defines)
    assert roles.used_without(roles.states["faker"]) == found


def test_of_rivals_the_least_used_is_told_about_the_others() -> None:
    calls = [direct(name) for name in ("faraday", "httparty", "excon")]
    roles = _roles(*calls, direct("typhoeus", groups=_TEST), uses={"app/a.rb": "Faraday", "app/b.rb": "Faraday"})
    assert roles.rivals(roles.states["faraday"]) == ("", ())
    assert roles.rivals(roles.states["httparty"]) == ("HTTP clients", ("faraday", "excon"))
    assert roles.rivals(roles.states["typhoeus"]) == ("", ())


def test_a_gem_that_another_builds_upon_is_no_rival_of_it() -> None:
    core, adapter = direct("delayed_job"), direct("delayed_job_active_record")
    roles = _roles(core, adapter)
    states = {"delayed_job": _state(core, (), parents=(adapter.name,)), adapter.name: _state(adapter, ())}
    assert Roles(roles.bundle, states, roles.usage).rivals(states[adapter.name]) == ("", ())
