from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import HistoryConfig
from dxscore.domain.history import FileHistory, History
from dxscore.inputs.history import log, read_history
from dxscore.inputs.repository import open_repository
from tests.git_repos import GitRepo

AS_OF = date(2026, 1, 31)


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def history(path: Path, as_of: date = AS_OF, config: HistoryConfig | None = None, store: Path | None = None) -> History:
    return read_history(open_repository(path), as_of, config or HistoryConfig(), store)


def test_counts_commits_authors_and_days(repo: GitRepo) -> None:
    repo.commit({"old.rb": "0"}, day="2020-01-01")
    repo.commit({"a.rb": "1"}, day="2024-06-01", author="Ada")
    repo.commit({"a.rb": "2"}, day="2025-06-01", author="Ada")
    repo.commit({"a.rb": "3"}, day="2025-07-01", author="Bob")
    repo.commit({"a.rb": "4"}, day="2026-01-01", author="Ada")
    known = history(repo.path)
    assert known.files == {"a.rb": FileHistory(commits=3, authors=2, main_author_share=0.75, days_unchanged=30)}
    assert (known.complete, known.reason) == (True, "")


def test_windows_are_configurable_and_include_the_day_itself(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1"}, day="2026-01-20")
    repo.commit({"a.rb": "2"}, day="2026-01-30")
    repo.commit({"a.rb": "3"}, day="2026-01-31")
    config = HistoryConfig(churn_days=1, window_days=2)
    assert history(repo.path, config=config).files["a.rb"] == FileHistory(1, 1, 1.0, 0)
    assert history(repo.path, config=config).complete


def test_later_commits_are_not_seen(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1"}, day="2026-01-01")
    repo.commit({"a.rb": "2", "b.rb": "2"}, day="2026-02-01")
    assert history(repo.path).files == {"a.rb": FileHistory(1, 1, 1.0, 30)}


def test_bots_change_files_but_are_no_authors(repo: GitRepo) -> None:
    repo.commit({"Gemfile": "1"}, author="Ada")
    repo.commit({"Gemfile": "2"}, author="dependabot[bot]", email="49699333+dependabot[bot]@users.noreply.github.com")
    repo.commit({"Gemfile": "3"}, author="Renovate")
    repo.commit({"Rakefile": "1"}, author="dependabot[bot]")
    files = history(repo.path).files
    assert files["Gemfile"] == FileHistory(3, 1, 1.0, 30)
    assert files["Rakefile"] == FileHistory(1, 0, 0.0, 30)


def test_mailmap_joins_names(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.rb": "1"}, author="Ada", email="ada@old.example")
    repo.commit({"a.rb": "2"}, author="Ada Lovelace", email="ada@new.example")
    assert history(repo.path, store=tmp_path).files["a.rb"].authors == 2
    repo.write({".mailmap": "Ada Lovelace <ada@new.example> <ada@old.example>\n"})
    assert history(repo.path, store=tmp_path).files["a.rb"].authors == 1


def test_mass_commits_and_ignored_revisions_say_nothing(repo: GitRepo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MASS", 2)
    repo.commit({"a.rb": "1"}, day="2025-12-02")
    repo.commit({"a.rb": "2", "b.rb": "2", "c.rb": "2"}, day="2025-12-12")
    ignored = repo.commit({"a.rb": "3"}, day="2025-12-22")
    repo.write({".git-blame-ignore-revs": f"# quotes\n{ignored}\n"})
    files = history(repo.path).files
    assert files["a.rb"] == FileHistory(1, 1, 1.0, 60)
    assert files["b.rb"] == FileHistory(0, 0, 0.0, 50), "it is not older than the commit that brought it"


def test_only_files_that_a_scan_reads_are_kept(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1", "b.js": "1", "c.yml": "1"})
    assert set(history(repo.path).files) == {"a.rb"}


def test_sub_folder_sees_its_own_files_by_their_paths_there(repo: GitRepo) -> None:
    repo.commit({"backend/app/a.rb": "1", "other/b.rb": "1"})
    repo.commit({"other/b.rb": "2"})
    assert set(history(repo.path / "backend").files) == {"app/a.rb"}


def test_merges_count_the_commits_of_their_branches(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1"}, day="2026-01-01")
    repo.git("checkout", "-q", "-b", "branch")
    repo.commit({"b.rb": "1"}, day="2026-01-02")
    repo.git("checkout", "-q", "main")
    repo.commit({"c.rb": "1"}, day="2026-01-03")
    repo.git("-c", "user.name=M", "-c", "user.email=m@x", "merge", "-q", "--no-edit", "branch")
    counts = {path: file.commits for path, file in history(repo.path).files.items()}
    assert counts == {"a.rb": 1, "b.rb": 1, "c.rb": 1}


def test_strange_paths_and_names(repo: GitRepo) -> None:
    names = ["\x01a.rb", "b\nc.rb", ":d.rb", "\u00fc.rb"]
    repo.commit(dict.fromkeys(names, "x"), author="\x1b]0;Ada")
    repo.commit({names[0]: "y"}, author="Bob")
    assert {path: file.authors for path, file in history(repo.path).files.items()} == {
        "\x01a.rb": 2,
        "b\nc.rb": 1,
        ":d.rb": 1,
        "\u00fc.rb": 1,
    }


def test_hostile_log_configuration_changes_nothing(repo: GitRepo) -> None:
    repo.commit({"app/a.rb": "1", "b.rb": "1"})
    repo.commit({"c.rb": "1"})
    expected = history(repo.path)
    settings = (
        "log.showSignature=true diff.relative=true diff.renames=copies color.ui=always format.pretty=oneline "
        "log.date=relative log.decorate=full log.follow=true i18n.logOutputEncoding=UTF-16 log.graph=true"
    )
    for setting in settings.split():
        repo.git("config", *setting.split("="))
    assert history(repo.path) == expected


def test_without_git_it_is_incomplete() -> None:
    known = read_history(None, AS_OF, HistoryConfig(churn_days=5), None)
    assert (known.files, known.complete, known.reason) == ({}, False, "not a git repository")
    assert known.churn_days == 5


def test_before_the_first_commit_it_is_incomplete(repo: GitRepo) -> None:
    assert history(repo.path).reason == "no commit yet"


def test_project_younger_than_the_window_is_incomplete(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1"}, day="2025-12-01")
    known = history(repo.path)
    assert not known.complete
    assert known.reason == "the first commit is of 2025-12-01, inside the window"
    assert known.files["a.rb"].commits == 1


def test_shallow_clone_is_incomplete_and_its_border_is_no_change(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.rb": "1", "b.rb": "1"}, day="2020-01-01")
    repo.commit({"a.rb": "2"}, day="2026-01-10")
    repo.commit({"b.rb": "2"}, day="2026-01-20")
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    known = history(clone.path)
    assert known.reason.startswith("shallow clone")
    assert known.files == {"b.rb": FileHistory(1, 1, 1.0, 11)}


def test_shallow_clone_that_reaches_beyond_the_window_is_complete(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.rb": "0"}, day="2019-01-01")
    repo.commit({"a.rb": "1"}, day="2020-01-01")
    repo.commit({"a.rb": "2"}, day="2026-01-10")
    assert history(repo.clone(tmp_path / "clone", "--depth=2").path).complete


def test_log_that_git_can_not_give_is_unknown(repo: GitRepo) -> None:
    repo.commit({"a.rb": "1"})
    tree = repo.git("rev-parse", "HEAD^{tree}")
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    known = history(repo.path)
    assert (known.files, known.complete) == ({}, False)
    assert "git can't read" in known.reason
