from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from dxscore.config import HistoryConfig
from dxscore.domain.history import History
from dxscore.inputs.history import read_history
from dxscore.inputs.repository import Repository, open_repository
from tests.git_repos import GitRepo

AS_OF = date(2026, 1, 31)


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    made = GitRepo.create(tmp_path / "repo")
    made.commit({"a.rb": "1"}, day="2020-01-01")
    made.commit({"a.rb": "2", "b.rb": "2"}, day="2026-01-02")
    return made


@pytest.fixture
def logs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The `git log` commands that were run."""
    seen: list[tuple[str, ...]] = []
    original: Callable[..., Iterator[bytes]] = Repository.fields

    def spy(self: Repository, *arguments: str) -> Iterator[bytes]:
        seen.append(arguments)
        return original(self, *arguments)

    monkeypatch.setattr(Repository, "fields", spy)
    return seen


def history(repo: GitRepo, store: Path | None, as_of: date = AS_OF) -> History:
    return read_history(open_repository(repo.path), as_of, HistoryConfig(), store)


def test_second_run_asks_git_for_nothing(repo: GitRepo, tmp_path: Path, logs: list[tuple[str, ...]]) -> None:
    first = history(repo, tmp_path / "store")
    assert history(repo, tmp_path / "store") == first
    assert len(logs) == 1


def test_new_day_counts_again_without_a_log(repo: GitRepo, tmp_path: Path, logs: list[tuple[str, ...]]) -> None:
    history(repo, tmp_path / "store")
    later = history(repo, tmp_path / "store", date(2026, 2, 1))
    assert later.files["b.rb"].days_unchanged == 30
    assert len(logs) == 1


def test_earlier_day_needs_a_longer_log(repo: GitRepo, tmp_path: Path) -> None:
    history(repo, tmp_path / "store")
    earlier = history(repo, tmp_path / "store", date(2020, 1, 31))
    assert earlier == history(repo, None, date(2020, 1, 31))
    assert earlier.files["a.rb"].days_unchanged == 30


def test_new_commits_are_added_to_the_known_ones(repo: GitRepo, tmp_path: Path, logs: list[tuple[str, ...]]) -> None:
    before = open_repository(repo.path)
    assert before
    history(repo, tmp_path / "store")
    repo.commit({"b.rb": "3"}, day="2026-01-03")
    known = history(repo, tmp_path / "store")
    assert f"^{before.head}" in logs[1]
    assert known == history(repo, None)
    assert known.files["b.rb"].commits == 2


def test_rewritten_history_is_read_again(repo: GitRepo, tmp_path: Path) -> None:
    history(repo, tmp_path / "store")
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.commit({"c.rb": "1"}, day="2026-01-04")
    known = history(repo, tmp_path / "store")
    assert set(known.files) == {"c.rb"}
    assert known == history(repo, None)


@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda _: b"\xc1", lambda kept: kept[:-3], lambda kept: kept[:66] + b"\x01"]
)
def test_damaged_store_is_made_again(repo: GitRepo, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    expected = history(repo, tmp_path)
    stored = {file: file.read_bytes() for file in (tmp_path / "history", tmp_path / "commits")}
    for file, content in stored.items():
        file.write_bytes(damage(content))
    assert history(repo, tmp_path) == expected
    assert {file: file.read_bytes() for file in stored} == stored


def test_store_that_can_not_be_written_is_done_without(repo: GitRepo, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    assert history(repo, tmp_path / "store") == history(repo, None)


def test_link_in_place_of_the_store_is_not_written_through(repo: GitRepo, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (repo.path / ".dxscore").mkdir()
    (repo.path / ".dxscore/cache").symlink_to(tmp_path / "outside")
    assert history(repo, repo.path / ".dxscore/cache").files
    assert list((tmp_path / "outside").iterdir()) == []


def test_other_windows_do_not_get_each_others_results(repo: GitRepo, tmp_path: Path) -> None:
    history(repo, tmp_path)
    narrow = read_history(open_repository(repo.path), AS_OF, HistoryConfig(churn_days=1), tmp_path)
    assert narrow.files["b.rb"].commits == 0
