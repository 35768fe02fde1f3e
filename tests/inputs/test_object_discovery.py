"""What there is to scan in a commit: the same as in a clean checkout of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxscore.config import ScanConfig
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.errors import DxscoreError
from dxscore.inputs.discovery import Listing, discover
from dxscore.inputs.object_discovery import discover_objects
from dxscore.inputs.repository import open_repository
from dxscore.inputs.revisions import STAGED
from dxscore.inputs.tree import ObjectTree
from tests.git_repos import GitRepo

APP = {
    "app/models/a.rb": "class A; end\n",
    "app/views/a.html.erb": "<%= a %>\n",
    "spec/a_spec.rb": "describe A\n",
    "bin/rails": "#!/usr/bin/env ruby\n",
    "bin/shell": "#!/bin/sh\n",
    "spec/dummy/bin/rails": "#!/usr/bin/ruby\n",
    "vendor/x.rb": "",
    ".rubocop_todo.yml": "",
    "Dockerfile": "FROM ruby\n",
    "README.md": "",
    "a.haml": "",
}


USUAL = ScanConfig()


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def listed(root: Path, version: str, config: ScanConfig) -> Listing:
    repository = open_repository(root)
    assert repository
    return discover_objects(ObjectTree.of(repository, version), config)


def assert_alike(root: Path, version: str, config: ScanConfig = USUAL) -> None:
    here, there = discover(root, config), listed(root, version, config)
    assert (there.files, there.skipped) == (here.files, here.skipped)
    assert there.cache_is_committed == here.cache_is_committed


def test_a_commit_lists_what_its_checkout_would(repo: GitRepo) -> None:
    commit = repo.commit(APP)
    assert_alike(repo.path, commit)
    assert [file.path for file in listed(repo.path, commit, USUAL).files] == [
        *(".rubocop_todo.yml", "Dockerfile", "a.haml", "app/models/a.rb", "app/views/a.html.erb", "bin/rails"),
        *("spec/a_spec.rb", "spec/dummy/bin/rails"),
    ]


@pytest.mark.parametrize(
    "config", [ScanConfig(exclude=("app/", "!vendor/")), ScanConfig(max_file_kib=1), ScanConfig(exclude=("*", "!*.rb"))]
)
def test_the_configuration_counts_alike(repo: GitRepo, config: ScanConfig) -> None:
    assert_alike(repo.path, repo.commit({**APP, "lib/big.rb": "#" * 1025, "lib/fits.rb": "#" * 1024}), config)


def test_links_submodules_and_strange_names_are_skipped_alike(repo: GitRepo, tmp_path: Path) -> None:
    inner = GitRepo.create(tmp_path / "inner")
    inner.commit({"x.rb": ""})
    repo.git("submodule", "--quiet", "add", inner.path.as_uri(), "engines/sub")
    repo.write(APP | {"\udcff.rb": "", "a\nb.rb": "", "ü.rb": ""})
    for name, target in {
        "out.rb": str(inner.path / "x.rb"),
        "out": str(inner.path),
        "up.rb": "../inner/x.rb",
        "in.rb": "app/models/a.rb",
        "folder": "app",
        "dangling.rb": "nowhere.rb",
        "loop.rb": "loop.rb",
        "dots.rb": "app/../app/./models//a.rb",
    }.items():
        (repo.path / name).symlink_to(target)
    commit = repo.commit({})
    assert_alike(repo.path, commit)
    reasons = {skip.path: skip.reason for skip in listed(repo.path, commit, USUAL).skipped}
    assert reasons == {
        "\\xff.rb": "file name is not UTF-8",
        "engines/sub": "submodule",
        **dict.fromkeys(("out", "out.rb", "up.rb"), "link out of the tree"),
    }


def test_a_committed_cache_is_noticed(repo: GitRepo) -> None:
    assert_alike(repo.path, repo.commit({**APP, ".dxscore/cache/facts.db": "x"}))


def test_a_folder_of_the_repository_lists_itself(repo: GitRepo) -> None:
    commit = repo.commit({f"sub/{path}": content for path, content in APP.items()} | {"other.rb": ""})
    assert_alike(repo.path / "sub", commit)


def test_sha256_repositories_are_read(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path, "--object-format=sha256")
    assert_alike(tmp_path, repo.commit(APP))


def test_what_is_staged_is_listed_and_not_what_lies_on_disk(repo: GitRepo) -> None:
    repo.commit(APP)
    repo.write({"app/models/a.rb": "class B; end\n", "new.rb": "1"})
    repo.git("add", "-A")
    repo.write({"app/models/a.rb": "class C; end\n", "later.rb": ""})
    files = {file.path: file for file in listed(repo.path, STAGED, USUAL).files}
    assert files["new.rb"] == SourceFile("new.rb", repo.git("rev-parse", ":new.rb"), 1, FileKind.RUBY)
    assert files["app/models/a.rb"].blob == repo.git("rev-parse", ":app/models/a.rb")
    assert "later.rb" not in files


def test_large_files_are_skipped_by_their_size(repo: GitRepo) -> None:
    size = 17 * 1024 * 1024
    commit = repo.commit({"a.rb": b"#" * size, "bin/tool": b"#" * size, "bin/rails": "#!ruby\n"})
    found = listed(repo.path, commit, USUAL)
    assert [file.path for file in found.files] == ["bin/rails"]
    assert found.skipped == (Skip("a.rb", "too large", f"{size // 1024} KiB"),)


def test_a_partial_clone_is_told_what_to_do(repo: GitRepo, tmp_path: Path) -> None:
    commit = repo.commit(APP)
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    with pytest.raises(DxscoreError) as caught:
        listed(clone.path, commit, USUAL)
    assert "--refetch" in caught.value.hint


def test_a_partial_clone_without_the_files_nobody_scans_is_enough(repo: GitRepo, tmp_path: Path) -> None:
    commit = repo.commit({**APP, "logo.png": b"\0" * 5000})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "partial", "--filter=blob:limit=4k", "--no-checkout")
    assert listed(clone.path, commit, USUAL).files == listed(repo.path, commit, USUAL).files


NAMES = st.sampled_from(
    ("a.rb", "b.erb", "c.haml", "run", "Gemfile", "Dockerfile", "x.txt", "é.rb", "\udcfe.rb", " .rb", "-x.rb", ":1.rb")
)
FOLDERS = st.lists(st.sampled_from(("app", "spec", "bin", "vendor", "node_modules", "log", "a b")), max_size=3)
PATHS = st.builds(lambda folders, name: "/".join([*folders, name]), FOLDERS, NAMES)
CONTENT = st.sampled_from(("", "#!/usr/bin/env ruby\n", "#!/bin/sh\n", "x = 1\r\n", "#" * 1500))
TARGETS = st.sampled_from(("app", "a.rb", "../a.rb", "../../..", "/etc", ".", "run", "app/../bin", "spec/app"))


def _put(root: Path, path: str, content: str, *, link: bool) -> None:
    place = root / path
    if any(above.is_symlink() or above.is_file() for above in (place, *place.parents) if above != root):
        return
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(content) if link else place.write_text(content)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    files=st.dictionaries(PATHS, CONTENT, min_size=1, max_size=12), links=st.dictionaries(PATHS, TARGETS, max_size=4)
)
def test_any_commit_and_its_checkout_list_the_same(files: dict[str, str], links: dict[str, str]) -> None:
    with TemporaryDirectory() as folder:
        repo = GitRepo.create(Path(folder, "repo"))
        for path, target in links.items():
            _put(repo.path, path, target, link=True)
        for path, content in files.items():
            _put(repo.path, path, content, link=False)
        config = ScanConfig(max_file_kib=1)
        commit = repo.commit({})
        here, there = discover(repo.path, config), listed(repo.path, commit, config)
        assert there.files == here.files
        unclear = {skip for skip in there.skipped if skip.reason == "link out of the tree"}
        assert {*there.skipped} - unclear == {*here.skipped} - unclear
        assert {*here.skipped} <= {*there.skipped}
