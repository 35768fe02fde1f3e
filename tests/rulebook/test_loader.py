"""Folders of rule files -> one rulebook, or all problems of all files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dxscore.config import RulesConfig
from dxscore.errors import InvalidInputError
from dxscore.inputs.repository import open_repository
from dxscore.inputs.tree import FolderTree, ObjectTree
from dxscore.rulebook import files as rule_files
from dxscore.rulebook.loader import RuleFolder, every_rule, load_rulebook
from tests.git_repos import GitRepo
from tests.rulebook.support import rule_text, write

SCORECARD = (
    "dimension: demo\ntitle: {}\nlevels: [bronze]\nchecks: [{{level: bronze, title: t, findings: {{at_most: 1}}}}]\n"
)


def problems(*folders: Path | RuleFolder) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        every_rule(folders)
    return [str(problem) for problem in caught.value.problems]


def test_rules_of_all_folders_and_subfolders_come_sorted_by_id(tmp_path: Path) -> None:
    first = write(tmp_path / "a", {"z/z.yml": rule_text(rule_id="z.z"), "b.yaml": rule_text(rule_id="b.b")})
    second = write(tmp_path / "c", {"deep/er/a.yml": rule_text(rule_id="a.a"), "README.md": "not: [a rule"})
    assert [rule.id for rule in every_rule([first, second]).rules] == ["a.a", "b.b", "z.z"]


def test_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "rules",
        {
            "a.yml": rule_text("sevrity: x", rule_id="a.a"),
            "b.yml": "- [",
            "c.yml": rule_text(rule_id="c.c"),
            "d.yml": b"\xff\x00",
            "scorecards/e.yml": "dimension: e",
        },
    )
    said = problems(folder)
    assert [text.split(":")[0].rpartition("/")[2] for text in said] == ["a.yml", "b.yml", "d.yml"] + ["e.yml"] * 3
    assert said[0] == f"{folder}/a.yml:3: unknown key 'sevrity' in a rule (did you mean 'severity'?)"


def test_an_id_or_alias_may_be_taken_once(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "rules",
        {
            "a.yml": "\n" + rule_text("aliases: [a.old]", rule_id="a.a"),
            "b.yml": rule_text(rule_id="a.a"),
            "c.yml": rule_text("aliases: [a.a, a.old]", rule_id="c.c"),
        },
    )
    assert problems(folder) == [
        f"{folder}/b.yml:1: the id 'a.a' is taken by {folder}/a.yml:2 (choose another id)",
        f"{folder}/c.yml:3: the id 'a.a' is taken by {folder}/a.yml:2 (choose another id)",
        f"{folder}/c.yml:3: the id 'a.old' is taken by {folder}/a.yml:2 (choose another id)",
    ]


def test_scorecards_of_a_later_folder_replace_those_of_an_earlier_one(tmp_path: Path) -> None:
    shipped = write(tmp_path / "a", {"scorecards/demo.yml": SCORECARD.format("ours")})
    own = write(tmp_path / "b", {"scorecards/mine.yml": SCORECARD.format("theirs")})
    assert [card.title for card in every_rule([shipped, own]).scorecards] == ["theirs"]


def test_two_scorecards_of_one_dimension_in_a_folder_are_a_problem(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", {f"scorecards/{name}.yml": SCORECARD.format(name) for name in "xy"})
    assert problems(folder) == [f"{folder}/scorecards/y.yml:1: {folder}/scorecards/x.yml:1 judges 'demo' already"]


def test_a_missing_folder_is_a_problem_unless_it_is_the_default_one(tmp_path: Path) -> None:
    assert every_rule([tmp_path / ".dxscore/rules"]).rules == ()
    (said,) = problems(tmp_path / "ruels")
    assert said == f"{tmp_path}/ruels:1: there is no such rules folder (see [rules] paths in dxscore.toml)"


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"x.yml": rule_text(rule_id="x.x"), "more/y.yml": rule_text(rule_id="y.y")})
    folder = write(tmp_path / "rules", {"a.yml": rule_text(rule_id="a.a")})
    (folder / "more").symlink_to(outside / "more")
    assert [rule.id for rule in every_rule([folder]).rules] == ["a.a"]
    (folder / "x.yml").symlink_to(outside / "x.yml")
    (folder / "gone.yml").symlink_to(folder / "nowhere.yml")
    assert problems(folder) == [
        f"{folder}/gone.yml:1: can't be read: No such file or directory",
        f"{folder}/x.yml:1: the link leads out of the rules folder",
    ]


def test_links_inside_the_folder_are_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", {"_shared/a.txt": rule_text(rule_id="a.a")})
    (folder / "a.yml").symlink_to(folder / "_shared/a.txt")
    assert [rule.id for rule in every_rule([folder]).rules] == ["a.a"]


def test_pipes_and_large_files_are_not_opened(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", {"big.yml": "#" * 1_000_000})
    os.mkfifo(folder / "pipe.yml")
    assert problems(folder) == [
        f"{folder}/big.yml:1: larger than 256 KiB",
        f"{folder}/pipe.yml:1: not a regular file",
    ]


def test_names_that_could_steer_a_terminal_are_shown_harmless(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", {"\x1b[31m.yml": "{}", "\udcff.yml": rule_text()})
    (said,) = problems(folder)
    assert said.startswith(f"{folder}/?[31m.yml:1: ")
    (folder / "\x1b[31m.yml").unlink()
    store = tmp_path / "store"
    assert every_rule([folder], store) == every_rule([folder], store)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_files, "MAX_FILES", 2)
    folder = write(tmp_path / "rules", {f"{n}.yml": rule_text(rule_id=f"a.r{n}") for n in range(3)})
    assert problems(folder) == [f"{folder}:1: more than 2 rule files in one folder"]


def test_too_many_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_files, "MAX_FOLDER_BYTES", 1024)
    folder = write(tmp_path / "rules", {f"{n}.yml": "#" * 600 for n in range(2)})
    assert f"{folder}:1: more than 1 KiB of rules in one folder" in problems(folder)


def test_drafts_are_left_out_unless_enabled(tmp_path: Path) -> None:
    folder = write(tmp_path / "rules", {"a.yml": rule_text("state: draft")})
    assert load_rulebook([folder], RulesConfig()).rules == ()
    assert [rule.id for rule in load_rulebook([folder], RulesConfig(enable=("demo.rule",))).rules] == ["demo.rule"]


OWN = ".dxscore/rules"


def at(repo: GitRepo, commit: str) -> RuleFolder:
    repository = open_repository(repo.path)
    assert repository
    return RuleFolder(ObjectTree.of(repository, commit), OWN, OWN)


def test_rules_of_another_commit_are_those_that_lay_there(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    shipped = write(
        tmp_path / "shipped", {"s.yml": rule_text(rule_id="s.s"), "scorecards/x.yml": SCORECARD.format("x")}
    )
    own = {f"{OWN}/a.yml": rule_text(rule_id="a.a"), f"{OWN}/scorecards/x.yml": SCORECARD.format("own")}
    before = repo.commit({"other/b.yml": rule_text(rule_id="b.b"), **own})
    on_disk = RuleFolder(FolderTree(repo.path), OWN, OWN)
    assert every_rule([shipped, at(repo, before)]) == every_rule([shipped, on_disk])
    assert [card.title for card in every_rule([shipped, at(repo, before)]).scorecards] == ["own"]
    after = repo.commit({f"{OWN}/a.yml": None, f"{OWN}/deep/c.yaml": rule_text(rule_id="c.c")})
    assert [rule.id for rule in every_rule([at(repo, after)]).rules] == ["c.c"]
    assert [rule.id for rule in every_rule([at(repo, before)]).rules] == ["a.a"]


def test_a_store_serves_each_commit_its_own_rules(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    before = repo.commit({f"{OWN}/a.yml": rule_text("severity: major", rule_id="a.a")})
    after = repo.commit({f"{OWN}/a.yml": rule_text("severity: info", rule_id="a.a")})
    store = tmp_path / "rules.msgpack"
    for _ in range(2):
        severities = [
            every_rule([at(repo, commit)], store).rules[0].grading.severity for commit in (before, after, before)
        ]
        assert severities == ["major", "info", "major"]


def test_problems_of_another_commit_name_its_files(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    outside = write(tmp_path / "outside", {"x.yml": rule_text(rule_id="x.x")})
    repo.write(
        {
            f"{OWN}/a.yml": rule_text(rule_id="a.a"),
            "secret.yml": rule_text(rule_id="s.s"),
            f"{OWN}/big.yml": "#" * 300_000,
        }
    )
    for name, target in {"out": f"{outside}/x.yml", "inside": "../../secret.yml", "good": "a.txt", "gone": "b"}.items():
        (repo.path / OWN / f"{name}.yml").symlink_to(target)
    repo.write({f"{OWN}/a.txt": rule_text(rule_id="g.g")})
    expected = [
        f"{OWN}/big.yml:1: larger than 256 KiB",
        f"{OWN}/gone.yml:1: can't be read: No such file or directory",
        f"{OWN}/inside.yml:1: the link leads out of the rules folder",
        f"{OWN}/out.yml:1: the link leads out of the rules folder",
    ]
    assert problems(at(repo, repo.commit({}))) == expected
    assert problems(RuleFolder(FolderTree(repo.path), OWN, OWN)) == expected


def test_a_commit_without_the_folder_has_no_rules_of_its_own(tmp_path: Path) -> None:
    repo = GitRepo.create(tmp_path / "repo")
    assert every_rule([at(repo, repo.commit({"a.rb": ""}))]).rules == ()
