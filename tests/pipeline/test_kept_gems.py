from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config, GemConfig
from dxscore.copying import replace
from dxscore.domain.gems import GemReport, Release
from dxscore.inputs.gems.snapshot import Contents, KnownGem, write_snapshot
from dxscore.inputs.gems.stamps import SNAPSHOT
from dxscore.pipeline.kept_gems import gem_report
from dxscore.pipeline.reading import ScanRequest
from tests.git_repos import GitRepo

_TODAY = date(2026, 11, 25)
_LOCKFILE = """GEM
  remote: https://rubygems.org/
  specs:
    rack ({rack})
    rails (8.0.1)

DEPENDENCIES
  rack
  rails
"""
_WEIGHTS = Path("rules/priorities/gems.yml")


@pytest.fixture
def request_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ScanRequest:
    """A project with two gems, and a snapshot that knows one of them."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    repo = GitRepo.create(tmp_path / "app")
    repo.commit(
        {
            "Gemfile": 'source "https://rubygems.org"\ngem "rails"\ngem "rack"\n',
            "Gemfile.lock": _LOCKFILE.format(rack="3.1.7"),
            "app/server.rb": "run Rack::Files\n",
            "dxscore_rules/priorities/gems.yml": _WEIGHTS.read_text(),
        }
    )
    _know(repo.path, "3.2.0")
    config = Config()
    return ScanRequest(repo.path, replace(config, rules=replace(config.rules, paths=("dxscore_rules",))), _TODAY)


def _know(root: Path, newest: str) -> None:
    releases = (Release("3.1.7", released=date(2024, 7, 11)), Release(newest, released=date(2026, 7, 11)))
    write_snapshot(root / SNAPSHOT, Contents(_TODAY, (KnownGem("rack", "https://rubygems.org/", releases),)))


def _report(request: ScanRequest, target: str = "") -> GemReport:
    return gem_report(request, lambda _done, _all: None, target)


def test_the_last_report_is_given_as_long_as_nothing_changes(request_: ScanRequest) -> None:
    new = _report(request_)
    kept = request_.root / ".dxscore/cache/gem_report.msgpack"
    written = kept.stat().st_mtime_ns
    assert _report(request_) == new == _report(replace(request_, use_cache=False))
    assert kept.stat().st_mtime_ns == written


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        path = root / name
        path.write_text(path.read_text().replace(old, new))

    return edit


@pytest.mark.parametrize(
    "change",
    [
        _edit("Gemfile", '"rack"', '"rack" # serves files; owner: web'),
        _edit("Gemfile.lock", "3.1.7", "3.1.8"),
        _edit("app/server.rb", "Rack::Files", "nil"),
        _edit("dxscore_rules/priorities/gems.yml", "lag: 10", "lag: 5"),
        lambda root: _know(root, "4.0.0"),
        lambda root: (root / ".ruby-version").write_text("3.3.0\n"),
    ],
)
def test_a_change_to_what_it_follows_from_makes_a_new_one(
    request_: ScanRequest, change: Callable[[Path], None]
) -> None:
    before = _report(request_)
    change(request_.root)
    assert before != _report(request_) == _report(replace(request_, use_cache=False))


def test_other_questions_have_other_answers(request_: ScanRequest, tmp_path: Path) -> None:
    plain = _report(request_)
    assert _report(request_, "rails@8.1").target == "rails 8.1"
    assert _report(replace(request_, as_of=date(2026, 1, 1))) != plain
    registered = replace(request_.config, gems={"rack": GemConfig("serves files", "web")})
    assert _report(replace(request_, config=registered)) != plain
    database = tmp_path / "home/.local/share/ruby-advisory-db/gems/rack"
    database.mkdir(parents=True)
    (database / "CVE-2026-1.yml").write_text("gem: rack\ncve: 2026-1\ntitle: x\ndate: 2026-01-01\n")
    assert [each.id for unit in _report(request_).units for state in unit.gems for each in state.advisories or ()]


def test_an_entry_that_is_replaced_in_a_database_counts(request_: ScanRequest, tmp_path: Path) -> None:
    folder = tmp_path / "home/.local/share/ruby-advisory-db/gems/rack"
    folder.mkdir(parents=True)
    entry = "gem: rack\ncve: 2026-1\ntitle: x\ndate: 2026-01-01\n"
    (folder / "CVE-2026-1.yml").write_text(entry)
    before = _report(request_)
    (folder / "new").write_text(entry + "cvss_v3: 9.8\n")
    (folder / "new").replace(folder / "CVE-2026-1.yml")
    os.utime(folder, (1, 1))
    assert before != _report(request_)


def test_what_only_running_the_gemfile_would_tell_is_unknown(request_: ScanRequest) -> None:
    _edit("Gemfile", 'gem "rack"', 'gem "rack"\ngem ENV.fetch("EXTRA")')(request_.root)
    expected = 'Gemfile:4: not known without running it, computed name: gem ENV.fetch("EXTRA")'
    assert expected in _report(request_).unknown


def test_advisories_that_the_project_has_accepted_are_told_apart(request_: ScanRequest, tmp_path: Path) -> None:
    database = tmp_path / "home/.local/share/ruby-advisory-db/gems/rack"
    database.mkdir(parents=True)
    for number in (1, 2):
        entry = f"gem: rack\ncve: 2026-{number}\nghsa: aaaa-bbbb-000{number}\ntitle: x\ndate: 2026-01-01\n"
        (database / f"CVE-2026-{number}.yml").write_text(entry)
    (request_.root / ".bundler-audit.yml").write_text("ignore:\n  - GHSA-aaaa-bbbb-0001 # behind a proxy\n")
    rack = next(unit.gems[0] for unit in _report(request_).units if unit.unit.name == "rack")
    assert [each.id for each in rack.advisories or ()] == ["CVE-2026-2"]
    assert [each.id for each in rack.accepted] == ["CVE-2026-1"]


def test_whether_all_gems_go_together_is_looked_for_when_a_target_is_named(request_: ScanRequest) -> None:
    assert _report(request_).way is None
    way = _report(request_, "rails@8.1").way
    assert way
    assert (way.state, [move.name for move in way.moves]) == ("found", ["rails"])
    (request_.root / SNAPSHOT).unlink()
    assert _report(request_, "rails@8.1").way is None
