from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dxscore.domain.gems import FigureSource
from dxscore.errors import DxscoreError
from dxscore.inputs.gems.osv_files import read_osv
from dxscore.rubygems.advisories import EntryError


def _record(identifier: str, gem: str, version: str = "1.0", modified: str = "2026-03-05T00:00:00Z") -> dict[str, Any]:
    package = {"ecosystem": "RubyGems", "name": gem}
    return {"id": identifier, "modified": modified, "affected": [{"package": package, "versions": [version]}]}


def _records() -> dict[str, bytes]:
    records = [_record("GHSA-1", "rack"), _record("GHSA-2", "rack", modified="2026-09-01T00:00:00Z")]
    records += [_record("GHSA-3", "odd", version="v1"), _record("GHSA-4", "mail", modified="once")]
    return {f"{record['id']}.json": json.dumps(record).encode() for record in records}


def _folder(root: Path) -> Path:
    (root / "RubyGems").mkdir()
    for name, content in _records().items():
        (root / "RubyGems" / name).write_bytes(content)
    (root / "README").write_text("no record")
    return root


def _zip(root: Path) -> Path:
    with zipfile.ZipFile(root / "all.zip", "w") as archive:
        for name, content in _records().items():
            archive.writestr(name, content)
    return root / "all.zip"


@pytest.mark.parametrize("make", [_folder, _zip])
def test_records_by_gem(tmp_path: Path, make: Any) -> None:
    osv = read_osv(make(tmp_path))
    assert [entry.id for entry in osv.entries("rack")] == ["GHSA-1", "GHSA-2"]
    assert [entry.id for entry in osv.entries("mail")] == ["GHSA-4"]
    assert osv.entries("never-heard-of") == ()
    assert osv.evidence == FigureSource("OSV records", date(2026, 9, 1))


def test_a_record_that_cannot_be_read_makes_its_gem_unknown(tmp_path: Path) -> None:
    with pytest.raises(EntryError, match=r"GHSA-3\.json: malformed version"):
        read_osv(_folder(tmp_path)).entries("odd")


@pytest.mark.parametrize("name", ["missing", "README"])
def test_a_place_without_records_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(DxscoreError, match="no OSV records in"):
        read_osv(_folder(tmp_path) / name)


def test_a_file_that_is_no_json_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(DxscoreError, match=r"a\.json is no JSON"):
        read_osv(tmp_path)
