from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from dxscore.config import ScanConfig
from dxscore.domain.source import FileKind, Skip
from dxscore.errors import DxscoreError
from dxscore.inputs.discovery import Listing, discover
from dxscore.inputs.reading import blob_id, read_bytes
from tests.git_repos import GitRepo


def found(root: Path, config: ScanConfig | None = None) -> Listing:
    return discover(root, config or ScanConfig())


def paths(listing: Listing) -> list[str]:
    return [file.path for file in listing.files]


def skips(listing: Listing) -> dict[str, str]:
    return {skip.path: skip.reason for skip in listing.skipped}


def write(root: Path, files: dict[str, str | bytes]) -> None:
    GitRepo(root).write(files)


def age(repo: GitRepo) -> None:
    """Make the index younger than its files, as it is a moment after a checkout."""
    later = (repo.path / ".git/index").stat().st_mtime + 10
    os.utime(repo.path / ".git/index", (later, later))


def test_tracked_and_untracked_files_sorted_by_path(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"lib/b.rb": "b", "app/a.rb": "a", ".gitignore": "ignored.rb\n", "notes.txt": ""})
    repo.write({"app/new.rb": "new", "ignored.rb": ""})
    listing = found(tmp_path)
    assert paths(listing) == ["app/a.rb", "app/new.rb", "lib/b.rb"]
    assert listing.repository is not None
    assert listing.skipped == ()


def test_blob_ids_are_those_of_git_for_unchanged_changed_and_new_files(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"same.rb": "same\n", "changed.rb": "old\n"})
    age(repo)
    repo.write({"changed.rb": "new\n", "added.rb": "added\n"})
    blobs = {file.path: file.blob for file in found(tmp_path).files}
    assert blobs == {name: repo.git("hash-object", name) for name in ("same.rb", "changed.rb", "added.rb")}


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that a listing had to read."""
    names: list[str] = []

    def spy(path: Path | str, limit: int = -1) -> bytes:
        names.append(Path(path).name)
        return read_bytes(path, limit)

    monkeypatch.setattr("dxscore.inputs.discovery.read_bytes", spy)
    return names


def test_unchanged_files_are_not_read(tmp_path: Path, read: list[str]) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"same.rb": "same\n", "changed.rb": "old\n"})
    age(repo)
    repo.write({"changed.rb": "new, and longer\n"})
    found(tmp_path)
    assert read == ["changed.rb"]


def test_files_as_young_as_the_index_are_read(tmp_path: Path, read: list[str]) -> None:
    """They may have been changed, with the same size, after the index was written in that very moment."""
    GitRepo.create(tmp_path).commit({"a.rb": "one\n"})
    written = (tmp_path / "a.rb").stat().st_mtime_ns
    os.utime(tmp_path / ".git/index", ns=(written, written))
    found(tmp_path)
    assert read == ["a.rb"]


def test_same_size_and_forged_time_is_noticed(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"a.rb": "one\n"})
    age(repo)
    status = (tmp_path / "a.rb").stat()
    (tmp_path / "a.rb").write_text("two\n")
    os.utime(tmp_path / "a.rb", ns=(status.st_mtime_ns, status.st_mtime_ns))
    (file,) = found(tmp_path).files
    assert file.blob == blob_id(b"two\n")


def test_sha256_repository_hashes_with_sha256(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path, "--object-format=sha256")
    repo.commit({"a.rb": "a"})
    repo.write({"b.rb": "b"})
    assert [len(file.blob) for file in found(tmp_path).files] == [64, 64]
    assert found(tmp_path).files[1].blob == repo.git("hash-object", "b.rb")


def test_sub_folder_as_root(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"backend/app/a.rb": "a", "frontend/b.rb": "b"})
    assert paths(found(tmp_path / "backend")) == ["app/a.rb"]


def test_before_the_first_commit(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.write({"a.rb": "a"})
    repo.git("add", "a.rb")
    assert paths(found(tmp_path)) == ["a.rb"]


def test_deleted_file_is_not_there(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"a.rb": "a", "b.rb": "b"})
    (tmp_path / "a.rb").unlink()
    assert paths(found(tmp_path)) == ["b.rb"]
    assert found(tmp_path).skipped == ()


def test_sparse_checkout_is_told(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path)
    repo.commit({"app/a.rb": "a", "lib/b.rb": "b", "docs/c.md": "c"})
    repo.git("sparse-checkout", "set", "app")
    assert paths(found(tmp_path)) == ["app/a.rb"]
    assert skips(found(tmp_path)) == {"lib/b.rb": "not checked out"}


def test_submodule_and_nested_repository_are_told(tmp_path: Path) -> None:
    library = GitRepo.create(tmp_path / "library")
    library.commit({"l.rb": "l"})
    repo = GitRepo.create(tmp_path / "repo")
    repo.commit({"a.rb": "a"})
    repo.git("submodule", "--quiet", "add", library.path.as_uri(), "sub")
    GitRepo.create(tmp_path / "repo" / "nested").commit({"n.rb": "n"})
    listing = found(tmp_path / "repo")
    assert paths(listing) == ["a.rb"]
    assert skips(listing) == {"sub": "submodule", "nested/": "nested repository"}


@pytest.mark.parametrize("in_git", [True, False])
def test_links_are_not_followed_out_of_the_tree(tmp_path: Path, in_git: bool) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    write(outside, {"secret.rb": "secret"})
    write(root, {"app/a.rb": "a"})
    (root / "inside.rb").symlink_to("app/a.rb")
    (root / "inside_folder").symlink_to("app")
    (root / "secret.rb").symlink_to(outside / "secret.rb")
    (root / "linked").symlink_to(outside)
    (root / "dangling.rb").symlink_to("nowhere.rb")
    (root / "loop.rb").symlink_to("loop.rb")
    if in_git:
        GitRepo.create(root).commit({})
    listing = found(root)
    assert paths(listing) == ["app/a.rb"]
    assert skips(listing) == {"linked": "link out of the tree", "secret.rb": "link out of the tree"}


def test_tracked_folder_replaced_by_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "outside", {"a.rb": "secret"})
    repo = GitRepo.create(tmp_path / "repo")
    repo.commit({"app/models/a.rb": "a"})
    (repo.path / "app/models/a.rb").unlink()
    (repo.path / "app/models").rmdir()
    (repo.path / "app/models").symlink_to(tmp_path / "outside")
    assert skips(found(repo.path)) == {
        "app/models": "link out of the tree",
        "app/models/a.rb": "link out of the tree",
    }
    assert paths(found(repo.path)) == []


@pytest.mark.parametrize("in_git", [True, False])
def test_pipes_sockets_and_folders_with_a_file_name(
    tmp_path: Path, in_git: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if in_git:
        GitRepo.create(tmp_path)
    os.mkfifo(tmp_path / "pipe.rb")
    (tmp_path / "folder.rb").mkdir()
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.rb")
        listing = found(tmp_path)
    assert paths(listing) == []
    assert set(skips(listing).values()) <= {"not a regular file"}
    assert in_git or set(skips(listing)) == {"pipe.rb", "socket.rb"}


@pytest.mark.parametrize("in_git", [True, False])
def test_strange_names(tmp_path: Path, in_git: bool) -> None:
    names = ["a\nb.rb", "a\tb.rb", "\x1b[31mred.rb", "-rf.rb", "b c.rb", "\u00fc.rb", "--.rb"]
    write(tmp_path, dict.fromkeys(names, "x"))
    (tmp_path / os.fsdecode(b"latin\xe9.rb")).touch()
    if in_git:
        GitRepo.create(tmp_path).commit({})
    listing = found(tmp_path)
    assert paths(listing) == sorted(names)
    assert listing.skipped == (Skip("latin\\xe9.rb", "file name is not UTF-8"),)


def test_too_large(tmp_path: Path) -> None:
    write(tmp_path, {"big.rb": b"x" * 3000, "small.rb": b"x" * 1024})
    listing = found(tmp_path, ScanConfig(max_file_kib=1))
    assert paths(listing) == ["small.rb"]
    assert listing.skipped == (Skip("big.rb", "too large", "2 KiB"),)


def test_folder_that_can_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(folder: Path) -> list[os.DirEntry[str]]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return list(scandir(folder))

    scandir = os.scandir
    write(tmp_path, {"a.rb": "", "closed/b.rb": "", "closed.rb": ""})
    monkeypatch.setattr("dxscore.inputs.folder.os.scandir", refuse)
    listing = found(tmp_path)
    assert paths(listing) == ["a.rb", "closed.rb"]
    assert skips(listing) == {"closed/": "unreadable"}


def test_file_that_vanishes_while_listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxscore.inputs.discovery.walk", lambda root: iter(["gone.rb"]))
    assert skips(found(tmp_path)) == {"gone.rb": "vanished"}


def test_file_that_can_not_be_read_while_listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, limit: int = -1) -> bytes:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, {"a.rb": "x"})
    monkeypatch.setattr("dxscore.inputs.discovery.read_bytes", refuse)
    assert found(tmp_path).skipped == (Skip("a.rb", "unreadable", "Permission denied"),)


def test_scripts_are_ruby_when_their_first_line_says_so(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "bin/rails": "#!/usr/bin/env ruby\nputs 1\n",
            "bin/setup": "#!/bin/sh\necho ruby\n",
            "bin/empty": "",
            "script/old": "#!/usr/local/bin/ruby -w\n",
            "spec/dummy/bin/rake": "#!/usr/bin/env ruby\n",
        },
    )
    kinds = {file.path: file.kind for file in found(tmp_path).files}
    ruby, test = FileKind.RUBY, FileKind.RUBY_TEST
    assert kinds == {"bin/rails": ruby, "script/old": ruby, "spec/dummy/bin/rake": test}


def test_configured_exclusion_and_inclusion(tmp_path: Path) -> None:
    write(tmp_path, {"app/a.rb": "", "lib/legacy/b.rb": "", "vendor/ours/c.rb": "", "vendor/theirs/d.rb": ""})
    assert paths(found(tmp_path)) == ["app/a.rb", "lib/legacy/b.rb"]
    config = ScanConfig(exclude=("lib/legacy/", "!vendor/ours/"))
    assert paths(found(tmp_path, config)) == ["app/a.rb", "vendor/ours/c.rb"]


def test_same_files_with_and_without_git(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        ".gitignore": "/log/\n*.tmp.rb\n!keep.tmp.rb\n",
        "app/.gitignore": "generated/\n!/a.tmp.rb\n",
        "app/a.rb": "a",
        "app/a.tmp.rb": "a",
        "app/generated/b.rb": "b",
        "app/models/generated/b.rb": "b",
        "generated/c.rb": "c",
        "keep.tmp.rb": "k",
        "log/d.rb": "d",
        "x.tmp.rb": "x",
    }
    write(tmp_path / "plain", files)
    write(tmp_path / "git", files)
    GitRepo.create(tmp_path / "git")
    assert found(tmp_path / "plain").files == found(tmp_path / "git").files
    assert paths(found(tmp_path / "plain")) == ["app/a.rb", "app/a.tmp.rb", "generated/c.rb", "keep.tmp.rb"]


def test_ignore_file_that_git_could_not_read_either(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": b"!\n\xff\\\nb.rb\n", "a.rb": "", "b.rb": ""})
    assert paths(found(tmp_path)) == ["a.rb"]


def test_very_deep_folders(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(150):
        folder = folder / "d"
    folder.mkdir(parents=True)
    (folder / "a.rb").write_text("")
    assert paths(found(tmp_path)) == ["d/" * 150 + "a.rb"]


def test_root_given_as_a_link_or_missing(tmp_path: Path) -> None:
    write(tmp_path / "real", {"a.rb": ""})
    (tmp_path / "link").symlink_to("real")
    assert paths(found(tmp_path / "link")) == ["a.rb"]
    with pytest.raises(DxscoreError, match="is not a folder"):
        found(tmp_path / "missing")
