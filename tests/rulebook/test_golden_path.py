from __future__ import annotations

import pytest

from dxscore.domain.golden_path import Stance
from dxscore.errors import InvalidInputError
from dxscore.inputs.memory import FilesInMemory
from dxscore.rulebook.files import RuleFolder
from dxscore.rulebook.golden_path import golden_path_at, golden_path_file, read_golden_path

_FILE = b"""
bookkeeping: [sessions]
patterns:
  - {name: reads, title: reads, stance: golden, when: {tables_read: "> 0"}}
  - {name: rest, title: anything else, stance: "off", why: not agreed upon}
"""


def test_patterns_keep_their_order() -> None:
    path = read_golden_path(_FILE, "mine.yml")
    assert [(each.name, each.stance) for each in path.patterns] == [("reads", Stance.GOLDEN), ("rest", Stance.OFF)]
    assert (path.bookkeeping, path.origin, path.patterns[1].when) == (("sessions",), "mine.yml", ())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"patterns: []", "the list is empty"),
        (b"patterns: [{name: a, title: b, stance: fine}]", "is none of golden"),
        (b"patterns: [{name: a, title: b, stance: golden, when: {no_such: 1}}]", "no_such"),
        (b"patterns: [{name: a, title: b, stance: golden}, {name: a, title: c, stance: golden}]", "defined twice: a"),
    ],
)
def test_everything_wrong_is_told_with_its_file(content: bytes, message: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        read_golden_path(content, "mine.yml")
    (problem,) = error.value.problems
    assert problem.path == "mine.yml"
    assert message in problem.message


def test_a_folder_of_the_project_replaces_the_shipped_one() -> None:
    own = RuleFolder(FilesInMemory({"rules/golden-path/data-access.yml": "own"}), "rules", "rules")
    shipped = RuleFolder(FilesInMemory({"golden-path/data-access.yml": "shipped"}), "", "shipped")
    assert golden_path_file([shipped, own]) == (b"own", "rules/golden-path/data-access.yml")


def test_a_file_that_is_named_must_be_there() -> None:
    with pytest.raises(InvalidInputError, match="there is no such file"):
        golden_path_at(FilesInMemory({}), "gone.yml")
