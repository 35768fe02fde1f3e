from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.domain.versions import LockedVersions
from dxscore.inputs.tree import FolderTree
from dxscore.inputs.versions import locked_versions

LOCK = """\
GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.16.0)
    nokogiri (1.16.0-x86_64-linux)
    rails (7.1.3.4)
      nokogiri (>= 1.8.5)
    sidekiq (7.2.1)

DEPENDENCIES
  rails (~> 7.1)
  sidekiq

RUBY VERSION
   ruby 3.3.4p94
"""


def write(root: Path, **files: str) -> None:
    for name, content in files.items():
        (root / name.replace("__", ".")).write_text(content)


def test_everything_from_the_lockfile(tmp_path: Path) -> None:
    write(tmp_path, Gemfile="", Gemfile__lock=LOCK, __ruby_version="ignored")
    gems = {"nokogiri": "1.16.0", "rails": "7.1.3.4", "sidekiq": "7.2.1"}
    assert locked_versions(FolderTree(tmp_path)) == LockedVersions("7.1.3.4", "3.3.4", gems, "Gemfile.lock")


def test_nothing_is_known_without_files(tmp_path: Path) -> None:
    assert locked_versions(FolderTree(tmp_path)) == LockedVersions()


def test_application_that_locks_only_parts_of_rails(tmp_path: Path) -> None:
    write(tmp_path, Gemfile__lock="GEM\n  specs:\n    railties (7.0.8)\n")
    assert locked_versions(FolderTree(tmp_path)).rails == "7.0.8"


def test_gems_rb_wins(tmp_path: Path) -> None:
    write(tmp_path, Gemfile="", Gemfile__lock=LOCK, gems__rb="", gems__locked="GEM\n  specs:\n    rails (8.0.0)\n")
    found = locked_versions(FolderTree(tmp_path))
    assert (found.rails, found.lockfile) == ("8.0.0", "gems.locked")


def test_gem_locked_twice_counts_as_the_older(tmp_path: Path) -> None:
    write(tmp_path, Gemfile__lock="GEM\n  specs:\n    rack (2.10.0)\n    rack (2.9.1)\n    odd (not a version)\n")
    assert locked_versions(FolderTree(tmp_path)).gems == {"rack": "2.9.1"}


def test_lockfile_that_can_not_be_used_is_told(tmp_path: Path) -> None:
    write(tmp_path, Gemfile__lock=LOCK.replace("    sidekiq", "<<<<<<< HEAD\n    sidekiq"), Gemfile='ruby "3.2.1"\n')
    found = locked_versions(FolderTree(tmp_path))
    assert (found.rails, found.lockfile, found.ruby) == (None, "", "3.2.1")
    assert found.problem == "Gemfile.lock:8: there is a merge conflict: Bundler refuses the file"


def test_link_is_no_lockfile(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text(LOCK)
    (tmp_path / "Gemfile.lock").symlink_to("elsewhere")
    assert locked_versions(FolderTree(tmp_path)) == LockedVersions()


@pytest.mark.parametrize(
    ("name", "content", "ruby"),
    [
        (".ruby-version", "3.3.4\n", "3.3.4"),
        (".ruby-version", "ruby-3.3.4\n", "3.3.4"),
        (".ruby-version", "3.4\n", "3.4"),
        (".ruby-version", "3.4.0-preview1", "3.4.0.preview1"),
        (".ruby-version", "2.7.8-p225", "2.7.8"),
        (".ruby-version", "jruby-9.4.5.0\n", None),
        (".ruby-version", "system\n", None),
        (".ruby-version", "", None),
        (".tool-versions", "nodejs 20.1.0\nruby 3.2.2\n", "3.2.2"),
        (".tool-versions", "jruby 9.4\n", None),
        ("mise.toml", '[tools]\nruby = "3.3.0"\n', "3.3.0"),
        ("Gemfile", "ruby '3.1.2'\n", "3.1.2"),
        ("Gemfile", 'ruby("= 3.1.2")\n', "3.1.2"),
        ("Gemfile", 'ruby "~> 3.1"\n', None),
        ("Gemfile", 'ruby file: ".ruby-version"\n', None),
        ("Gemfile", '# ruby "3.1.2"\n', None),
    ],
)
def test_ruby_beside_the_lockfile(tmp_path: Path, name: str, content: str, ruby: str | None) -> None:
    (tmp_path / name).write_text(content)
    assert locked_versions(FolderTree(tmp_path)).ruby == ruby
