from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.rubygems.locked import Checksum, Dependency, LockedRuby, Lockfile, LockfileError, Source, Spec
from dxscore.rubygems.lockfile import parse_lockfile
from dxscore.rubygems.remote import Remote
from tests.rubygems.lockfile_figures import lines_said

LOCK = """\
GIT
  remote: https://example.org/a.git
  revision: 0123456789
  branch: main
  specs:
    a (1.0.0.pre.1)
      rack

PATH
  remote: .
  specs:
    own (0.1.0)

GEM
  remote: https://example.org/
  remote: https://gems.example.org/
  specs:
    ffi (1.17.0)
    ffi (1.17.0-x86_64-linux-gnu)
    rack (3.0.8)
      base64 (~> 0.1, >= 0.1.1)
      bundler

PLATFORMS
  ruby
  x86_64-linux-gnu

DEPENDENCIES
  a!
  ffi (~> 1.17)
  own!
  pro (~> 7.2)!

CHECKSUMS
  a (1.0.0.pre.1)
  ffi (1.17.0) sha256=00,sha512=01
  ffi (1.17.0-x86_64-linux-gnu) sha256=02

RUBY VERSION
  ruby 3.3.4p94

BUNDLED WITH
  4.0.8
"""


def test_reads_every_section() -> None:
    rack = Spec("rack", "3.0.8", "", (Dependency("base64", "~> 0.1, >= 0.1.1"), Dependency("bundler", ">= 0")))
    assert parse_lockfile(LOCK) == Lockfile(
        sources=(
            Source(
                "GIT",
                (Remote("https://example.org/a.git"),),
                (Spec("a", "1.0.0.pre.1", "", (Dependency("rack", ">= 0"),)),),
                {"revision": ("0123456789",), "branch": ("main",)},
            ),
            Source("PATH", (Remote("."),), (Spec("own", "0.1.0", ""),)),
            Source(
                "GEM",
                (Remote("https://example.org/"), Remote("https://gems.example.org/")),
                (Spec("ffi", "1.17.0", ""), Spec("ffi", "1.17.0", "x86_64-linux-gnu"), rack),
            ),
        ),
        dependencies=(
            Dependency("a", ">= 0", pinned=True),
            Dependency("ffi", "~> 1.17"),
            Dependency("own", ">= 0", pinned=True),
            Dependency("pro", "~> 7.2", pinned=True),
        ),
        platforms=("ruby", "x86_64-linux-gnu"),
        checksums=(
            Checksum("a", "1.0.0.pre.1", "", {}),
            Checksum("ffi", "1.17.0", "", {"sha256": "00", "sha512": "01"}),
            Checksum("ffi", "1.17.0", "x86_64-linux-gnu", {"sha256": "02"}),
        ),
        ruby=LockedRuby("ruby 3.3.4p94", "3.3.4", "94"),
        bundler="4.0.8",
        sections=("GIT", "PATH", "GEM", "PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH"),
    )


def test_everything_knows_its_line() -> None:
    lines = LOCK.splitlines()
    read = parse_lockfile(LOCK)
    specs = [(spec.name, spec.line) for spec in read.specs]
    needs = [(need.name, need.line) for spec in read.specs for need in spec.dependencies]
    asked = [(asked.name, asked.line) for asked in read.dependencies]
    sums = [(checksum.name, checksum.line) for checksum in read.checksums]
    assert [lines[source.line - 1] for source in read.sources] == ["GIT", "PATH", "GEM"]
    assert all(lines[line - 1].lstrip().startswith(name) for name, line in [*specs, *needs, *asked, *sums])


def test_line_ends_of_windows_and_no_last_one() -> None:
    assert parse_lockfile(LOCK.replace("\n", "\r\n")) == parse_lockfile(LOCK) == parse_lockfile(LOCK.rstrip("\n"))


@pytest.mark.parametrize(
    ("value", "ruby"),
    [
        ("ruby 4.0.6", LockedRuby("ruby 4.0.6", "4.0.6")),
        ("2.3.1p112", LockedRuby("2.3.1p112", "2.3.1", "112")),
        (
            "ruby 2.6.8p205 (jruby 9.3.8.0)",
            LockedRuby("ruby 2.6.8p205 (jruby 9.3.8.0)", "2.6.8", "205", "jruby", "9.3.8.0"),
        ),
        ("ruby 3.4.0.preview1", LockedRuby("ruby 3.4.0.preview1", "3.4.0.preview1")),
        ("ruby 3.5.0.devp-1", LockedRuby("ruby 3.5.0.devp-1", "3.5.0.dev", "-1")),
        ("something", None),
    ],
)
def test_ruby_version(value: str, ruby: LockedRuby | None) -> None:
    for indent in ("  ", "   "):
        read = parse_lockfile(f"RUBY VERSION\n{indent}{value}\n")
        assert (read.ruby, len(read.problems)) == (ruby, 0 if ruby else 1)


@pytest.mark.parametrize(("value", "bundler"), [("2.1", "2.1"), ("4.0.0.beta2", "4.0.0.beta2"), ("latest", "")])
def test_bundled_with(value: str, bundler: str) -> None:
    for indent in ("  ", "   "):
        read = parse_lockfile(f"BUNDLED WITH\n{indent}{value}\n")
        assert (read.bundler, len(read.problems)) == (bundler, 0 if bundler else 1)


def _source_of(header: str, *options: str) -> Source:
    lines = [header, *(f"  {option}" for option in options), "  specs:", "    a (1)", ""]
    return parse_lockfile("\n".join(lines)).sources[0]


def test_source_of_a_plugin() -> None:
    address = "https://u:p@example.org/x"
    source = _source_of("PLUGIN SOURCE", f"remote: {address}", "type: hg", f"hook: {address}")
    assert (source.kind, source.option("type")) == ("PLUGIN SOURCE", "hg")
    assert source.option("hook") == "https://example.org/…"
    assert "u:p" not in repr(source)


def test_option_given_twice_and_options_together() -> None:
    source = _source_of("GIT", "remote: a", "branch: x", "ref: y", "glob: one", "glob: two", "submodules: true")
    assert source.options["glob"] == ("one", "two")
    assert [source.option(name) for name in ("branch", "ref", "submodules", "tag")] == ["x", "y", "true", ""]


@pytest.mark.parametrize("marker", ["<<<<<<<", "=======", ">>>>>>>", "|||||||"])
@pytest.mark.parametrize("line", ["{}", "    ffi (1.17.0) {}", "  remote: https://example.org/{}/"])
def test_merge_conflict_is_refused_with_its_line(marker: str, line: str) -> None:
    with pytest.raises(LockfileError, match="merge conflict") as raised:
        parse_lockfile(LOCK.replace("    ffi (1.17.0)\n", f"{line.format(marker)}\n<<<<<<<\n"))
    assert raised.value.line == 18


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("--- \ndependencies: {}\n", r"Bundler 0\.9"),
        ("../../Gemfile.lock", "no lockfile"),
        ('source "https://rubygems.org"\n', "no lockfile"),
        ("\0\1\2", "no lockfile"),
    ],
)
def test_what_is_no_lockfile_is_refused(text: str, reason: str) -> None:
    with pytest.raises(LockfileError, match=reason):
        parse_lockfile(text)


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "GEM\n  specs:\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  wdm\n"])
def test_nothing_locked_is_no_problem(text: str) -> None:
    read = parse_lockfile(text)
    assert (read.specs, [problem for problem in read.problems if problem.kind != "byte order mark"]) == ((), [])


def test_gems_without_any_source_are_a_problem() -> None:
    read = parse_lockfile("//GEM\n  specs:\n    a (1)\n\nDEPENDENCIES\n  a\n")
    assert (read.specs, read.dependencies) == ((), (Dependency("a", ">= 0"),))
    assert [(problem.line, problem.kind, problem.lines) for problem in read.problems] == [
        (1, "no gems", 0),
        (1, "damaged header", 3),
    ]


def test_lines_that_bundler_drops_are_told() -> None:
    text = (
        "\ufeffGEM\n  specs:\n    a (1)\n        b (2)\n\tc (3)\n    d (4) \n    e\n  oops\n\n"
        "FUTURE\n  x\n\nDEPENDENCIES \n  a\n\nPLATFORMS\n ruby\n"
    )
    read = parse_lockfile(text)
    assert [spec.name for spec in read.specs] == ["a"]
    assert (read.dependencies, read.platforms) == ((), ())
    assert [(problem.line, problem.kind, problem.lines) for problem in read.problems] == [
        (1, "byte order mark", 0),
        (4, "dropped line", 1),
        (5, "dropped line", 1),
        (6, "dropped line", 1),
        (7, "dropped line", 1),
        (8, "dropped line", 1),
        (13, "damaged header", 2),
        (17, "dropped line", 1),
    ]
    assert [(notice.line, notice.kind, notice.lines) for notice in read.notices] == [(10, "unknown section", 2)]


def test_lines_before_any_header_are_one_problem() -> None:
    read = parse_lockfile("  specs:\n    a (1)\nGEM\n  specs:\n    b (1)\n")
    assert [(problem.line, problem.kind, problem.lines) for problem in read.problems] == [(1, "dropped line", 2)]


def test_of_two_rows_that_ask_for_a_gem_the_last_counts() -> None:
    read = parse_lockfile("GEM\n  specs:\nDEPENDENCIES\n  a (~> 1)\n  b\n  a (~> 2)\n")
    assert read.dependencies == (Dependency("a", "~> 2"), Dependency("b", ">= 0"))
    assert [(problem.line, problem.kind) for problem in read.problems] == [(4, "dropped line")]


def test_problems_quote_nothing_of_the_file() -> None:
    secret = "https://token@gems.example.org/"
    read = parse_lockfile(f"GEM\n  {secret}\n  specs:\n{secret}\n  x\n")
    assert len(read.problems) + len(read.notices) == 2
    assert "token" not in repr(read)


_PIECES = [
    "GEM\n",
    "  specs:\n",
    "DEPENDENCIES\n",
    "CHECKSUMS\n",
    "  ",
    " ",
    "a",
    "(1)",
    "-",
    "!",
    ": ",
    "\n",
    "\t",
    "\r",
    "\ufeff",
]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_any_text_is_read_or_refused_and_no_line_is_lost(text: str) -> None:
    try:
        read = parse_lockfile(text)
    except LockfileError:
        return
    lines = re.split(r"\r?\n", text.removeprefix("\ufeff"))
    assert lines_said(read, text) == sum(bool(line.strip()) for line in lines)
