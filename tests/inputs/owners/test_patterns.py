"""Patterns against documented examples, and against git-ignore where the semantics agree."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from pathspec import GitIgnoreSpec

from dxscore.inputs.owners.pattern_list import PatternList
from dxscore.inputs.owners.patterns import InvalidPatternError, Pattern, github, gitlab, shell
from tests.inputs.owners.strategies import PATHS, PATTERNS


def _holds(pattern: Pattern | tuple[Pattern, ...], path: str) -> bool:
    patterns = pattern if isinstance(pattern, tuple) else (pattern,)
    return PatternList.of(patterns).last(path) >= 0


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("*", ["a", "a/b.rb", ".rspec"], []),
        ("*.js", ["a.js", "x/y/a.js"], ["a.jsx", "js"]),
        ("/build/logs/", ["build/logs/x", "build/logs/x/y"], ["build/logs", "x/build/logs/y"]),
        ("docs/*", ["docs/getting-started.md"], ["docs/build-app/troubleshooting.md", "x/docs/a.md"]),
        ("apps/", ["apps/a", "x/apps/y/z"], ["apps"]),
        ("/docs/", ["docs/a", "docs/b/c"], ["x/docs/a"]),
        ("/apps/github", ["apps/github", "apps/github/x"], ["apps/githubber", "x/apps/github"]),
        ("**/logs", ["logs", "build/logs/a", "deep/er/logs"], ["build/logs.txt"]),
        ("foo/bar", ["foo/bar", "foo/bar/baz"], ["foo/bart", "baz/foo/bar"]),
        ("foo", ["foo", "bar/foo", "bar/foo/baz"], ["foo.txt"]),
        ("/*", ["foo"], ["foo/bar"]),
        ("/*/", ["foo/bar", "foo/bar/baz"], ["foo"]),
        ("f*", ["foo", "bar/foo/baz"], ["xfoo"]),
        ("foo/*/baz", ["foo/bar/baz", "foo/bar/baz/qux"], ["foo/baz", "foo/a/b/baz"]),
        ("foo/*.txt", ["foo/a.txt"], ["foo/a/b.txt", "x/foo/a.txt"]),
        ("foo/**/bar", ["foo/bar", "foo/a/b/bar/c"], ["x/foo/bar"]),
        ("foo/bar/**", ["foo/bar/a", "foo/bar/a/b"], ["foo/bar"]),
        ("foo/**/", ["foo/a", "foo/a/b"], ["foo"]),
        ("/packs/a/**/**", ["packs/a/x", "packs/a/x/y"], ["packs/ab/x"]),
        ("foo/**/bar/b*", ["foo/bar/baz", "foo/q/bar/baz"], ["foo/bar/qux", "foo/bar"]),
        ("f?o", ["foo"], ["fo", "f/o", "fooo"]),
        (r"f\*o", ["f*o"], ["foo"]),
        (r"with\ space/", ["with space/a"], ["with/a"]),
        ("App/", ["App/a"], ["app/a"]),
        ("a.b", ["a.b"], ["axb"]),
    ],
)
def test_github_patterns(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes if not _holds(github(pattern), path)] == []
    assert [path for path in no if _holds(github(pattern), path)] == []


@pytest.mark.parametrize("pattern", ["!docs/", "[ab].rb", "a***b", "/"])
def test_what_github_does_not_know_is_refused(pattern: str) -> None:
    with pytest.raises(InvalidPatternError):
        github(pattern)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("*", ["a", "x/y"], []),
        ("README.md", ["README.md", "x/README.md"], ["README.md/x"]),
        ("/README.md", ["README.md"], ["x/README.md"]),
        ("internal/README.md", ["internal/README.md", "x/internal/README.md"], ["README.md"]),
        ("/docs/", ["docs/a", "docs/b/c", "docs/.hidden"], ["docs", "x/docs/a"]),
        ("lib/", ["lib/a", "x/lib/a"], ["lib"]),
        ("/docs/*", ["docs/a.md"], ["docs/b/c.md"]),
        ("/docs/**/*.md", ["docs/a.md", "docs/b/c.md"], ["docs/a.rb"]),
        ("/docs/**", ["docs/a"], ["docs/a/b"]),
        ("docs", ["docs", "x/docs"], ["docs/a"]),
        ("*.[rj]s", ["a.rs", "x/a.js"], ["a.ts"]),
        ("[!a]b", ["cb"], ["ab", "/b"]),
        (r"\#file", ["#file"], ["file"]),
    ],
)
def test_gitlab_patterns(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes if not _holds(gitlab(pattern), path)] == []
    assert [path for path in no if _holds(gitlab(pattern), path)] == []


def test_a_reversed_range_is_refused() -> None:
    with pytest.raises(InvalidPatternError):
        gitlab("[z-a].rb")


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("app/**/**", ["app/a", "app/a/b"], ["app", "x/app/a"]),
        ("{app,lib}/**/*.{rb,rake}", ["app/a.rb", "lib/x/y.rake"], ["app/a.js", "spec/a.rb"]),
        ("{a,b{c,d}}/x", ["a/x", "bc/x", "bd/x"], ["b/x"]),
        ("packs/*/package.yml", ["packs/a/package.yml"], ["packs/a/b/package.yml"]),
        ("app/models/user.rb", ["app/models/user.rb"], ["app/models/user.rbx"]),
        ("**/", ["a", "a/b"], []),
        ("*.rb", ["a.rb"], ["a/b.rb"]),
    ],
)
def test_shell_globs(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [path for path in yes if not _holds(shell(pattern), path)] == []
    assert [path for path in no if _holds(shell(pattern), path)] == []


def test_braces_that_multiply_are_refused() -> None:
    with pytest.raises(InvalidPatternError, match="alternatives"):
        shell("{a,b}" * 12)


@settings(max_examples=400, deadline=None)
@given(PATTERNS, PATHS)
def test_github_patterns_agree_with_gitignore(pattern: str, path: str) -> None:
    """They differ where the last segment is a lone star (one level for GitHub) and in `**/` at the end (files, too)."""
    assume(not pattern.endswith("**/"))
    agrees = GitIgnoreSpec.from_lines([pattern]).match_file(path)

    assert _holds(github(pattern), path) == agrees
