from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.copying import replace
from dxscore.domain.todo import TodoEntry
from dxscore.errors import DxscoreError, InvalidInputError
from dxscore.inputs.todo_lists import load_todo, todo_texts
from dxscore.inputs.tree import FolderTree

FOLDER = "dxscore_todo"
GOOD = '"app/a.rb":\n  - {symbol: "User#sync", fingerprint: "0123456789abcdef"}\n'


def load(root: Path, content: bytes | str, name: str = "tech-debt.eval.yml") -> tuple[TodoEntry, ...]:
    (root / FOLDER).mkdir(exist_ok=True)
    (root / FOLDER / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return load_todo(FolderTree(root), FOLDER)


def test_entries_are_read_with_rule_and_place(tmp_path: Path) -> None:
    assert load(tmp_path, "# why\n" + GOOD) == (
        TodoEntry("tech-debt.eval", "app/a.rb", "User#sync", "0123456789abcdef", "dxscore_todo/tech-debt.eval.yml", 3),
    )


def test_without_a_folder_nothing_is_listed(tmp_path: Path) -> None:
    assert load_todo(FolderTree(tmp_path), FOLDER) == ()


@pytest.mark.parametrize("name", ["README.md", ".yml", "Eval.yml"])
def test_other_files_of_the_folder_are_not_read(name: str, tmp_path: Path) -> None:
    assert load(tmp_path, "- - - {", name) == ()


@pytest.mark.parametrize("content", ["", "# nothing left\n"])
def test_a_file_may_be_empty(content: str, tmp_path: Path) -> None:
    assert load(tmp_path, content) == ()


def test_a_path_may_stand_twice_as_after_a_merge(tmp_path: Path) -> None:
    assert len(load(tmp_path, GOOD + GOOD)) == 2


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        ("- a\n", 1, "must be a mapping of paths to lists (restore it from git"),
        ('"app/a.rb": 1\n', 1, "'app/a.rb' must be a list of entries"),
        ("? [a]\n: []\n", 1, "must be a path"),
        ('"app/a.rb":\n  - 1\n', 2, "an entry must be a mapping"),
        ('"app/a.rb":\n  - {symbol: "A"}\n', 2, "'fingerprint' must be a text"),
        ('"app/a.rb":\n  - {symbol: [], fingerprint: "0123456789abcdef"}\n', 2, "'symbol' must be a text"),
        ('"app/a.rb":\n  - {symbol: "A", fingerprint: "12"}\n', 2, "'12' is no fingerprint (16 hex digits)"),
        ('"a": &x []\n"b": *x\n', 2, "'b' refers to another list"),
        (GOOD + GOOD.replace("symbol", "smybol"), 4, "unknown key 'smybol' (did you mean 'symbol'?)"),
        (GOOD + "<<<<<<< ours\n=======\n>>>>>>> theirs\n", 3, "is a merge conflict"),
        ('"app/a.rb":\n  - {symbol\n', 3, "not valid YAML"),
        (b'"app/\xff.rb": []\n', 1, "is not UTF-8 text"),
        ("[" * 100_000, 1, "nesting depth"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(content: str | bytes, line: int, part: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as caught:
        load(tmp_path, content)
    problem = caught.value.problems[0]
    assert (problem.path, problem.line) == ("dxscore_todo/tech-debt.eval.yml", line)
    assert part in str(problem)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "a.yml").write_text("1")
    (tmp_path / FOLDER / "b.yml").write_text('"x": 1\n"y": 2\n')
    with pytest.raises(InvalidInputError) as caught:
        load_todo(FolderTree(tmp_path), FOLDER)
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        ("dxscore_todo/a.yml", 1),
        ("dxscore_todo/b.yml", 1),
        ("dxscore_todo/b.yml", 2),
    ]


def test_a_link_out_of_the_project_is_a_problem(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / FOLDER).mkdir(parents=True)
    (tmp_path / "secret").write_text(GOOD)
    (root / FOLDER / "tech-debt.eval.yml").symlink_to("../../secret")
    with pytest.raises(InvalidInputError, match="can't be read"):
        load_todo(FolderTree(root), FOLDER)


@pytest.mark.parametrize("folder", ["", "/", "/etc", "..", "a/../..", "../other"])
def test_a_folder_outside_of_the_project_is_refused(folder: str, tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="can't hold todo files"):
        load_todo(FolderTree(tmp_path), folder)


def test_files_hold_an_entry_per_line_in_order() -> None:
    entries = [
        TodoEntry("b.x", "app/b.rb", "", "b" * 16),
        TodoEntry("a.x", "app/b.rb", "B#b", "b" * 16),
        TodoEntry("a.x", "app/a.rb", 'A "b"', "a" * 16),
        TodoEntry("a.x", "app/b.rb", "B#a", "c" * 16),
    ]
    texts = todo_texts("todo/", entries)
    assert list(texts) == ["todo/a.x.yml", "todo/b.x.yml"]
    assert [line for line in texts["todo/a.x.yml"].splitlines() if not line.startswith("#")] == [
        '"app/a.rb":',
        '  - {symbol: "A \\"b\\"", fingerprint: "aaaaaaaaaaaaaaaa"}',
        '"app/b.rb":',
        '  - {symbol: "B#a", fingerprint: "cccccccccccccccc"}',
        '  - {symbol: "B#b", fingerprint: "bbbbbbbbbbbbbbbb"}',
    ]
    assert texts == todo_texts("todo", entries[::-1])


def test_branches_that_take_out_different_entries_merge(tmp_path: Path) -> None:
    entries = [TodoEntry("a.x", f"app/{name}.rb", "A#a", name * 16) for name in "abcdef"]
    versions = {"ours": entries[1:], "base": entries, "theirs": [*entries[:3], *entries[4:]]}
    for name, left in versions.items():
        (tmp_path / name).write_text(todo_texts("t", left)["t/a.x.yml"])
    merged = subprocess.run(
        ["git", "merge-file", "-p", "ours", "base", "theirs"], cwd=tmp_path, capture_output=True, check=True
    )
    assert merged.stdout.decode() == todo_texts("t", [*entries[1:3], *entries[4:]])["t/a.x.yml"]


_WORDS = st.text(max_size=80)
_HEX = st.text("0123456789abcdef", min_size=16, max_size=16)


@given(st.lists(st.builds(TodoEntry, st.just("a.x"), _WORDS.filter(bool), _WORDS, _HEX), max_size=5))
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, entries: list[TodoEntry]) -> None:
    root = tmp_path_factory.mktemp("todo")
    for path, text in todo_texts(FOLDER, entries).items():
        (root / FOLDER).mkdir()
        (root / path).write_text(text, encoding="utf-8", newline="")
    read = [replace(entry, file="", line=0) for entry in load_todo(FolderTree(root), FOLDER)]
    assert sorted(map(_key, read)) == sorted(map(_key, entries))


def _key(entry: TodoEntry) -> tuple[str, ...]:
    return entry.rule, _readable(entry.path), _readable(entry.symbol), entry.fingerprint


def _readable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
