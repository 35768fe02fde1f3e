"""A path -> how the file there is read, or None when dxscore has no use for it; only the path is looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from dxscore.domain.source import FileKind

_RUBY_SUFFIXES = ("arb", "builder", "gemspec", "jbuilder", "podspec", "rabl", "rake", "rb", "ru", "thor")
_RUBY_NAMES = (
    *("Appraisals", "Berksfile", "Brewfile", "Capfile", "Dangerfile", "Fastfile", "Gemfile", "Guardfile", "Podfile"),
    *("Puppetfile", "Rakefile", "Steepfile", "Thorfile", "Vagrantfile", "gems.rb"),
)
_SUFFIX_KINDS: Mapping[str, FileKind] = {
    **dict.fromkeys(_RUBY_SUFFIXES, FileKind.RUBY),
    "erb": FileKind.ERB,
    **dict.fromkeys(("haml", "slim"), FileKind.UNSEEN),
}
_LOCKFILES = frozenset({"Gemfile.lock", "Gemfile.next.lock", "gems.locked"})
_STRUCTURE = re.compile(r"(?:.*/)?db/(?:\w+_)?structure\.sql")
_TODO_FILES = re.compile(
    r"""(?x) (?: .*/ )? (?:
        \.rubocop_todo\.yml | \.rubocop_todo/.+\.yml | \.rubocop_gradual\.lock | \.standard_todo\.yml
      | package_todo\.yml | deprecated_references\.yml
      | config/brakeman\.ignore
      | \.reek(?:\.yml)? | \.todo\.reek | config\.reek
      | \.database_consistency(?:\.\w+)?\.yml
      | \.bundler-audit\.yml
      | \.erb[-_]lint(?:_todo)?\.yml | \.haml-lint_todo\.yml | \.slim-lint_todo\.yml
      | \.mdlrc_todo | \.i18n-tasks_todo\.yml
    )"""
)
_IMAGE_FILES = re.compile(
    r"(?:.*/)?(?:(?:Docker|Container)file(?:\.[^/]+)?|[^/]+\.[Dd]ockerfile|(?:docker-)?compose[^/]*\.ya?ml)"
)
_SCRIPT = re.compile(r"(?:.*/)?(?:bin|exe|script)/[^/.]+")

_APP_FOLDERS = frozenset({"app", "config", "db", "lib"})
"""Below these a folder's name is the application's own word: app/models/log/ holds no log files."""
_PARTS = frozenset({"components", "domains", "engines", "gems", "packages", "packs"})
"""Folders whose children are parts of the monolith: packs/features/ is a part named features, no test folder."""
_TEST_FOLDERS = frozenset({"features", "spec", "test"})
_UNREAD_FOLDERS = frozenset({"coverage", "log", "node_modules", "public", "tmp", "vendor"})
_TEST_OF_A_LIBRARY = re.compile(r"(?:^|/)lib/[^/]+/test/(?:.*/)?test_[^/]+\.rb$")
"""A gem that lives in lib/ has a folder of tests of its own."""
_GENERATOR_TEMPLATE = re.compile(r"(?:^|/)generators/(?:.*/)?templates/")


@lru_cache(maxsize=1 << 16)
def kind_of(path: str) -> FileKind | None:
    """The kind that a path (from the root, forward slashes) promises; None for everything else.

    Templates of generators are data, as are ERB files of tests: their placeholders are nobody's code.
    """
    kind = _kind_by_name(path)
    if kind not in (FileKind.RUBY, FileKind.ERB):
        return kind
    if _GENERATOR_TEMPLATE.search(path):
        return None
    if not is_test(path):
        return kind
    return FileKind.RUBY_TEST if kind is FileKind.RUBY else None


def is_test(path: str) -> bool:
    """Below spec/, test/ or features/ of the application or one of its parts, or named like a test."""
    if path.endswith(("_spec.rb", "_test.rb")) or _below(path, _TEST_FOLDERS):
        return True
    return _TEST_OF_A_LIBRARY.search(path) is not None


def may_be_script(path: str) -> bool:
    """A file without a suffix in bin/, exe/ or script/: Ruby when its first line says so."""
    return _SCRIPT.fullmatch(path) is not None


def is_left_out(path: str) -> bool:
    """Whether nothing there is read unless configured: other people's code, generated files, logs."""
    return _below(path, _UNREAD_FOLDERS) or "node_modules/" in path or "sorbet/rbi/" in path


def _kind_by_name(path: str) -> FileKind | None:
    name = path[path.rfind("/") + 1 :]
    suffix = name[name.rfind(".") + 1 :]
    if (kind := _SUFFIX_KINDS.get(suffix)) and suffix != name:
        return kind
    if name in _RUBY_NAMES or (name.startswith("Gemfile.") and suffix != "lock"):
        return FileKind.RUBY
    if name in _LOCKFILES:
        return FileKind.LOCKFILE
    if suffix == "sql" and _STRUCTURE.fullmatch(path):
        return FileKind.SCHEMA
    if _TODO_FILES.fullmatch(path):
        return FileKind.TODO
    return FileKind.IMAGE if _IMAGE_FILES.fullmatch(path) else None


def _below(path: str, folders: frozenset[str]) -> bool:
    """Whether one of the path's folders is named so, with no folder of application code above it."""
    parts = path.split("/")[:-1]
    for position, part in enumerate(parts):
        if part in _APP_FOLDERS:
            return False
        if part in folders and not _names_a_part(parts, position):
            return True
    return False


def _names_a_part(parts: Sequence[str], position: int) -> bool:
    return position > 0 and parts[position - 1] in _PARTS
