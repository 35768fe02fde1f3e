from __future__ import annotations

import pytest

from dxscore.facts.gemfile.folding import ROOT, Computed, Scope, Value, fold, project_path, shown_path
from dxscore.facts.parsing import parse_ruby
from dxscore.inputs.memory import FilesInMemory

TREE = FilesInMemory(dict.fromkeys(["g/one.rb", "g/two.rb", "g/.hidden.rb", "g/sub/three.rb", "g/sub/x/four.rb"], ""))


def folded(code: str, path: str = "gemfiles/r8.gemfile", home: str = "gemfiles", **known: Value) -> Value:
    source = code.encode()
    return fold(source, parse_ruby(source).root_node.named_children[0], Scope(TREE, path, home, dict(known)))


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("'a'", "a"),
        ('"a#{b}c"', "aBc"),
        ('"#{b}"', "B"),
        ('"a" "b"', "ab"),
        (":a", "a"),
        (':"a-b"', "a-b"),
        ("%i[a b]", ("a", "b")),
        ('["a", [:b, 1.5]]', ("a", ("b", "1.5"))),
        ('{ "a" => 1, b: [] }', (("a", "1"), ("b", ()))),
        ('("a")', "a"),
        ("[nil, true, false]", (None, True, False)),
        ("b.freeze", "B"),
        ("c", Computed("c")),
        ('"a#{c}"', Computed('"a#{c}"')),
        ("b + b", Computed("b + b")),
        ("ENV.fetch('A', '1')", Computed("ENV.fetch('A', '1')")),
        ("[[['a']]]", Computed("[[['a']]]")),
    ],
)
def test_values(code: str, value: Value) -> None:
    assert folded(code, b="B") == value


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("__dir__", "gemfiles"),
        ("__FILE__", "gemfiles/r8.gemfile"),
        ("File.dirname(__FILE__)", "gemfiles"),
        ('File.expand_path("../lib/x.rb", __dir__)', "lib/x.rb"),
        ('File.expand_path("../../lib/x.rb", __FILE__)', "lib/x.rb"),
        ('File.expand_path("x.rb")', "gemfiles/x.rb"),
        ('File.join(__dir__, "..", "a", "/b.rb")', "a/b.rb"),
        ('"#{__dir__}/../x"', "x"),
        ('File.expand_path("../../x", __dir__)', None),
        ('"/etc/passwd"', None),
    ],
)
def test_paths(code: str, path: str | None) -> None:
    value = folded(code)
    assert isinstance(value, str)
    assert project_path(value, ROOT) == path


@pytest.mark.parametrize(
    ("code", "paths"),
    [
        ('Dir["g/*.rb"]', ["g/one.rb", "g/two.rb"]),
        ('Dir.glob("g/{one,two,none}.rb").sort', ["g/one.rb", "g/two.rb"]),
        ('Dir.glob("g/**/*.rb")', ["g/one.rb", "g/sub/three.rb", "g/sub/x/four.rb", "g/two.rb"]),
        ('Dir.glob("g/*/t?ree.rb")', ["g/sub/three.rb"]),
        ('Dir.glob(File.join(__dir__, "g", "nothing", "*"))', []),
    ],
)
def test_lists_of_files(code: str, paths: list[str]) -> None:
    assert folded(code, "Gemfile", "") == tuple(f"{ROOT}/{path}" for path in paths)


def test_paths_for_people() -> None:
    assert [shown_path(path) for path in ("", "../a", f"{ROOT}/a", ROOT)] == ["", "../a", "a", "."]
    assert shown_path("https://token@example.org/a") == "https://example.org/…"
