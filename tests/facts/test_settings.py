from __future__ import annotations

import pytest

from dxscore.domain.facts import Setting
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.parsing import parse_ruby
from dxscore.facts.settings import read_settings
from dxscore.facts.words import words_of


def settings(code: str) -> tuple[Setting, ...]:
    source = code.encode()
    return read_settings(SourceTree(source, parse_ruby(source).root_node), words_of(source))


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("config.force_ssl = true", "config.force_ssl", "true"),
        ("config.force_ssl=true", "config.force_ssl", "true"),
        ("config.action_mailer.delivery_method = :smtp", "config.action_mailer.delivery_method", ":smtp"),
        ("config.cache_store = :redis_store, {\n  url: 1\n}", "config.cache_store", ":redis_store, { url: 1 }"),
        ('config.hosts << "a"', "config.hosts", '<< "a"'),
        ("config.paths += %w[a]", "config.paths", "+= %w[a]"),
        ("config.x ||= 1", "config.x", "||= 1"),
        ('config.paths["log"] = 1', 'config.paths["log"]', "1"),
        ("config.load_defaults 7.1", "config.load_defaults", "7.1"),
        ("config.load_defaults(7.1)", "config.load_defaults", "7.1"),
        ("config.middleware.use Rack::Attack, a: 1 if on?", "config.middleware.use", "Rack::Attack, a: 1"),
        ("Rails.application.config.x = 1", "config.x", "1"),
        ("self.config.x = 1", "config.x", "1"),
        ("config.x == 1", "", ""),
        ("y = config.x(1)", "", ""),
        ("call(config.x)", "", ""),
        ("config.x", "", ""),
        ("config.x()", "", ""),
        ("config.after_initialize { 1 }", "", ""),
        ("config = 1", "", ""),
        ("Sidekiq.config.x = 1", "", ""),
        ("my_config.x = 1", "", ""),
        ("# config.x = 1", "", ""),
        ("config.", "", ""),
    ],
)
def test_what_is_a_setting(code: str, name: str, value: str) -> None:
    assert settings(code) == ((Setting(name, value, 1),) if name else ())


def test_settings_in_blocks_and_branches_are_given_in_order() -> None:
    code = """
Rails.application.configure do
  if on?
    config.cache_store = :a
  else
    config.cache_store = :b
  end
end
"""
    assert settings(code) == (Setting("config.cache_store", ":a", 4), Setting("config.cache_store", ":b", 6))


def test_a_long_value_is_cut() -> None:
    assert len(settings(f"config.x = '{'a' * 1000}'")[0].value) == 200


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("Rails.configuration.x = 1", "config.x", "1"),
        ("::Rails.configuration.active_job.x = 1", "config.active_job.x", "1"),
        ("ActiveSupport.to_time_preserves_timezone = false", "ActiveSupport.to_time_preserves_timezone", "false"),
        ("ActiveRecord::Base.partial_writes = false", "ActiveRecord::Base.partial_writes", "false"),
        ("Regexp.timeout = 1", "Regexp.timeout", "1"),
        ("ActiveSupport.on_load :active_record", "", ""),
        ("ActiveRecord::Base.establish_connection(:x)", "", ""),
        ("ActiveRecord::Base.timestamps == 1", "", ""),
        ("x = ActiveRecord::Base.timestamps", "", ""),
        ("MyActiveSupport.x = 1", "", ""),
    ],
)
def test_frameworks_are_written_to_as_well(code: str, name: str, value: str) -> None:
    assert settings(code) == ((Setting(name, value, 1),) if name else ())
