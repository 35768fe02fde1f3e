from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.running import Outcome, run

Capture = pytest.CaptureFixture[str]
LISTS = "dxscore_todo"
RULE = "tech-debt.global-variable"
OLD = "class User < ApplicationRecord\n  def a\n    $a = 1\n  end\n\n  def b\n    $b = 1\n  end\nend\n"


class App:
    """A small application under the `todo` commands."""

    def __init__(self, root: Path, capsys: Capture) -> None:
        self.root = root
        self._capsys = capsys
        self.model(OLD)

    def model(self, code: str, path: str = "app/models/user.rb") -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(code)

    def todo(self, command: str, *options: str) -> Outcome:
        return run(self._capsys, "todo", command, self.root, "--no-cache", "--rule", RULE, *options)

    @property
    def file(self) -> Path:
        return self.root / LISTS / f"{RULE}.yml"

    @property
    def lines(self) -> list[str]:
        return self.file.read_text().splitlines()


@pytest.fixture
def app(tmp_path: Path, capsys: Capture) -> App:
    return App(tmp_path, capsys)


def test_findings_are_listed_and_then_pass(app: App) -> None:
    before = app.todo("check")
    assert (before.code, before.out.splitlines()[-1]) == (1, "  `dxscore todo write` lists them")
    written = app.todo("write")
    assert (written.code, written.out) == (0, "2 findings listed in 1 file of dxscore_todo/, 0 before\n")
    assert [line.split(",")[0] for line in app.lines[2:]] == [
        '"app/models/user.rb":',
        '  - {symbol: "User#a"',
        '  - {symbol: "User#b"',
    ]
    after = app.todo("check")
    assert (after.code, after.out) == (0, "2 findings listed in dxscore_todo/, 0 not, 0 gone\n")


def test_lines_that_moved_are_still_listed(app: App) -> None:
    app.todo("write")
    app.model("# a comment\n\n\n" + OLD)
    assert app.todo("check").code == 0


def test_a_new_finding_fails_and_is_not_written(app: App) -> None:
    app.todo("write")
    written = app.file.read_bytes()
    app.model("class Post\n  def c\n    $c = 1\n  end\nend\n", "app/models/post.rb")
    checked = app.todo("check")
    assert checked.code == 1
    assert checked.out.startswith(f"app/models/post.rb:3: {RULE}: ")
    refused = app.todo("write")
    assert (refused.code, refused.out) == (1, f"{RULE}: 2 listed, 3 now\n")
    assert app.file.read_bytes() == written
    assert app.todo("write", "--allow-growth").code == 0
    assert app.todo("check").code == 0


def test_what_is_gone_is_told_and_pruned(app: App) -> None:
    app.todo("write")
    app.model(OLD.replace("$b", "@b"))
    checked = app.todo("check")
    assert checked.code == 0
    assert checked.out.splitlines() == [
        f"{LISTS}/{RULE}.yml:5: lists what is gone: app/models/user.rb (User#b)",
        "1 finding listed in dxscore_todo/, 0 not, 1 gone",
        "  `dxscore todo prune` takes out what is gone",
    ]
    assert app.todo("prune").code == 0
    assert len(app.lines) == 4
    assert app.todo("check").out == "1 finding listed in dxscore_todo/, 0 not, 0 gone\n"


def test_a_list_with_nothing_left_goes(app: App) -> None:
    app.todo("write")
    app.model("# global variables, all lists\n" + OLD.replace("$", "@"))
    app.todo("prune")
    assert not app.file.exists()


def test_a_renamed_file_is_refreshed_by_writing_again(app: App) -> None:
    app.todo("write")
    (app.root / "app/models/user.rb").rename(app.root / "app/models/person.rb")
    assert app.todo("check").code == 1
    assert app.todo("write").code == 0
    assert '"app/models/person.rb":' in app.lines
    assert app.todo("check").code == 0


def test_lists_of_other_rules_stay_as_they_are(app: App) -> None:
    other = app.root / LISTS / "tech-debt.eval.yml"
    other.parent.mkdir()
    text = '"app/x.rb":\n  - {symbol: "X", fingerprint: "0123456789abcdef"}\n'
    other.write_text(text)
    assert app.todo("write").code == 1, "a project that has lists gets no new one by itself"
    assert app.todo("write", "--allow-growth").code == 0
    assert app.todo("prune").code == 0
    assert text in other.read_text()


def test_writing_twice_changes_nothing(app: App) -> None:
    app.todo("write")
    before = app.file.stat()
    app.todo("write")
    assert app.file.stat().st_mtime_ns == before.st_mtime_ns
    assert [file.name for file in app.file.parent.iterdir()] == [app.file.name]


def test_a_broken_list_stops_every_command(app: App) -> None:
    app.todo("write")
    app.file.write_text("- a\n")
    for command in ("write", "check", "prune"):
        outcome = app.todo(command)
        assert (outcome.code, outcome.out) == (2, "")
        assert f"{LISTS}/{RULE}.yml:1: must be a mapping" in outcome.err


def test_a_linked_folder_is_not_written_through(app: App, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (app.root / LISTS).symlink_to(elsewhere)
    outcome = app.todo("write")
    assert (outcome.code, list(elsewhere.iterdir())) == (2, [])
    assert "lies outside" in outcome.err


def test_a_scan_counts_what_is_listed_but_does_not_fail_for_it(app: App, capsys: Capture) -> None:
    options = ("scan", app.root, "--no-cache", "--rule", RULE)
    plain = run(capsys, *options, "--output", "csv")
    app.todo("write")
    marked = run(capsys, *options, "--output", "csv", "--fail-on", "info")
    assert (plain.code, marked.code) == (0, 0)
    assert _statuses_and_points(plain) == [("open", "3.0"), ("open", "3.0")]
    assert _statuses_and_points(marked) == [("listed", "3.0"), ("listed", "3.0")]


def _statuses_and_points(outcome: Outcome) -> list[tuple[str, str]]:
    return [(row["status"], row["points"]) for row in csv.DictReader(outcome.out.splitlines())]


def test_a_scan_tells_of_stale_entries(app: App, capsys: Capture) -> None:
    app.todo("write")
    app.model(OLD.replace("$b", "@b"))
    told = run(capsys, "scan", app.root, "--no-cache", "--rule", "meta.unused-ignore")
    assert f"{LISTS}/{RULE}.yml:5:1 info meta.unused-ignore todo entry for {RULE} hides nothing" in told.out


def test_the_folder_is_configurable(app: App) -> None:
    (app.root / "dxscore.toml").write_text('[gate]\ntodo = "config/debt"\n')
    app.todo("write")
    assert (app.root / "config/debt" / f"{RULE}.yml").is_file()
    assert app.todo("check").out == "2 findings listed in config/debt/, 0 not, 0 gone\n"
