"""Blobs by their id."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from dxscore.domain.source import FileKind, SourceFile
from dxscore.inputs.objects import MAX_OBJECT, Blobs
from dxscore.inputs.reading import blob_id
from tests.git_repos import GitRepo


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def stored(repo: GitRepo, content: bytes) -> str:
    repo.write({"file": content})
    return repo.git("hash-object", "-w", "--no-filters", "file")


def test_blobs_are_read_as_they_are(repo: GitRepo) -> None:
    contents = [b"", b"\0\n\r\n", b"a" * 100_000]
    blobs = Blobs(repo.path)
    ids = [stored(repo, content) for content in contents]
    assert [blobs.read(blob) for blob in ids] == contents
    assert blobs.source(SourceFile("any.rb", ids[1], 4, FileKind.RUBY)) == contents[1]


def test_what_is_missing_or_too_large_is_an_error_and_the_next_is_read(repo: GitRepo) -> None:
    blobs = Blobs(repo.path)
    known = stored(repo, b"x")
    for blob in (blob_id(b"missing"), stored(repo, b"#" * (MAX_OBJECT + 1))):
        with pytest.raises(OSError, match="no blob"):
            blobs.read(blob)
        assert blobs.read(known) == b"x"


def test_sizes_are_asked_once_and_without_reading(repo: GitRepo) -> None:
    blobs = Blobs(repo.path)
    one, other = stored(repo, b"#" * (MAX_OBJECT + 1)), stored(repo, b"")
    assert blobs.sizes([one, blob_id(b"missing"), one]) == {one: MAX_OBJECT + 1}
    (repo.path / ".git/objects").rename(repo.path / ".git/gone")
    assert blobs.sizes([one])[one] == MAX_OBJECT + 1
    (repo.path / ".git/gone").rename(repo.path / ".git/objects")
    assert blobs.sizes([other])[other] == 0


def test_a_forked_process_has_a_git_of_its_own(repo: GitRepo) -> None:
    ids = [stored(repo, bytes([number]) * 50_000) for number in range(40)]
    blobs = Blobs(repo.path)
    blobs.read(ids[0])
    children = [_forked(blobs, ids) for _ in range(3)]
    assert [blobs.read(blob)[:1] for blob in ids] == [bytes([number]) for number in range(40)]
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0, 0]
    assert blobs.read(ids[0]) == b"\0" * 50_000


def _forked(blobs: Blobs, ids: list[str]) -> int:
    child = os.fork()
    if child:
        return child
    right = all(blobs.read(blob) == bytes([number]) * 50_000 for number, blob in enumerate(ids))
    os._exit(0 if right else 1)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists the children of a process there")
def test_git_ends_with_its_blobs(repo: GitRepo) -> None:
    blobs = Blobs(repo.path)
    known = stored(repo, b"x")
    before = children()
    blobs.read(known)
    mine = children() - before
    assert len(mine) == 1
    cycle = [blobs]
    cycle.append(cycle)  # type: ignore[arg-type] # on purpose: it goes when garbage is collected
    del blobs, cycle
    gc.collect()
    assert not mine & children()


def children() -> set[str]:
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
