from __future__ import annotations

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from dxscore.errors import DxscoreError
from dxscore.inputs.repository import Repository, open_repository
from dxscore.inputs.revisions import STAGED, TreeEntry
from tests.git_repos import GitRepo

RUBY = {"app/models/a.rb": "class A; end\n", "README": "hello\n"}


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def opened(path: Path) -> Repository:
    repository = open_repository(path)
    assert repository is not None
    return repository


def test_tells_head_and_format(repo: GitRepo) -> None:
    head = repo.commit(RUBY)
    repository = opened(repo.path)
    assert (repository.head, repository.prefix, repository.shallow) == (head, "", False)
    assert repository.object_format == "sha1"


def test_plain_folder_is_no_repository(tmp_path: Path) -> None:
    assert open_repository(tmp_path) is None


def test_no_git_program_means_no_repository(repo: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert open_repository(repo.path) is None


def test_unborn_head_is_empty(repo: GitRepo) -> None:
    repo.write(RUBY)
    repository = opened(repo.path)
    assert repository.head == ""
    assert sorted(repository.work_tree().untracked) == ["README", "app/models/a.rb"]


def test_work_tree_has_blobs_and_stat_of_the_index(repo: GitRepo) -> None:
    repo.commit(RUBY)
    entry = next(each for each in opened(repo.path).work_tree().tracked if each.path == "README")
    status = os.lstat(repo.path / "README")
    assert entry.blob == repo.git("rev-parse", "HEAD:README")
    assert (entry.size, entry.mtime_ns, entry.ctime_ns) == (6, status.st_mtime_ns, status.st_ctime_ns)
    assert entry.mode == 0o100644
    assert entry.checked_out


def test_untracked_are_those_not_ignored(repo: GitRepo) -> None:
    repo.commit({".gitignore": "log/\n"})
    repo.write({"new.rb": "", "log/x.rb": "", "sub/.git/HEAD": ""})
    assert "new.rb" in opened(repo.path).work_tree().untracked
    assert "log/x.rb" not in opened(repo.path).work_tree().untracked


def test_strange_file_names_come_whole(repo: GitRepo) -> None:
    names = ["a\tb.rb", "a\nb.rb", 'q"uote.rb', "\x1b[31m.rb", "? 100644.rb", "\u00e9.rb"]
    repo.commit(dict.fromkeys(names[:3], "x"))
    repo.write(dict.fromkeys(names[3:], "x"))
    work_tree = opened(repo.path).work_tree()
    assert sorted(entry.path for entry in work_tree.tracked) == sorted(names[:3])
    assert sorted(work_tree.untracked) == sorted(names[3:])


def test_conflict_has_no_blob(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1\n"})
    repo.git("checkout", "-q", "-b", "other")
    repo.commit({"a.rb": "2\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.rb": "3\n"})
    with pytest.raises(Exception, match="merge"):
        repo.git("-c", "user.name=x", "-c", "user.email=x@x", "merge", "-q", "other")
    (entry,) = opened(repo.path).work_tree().tracked
    assert (entry.path, entry.blob) == ("a.rb", "")


def test_paths_are_relative_to_a_sub_folder(repo: GitRepo) -> None:
    repo.commit(RUBY)
    repo.write({"app/new.rb": "", "outside.rb": ""})
    repository = opened(repo.path / "app")
    work_tree = repository.work_tree()
    assert repository.prefix == "app/"
    assert [entry.path for entry in work_tree.tracked] == ["models/a.rb"]
    assert work_tree.untracked == ("new.rb",)


def test_linked_work_tree(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit(RUBY)
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    repository = opened(tmp_path / "linked")
    assert len(repository.work_tree().tracked) == 2
    assert repository.index.is_file()


def test_submodule_is_one_entry_and_a_repository_of_its_own(repo: GitRepo, tmp_path: Path) -> None:
    library = GitRepo.create(tmp_path / "library")
    library.commit(RUBY)
    repo.git("submodule", "--quiet", "add", library.path.as_uri(), "vendored")
    assert ("vendored", 0o160000) in [(each.path, each.mode) for each in opened(repo.path).work_tree().tracked]
    assert len(opened(repo.path / "vendored").work_tree().tracked) == 2


def test_shallow_clone_tells_where_it_was_cut(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.rb": "1"})
    cut = repo.commit({"a.rb": "2"})
    repository = opened(repo.clone(tmp_path / "clone", "--depth=1").path)
    assert repository.shallow
    assert repository.shallow_commits() == {bytes.fromhex(cut)}


def test_sha256_repository(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path, "--object-format=sha256")
    head = repo.commit(RUBY)
    repository = opened(tmp_path)
    assert (repository.head, repository.object_format) == (head, "sha256")
    assert {len(entry.blob) for entry in repository.work_tree().tracked} == {64}


def test_reads_objects_in_order_and_none_for_what_is_no_blob(repo: GitRepo) -> None:
    head = repo.commit({"a.rb": "one\n", "b c.rb": b"\0\n\n", "empty.rb": ""})
    specs = [f"{head}:a.rb", f"{head}:missing", head, "two\nlines", f"{head}:b c.rb", f"{head}:empty.rb"]
    assert list(opened(repo.path).read_blobs(specs)) == [b"one\n", None, None, None, b"\0\n\n", b""]


def test_object_beyond_the_limit_is_passed_over(repo: GitRepo) -> None:
    head = repo.commit({"big.rb": b"x" * (17 * 1024 * 1024), "small.rb": "y"})
    assert list(opened(repo.path).read_blobs([f"{head}:big.rb", f"{head}:small.rb"])) == [None, b"y"]


def test_partial_clone_is_told_and_nothing_is_fetched(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    first = repo.commit({"a.rb": "1"})
    head = repo.commit({"a.rb": "2"})
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    with pytest.raises(DxscoreError, match="can't read"):
        list(opened(clone.path).read_blobs([f"{head}:a.rb", f"{first}:a.rb", f"{head}:a.rb"]))
    assert list(opened(clone.path).read_blobs([f"{head}:a.rb"])) == [b"2"]


def test_is_ancestor(repo: GitRepo) -> None:
    first = repo.commit({"a.rb": "1"})
    repo.commit({"a.rb": "2"})
    repository = opened(repo.path)
    assert repository.is_ancestor(first)
    assert not repository.is_ancestor("0" * 40)


def test_failing_log_is_an_error_and_no_short_answer(repo: GitRepo) -> None:
    repo.commit(RUBY)
    with pytest.raises(DxscoreError, match="can't read the repository"):
        list(opened(repo.path).fields("log", "no-such-revision"))


def test_foreign_owner_is_told_with_the_fix(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    with pytest.raises(DxscoreError) as raised:
        open_repository(repo.path)
    assert raised.value.hint == f"git config --global --add safe.directory {repo.path.resolve()}"


def test_broken_config_is_told(repo: GitRepo) -> None:
    (repo.path / ".git/config").write_text("[core\n")
    with pytest.raises(DxscoreError, match="bad config line 1"):
        open_repository(repo.path)


def test_hook_environment_does_not_redirect(repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = GitRepo.create(tmp_path / "other")
    other.commit({"other.rb": ""})
    head = repo.commit(RUBY)
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.path / ".git/index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    repository = opened(repo.path)
    assert repository.head == head
    assert len(repository.work_tree().tracked) == 2


def test_work_tree_configured_elsewhere_is_not_read(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit(RUBY)
    (tmp_path / "elsewhere").mkdir()
    repo.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    assert open_repository(repo.path) is None


def sign_head(repo: GitRepo) -> str:
    """Give the newest commit a signature that nobody can check."""
    header, _, message = repo.git("cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n AAAA\n -----END PGP SIGNATURE-----"
    (repo.path / "signed").write_text(f"{header}\n{signature}\n\n{message}\n")
    signed = repo.git("hash-object", "-t", "commit", "-w", "signed")
    repo.git("update-ref", "HEAD", signed)
    return signed


def test_nothing_of_the_configuration_runs(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({**RUBY, ".gitattributes": "*.rb filter=evil diff=evil\n"})
    head = sign_head(repo)
    marker, program = tmp_path / "ran", tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {marker}\n')
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    for name in ("post-index-change", "post-checkout", "pre-auto-gc", "reference-transaction"):
        (repo.path / ".git/hooks" / name).write_text(program.read_text())
        (repo.path / ".git/hooks" / name).chmod(0o755)
    hostile = {
        **dict.fromkeys(("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external"), str(program)),
        **dict.fromkeys(("filter.evil.clean", "filter.evil.smudge", "filter.evil.process"), str(program)),
        **dict.fromkeys(("diff.evil.textconv", "diff.evil.command", "gpg.program", "pager.log"), str(program)),
        "core.hooksPath": str(repo.path / ".git/hooks"),
        "log.showSignature": "true",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{program}",
        "protocol.ext.allow": "always",
    }
    for key, value in hostile.items():
        repo.git("config", key, value)
    (repo.path / "app/models/a.rb").write_text("class Changed; end\n")
    marker.unlink(missing_ok=True)

    repository = opened(repo.path)
    repository.work_tree()
    list(repository.fields("log", "--raw", "-z", head))
    assert list(repository.read_blobs(["0123456789" * 4, f"{head}:README"])) == [None, b"hello\n"]
    assert repository.is_ancestor(head)
    assert not marker.exists(), marker.read_text()

    for unprotected in (("status",), ("log", "-1"), ("cat-file", "-e", "0123456789" * 4)):
        subprocess.run(["git", *unprotected], cwd=repo.path, capture_output=True, check=False)
        assert marker.exists(), f"git {unprotected} would have run nothing anyway"
        marker.unlink()


def test_index_is_left_as_it_was(repo: GitRepo) -> None:
    repo.commit(RUBY)
    os.utime(repo.path / "README", (1, 1))
    before = (repo.path / ".git/index").read_bytes()
    opened(repo.path).work_tree()
    assert (repo.path / ".git/index").read_bytes() == before


def test_a_ref_is_resolved_to_its_commit(repo: GitRepo) -> None:
    first = repo.commit(RUBY)
    second = repo.commit({"b.rb": ""})
    repo.git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "tag", "-a", "-m", "x", "v1", first)
    repository = opened(repo.path)
    assert [repository.resolve(ref) for ref in ("HEAD", "main", "HEAD~1", "v1", first[:10])] == [second] * 2 + [
        first
    ] * 3


@pytest.mark.parametrize(
    "ref", ["", "nothing", "--all", "-", "HEAD:README", "HEAD~9", "nul\0", "a b", "é", "origin/main"]
)
def test_what_names_no_commit_resolves_to_nothing(repo: GitRepo, ref: str) -> None:
    repo.commit(RUBY)
    assert opened(repo.path).resolve(ref) is None


def test_merge_base_is_where_the_branch_left(repo: GitRepo) -> None:
    fork = repo.commit(RUBY)
    main = repo.commit({"main.rb": ""})
    repo.git("checkout", "-q", "-b", "topic", fork)
    topic = repo.commit({"topic.rb": ""})
    repository = opened(repo.path)
    assert repository.merge_base(main, topic) == repository.merge_base(topic, main) == fork
    assert repository.merge_base(fork, topic) == fork


def test_histories_without_a_common_commit_have_no_merge_base(repo: GitRepo) -> None:
    main = repo.commit(RUBY)
    repo.git("checkout", "-q", "--orphan", "other")
    assert opened(repo.path).merge_base(main, repo.commit({"x.rb": ""})) is None


def test_merge_base_of_a_criss_cross_is_one_of_the_best_and_always_the_same(repo: GitRepo) -> None:
    repo.commit(RUBY)
    repo.git("branch", "topic")
    one = repo.commit({"main.rb": ""}, day="2026-01-02")
    repo.git("checkout", "-q", "topic")
    other = repo.commit({"topic.rb": ""}, day="2026-01-03")
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    repo.git(*identity, "merge", "-q", "--no-ff", "-m", "m", one)
    repo.git("checkout", "-q", "main")
    repo.git(*identity, "merge", "-q", "--no-ff", "-m", "m", other)
    main, topic = repo.git("rev-parse", "main"), repo.git("rev-parse", "topic")
    found = {opened(repo.path).merge_base(main, topic) for _ in range(3)}
    assert len(found) == 1
    assert found < {one, other}


def test_a_shallow_clone_that_lacks_the_merge_base_says_so(repo: GitRepo, tmp_path: Path) -> None:
    fork = repo.commit(RUBY)
    repo.git("checkout", "-q", "-b", "topic")
    topic = repo.commit({"topic.rb": ""})
    repo.git("checkout", "-q", "main")
    main = repo.commit({"main.rb": ""})
    clone = repo.clone(tmp_path / "shallow", "--depth=1", "--no-single-branch")
    repository = opened(clone.path)
    assert repository.shallow
    assert repository.merge_base(main, topic) is None
    assert repository.resolve(fork) is None
    clone.git("fetch", "-q", "--unshallow")
    assert opened(clone.path).merge_base(main, topic) == fork


def entries(repo: GitRepo, version: str) -> dict[str, TreeEntry]:
    return {entry.path: entry for entry in opened(repo.path).entries(version)}


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_commit_and_the_index_list_what_is_in_them(tmp_path: Path, object_format: str) -> None:
    repo = GitRepo.create(tmp_path, f"--object-format={object_format}")
    (tmp_path / "link").symlink_to("a.rb")
    commit = repo.commit({"a.rb": "1\n", "b/c.rb": "2\n"})
    (tmp_path / "a.rb").chmod(0o755)
    repo.write({"b/c.rb": "3\n", "new.rb": ""})
    repo.git("add", "a.rb", "b")
    before, staged = entries(repo, commit), entries(repo, STAGED)
    assert {path: entry.mode for path, entry in before.items()} == {
        "a.rb": 0o100644,
        "b/c.rb": 0o100644,
        "link": 0o120000,
    }
    assert before["b/c.rb"].blob == repo.git("rev-parse", "HEAD:b/c.rb")
    assert staged["b/c.rb"].blob == repo.git("rev-parse", ":b/c.rb") != before["b/c.rb"].blob
    assert staged["a.rb"] == TreeEntry("a.rb", 0o100755, before["a.rb"].blob)


def test_an_index_with_conflicts_can_not_be_listed(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1\n"})
    repo.git("checkout", "-q", "-b", "other")
    repo.commit({"a.rb": "2\n"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.rb": "3\n"})
    with pytest.raises(subprocess.CalledProcessError):
        repo.git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "merge", "-q", "other")
    with pytest.raises(DxscoreError, match="conflicts"):
        entries(repo, STAGED)


def test_a_hook_sees_the_index_of_the_running_commit(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    head = repo.commit({"a.rb": "1\n" * 9})
    other = repo.path / ".git/next-index-1.lock"
    shutil.copy(repo.path / ".git/index", other)
    repo.git("mv", "a.rb", "b.rb", GIT_INDEX_FILE=str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other))
    assert entries(repo, STAGED).keys() == {"b.rb"}
    assert opened(repo.path).renames(head, STAGED) == {"a.rb": "b.rb"}


def test_an_index_from_elsewhere_is_not_looked_at(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit({"a.rb": ""})
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert entries(repo, STAGED).keys() == {"a.rb"}


TEXT = "".join(f"line {number}\n" for number in range(20))


def test_renames_lead_from_old_to_new(repo: GitRepo) -> None:
    base = repo.commit({"a.rb": TEXT, "gone.rb": "x" * 50, "kept.rb": TEXT * 2})
    head = repo.commit({"a.rb": None, "lib/b\n:1.rb": TEXT + "more\n", "gone.rb": None, "new.rb": "y" * 50})
    assert opened(repo.path).renames(base, head) == {"a.rb": "lib/b\n:1.rb"}
    assert opened(repo.path).renames(head, base) == {"lib/b\n:1.rb": "a.rb"}


def test_staged_renames_are_seen_and_others_not(repo: GitRepo) -> None:
    base = repo.commit({"a.rb": TEXT, "b.rb": TEXT * 2})
    repo.git("mv", "a.rb", "c.rb")
    (repo.path / "b.rb").rename(repo.path / "d.rb")
    assert opened(repo.path).renames(base, STAGED) == {"a.rb": "c.rb"}


def test_renames_are_told_below_the_root_only(repo: GitRepo) -> None:
    base = repo.commit({"app/a.rb": TEXT, "b.rb": TEXT * 2, "app/c.rb": "c" * 99})
    head = repo.commit({"app/a.rb": None, "app/A.rb": TEXT, "b.rb": None, "app/b.rb": TEXT * 2, "app/c.rb": None})
    assert opened(repo.path / "app").renames(base, head) == {"a.rb": "A.rb"}


def test_the_repository_can_not_switch_renames_off(repo: GitRepo) -> None:
    base = repo.commit({"a.rb": TEXT})
    head = repo.commit({"a.rb": None, "b.rb": TEXT + "x\n", ".gitattributes": "*.rb diff=evil binary\n"})
    for setting in ("diff.renames=false", "diff.renameLimit=1", "diff.evil.textconv=touch pwned", "diff.relative=x"):
        repo.git("config", *setting.split("=", 1))
    assert opened(repo.path).renames(base, head) == {"a.rb": "b.rb"}
    assert not (repo.path / "pwned").exists()
