"""The main line of a repository, and the last commit of each of its weeks."""

from __future__ import annotations

from pathlib import Path

from dxscore.inputs.repository import Repository, open_repository
from dxscore.inputs.timeline import Moment, main_line, weekly
from tests.git_repos import GitRepo

_DAY = 86_400
_MONDAY = 1_767_571_200
"""2026-01-05T00:00:00Z"""


def _opened(repo: GitRepo) -> Repository:
    repository = open_repository(repo.path)
    assert repository
    return repository


def _moments(*seconds: int) -> tuple[Moment, ...]:
    """Newest first, as given."""
    return tuple(Moment(f"{number:040x}", _MONDAY + second) for number, second in enumerate(seconds))


def test_branches_that_were_merged_are_not_on_the_line(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    first = repo.commit({"a": "1"}, "2026-01-01")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit({"b": "1"}, "2026-01-02")
    repo.git("checkout", "-q", "main")
    second = repo.commit({"c": "1"}, "2026-01-03")
    repo.git("-c", "user.name=A", "-c", "user.email=a@b", "merge", "-q", "--no-ff", "-m", "Merge", "side")
    merge = repo.git("rev-parse", "HEAD")
    assert [each.commit for each in main_line(_opened(repo), "HEAD")] == [merge, second, first]


def test_time_never_rises_on_the_way_back(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    for day in ("2026-01-01", "2026-03-01", "2026-01-15"):
        repo.commit({"a": day}, day)
    assert [str(each.day) for each in main_line(_opened(repo), "HEAD")] == ["2026-01-15", "2026-01-15", "2026-01-01"]


def test_a_shallow_clone_has_the_line_it_has(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    for day in ("2026-01-01", "2026-01-08", "2026-01-15"):
        repo.commit({"a": day}, day)
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    assert len(main_line(_opened(clone), "HEAD")) == 2


def test_a_week_ends_on_sunday_at_midnight_utc() -> None:
    line = _moments(7 * _DAY, 7 * _DAY - 1, 0, -1)
    assert weekly(line, 10) == (line[3], line[1], line[0])


def test_weeks_without_commits_are_left_out_and_count() -> None:
    line = _moments(21 * _DAY, 1, -1)
    assert weekly(line, 4) == (line[1], line[0])
    assert weekly(line, 3) == (line[0],)


def test_no_commits_have_no_weeks() -> None:
    assert weekly((), 5) == ()
