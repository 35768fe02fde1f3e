"""The files that users copy from: code blocks of the documentation, and what stands ready for CI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`(dxscore [^`]+)`")
_CI_FILES = ("action.yml", ".pre-commit-hooks.yaml", "docs/ci/gitlab-ci.yml")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced code block."""

    place: str
    """'docs/ci.md:24', of its first line."""
    language: str
    text: str


def pages() -> list[Path]:
    """The documentation, without the decisions, which tell of the past."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    """The code blocks of one page."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        line = text.count("\n", 0, found.start()) + 2
        yield Block(f"{page.relative_to(ROOT)}:{line}", found[1], found[2])


def command_texts() -> Iterator[tuple[str, str]]:
    """(place, text) of everything that may name commands of dxscore: code blocks, code spans, files for CI."""
    for page in pages():
        yield from ((block.place, block.text) for block in blocks(page))
        prose = _BLOCK.sub("", page.read_text(encoding="utf-8"))
        yield from ((str(page.relative_to(ROOT)), span) for span in _SPAN.findall(prose))
    yield from ((name, (ROOT / name).read_text(encoding="utf-8")) for name in _CI_FILES)
