from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.domain.gems import FigureSource, Release
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.knowledge import Knowledge, find_knowledge
from dxscore.inputs.gems.snapshot import Contents, KnownGem, write_snapshot
from dxscore.inputs.gems.stamps import SNAPSHOT
from dxscore.inputs.tree import FolderTree
from dxscore.rubygems.advisories import parse_entry

_SLUG = "rubygems.org.443.29b0360b937aa4d161703e6160654e47"


def _found(tmp_path: Path, advisories: Path | None = None, **environ: str) -> Knowledge:
    tree = FolderTree(tmp_path / "project")
    return find_knowledge(tree, ["https://rubygems.org/"], environ, tmp_path / "home", advisories)


def _snapshot(tmp_path: Path) -> None:
    entry = parse_entry({"gem": "rack"}, "IN-SNAPSHOT")
    gem = KnownGem("rack", "https://rubygems.org/", (Release("3.1.7"),), (entry,))
    contents = Contents(date(2026, 11, 25), (gem,), FigureSource("ruby-advisory-db", date(2026, 8, 22)))
    write_snapshot(tmp_path / "project" / SNAPSHOT, contents)


def _database(root: Path, identifier: str) -> Path:
    folder = root / "gems" / "rack"
    folder.mkdir(parents=True)
    (folder / f"{identifier}.yml").write_text("gem: rack")
    return root


def _cache(tmp_path: Path) -> None:
    folder = tmp_path / "home" / ".bundle" / "cache" / "compact_index" / _SLUG
    (folder / "info").mkdir(parents=True)
    (folder / "info" / "rack").write_text("---\n3.2.0 |\n")
    (folder / "versions").write_text("---\n")


def _ids(knowledge: Knowledge) -> list[str] | None:
    hits = knowledge.book.hits("rack", "1.0")
    return None if hits is None else [hit.id for hit in hits]


def test_without_anything_at_hand_nothing_is_known(tmp_path: Path) -> None:
    knowledge = _found(tmp_path)
    assert knowledge.sources == ()
    assert knowledge.index.releases("rack") is None
    assert _ids(knowledge) is None


def test_the_snapshot_comes_before_bundlers_cache(tmp_path: Path) -> None:
    _cache(tmp_path)
    assert _found(tmp_path).index.releases("rack") == (Release("3.2.0"),)
    _snapshot(tmp_path)
    assert _found(tmp_path).index.releases("rack") == (Release("3.1.7"),)


def test_advisories_are_those_of_the_named_database_then_the_snapshot_then_the_usual_place(tmp_path: Path) -> None:
    _database(tmp_path / "home" / ".local" / "share" / "ruby-advisory-db", "USUAL")
    assert _ids(_found(tmp_path)) == ["USUAL"]
    _snapshot(tmp_path)
    assert _ids(_found(tmp_path)) == ["IN-SNAPSHOT"]
    assert _ids(_found(tmp_path, _database(tmp_path / "named", "NAMED"))) == ["NAMED"]


def test_a_snapshot_can_be_shared(tmp_path: Path) -> None:
    _snapshot(tmp_path)
    shared = tmp_path / "shared"
    write_snapshot(shared, Contents(date(2026, 11, 25), (KnownGem("rack", "", (Release("9.9"),)),)))
    assert _found(tmp_path, DXSCORE_GEMS_SNAPSHOT=str(shared)).index.releases("rack") == (Release("9.9"),)
    with pytest.raises(DxscoreError, match="there is no snapshot at"):
        _found(tmp_path, DXSCORE_GEMS_SNAPSHOT=str(tmp_path / "missing"))


def test_a_damaged_snapshot_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "project" / SNAPSHOT
    path.parent.mkdir(parents=True)
    path.write_bytes(b"damaged")
    with pytest.raises(DxscoreError, match=r"\.dxscore/gems\.snapshot is damaged"):
        _found(tmp_path)
