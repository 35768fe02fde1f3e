"""The text of a Gemfile.lock -> what Bundler (1 to 4) locked; what Bundler drops without a word becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct, field

from dxscore.copying import replace
from dxscore.rubygems.locked import (
    Checksum,
    Dependency,
    LockedRuby,
    Lockfile,
    LockfileError,
    Problem,
    Source,
    SourceKind,
    Spec,
)
from dxscore.rubygems.remote import Remote, redacted
from dxscore.rubygems.version import PATTERN

_SOURCES: Mapping[str, SourceKind] = {"GIT": "GIT", "GEM": "GEM", "PATH": "PATH", "PLUGIN SOURCE": "PLUGIN SOURCE"}
_HEADERS = frozenset({*_SOURCES, "PLATFORMS", "DEPENDENCIES", "CHECKSUMS", "RUBY VERSION", "BUNDLED WITH"})
_CONFLICTS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_BOM = "\ufeff"

_Row: TypeAlias = tuple[int, str]
_Pattern: TypeAlias = Callable[[str], re.Match[str] | None]
_NAME = r"(?P<name>[A-Za-z0-9._-]+)"
"""RubyGems' VALID_NAME_PATTERN."""
_REQUIREMENT = r"(?: \((?P<requirement>[^():/]*)\))?"
_VERSION = r" \((?P<version>[A-Za-z0-9.]+)(?:-(?P<platform>[^\s():/]+))?\)"
_OPTION: _Pattern = re.compile(r"  ([A-Za-z]+): (.*)").fullmatch
_SPEC: _Pattern = re.compile(rf" {{4}}{_NAME}{_VERSION}!?").fullmatch
_NEEDED: _Pattern = re.compile(rf" {{6}}{_NAME}{_REQUIREMENT}(?P<pinned>!)?").fullmatch
_ASKED: _Pattern = re.compile(rf"  {_NAME}{_REQUIREMENT}(?P<pinned>!)?").fullmatch
_PLATFORM: _Pattern = re.compile(r" {2,}([^\s():/]+)").fullmatch
_CHECKSUM: _Pattern = re.compile(rf"  {_NAME}{_VERSION}(?: (?P<digests>\S+))?").fullmatch
_RUBY: _Pattern = re.compile(
    r"\s+(?P<text>(?:ruby )?(?P<version>\d[^\s(]*?)(?:p(?P<patch>-?\d+))?"
    r"(?: \((?P<engine>\S+) (?P<level>[^\s)]+)\))?)\s*"
).fullmatch
_BUNDLER: _Pattern = re.compile(rf"\s+({PATTERN})\s*").fullmatch


class _Section(Struct, frozen=True):
    """A header and the rows below it that are not blank; '' for what stands before the first header."""

    header: str
    line: int
    rows: list[_Row] = field(default_factory=list)


def parse_lockfile(text: str) -> Lockfile:
    """Read as Bundler does. Raises LockfileError: a text that is no lockfile, or one with conflict markers."""
    _refuse_conflicts(text)
    content = text.removeprefix(_BOM)
    sections = _sections(content)
    _refuse_other_formats(content, sections)
    lost: list[Problem] = []
    lockfile = Lockfile(
        sources=tuple(_source(section, lost) for section in sections if section.header in _SOURCES),
        dependencies=tuple(_dependencies(_rows(sections, "DEPENDENCIES"), lost)),
        platforms=tuple(row[1] for _, row in _matching(_PLATFORM, _rows(sections, "PLATFORMS"), lost)),
        checksums=tuple(_checksums(_rows(sections, "CHECKSUMS"), lost)),
        ruby=_ruby(_rows(sections, "RUBY VERSION"), lost),
        bundler=_bundler(_rows(sections, "BUNDLED WITH"), lost),
        sections=tuple(section.header for section in sections if section.header in _HEADERS),
    )
    problems = [*_problems_of_whole(lockfile, has_bom=content != text), *_problems_of_headers(sections), *lost]
    return replace(
        lockfile,
        problems=tuple(sorted((each for each in problems if each.kind != "unknown section"), key=lambda p: p.line)),
        notices=tuple(each for each in problems if each.kind == "unknown section"),
    )


def _refuse_conflicts(text: str) -> None:
    """Bundler looks for the marks anywhere, even inside a URL."""
    places = [text.find(mark) for mark in _CONFLICTS if mark in text]
    if places:
        raise LockfileError(text.count("\n", 0, min(places)) + 1, "there is a merge conflict: Bundler refuses the file")


def _refuse_other_formats(text: str, sections: Sequence[_Section]) -> None:
    if any(section.header in _HEADERS for section in sections) or not text.strip():
        return
    if text.startswith("---"):
        raise LockfileError(1, "this is the format of Bundler 0.9, which no Bundler reads any more")
    raise LockfileError(1, "this is no lockfile: it has no section that Bundler knows")


def _sections(text: str) -> list[_Section]:
    sections = [_Section("", 1)]
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        if not line or line.isspace():
            continue
        if line[0].isspace():
            sections[-1].rows.append((number, line))
        else:
            sections.append(_Section(line, number))
    return sections


def _rows(sections: Iterable[_Section], header: str) -> Iterator[_Row]:
    return (row for section in sections if section.header == header for row in section.rows)


def _matching(pattern: _Pattern, rows: Iterable[_Row], lost: list[Problem]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in rows:
        if found := pattern(line):
            yield number, found
        else:
            lost.append(_dropped(number, _what_is_wrong(line)))


def _dropped(number: int, reason: str) -> Problem:
    return Problem(number, "dropped line", f"Bundler drops this line: {reason}", lines=1)


def _what_is_wrong(line: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    return "its indent is wrong" if line[indent] == "\t" or indent not in (2, 4, 6) else "it has another form"


def _source(section: _Section, lost: list[Problem]) -> Source:
    options: dict[str, list[str]] = {}
    specs: list[tuple[int, re.Match[str], list[Dependency]]] = []
    for number, line in section.rows:
        if line.startswith("      ") and specs and (found := _NEEDED(line)):
            specs[-1][2].append(_dependency(number, found))
        elif found := _SPEC(line):
            specs.append((number, found, []))
        elif found := _OPTION(line):
            options.setdefault(found[1], []).append(found[2])
        elif line != "  specs:":
            lost.append(_dropped(number, _what_is_wrong(line)))
    return Source(
        _SOURCES[section.header],
        tuple(map(Remote, options.pop("remote", ()))),
        tuple(Spec(row["name"], row["version"], row["platform"] or "", tuple(needs), n) for n, row, needs in specs),
        {name: tuple(map(redacted, values)) for name, values in options.items()},
        section.line,
    )


def _dependency(number: int, row: re.Match[str]) -> Dependency:
    return Dependency(row["name"], row["requirement"] or ">= 0", row["pinned"] is not None, number)


def _dependencies(rows: Iterable[_Row], lost: list[Problem]) -> Iterable[Dependency]:
    """The last row of a name counts, as it does for Bundler."""
    found: dict[str, Dependency] = {}
    for number, row in _matching(_ASKED, rows, lost):
        if earlier := found.get(row["name"]):
            lost.append(_dropped(earlier.line, "a later one names the same gem"))
        found[row["name"]] = _dependency(number, row)
    return found.values()


def _checksums(rows: Iterable[_Row], lost: list[Problem]) -> Iterator[Checksum]:
    for number, row in _matching(_CHECKSUM, rows, lost):
        pairs = (digest.partition("=") for digest in (row["digests"] or "").split(",") if digest)
        digests = {algorithm: value for algorithm, _, value in pairs}
        yield Checksum(row["name"], row["version"], row["platform"] or "", digests, number)


def _ruby(rows: Iterable[_Row], lost: list[Problem]) -> LockedRuby | None:
    last = _last(_RUBY, rows, lost)
    if last is None:
        return None
    return LockedRuby(last["text"], last["version"], last["patch"] or "", last["engine"] or "ruby", last["level"] or "")


def _bundler(rows: Iterable[_Row], lost: list[Problem]) -> str:
    last = _last(_BUNDLER, rows, lost)
    return last[1] if last else ""


def _last(pattern: _Pattern, rows: Iterable[_Row], lost: list[Problem]) -> re.Match[str] | None:
    """Of several values the last counts, as it does for Bundler."""
    values = list(_matching(pattern, rows, lost))
    lost += [_dropped(number, "a later one says the same") for number, _ in values[:-1]]
    return values[-1][1] if values else None


def _problems_of_whole(lockfile: Lockfile, *, has_bom: bool) -> Iterator[Problem]:
    if has_bom:
        yield Problem(1, "byte order mark", "starts with a byte order mark: Bundler reads nothing of the first block")
    if lockfile.dependencies and not lockfile.sources:
        reason = "gems are asked for and none is locked: the header of the locked ones is damaged or gone"
        yield Problem(1, "no gems", reason)


def _problems_of_headers(sections: Iterable[_Section]) -> Iterator[Problem]:
    for section in sections:
        lines = len(section.rows)
        if section.header in _HEADERS or (not section.header and not lines):
            continue
        known = re.sub(r"[^A-Z ]", "", section.header.upper()).strip()
        if not section.header:
            yield Problem(section.rows[0][0], "dropped line", "Bundler drops what stands before a header", lines)
        elif known in _HEADERS:
            reason = f"this is not exactly {known}: Bundler drops what stands below"
            yield Problem(section.line, "damaged header", reason, lines + 1)
        else:
            yield Problem(section.line, "unknown section", "Bundler does not know this section", lines + 1)
