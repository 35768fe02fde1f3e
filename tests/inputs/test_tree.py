"""A version of a project, read from disk and from git objects: both say the same of the same files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dxscore.inputs.repository import open_repository
from dxscore.inputs.revisions import STAGED
from dxscore.inputs.tree import FolderTree, LinkError, ObjectTree, Tree
from tests.git_repos import GitRepo


def tree_of(repo: GitRepo, version: str, folder: str = "") -> ObjectTree:
    repository = open_repository(repo.path / folder)
    assert repository
    return ObjectTree.of(repository, version)


def on_disk(repo: GitRepo) -> Tree:
    return FolderTree(repo.path)


def committed(repo: GitRepo) -> Tree:
    return tree_of(repo, repo.commit({}))


def staged(repo: GitRepo) -> Tree:
    repo.git("add", "-A")
    return tree_of(repo, STAGED)


@pytest.fixture(params=[on_disk, committed, staged])
def seen(request: pytest.FixtureRequest) -> Callable[[GitRepo], Tree]:
    """Three ways to look at what is in a work tree."""
    view: Callable[[GitRepo], Tree] = request.param
    return view


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def test_files_are_read(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    repo.write({"a/b.yml": b"\xff\r\n\0", "empty": ""})
    tree = seen(repo)
    assert (tree.read("a/b.yml"), tree.read("a/b.yml", 2), tree.read("empty")) == (b"\xff\r\n\0", b"\xff\r", b"")
    assert tree.is_file("a/b.yml")
    assert not tree.is_folder("a/b.yml")


@pytest.mark.parametrize("path", ["nothing", "a", "a/nothing", "a/b.yml/c", "", "nul\0", "A/B.yml"])
def test_what_is_no_file_is_not_read(repo: GitRepo, seen: Callable[[GitRepo], Tree], path: str) -> None:
    repo.write({"a/b.yml": ""})
    tree = seen(repo)
    assert not tree.is_file(path)
    with pytest.raises(OSError):  # noqa: PT011 - which one differs: a folder, or nothing
        tree.read(path)


def test_folders_are_those_that_hold_something(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    repo.write({"a/b/c.yml": "", "ab/d.yml": ""})
    tree = seen(repo)
    assert [tree.is_folder(path) for path in ("", "a", "a/b", "a/", "nothing", "..", "nul\0")] == [True] * 4 + [
        False
    ] * 3
    assert sorted(tree.below("a")) == ["a/b/c.yml"]
    assert sorted(tree.below("nothing")) == []


def test_what_lies_directly_in_a_folder(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    repo.write({"x": "", "a/y": "", "a/b/z": "", "c/d": ""})
    tree = seen(repo)
    assert [*tree.below("a", deep=False)] == ["a/y"]
    assert "x" in tree.below("", deep=False)
    assert "a/y" not in tree.below("", deep=False)


def test_strange_names_come_whole(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    names = ["x/a\nb.yml", "x/a\tb.yml", 'x/q"uote.yml', "x/:100644 ü.yml", "x/\udcff.yml", "x/ "]
    repo.write({name: name.encode(errors="surrogateescape") for name in names})
    tree = seen(repo)
    assert sorted(tree.below("x")) == sorted(names)
    assert [os.fsdecode(tree.read(name)) for name in names] == names


def test_no_link_leads_out(repo: GitRepo, seen: Callable[[GitRepo], Tree], tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.yml").write_text("secret")
    repo.write({"a/b.yml": ""})
    (repo.path / "absolute").symlink_to(tmp_path / "outside")
    (repo.path / "a/relative").symlink_to("../../outside")
    (repo.path / "file.yml").symlink_to("../outside/secret.yml")
    tree = seen(repo)
    for path in ("absolute/secret.yml", "a/relative/secret.yml", "file.yml", "../outside/secret.yml"):
        with pytest.raises(OSError):  # noqa: PT011 - from disk it is the system's own error for the last of them
            tree.read(path)
        with pytest.raises(LinkError):
            tree.real_path(path)
    assert not any(tree.is_folder(path) for path in ("absolute", "a/relative", "..", "../outside"))
    assert [*tree.below("absolute"), *tree.below("..")] == []


def test_folders_that_are_links_are_entered_inside(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    repo.write({"a/b/c.yml": "c"})
    (repo.path / "a/up").symlink_to("..")
    (repo.path / "there").symlink_to("a/up/a/b")
    tree = seen(repo)
    assert tree.read("there/c.yml") == b"c"
    assert tree.is_file("there/c.yml")
    assert (tree.real_path("there/c.yml"), tree.real_path("a/up")) == ("a/b/c.yml", "")
    assert sorted(tree.below("there")) == ["there/c.yml"]


def test_a_link_to_a_file_is_seen_and_not_read(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    repo.write({"a/real.yml": "x"})
    (repo.path / "a/link.yml").symlink_to("real.yml")
    (repo.path / "a/dangling.yml").symlink_to("nowhere.yml")
    (repo.path / "a/folder").symlink_to("../a")
    tree = seen(repo)
    assert sorted(tree.below("a")) == ["a/dangling.yml", "a/link.yml", "a/real.yml"]
    assert tree.is_file("a/link.yml")
    assert tree.real_path("a/link.yml") == "a/real.yml"
    with pytest.raises(OSError) as caught:  # noqa: PT011 - LinkError only from objects
        tree.read("a/link.yml")
    assert not isinstance(caught.value, FileNotFoundError)


def test_circles_of_links_end(repo: GitRepo, seen: Callable[[GitRepo], Tree]) -> None:
    repo.write({"a.yml": ""})
    (repo.path / "one").symlink_to("two")
    (repo.path / "two").symlink_to("one")
    (repo.path / "self").symlink_to("self/self")
    tree = seen(repo)
    assert not any(tree.is_folder(path) for path in ("one", "self", "one/two"))
    assert not tree.is_file("one/a.yml")


def test_a_submodule_is_no_file(repo: GitRepo) -> None:
    inner = GitRepo.create(repo.path.parent / "inner")
    inner.commit({"x.yml": ""})
    repo.git("submodule", "--quiet", "add", inner.path.as_uri(), "sub")
    tree = committed(repo)
    assert not tree.is_file("sub")
    assert sorted(tree.below("")) == [".gitmodules"]


def test_a_commit_stays_what_it_was(repo: GitRepo) -> None:
    first = repo.commit({"a.yml": "1", "b.yml": "1"})
    repo.commit({"a.yml": "2", "b.yml": None})
    repo.write({"a.yml": "3"})
    repo.git("add", "a.yml")
    repo.write({"a.yml": "4"})
    assert [tree_of(repo, version).read("a.yml") for version in (first, STAGED)] == [b"1", b"3"]
    assert sorted(tree_of(repo, first).below("")) == ["a.yml", "b.yml"]


def test_a_folder_of_the_repository_can_be_the_root(repo: GitRepo) -> None:
    commit = repo.commit({"app/a.yml": "1", "other/b.yml": "1"})
    (repo.path / "app/out").symlink_to("../other")
    repo.git("add", "-A")
    for tree in (tree_of(repo, commit, "app"), tree_of(repo, STAGED, "app")):
        assert tree.read("a.yml") == b"1"
        assert not tree.is_file("b.yml")
    with pytest.raises(LinkError):
        tree_of(repo, STAGED, "app").read("out/b.yml")


def test_a_folder_that_a_commit_lacks_is_empty_there(repo: GitRepo) -> None:
    before = repo.commit({"a.yml": "1"})
    repo.write({"new/b.yml": "1"})
    assert tree_of(repo, before, "new").entries == {}


def test_links_made_to_take_long_lead_nowhere(repo: GitRepo) -> None:
    repo.write({"end/a.yml": ""})
    for number in range(60):
        (repo.path / f"l{number}").symlink_to(f"l{number + 1}" if number < 59 else "end")
    (repo.path / "dots").symlink_to("./" * 2000 + "end")
    repo.git("add", "-A")
    blob = repo.git("rev-parse", ":end/a.yml")
    repo.git("update-index", "--add", "--cacheinfo", f"120000,{blob},empty")
    tree = tree_of(repo, STAGED)
    assert tree.is_folder("l40")
    for path in ("l0", "dots", "empty"):
        assert tree.real_path(path) == path
        assert not tree.is_folder(path)
