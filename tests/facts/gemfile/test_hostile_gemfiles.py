"""A Gemfile is somebody else's: whatever it says, reading it ends soon and never raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.gemfile.reading import read_gemfile
from dxscore.inputs.memory import FilesInMemory
from tests.facts.gemfile.reading_helpers import read

_PIECES = """
gem|gemspec|group|source|path|git|github|git_source|ruby|plugin|lockfile|eval_gemfile|instance_eval|platforms|if|unless
else|end|do|{|}|(|)|[|]|,|:|=>|=|"a"|'b|#{|%w[a b]|:c|c:|x|File.read|Dir[|Dir.glob|.each|__dir__|__FILE__|||*|**|&|->|?|
case|when|def|||=|nil|false|# note|~> 1|;|<<~A|A
""".replace("\n", "").split("|")


@given(st.lists(st.sampled_from(_PIECES), max_size=25), st.sampled_from([" ", "\n"]))
def test_any_text_is_read(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    found = read_gemfile(FilesInMemory({"Gemfile": text, "a": 'gem "a"', "a.gemspec": text}), "Gemfile")
    assert found.files[0] == "Gemfile"


@pytest.mark.parametrize(
    "gemfile",
    [
        "(" * 3000,
        "if a\n" * 1500 + 'gem "a"\n' + "end\n" * 1500,
        "x = " + "[" * 2000 + "]" * 2000,
        'gem "a"' + ".to_s" * 3000,
    ],
)
def test_code_nested_deeply(tmp_path: Path, gemfile: str) -> None:
    assert read(tmp_path, gemfile).files == ("Gemfile",)


def test_loops_in_loops(tmp_path: Path) -> None:
    words = " ".join(f"w{number}" for number in range(400))
    loops = "".join(f"%w[{words}].each do |{name}|\n" for name in "abc")
    found = read(tmp_path, f'{loops}gem "x"\ngem a\n{"end " * 3}\n')
    assert 0 < len(found.gems) <= 4000


def test_texts_and_lists_that_double(tmp_path: Path) -> None:
    doubling = 'a = "xx"\nb = ["x"]\n' + 'a = "#{a}#{a}"\nb = [b, b]\n' * 80
    found = read(tmp_path, f'{doubling}gem a\ngem "b", b\n')
    assert [(gem.name, gem.computed) for gem in found.gems] == [("b", True)]


def test_files_that_evaluate_each_other_twice(tmp_path: Path) -> None:
    others = {f"f{number}": f'eval_gemfile "f{number + 1}"\n' * 2 for number in range(30)}
    found = read(tmp_path, 'eval_gemfile "f0"\n', others)
    assert "too many files" in {unread.reason for unread in found.unread}


def test_globs_that_match_slowly(tmp_path: Path) -> None:
    gemfile = f'Dir["{"*a" * 40}"].each {{ |file| eval_gemfile file }}\n'
    found = read(tmp_path, gemfile, {"a" * 200: ""})
    assert [unread.reason for unread in found.unread] == ["computed path"]
