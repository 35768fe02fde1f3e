from __future__ import annotations

import pytest

from tests.migrations.rollback.changes import reasons, told

_MODEL = "app/models/report.rb"


def _cached(call: str) -> dict[str, str]:
    return {_MODEL: f"class Report\n  def rows\n    {call}\n  end\nend\n"}


def test_one_key_for_two_values() -> None:
    old, new = _cached('Rails.cache.fetch("rows") { [1] }'), _cached('Rails.cache.fetch("rows") { {a: 1} }')
    assert told(reasons(old, new)) == [("unknown", "cache-format")]


@pytest.mark.parametrize(
    "new",
    [
        'Rails.cache.fetch("rows/v2") { {a: 1} }',
        'Rails.cache.fetch("rows", expires_in: 1) { [1] }',
        'x = 1; Rails.cache.fetch("rows") { [1] }',
        "Rails.cache.fetch(key) { {a: 1} }",
        'Rails.cache.fetch("rows", &block)',
        'Rails.cache.fetch("rows") { log; [1] }',
    ],
)
def test_another_key_or_the_same_value(new: str) -> None:
    assert reasons(_cached('Rails.cache.fetch("rows") { [1] }'), _cached(new)) == []


def test_keys_with_holes() -> None:
    old, new = _cached('Rails.cache.write("rows/#{id}", [1])'), _cached('Rails.cache.write("rows/#{id}", {a: 1})')
    assert told(reasons(old, new)) == [("unknown", "cache-format")]


def test_another_coder() -> None:
    found = reasons(_cached("redis.set(1, Marshal.dump(x))"), _cached("redis.set(1, JSON.generate(x))"))
    assert told(found) == [("unknown", "serialized-format")]
    assert reasons(_cached("Marshal.dump(x)"), _cached("Marshal.dump(y)")) == []


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("config.load_defaults 7.0", "config.load_defaults 7.1", "serialized-format"),
        ("config.cache_store = :memory_store", "config.cache_store = :redis_cache_store", "cache-format"),
        ("", "config.action_dispatch.cookies_serializer = :json", "serialized-format"),
        ("config.active_support.cache_format_version = 7.0", "", "cache-format"),
    ],
)
def test_settings_that_decide_on_formats(old: str, new: str, kind: str) -> None:
    before, after = (
        {"config/application.rb": f"module Shop\n  class Application < Rails::Application\n    {text}\n  end\nend\n"}
        for text in (old, new)
    )
    assert told(reasons(before, after)) == [("unknown", kind)]
