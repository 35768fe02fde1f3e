from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config
from dxscore.domain.report import ScanReport
from dxscore.pipeline import ScanRequest, scan
from tests.git_repos import GitRepo

_LOCKFILE = """GEM
  remote: https://rubygems.org/
  specs:
    httparty (0.20.0)

DEPENDENCIES
  httparty
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one gem that nobody answers for."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit({"Gemfile": 'gem "httparty"\n', "Gemfile.lock": _LOCKFILE, "app/api.rb": "include HTTParty\n"})
    return repo.path


def _scanned(root: Path) -> ScanReport:
    return scan(ScanRequest(root, Config(), date(2026, 11, 25)), lambda _done, _all: None)


def _store(root: Path) -> Path:
    return root / ".dxscore/cache/gems.msgpack"


def test_what_is_kept_gives_the_same_report(shop: Path) -> None:
    first = _scanned(shop)
    written = _store(shop).stat().st_mtime_ns
    assert [finding.rule for finding in first.findings] == ["gems.unregistered"]
    assert (_scanned(shop), _store(shop).stat().st_mtime_ns) == (first, written)


@pytest.mark.parametrize("content", [b"", b"\xff" * 40, b"another key\n\x80"])
def test_a_damaged_store_is_written_anew(shop: Path, content: bytes) -> None:
    first = _scanned(shop)
    kept = _store(shop).read_bytes()
    _store(shop).write_bytes(content)
    assert (_scanned(shop), _store(shop).read_bytes()) == (first, kept)


def test_a_store_that_is_cut_off_is_written_anew(shop: Path) -> None:
    first = _scanned(shop)
    kept = _store(shop).read_bytes()
    _store(shop).write_bytes(kept[:-10])
    assert (_scanned(shop), _store(shop).read_bytes()) == (first, kept)


def test_a_store_of_another_shape_under_the_right_key_is_written_anew(shop: Path) -> None:
    first = _scanned(shop)
    kept = _store(shop).read_bytes()
    _store(shop).write_bytes(kept.partition(b"\n")[0] + b"\n\x81\xa3gem\x01")
    assert (_scanned(shop), _store(shop).read_bytes()) == (first, kept)
