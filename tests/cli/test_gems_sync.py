from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dxscore.cli.gems_sync import sync
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.snapshot import read_snapshot
from tests.hosts.fake_gem_server import FakeGemServer, a_gem_server


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeGemServer]:
    for name in ("BUNDLER_AUDIT_DB", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with a_gem_server() as server:
        server.infos["rack"] = b"---\n3.1.7 |checksum:aa,created_at:2024-07-11T08:00:00Z\n"
        yield server


@pytest.fixture
def project(tmp_path: Path, server: FakeGemServer) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    _lock(root / "Gemfile.lock", server.url, "rack (3.1.7)", "acme (1.0)")
    return root


def _lock(path: Path, url: str, *specs: str) -> None:
    rows = "\n".join(f"    {spec}" for spec in specs)
    path.write_text(f"GEM\n  remote: {url}/\n  specs:\n{rows}\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  rack\n")


def _database(root: Path) -> Path:
    folder = root / "db" / "gems" / "rack"
    folder.mkdir(parents=True)
    (folder / "CVE-1.yml").write_text("gem: rack\ndate: 2026-01-01\n")
    return root / "db"


def test_what_could_be_had_and_what_not(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sync(project)
    printed = capsys.readouterr()
    assert printed.out == f"{project}/.dxscore/gems.snapshot: 1 gems, 1 of them new or changed\n"
    assert "unknown: acme: 127.0.0.1" in printed.err
    assert "no advisories: there is no database at hand" in printed.err


def test_advisories_come_along_with_a_word_on_their_age(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sync(project, snapshot=tmp_path / "shared.snapshot", advisory_db=_database(tmp_path))
    assert "warning: ruby-advisory-db is" in capsys.readouterr().err
    snapshot = read_snapshot(tmp_path / "shared.snapshot")
    assert snapshot
    assert [entry.id for entry in snapshot.entries("rack") or ()] == ["CVE-1"]


def test_a_shared_snapshot_is_named_by_a_variable(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DXSCORE_GEMS_SNAPSHOT", str(tmp_path / "shared" / "gems.snapshot"))
    sync(project)
    assert read_snapshot(tmp_path / "shared" / "gems.snapshot")
    assert not (project / ".dxscore" / "gems.snapshot").exists()


def test_all_lockfiles_of_the_project_are_looked_at(project: Path, server: FakeGemServer) -> None:
    server.infos["next"] = b"---\n1.0 |created_at:2024-07-11T08:00:00Z\n"
    _lock(project / "Gemfile.next.lock", server.url, "rack (3.2.0)", "next (1.0)")
    sync(project)
    snapshot = read_snapshot(project / ".dxscore" / "gems.snapshot")
    assert snapshot
    assert set(snapshot.lines) == {"rack", "next"}


def test_the_answers_are_kept_where_git_does_not_see_them(project: Path) -> None:
    sync(project)
    assert (project / ".dxscore" / "cache" / "gems" / ".gitignore").read_text() == "*\n"


def test_a_damaged_snapshot_is_written_anew(project: Path) -> None:
    snapshot = project / ".dxscore" / "gems.snapshot"
    snapshot.parent.mkdir()
    snapshot.write_bytes(b"damaged")
    sync(project)
    assert read_snapshot(snapshot)


def test_a_host_that_is_left_out_is_not_asked(project: Path, server: FakeGemServer) -> None:
    with pytest.raises(DxscoreError, match="was not asked"):
        sync(project, without=["127.0.0.1"])
    assert server.asked == []


def test_without_a_lockfile_there_is_nothing_to_ask_for(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="no lockfile in"):
        sync(tmp_path)


def test_a_lockfile_with_conflicts_is_an_error_with_its_line(project: Path) -> None:
    (project / "Gemfile.lock").write_text("GEM\n<<<<<<< HEAD\n")
    with pytest.raises(DxscoreError, match=r"Gemfile\.lock:2: "):
        sync(project)
