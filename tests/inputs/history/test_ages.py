from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dxscore.config import HistoryConfig
from dxscore.domain.history import Age
from dxscore.inputs.history import line_ages
from dxscore.inputs.repository import open_repository
from tests.git_repos import GitRepo

AS_OF = date(2026, 1, 31)
TODO = "# TODO: speed up"
WINDOW = HistoryConfig().window_days


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    return GitRepo.create(tmp_path / "repo")


def age(repo: GitRepo, path: str = "a.rb", text: str = TODO, store: Path | None = None) -> Age | None:
    return line_ages(open_repository(repo.path), [(path, text)], AS_OF, HistoryConfig(), store).get((path, text))


def started_long_ago(repo: GitRepo, **files: str) -> None:
    repo.commit({"Gemfile": "", **{f"{name}.rb": text for name, text in files.items()}}, day="2010-01-01")


def test_age_is_that_of_the_commit_that_brought_the_line(repo: GitRepo) -> None:
    started_long_ago(repo, a="x\n")
    repo.commit({"a.rb": f"x\n{TODO}\n"}, day="2026-01-11")
    repo.commit({"a.rb": f"x\ny\n{TODO}\n"}, day="2026-01-21")
    assert age(repo) == Age(20)


def test_indenting_does_not_make_a_line_younger(repo: GitRepo) -> None:
    started_long_ago(repo)
    repo.commit({"a.rb": f"{TODO}\r\n"}, day="2026-01-11")
    repo.commit({"a.rb": f"if x\n    {TODO}\nend\n"}, day="2026-01-21")
    assert age(repo, text=f"    {TODO}") == Age(20)


def test_part_of_a_line_is_not_the_line(repo: GitRepo) -> None:
    started_long_ago(repo, a=f"{TODO} someday\n")
    repo.commit({"a.rb": f"{TODO}\n"}, day="2026-01-21")
    assert age(repo) == Age(10)


def test_line_from_before_the_window_is_at_least_as_old(repo: GitRepo) -> None:
    started_long_ago(repo, a=f"{TODO}\n", b=f"{TODO}\n")
    repo.commit({"b.rb": f"x\n{TODO}\n"}, day="2026-01-21")
    assert age(repo, "a.rb") == Age(WINDOW, at_least=True)
    assert age(repo, "b.rb") == Age(WINDOW, at_least=True)


def test_line_that_was_not_committed_is_new(repo: GitRepo) -> None:
    started_long_ago(repo, a="x\n")
    assert age(repo, "a.rb") == Age(0)
    assert age(repo, "untracked.rb") == Age(0)
    assert age(repo, "new\nline.rb") == Age(0)


def test_line_moves_with_its_file(repo: GitRepo) -> None:
    started_long_ago(repo)
    repo.commit({"app/a.rb": f"{TODO}\n"}, day="2026-01-11")
    repo.commit({"app/a.rb": None, "packs/app/a.rb": f"module M\n{TODO}\nend\n"}, day="2026-01-16")
    repo.commit({"packs/app/a.rb": None, "packs/b.rb": f"module M\n{TODO}\nend\n"}, day="2026-01-21")
    assert age(repo, "packs/b.rb") == Age(20)


def test_line_moves_with_its_file_to_another_name(repo: GitRepo) -> None:
    started_long_ago(repo)
    body = "".join(f"line {number}\n" for number in range(9))
    repo.commit({"mail_worker.rb": f"class MailWorker\n{body}{TODO}\n", "other.rb": f"{TODO}\n"}, day="2026-01-11")
    repo.commit(
        {"mail_worker.rb": None, "other.rb": None, "mail_job.rb": f"class MailJob\n{body}{TODO}\n"}, day="2026-01-21"
    )
    assert age(repo, "mail_job.rb") == Age(20)
    assert age(repo, "mail_job.rb", text="class MailJob") == Age(10)


def test_new_file_has_nothing_to_do_with_those_that_went(repo: GitRepo) -> None:
    started_long_ago(repo)
    repo.commit({"old.rb": f"a\nb\nc\n{TODO}\n"}, day="2026-01-11")
    repo.commit({"old.rb": None, "new.rb": f"d\ne\nf\n{TODO}\n"}, day="2026-01-21")
    assert age(repo, "new.rb") == Age(10)


def test_line_kept_by_both_sides_of_a_merge(repo: GitRepo) -> None:
    started_long_ago(repo, a="1\n2\n3\n4\n5\n")
    repo.git("checkout", "-q", "-b", "branch")
    repo.commit({"a.rb": f"{TODO}\n1\n2\n3\n4\n5\n"}, day="2026-01-11")
    repo.git("checkout", "-q", "main")
    repo.commit({"a.rb": "1\n2\n3\n4\n5\n6\n"}, day="2026-01-16")
    repo.git("-c", "user.name=M", "-c", "user.email=m@x", "merge", "-q", "--no-edit", "branch")
    assert age(repo) == Age(20)


def test_sub_folder(repo: GitRepo) -> None:
    started_long_ago(repo)
    repo.commit({"backend/a.rb": f"{TODO}\n"}, day="2026-01-21")
    ages = line_ages(open_repository(repo.path / "backend"), [("a.rb", TODO)], AS_OF, HistoryConfig(), None)
    assert ages == {("a.rb", TODO): Age(10)}


def test_in_a_shallow_clone_lines_are_at_least_as_old_as_its_border(repo: GitRepo, tmp_path: Path) -> None:
    repo.commit({"a.rb": f"{TODO}\n", "b.rb": "x\n"}, day="2025-01-01")
    repo.commit({"c.rb": "x\n"}, day="2026-01-11")
    repo.commit({"b.rb": f"x\n{TODO}\n"}, day="2026-01-21")
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    assert age(clone, "a.rb") == Age(20, at_least=True)
    assert age(clone, "b.rb") == Age(10)


def test_in_a_partial_clone_ages_are_unknown(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit({"a.rb": f"{TODO}\n"}, day="2026-01-11")
    repo.commit({"a.rb": f"x\n{TODO}\n"}, day="2026-01-21")
    assert age(repo.clone(tmp_path / "clone", "--filter=blob:none")) is None


def test_kept_ages_are_the_same(repo: GitRepo, tmp_path: Path) -> None:
    started_long_ago(repo, a=f"{TODO}\n")
    repo.commit({"b.rb": f"{TODO}\n"}, day="2026-01-21")
    first = age(repo, "b.rb", store=tmp_path)
    assert (tmp_path / "ages").is_file()
    assert age(repo, "b.rb", store=tmp_path) == first == Age(10)
    assert age(repo, "a.rb", store=tmp_path) == Age(WINDOW, at_least=True)
    repo.commit({"b.rb": "gone\n"}, day="2026-01-22")
    repo.commit({"b.rb": f"{TODO} again\n"}, day="2026-01-23")
    assert age(repo, "b.rb", text=f"{TODO} again", store=tmp_path) == Age(8)


def test_without_git_or_commits_nothing_is_known(repo: GitRepo) -> None:
    assert line_ages(None, [("a.rb", TODO)], AS_OF, HistoryConfig(), None) == {}
    assert age(repo) is None
