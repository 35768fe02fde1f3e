from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.inputs.gems.kept import KeptInfos
from dxscore.rubygems.compact_index import InfoBody

_SERVER = "https://gems.example.com/s3cret"
_BODY = InfoBody(b"---\n1.0 |\n\n\xff", '"etag"')


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = KeptInfos(tmp_path / "cache")
    kept.store(_SERVER, "rack", _BODY)
    assert kept.load(_SERVER, "rack") == _BODY
    assert kept.load(_SERVER, "Rack") is None
    assert kept.load("https://other.example.com", "rack") is None


def test_a_body_without_a_tag(tmp_path: Path) -> None:
    kept = KeptInfos(tmp_path)
    kept.store(_SERVER, "rack", InfoBody(b""))
    assert kept.load(_SERVER, "rack") == InfoBody(b"")


def test_the_folder_is_ignored_by_git_and_names_no_address(tmp_path: Path) -> None:
    KeptInfos(tmp_path).store(_SERVER, "rack", _BODY)
    names = {path.name for path in tmp_path.iterdir()}
    assert ".gitignore" in names
    assert not any("s3cret" in name or "rack" in name for name in names)


def test_that_nothing_can_be_kept_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    kept = KeptInfos(tmp_path / "file")
    kept.store(_SERVER, "rack", _BODY)
    assert kept.load(_SERVER, "rack") is None


@pytest.mark.parametrize("content", [b"", b"no line end", b"\x00\x07\n---\n"])
def test_a_damaged_file_gives_no_tag(tmp_path: Path, content: bytes) -> None:
    kept = KeptInfos(tmp_path)
    kept.store(_SERVER, "rack", _BODY)
    next(path for path in tmp_path.iterdir() if path.name != ".gitignore").write_bytes(content)
    found = kept.load(_SERVER, "rack")
    assert found is None or found.etag == ""
