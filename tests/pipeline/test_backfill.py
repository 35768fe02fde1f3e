"""The past of small real repositories, and everything that may go wrong on the way to it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from dxscore.config import Config, RulesConfig, ScanConfig
from dxscore.copying import replace
from dxscore.domain.trend import Snapshot
from dxscore.errors import DxscoreError
from dxscore.pipeline.backfill import Backfilled, backfill, current_ruleset, record
from dxscore.store import SnapshotStore
from tests.git_repos import GitRepo
from tests.pipeline.projects_with_history import (
    HISTORIC,
    MIGRATION,
    RESCUE,
    a_project,
    day,
    ignore_stage,
    model,
    request_of,
    store_of,
    write_rules,
)


@pytest.fixture(autouse=True)
def _few_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxscore.pipeline.reading.RULES", write_rules(tmp_path / "rules"))


def _fill(repo: GitRepo, config: Config | None = None, weeks: int = 52) -> Backfilled:
    return backfill(request_of(repo, config), store_of(repo), weeks, "HEAD", ignore_stage)


def _kept(repo: GitRepo) -> list[Snapshot]:
    store = store_of(repo)
    return list(store.get(store.kept()))


def _open(snapshot: Snapshot, rule: str = RESCUE) -> Mapping[str, int]:
    return {count.owner: count.open for count in snapshot.counts if count.rule == rule}


def test_each_week_gets_its_snapshot(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (3, 5, 2))
    done = _fill(repo)
    assert (done.wanted, done.known, done.written, done.left_out) == (3, 0, 3, ())
    assert [_open(each) for each in _kept(repo)] == [{"unowned": 4}, {"unowned": 6}, {"unowned": 3}]
    assert [str(each.committed) for each in _kept(repo)] == [day(0), day(1), day(2)]


def test_nothing_is_checked_out_and_what_is_edited_does_not_matter(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (3, 5))
    repo.write({"app/models/user.rb": model("User", 9), "app/models/extra.rb": model("Extra", 9)})
    before = repo.git("status", "--porcelain")
    _fill(repo)
    assert _open(_kept(repo)[-1]) == {"unowned": 6}
    assert repo.git("status", "--porcelain") == before


def test_a_second_run_writes_nothing_and_a_new_week_only_itself(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (3, 5))
    _fill(repo)
    again = _fill(repo)
    assert (again.known, again.written) == (2, 0)
    repo.commit({"app/models/user.rb": model("User", 1)}, day(2))
    done = _fill(repo)
    assert (done.known, done.written) == (2, 1)


def test_only_so_many_weeks_are_filled(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3, 4))
    assert _fill(repo, weeks=2).wanted == 2
    assert [_open(each) for each in _kept(repo)] == [{"unowned": 4}, {"unowned": 5}]


def test_a_snapshot_does_not_depend_on_cache_or_order(tmp_path: Path) -> None:
    one, other = a_project(tmp_path / "one"), a_project(tmp_path / "other")
    _fill(one)
    for weeks in (1, 2, 52):
        backfill(request_of(other, use_cache=False), store_of(other), weeks, "HEAD", ignore_stage)
    assert _kept(one) == _kept(other)
    assert not (other.path / ".dxscore" / "cache").exists()


def test_recording_the_head_gives_what_a_backfill_gives(tmp_path: Path) -> None:
    one, other = a_project(tmp_path / "one"), a_project(tmp_path / "other")
    _fill(one, weeks=1)
    assert record(request_of(other), store_of(other))
    assert not record(request_of(other), store_of(other))
    assert _kept(one) == _kept(other)


def test_what_is_done_is_counted_and_what_needs_history_is_unknown(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit({"a.rb": "OldClient.get\nNewClient.get\nNewClient.put\n", "b.rb": "OldClient.get"}, day(0))
    _fill(repo)
    (snapshot,) = _kept(repo)
    (count,) = [each for each in snapshot.counts if each.rule == MIGRATION]
    assert (count.open, count.done, snapshot.unknown, snapshot.code_lines) == (2, 2, (HISTORIC,), {"unowned": 4})


def test_owners_are_those_of_the_commit(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (3,))
    repo.commit({"CODEOWNERS": "app/ @shop/payments\n"}, day(1))
    _fill(repo)
    assert [[*_open(each)] for each in _kept(repo)] == [["unowned"], ["payments"]]


def test_other_rules_make_the_past_anew_and_are_kept_apart(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (3, 5))
    first = _fill(repo)
    config = Config(rules=RulesConfig(weight={RESCUE: 9.0}))
    second = _fill(repo, config)
    assert first.ruleset != second.ruleset
    assert (second.known, second.written) == (0, 2)
    assert store_of(repo).rulesets() == {first.ruleset: 2, second.ruleset: 2}


def test_a_commit_that_was_recorded_by_other_rules_is_judged_again(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (3,))
    record(request_of(repo), store_of(repo))
    repo.commit({"app/models/user.rb": model("User", 4)}, day(0))
    assert _fill(repo, Config(rules=RulesConfig(weight={RESCUE: 9.0}))).written == 2


@pytest.mark.parametrize(
    "changed", [Config(scan=ScanConfig(exclude=("lib/",))), Config(scan=ScanConfig(max_file_kib=5))]
)
def test_what_is_read_is_part_of_the_ruleset(tmp_path: Path, changed: Config) -> None:
    repo = a_project(tmp_path / "shop", (1,))
    assert current_ruleset(request_of(repo)) != current_ruleset(request_of(repo, changed))
    assert current_ruleset(request_of(repo)) == current_ruleset(request_of(repo, Config(scan=ScanConfig(jobs=7))))


def test_a_shallow_clone_fills_what_it_has_and_says_so(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3, 4))
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    done = _fill(clone)
    assert (done.wanted, done.written) == (2, 2)
    assert "git fetch --unshallow" in done.notes[0]
    clone.git("fetch", "-q", "--unshallow")
    done = _fill(clone)
    assert (done.wanted, done.known, done.written, done.notes) == (4, 2, 2, ())


def test_a_partial_clone_says_which_commits_it_lacks_and_keeps_the_rest(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3))
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    done = _fill(clone)
    assert (done.written, len(done.left_out)) == (1, 2)
    assert "git fetch --refetch" in done.left_out[0].hint
    clone.git("fetch", "-q", "--refetch", "--no-filter")
    assert (_fill(clone).written, len(_kept(clone))) == (2, 3)


def test_rewritten_history_leaves_what_was_kept_and_fills_the_rest(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3))
    _fill(repo)
    repo.git("reset", "-q", "--hard", "HEAD~2")
    repo.commit({"app/models/user.rb": model("User", 7)}, day(1))
    done = _fill(repo)
    assert (done.wanted, done.known, done.written) == (2, 1, 1)
    assert len(_kept(repo)) == 4


def test_a_commit_without_ruby_and_a_broken_policy_of_the_past_are_no_obstacle(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "shop")
    repo.commit({"README": "x", "dxscore.toml": "nonsense", ".dxscore/exemptions.yml": "]"}, day(0))
    repo.commit({"dxscore.toml": None, ".dxscore/exemptions.yml": None, "a.rb": model("A", 1)}, day(1))
    assert _fill(repo).written == 2
    assert [_open(each) for each in _kept(repo)] == [{}, {"unowned": 1}]


def _fill_and_die(path: Path, after: int) -> None:
    repo = GitRepo(path)

    class Dying(SnapshotStore, frozen=True):
        def put(self, snapshot: Snapshot) -> bool:
            if len(self.kept()) == after:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().put(snapshot)

    store = store_of(repo)
    backfill(request_of(repo), Dying(store.address, store.project, store.engine), 52, "HEAD", ignore_stage)


@pytest.mark.parametrize("after", [0, 2])
def test_a_run_that_is_killed_is_taken_up_where_it_was(tmp_path: Path, after: int) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3, 4))
    process = multiprocessing.get_context("fork").Process(target=_fill_and_die, args=(repo.path, after))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert len(_kept(repo)) == after
    done = _fill(repo)
    assert (done.known, done.written) == (after, 4 - after)


def _fill_in_process(path: Path) -> None:
    repo = GitRepo(path)
    backfill(request_of(repo), store_of(repo), 52, "HEAD", ignore_stage)


def test_two_runs_at_once_make_one_history(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3, 4))
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=_fill_in_process, args=(repo.path,)) for _ in range(2)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [run.exitcode for run in runs] == [0, 0]
    assert [_open(each)["unowned"] for each in _kept(repo)] == [2, 3, 4, 5]


def test_a_write_that_fails_ends_the_run_and_keeps_what_was_written(tmp_path: Path) -> None:
    repo = a_project(tmp_path / "shop", (1, 2, 3))
    store = store_of(repo)

    class Full(SnapshotStore, frozen=True):
        def put(self, snapshot: Snapshot) -> bool:
            if self.kept():
                raise DxscoreError("the disk is full", "make room")
            return super().put(snapshot)

    full = Full(store.address, store.project, store.engine)
    with pytest.raises(DxscoreError, match="disk is full"):
        backfill(request_of(repo), full, 52, "HEAD", ignore_stage)
    assert (len(_kept(repo)), _fill(repo).written) == (1, 2)


@pytest.mark.parametrize(
    ("commit", "ref", "said"), [(False, "HEAD", "no commit yet"), (True, "nowhere", "no commit nowhere")]
)
def test_what_can_not_be_filled_is_said(tmp_path: Path, commit: bool, ref: str, said: str) -> None:
    repo = GitRepo.create(tmp_path / "shop")
    if commit:
        repo.commit({"a.rb": "x"})
    with pytest.raises(DxscoreError, match=said):
        backfill(request_of(repo), store_of(repo), 52, ref, ignore_stage)


def test_outside_of_git_there_is_no_history(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="not a git repository"):
        record(replace(request_of(GitRepo(tmp_path)), root=tmp_path), store_of(GitRepo(tmp_path)))
