"""The text of a Gemfile.lock -> what Bundler locked; lines that Bundler would drop without a word become notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_SOURCES = ("GIT", "GEM", "PATH", "PLUGIN SOURCE")
_HEADERS = frozenset({*_SOURCES, "PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH"})
_CONFLICT = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_OPTION = re.compile(r"  ([a-z_]+): (.*)")
_ROW = re.compile(r" {2,6}(?! )(?P<name>.*?)(?: \((?P<version>[^-]*)(?:-(?P<platform>.*))?\))?(?P<bang>!)?")
_RUBY = re.compile(r"(?:ruby )?(?P<version>\d[^\s(]*?)(?:p\d+)?(?: \(.*\))?")


class LockfileError(ValueError):
    """A lockfile that says nothing reliable: Bundler refuses it, or reads nothing from it; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Dependency:
    """A gem that something asks for."""

    name: str
    requirement: str
    """Clauses joined by ', '; '>= 0' when none is written."""
    pinned: bool = False
    """`!`: from another source than the default one (git, path, `source:`)."""


@dataclass(frozen=True, slots=True)
class Spec:
    """One locked row; a gem built for several platforms has several."""

    name: str
    version: str
    platform: str
    """'' for the plain Ruby gem."""
    dependencies: tuple[Dependency, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where gems come from."""

    kind: str
    """'GEM', 'GIT', 'PATH' or 'PLUGIN SOURCE'."""
    options: Mapping[str, tuple[str, ...]]
    """`remote`, `revision`, `branch` ...: every value given. May hold credentials: never print it whole."""
    specs: tuple[Spec, ...]


@dataclass(frozen=True, slots=True)
class Lockfile:
    """The whole file."""

    sources: tuple[Source, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    platforms: tuple[str, ...] = ()
    ruby: str = ""
    """Version of the language (`3.3.4`), without patch level and engine; '' when not locked."""
    bundler: str = ""
    notices: tuple[tuple[int, str], ...] = ()
    """Line, what is odd there."""

    @property
    def specs(self) -> tuple[Spec, ...]:
        """All locked rows, in order."""
        return tuple(spec for source in self.sources for spec in source.specs)


@dataclass(slots=True)
class _Section:
    """A header and the lines below it, with their numbers."""

    header: str
    lines: list[tuple[int, str]] = field(default_factory=list)


def parse_lockfile(text: str) -> Lockfile:
    """Read as Bundler does. Raises LockfileError: conflict markers, a Bundler 0.9 file, dependencies but no specs."""
    lines = re.split(r"\r?\n", text.removeprefix("\ufeff"))
    _refuse_unusable(lines)
    sections = _sections(lines)
    lockfile = Lockfile(
        sources=tuple(_source(section) for section in sections if section.header in _SOURCES),
        dependencies=tuple(_dependencies(sections)),
        platforms=tuple(line.strip() for _, line in _lines_of(sections, "PLATFORMS")),
        ruby=_ruby_version(_value(sections, "RUBY VERSION")),
        bundler=_value(sections, "BUNDLED WITH"),
        notices=tuple(_notices(text, sections)),
    )
    if lockfile.dependencies and not lockfile.specs:
        raise LockfileError(1, "there are dependencies but no locked gem: the first header is damaged")
    return lockfile


def _refuse_unusable(lines: Sequence[str]) -> None:
    for number, line in enumerate(lines, start=1):
        if _CONFLICT.search(line):
            raise LockfileError(number, "there is a merge conflict")
    if lines[0].startswith("---"):
        raise LockfileError(1, "this is the format of Bundler 0.9")


def _sections(lines: Iterable[str]) -> list[_Section]:
    sections = [_Section("")]
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith((" ", "\t")):
            sections.append(_Section(line, [(number, line)]))
        elif line.strip():
            sections[-1].lines.append((number, line))
    return sections


def _lines_of(sections: Iterable[_Section], header: str) -> Iterator[tuple[int, str]]:
    for section in sections:
        if section.header == header:
            yield from section.lines[1:]


def _source(section: _Section) -> Source:
    options: dict[str, tuple[str, ...]] = {}
    specs: list[Spec] = []
    for _, line in section.lines[1:]:
        indent = len(line) - len(line.lstrip(" "))
        if found := _OPTION.fullmatch(line):
            options[found[1]] = (*options.get(found[1], ()), found[2])
        elif indent == 4 and (row := _ROW.fullmatch(line)):
            specs.append(Spec(row["name"], row["version"] or "", row["platform"] or "", ()))
        elif indent == 6 and specs and (row := _ROW.fullmatch(line)):
            specs[-1] = _depending(specs[-1], _dependency(row))
    return Source(section.header, options, tuple(specs))


def _depending(spec: Spec, dependency: Dependency) -> Spec:
    return Spec(spec.name, spec.version, spec.platform, (*spec.dependencies, dependency))


def _dependencies(sections: Iterable[_Section]) -> Iterator[Dependency]:
    for _, line in _lines_of(sections, "DEPENDENCIES"):
        if _is_row(line) and (row := _ROW.fullmatch(line)):
            yield _dependency(row)


def _dependency(row: re.Match[str]) -> Dependency:
    return Dependency(row["name"], row["version"] or ">= 0", pinned=row["bang"] is not None)


def _is_row(line: str) -> bool:
    return re.match(r"(?: {2}| {4}| {6})[^ \t]", line) is not None


def _value(sections: Iterable[_Section], header: str) -> str:
    return next((line.strip() for _, line in _lines_of(sections, header)), "")


def _ruby_version(value: str) -> str:
    found = _RUBY.fullmatch(value)
    return found["version"] if found else ""


def _notices(text: str, sections: Iterable[_Section]) -> Iterator[tuple[int, str]]:
    if text.startswith("\ufeff"):
        yield 1, "starts with a byte order mark: Bundler reads nothing of the first block"
    for section in sections:
        if section.header not in _HEADERS:
            if section.lines:
                yield section.lines[0][0], f"Bundler does not know the section {section.lines[0][1]!r}"
            continue
        if section.header in (*_SOURCES, "DEPENDENCIES"):
            yield from (
                (n, "Bundler drops this line: its indent is wrong") for n, s in section.lines[1:] if not _is_row(s)
            )
