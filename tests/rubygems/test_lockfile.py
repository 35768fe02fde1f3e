from __future__ import annotations

import pytest

from dxscore.rubygems.lockfile import Dependency, Lockfile, LockfileError, Source, Spec, parse_lockfile

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
  ffi (1.17.0) sha256=00

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
                {"remote": ("https://example.org/a.git",), "revision": ("0123456789",), "branch": ("main",)},
                (Spec("a", "1.0.0.pre.1", "", (Dependency("rack", ">= 0"),)),),
            ),
            Source("PATH", {"remote": (".",)}, (Spec("own", "0.1.0", "", ()),)),
            Source(
                "GEM",
                {"remote": ("https://example.org/", "https://gems.example.org/")},
                (Spec("ffi", "1.17.0", "", ()), Spec("ffi", "1.17.0", "x86_64-linux-gnu", ()), rack),
            ),
        ),
        dependencies=(
            Dependency("a", ">= 0", pinned=True),
            Dependency("ffi", "~> 1.17"),
            Dependency("own", ">= 0", pinned=True),
            Dependency("pro", "~> 7.2", pinned=True),
        ),
        platforms=("ruby", "x86_64-linux-gnu"),
        ruby="3.3.4",
        bundler="4.0.8",
    )


def test_line_ends_of_windows_and_no_last_one() -> None:
    assert parse_lockfile(LOCK.replace("\n", "\r\n")) == parse_lockfile(LOCK) == parse_lockfile(LOCK.rstrip("\n"))


def test_nothing_locked() -> None:
    assert parse_lockfile("") == Lockfile()


@pytest.mark.parametrize(
    ("value", "ruby"),
    [
        ("ruby 4.0.6", "4.0.6"),
        ("2.3.1p112", "2.3.1"),
        ("ruby 2.6.8p205 (jruby 9.3.8.0)", "2.6.8"),
        ("ruby 3.4.0.preview1", "3.4.0.preview1"),
        ("something", ""),
    ],
)
def test_ruby_version(value: str, ruby: str) -> None:
    assert parse_lockfile(f"RUBY VERSION\n   {value}\n").ruby == ruby


@pytest.mark.parametrize("marker", ["<<<<<<< HEAD", "=======", ">>>>>>> x", "|||||||"])
def test_merge_conflict_is_refused_with_its_line(marker: str) -> None:
    with pytest.raises(LockfileError, match="merge conflict") as raised:
        parse_lockfile(LOCK.replace("    ffi (1.17.0)\n", f"{marker}\n"))
    assert raised.value.line == 18


def test_what_bundler_reads_as_nothing_is_refused() -> None:
    with pytest.raises(LockfileError, match=r"Bundler 0\.9"):
        parse_lockfile("--- \ndependencies: {}\n")
    with pytest.raises(LockfileError, match="first header is damaged"):
        parse_lockfile("//GEM\n  specs:\n    a (1)\n\nDEPENDENCIES\n  a\n")


def test_lines_that_bundler_drops_are_told() -> None:
    text = "\ufeffGEM\n  specs:\n    a (1)\n        b (2)\n\tc (3)\n\nFUTURE\n  x\nDEPENDENCIES \n  a\n"
    lockfile = parse_lockfile(text)
    assert [spec.name for spec in lockfile.specs] == ["a"]
    assert lockfile.dependencies == ()
    assert lockfile.notices == (
        (1, "starts with a byte order mark: Bundler reads nothing of the first block"),
        (4, "Bundler drops this line: its indent is wrong"),
        (5, "Bundler drops this line: its indent is wrong"),
        (7, "Bundler does not know the section 'FUTURE'"),
        (9, "Bundler does not know the section 'DEPENDENCIES '"),
    )
