from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.rubygems.consistency import inconsistencies
from dxscore.rubygems.lockfile import parse_lockfile
from tests.rubygems.lockfile_figures import LOCKFILES


def told(specs: str, asked: str = "") -> list[tuple[int, str, str]]:
    read = parse_lockfile(f"GEM\n  specs:\n{specs}DEPENDENCIES\n{asked}")
    return [(problem.line, problem.kind, problem.message) for problem in inconsistencies(read)]


def test_gem_in_two_versions() -> None:
    assert told("    erubi (1.13.0)\n    erubi (1.13.1)\n") == [
        (4, "two versions", "erubi is locked as 1.13.0 and as 1.13.1")
    ]


def test_variants_for_platforms_are_one_version() -> None:
    assert told("    ffi (1.17.0)\n    ffi (1.17.0-arm64-darwin)\n    ffi (1.17.0-x86_64-linux-gnu)\n") == []


def test_gem_from_two_sources() -> None:
    assert told("    rack (1.0)\nPATH\n  remote: .\n  specs:\n    rack (1.0)\n") == [
        (7, "two sources", "rack is locked from two sources")
    ]


def test_what_a_gem_needs_is_locked() -> None:
    specs = "    a (1)\n      b\n      bundler\n      c (>= 1)\n    c (1)\n"
    assert told(specs, "  wdm\n  a\n") == [(4, "not locked", "a needs b, which is not locked")]


def test_requirements_hold() -> None:
    specs = "    a (1)\n      b (~> 2.0, < 2.3)\n      c (>= 1.a)\n    b (2.3.1)\n    c (1.0.rc1)\n"
    assert told(specs, "  b (= 2.3)\n  c\n") == [
        (4, "broken requirement", "a 1 needs b ~> 2.0, < 2.3, but 2.3.1 is locked"),
        (9, "broken requirement", "the Gemfile needs b = 2.3, but 2.3.1 is locked"),
    ]


def test_one_of_two_versions_is_enough() -> None:
    assert [kind for _, kind, _ in told("    a (1)\n      b (> 2)\n    b (2)\n    b (3)\n")] == ["two versions"]


def test_no_requirement_allows_a_prerelease_of_nothing() -> None:
    assert told("    a (1)\n      b\n    b (0.0.0.dev)\n", "  b\n") == []


@pytest.mark.parametrize("file", sorted(LOCKFILES.glob("*.lock")), ids=lambda file: file.name)
def test_real_lockfiles_agree_with_themselves(file: Path) -> None:
    assert inconsistencies(parse_lockfile(file.read_text())) == ()
