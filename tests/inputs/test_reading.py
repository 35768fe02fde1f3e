from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dxscore.domain.source import FileKind, SourceFile
from dxscore.inputs.reading import blob_id, read_bytes, read_source


def source(path: str) -> SourceFile:
    return SourceFile(path, "", 0, FileKind.RUBY)


def test_reads_bytes_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.rb").write_bytes(b"\xff\r\n\0")
    assert read_source(tmp_path, source("a.rb")) == b"\xff\r\n\0"
    assert read_bytes(tmp_path / "a.rb", limit=1) == b"\xff"


def test_refuses_links_pipes_folders_and_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.rb").write_text("a")
    (tmp_path / "link.rb").symlink_to("a.rb")
    (tmp_path / "folder.rb").mkdir()
    os.mkfifo(tmp_path / "pipe.rb")
    for name in ("link.rb", "folder.rb", "pipe.rb", "missing.rb"):
        with pytest.raises(OSError):  # noqa: PT011 - any kind of it, as callers catch them all
            read_source(tmp_path, source(name))


@pytest.mark.parametrize("content", [b"", b"class A; end\n", b"\0\xff"])
def test_blob_id_is_that_of_git(tmp_path: Path, content: bytes) -> None:
    done = subprocess.run(
        ["git", "hash-object", "--stdin"], input=content, cwd=tmp_path, capture_output=True, check=True
    )
    assert blob_id(content) == done.stdout.decode().strip()
