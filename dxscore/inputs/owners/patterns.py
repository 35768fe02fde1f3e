"""A path pattern in one of the dialects of code owners files -> regular expressions or plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from msgspec import Struct

from dxscore.copying import replace


class InvalidPatternError(ValueError):
    """The pattern means nothing in its dialect; the message says why."""


class Pattern(Struct, frozen=True):
    """Names paths in one of three ways, the others being ''."""

    exact: str = ""
    """The path itself."""
    name: str = ""
    """Regular expression of the base name."""
    path: str = ""
    """Regular expression of the whole path."""
    files: bool = True
    """Whether it holds for a file so named."""
    folders: bool = False
    """Whether it holds for everything below a folder so named."""


Dialect: TypeAlias = Callable[[str], Pattern]
"""Raises InvalidPatternError."""


def github(text: str) -> Pattern:
    """CODEOWNERS of GitHub: git-ignore patterns without `!` and `[ ]`, and `x/*` is one level deep.

    Source: docs.github.com, 'About code owners'.
    """
    if text.startswith("!"):
        raise InvalidPatternError("'!' does not negate here")
    if "[" in text or "]" in text:
        raise InvalidPatternError("'[ ]' is not a character range here")
    if "***" in text:
        raise InvalidPatternError("more than two '*' in a row")
    segments = _segments(text)
    if not text.startswith("/") and len(segments) == 1:
        return _named(["**", *segments], text.endswith("/"))
    one_level = segments[-1] == "*" and not text.endswith("/")
    return _file(segments) if one_level else _named(segments, text.endswith("/"))


def gitlab(text: str) -> Pattern:
    """CODEOWNERS of GitLab: a pattern names files, with a `/` at the end folders; without one in front at any depth.

    Source: docs.gitlab.com, 'CODEOWNERS syntax'; paths are matched as by Ruby's File.fnmatch, dot files included.
    """
    segments = _segments(text)
    if not text.startswith("/"):
        segments = ["**", *segments]
    if text.endswith("/"):
        return _named(segments, only_folders=True)
    return _file([*segments[:-1], "*" if segments[-1] == "**" else segments[-1]])


def shell(text: str) -> tuple[Pattern, ...]:
    """Globs of code_ownership's YAML files: `{a,b}` gives several, and `**` is any depth, also at the end.

    Source: github.com/rubyatscale/codeowners-rs, which matches with the crate fast_glob.
    """
    return tuple(_shell(_segments(glob)) for glob in _braces(text))


def _shell(segments: list[str]) -> Pattern:
    return _named(segments, only_folders=True) if segments[-1] == "**" else _file(segments)


def _segments(text: str) -> list[str]:
    segments = [part for part in text.split("/") if part]
    if not segments:
        raise InvalidPatternError("the pattern names nothing")
    return segments


def _named(segments: list[str], only_folders: bool) -> Pattern:
    """What the pattern names: a file, or a folder with all that lies in it."""
    named = list(segments)
    while named and named[-1] == "**":
        named.pop()
    everything = Pattern(path=".*")
    below = only_folders or len(named) < len(segments)
    return replace(_file(named) if named else everything, files=not below, folders=True)


def _file(segments: list[str]) -> Pattern:
    if _plain(segments):
        return Pattern(exact="/".join(segments))
    *folders, name = segments
    return Pattern(name=_segment(name)) if folders == ["**"] else Pattern(path=_path(segments))


def _plain(segments: Iterable[str]) -> bool:
    return not any(re.search(r"[*?\[\\]", part) for part in segments)


def _path(segments: Iterable[str]) -> str:
    """A path of segments in which `**` is any number of folders."""
    chunks: list[list[str]] = [[]]
    for part in segments:
        if part != "**":
            chunks[-1].append(_segment(part))
        elif chunks[-1] or len(chunks) == 1:
            chunks.append([])
    *parents, last = ["/".join(chunk) for chunk in chunks]
    return _leftmost([*(f"{chunk}/" if chunk else "" for chunk in parents), last], "[^/]+/")


_TOKEN = re.compile(
    r"""\\(?P<escaped>.) | (?P<stars>\*+) | (?P<one>\?)
    | \[(?P<negated>[!^]?)(?P<range>\][^\]]*|[^\]]+)\] | (?P<plain>.)""",
    re.DOTALL | re.VERBOSE,
)


def _segment(text: str) -> str:
    """The text between two slashes; `*`, `?` and `[ ]` stop at slashes."""
    if not text.strip("*"):
        return "[^/]+"
    chunks = [""]
    for found in _TOKEN.finditer(text):
        if found["stars"]:
            chunks.append("")
        else:
            chunks[-1] += _character(found)
    return _leftmost(chunks, "[^/]")


def _character(found: re.Match[str]) -> str:
    if found["one"]:
        return "[^/]"
    if found["range"]:
        return _range(found["range"], bool(found["negated"]))
    return re.escape(found["escaped"] or found["plain"])


def _range(inside: str, negated: bool) -> str:
    escaped = re.sub(r"[^\w-]", r"\\\g<0>", inside)
    source = f"(?!/)[{'^' if negated else ''}{escaped}]"
    try:
        re.compile(source)
    except re.error as error:
        raise InvalidPatternError(f"'[{inside}]' is no character range") from error
    return source


def _leftmost(chunks: Sequence[str], gap: str) -> str:
    """The chunks in this order with any number of gaps between them.

    All but the last may be taken where they first occur and never be tried again (an atomic group): if a match exists,
    it exists from there on. So a pattern full of stars takes linear time for each, not exponential.
    """
    if len(chunks) == 1:
        return chunks[0]
    first, *middle, last = chunks
    return first + "".join(f"(?>(?:{gap})*?{chunk})" for chunk in middle if chunk) + f"(?:{gap})*{last}"


_MOST_ALTERNATIVES = 256


def _braces(text: str) -> list[str]:
    """`{a,b}c` -> ac, bc; innermost first, so that braces may nest."""
    done: list[str] = []
    waiting = [text]
    while waiting:
        glob = waiting.pop()
        found = re.search(r"\{([^{}]*)\}", glob)
        if found is None:
            done.append(glob)
        else:
            waiting += [glob[: found.start()] + choice + glob[found.end() :] for choice in found[1].split(",")]
        if len(done) + len(waiting) > _MOST_ALTERNATIVES:
            raise InvalidPatternError(f"more than {_MOST_ALTERNATIVES} alternatives in braces")
    return done
