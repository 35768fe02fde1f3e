from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dxscore.inputs.gems.stamps import SNAPSHOT, SNAPSHOT_VARIABLE, stamp
from dxscore.inputs.tree import FolderTree


def _write(path: Path, text: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _stamp(folder: Path, **environ: str) -> str:
    return stamp(FolderTree(folder / "app"), environ, folder / "home")


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A project with a snapshot, beside the home of who runs dxscore, with everything that Bundler keeps there."""
    _write(tmp_path / "app" / SNAPSHOT, "one")
    _write(tmp_path / "home/.local/share/ruby-advisory-db/gems/rack/CVE-2026-1.yml")
    _write(tmp_path / "home/.local/share/ruby-advisory-db/.git/HEAD")
    _write(tmp_path / "home/.bundle/cache/compact_index/rubygems.org.443.0/versions")
    _write(tmp_path / "home/.bundle/config")
    _write(tmp_path / "app/app/models/shop.rb")
    return tmp_path


def _touched(name: str) -> Callable[[Path], None]:
    return lambda machine: os.utime(machine / name, (1, 1))


@pytest.mark.parametrize(
    "change",
    [
        lambda machine: (machine / "app" / SNAPSHOT).write_text("two"),
        lambda machine: (machine / "app" / SNAPSHOT).unlink(),
        _touched("home/.local/share/ruby-advisory-db/.git/HEAD"),
        _touched("home/.local/share/ruby-advisory-db/gems/rack"),
        _touched("home/.bundle/cache/compact_index/rubygems.org.443.0/versions"),
        _touched("home/.bundle/config"),
    ],
)
def test_it_changes_with_what_is_known(machine: Path, change: Callable[[Path], object]) -> None:
    before = _stamp(machine)
    change(machine)
    assert _stamp(machine) != before


def test_it_stays_the_same_for_everything_else(machine: Path) -> None:
    before = _stamp(machine, PATH="/bin")
    _touched("app/app/models/shop.rb")(machine)
    assert _stamp(machine, PATH="/usr/bin") == before


@pytest.mark.parametrize("name", ["BUNDLE_RUBYGEMS__ORG", "BUNDLER_AUDIT_DB", SNAPSHOT_VARIABLE])
def test_it_changes_with_the_variables_that_decide_where_to_look(machine: Path, name: str) -> None:
    assert _stamp(machine, **{name: "elsewhere"}) != _stamp(machine)


def test_a_database_that_is_named_is_looked_at_instead(machine: Path) -> None:
    named = machine / "db"
    _write(named / "gems/rack/CVE-2026-1.yml")

    def look() -> str:
        return stamp(FolderTree(machine / "app"), {}, machine / "home", named)

    before = look()
    _touched("home/.local/share/ruby-advisory-db/.git/HEAD")(machine)
    assert look() == before
    _touched("db/gems/rack")(machine)
    assert look() != before
