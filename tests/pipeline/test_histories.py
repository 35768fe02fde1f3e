"""What of a history is shown, where it is kept, and what of it may go."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import Config, HistoryConfig, RulesConfig
from dxscore.copying import replace
from dxscore.domain.trend import Lens, Trend
from dxscore.errors import DxscoreError
from dxscore.pipeline.backfill import backfill
from dxscore.pipeline.histories import URL_VARIABLE, Range, address_of, history_of, trend, unwanted
from dxscore.trends.series import Sight
from tests.git_repos import GitRepo
from tests.pipeline.projects_with_history import (
    HISTORIC,
    RESCUE,
    a_project,
    day,
    ignore_stage,
    model,
    request_of,
    store_of,
    write_rules,
)

_HEAVIER = Config(rules=RulesConfig(weight={RESCUE: 9.0}))


@pytest.fixture(autouse=True)
def _few_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxscore.pipeline.reading.RULES", write_rules(tmp_path / "rules"))


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """Three weeks with 3, 5 and 2 swallowed errors in one file, and 1 in another; all kept."""
    made = a_project(tmp_path / "shop", (3, 5, 2))
    _fill(made)
    return made


def _fill(repo: GitRepo, config: Config | None = None) -> None:
    backfill(request_of(repo, config), store_of(repo), 52, "HEAD", ignore_stage)


def _trend(repo: GitRepo, config: Config | None = None, range_: Range = Range(), sight: Sight = Sight()) -> Trend:  # noqa: B008 - both are frozen
    return trend(request_of(repo, config), store_of(repo), sight, range_)


def test_the_trend_tells_new_and_fixed_week_by_week(repo: GitRepo) -> None:
    found = _trend(repo)
    assert [(each.open, each.new, each.fixed) for each in found.total.points] == [(4, None, None), (6, 2, 0), (3, 0, 3)]
    assert found.project == "shop"
    assert any(HISTORIC in note for note in found.notes)


def test_a_renamed_file_is_no_news(repo: GitRepo) -> None:
    repo.git("mv", "app/models/user.rb", "app/models/person.rb")
    repo.commit({}, day(3))
    _fill(repo)
    last = _trend(repo).total.points[-1]
    assert (last.open, last.new, last.fixed) == (3, 0, 0)


def test_days_narrow_the_trend(repo: GitRepo) -> None:
    second = date.fromisoformat(day(1))
    assert [each.open for each in _trend(repo, range_=Range(since=second)).total.points] == [6, 3]
    assert [each.open for each in _trend(repo, range_=Range(until=second)).total.points] == [4, 6]


def test_other_rules_are_never_mixed_in(repo: GitRepo) -> None:
    with pytest.raises(DxscoreError, match="all 3 snapshots were made by other rules") as raised:
        _trend(repo, _HEAVIER)
    assert "backfill" in raised.value.hint
    _fill(repo, _HEAVIER)
    found = _trend(repo, _HEAVIER)
    assert [each.points for each in found.total.points] == [36.0, 54.0, 27.0]
    assert any("3 snapshots by other rules" in note for note in found.notes)


def test_commits_off_the_main_line_are_not_shown(repo: GitRepo) -> None:
    repo.git("reset", "-q", "--hard", "HEAD~1")
    repo.commit({"app/models/user.rb": model("User", 0)}, day(2))
    _fill(repo)
    found = _trend(repo)
    assert [each.open for each in found.total.points] == [4, 6, 1]
    assert any("1 snapshots are of commits that are not on the main line" in note for note in found.notes)


def test_in_a_shallow_clone_older_snapshots_are_shown(repo: GitRepo, tmp_path: Path) -> None:
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    found = trend(request_of(clone), store_of(repo), Sight(), Range())
    assert [each.open for each in found.total.points] == [4, 6, 3]


def test_an_empty_range_is_said(repo: GitRepo) -> None:
    with pytest.raises(DxscoreError, match="no snapshot in this range"):
        _trend(repo, range_=Range(since=date(2030, 1, 1)))


def test_a_lens_and_a_division(repo: GitRepo) -> None:
    found = _trend(repo, sight=Sight(Lens(owners=("unowned",)), "rule"))
    assert [each.name for each in found.parts] == [RESCUE]


def test_what_may_go(repo: GitRepo) -> None:
    store, request = store_of(repo), request_of(repo)

    def days(before: date | None = None, *, other_rules: bool = False, gone: bool = False) -> list[str]:
        return [str(each.day) for each in unwanted(request, store, before, other_rules=other_rules, gone=gone)]

    assert days(date.fromisoformat(day(1))) == [day(0)]
    assert (days(other_rules=True), days(gone=True)) == ([], [])
    repo.git("reset", "-q", "--hard", "HEAD~1")
    assert days(gone=True) == [day(2)]
    _fill(repo, _HEAVIER)
    assert days(other_rules=True) == [day(0), day(1)]


def test_the_environment_names_the_server_before_the_file_does(tmp_path: Path) -> None:
    on_server = Config(history=HistoryConfig(url="postgresql://db/one", project="shop"))
    assert str(address_of(tmp_path, Config(), {})) == str(tmp_path / ".dxscore" / "history.db")
    assert address_of(tmp_path, on_server, {}).url.host == "db"
    assert address_of(tmp_path, on_server, {URL_VARIABLE: "postgresql://u:p@other/two"}).url.host == "other"
    with pytest.raises(DxscoreError, match="holds a password"):
        address_of(tmp_path, replace(on_server, history=HistoryConfig(url="postgresql://u:p@db/x")), {})


def test_a_server_needs_the_name_of_the_project(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="no name"):
        history_of(tmp_path, Config(history=HistoryConfig(url="postgresql://db/one")), {}, create=True)
