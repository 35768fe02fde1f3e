"""A direct gem, dxscore.toml and owned gems of teams -> why the gem is here and who looks after it."""

from __future__ import annotations

import re
from collections.abc import Callable

from dxscore.config import GemConfig
from dxscore.domain.finding import UNOWNED
from dxscore.domain.gems import DirectGem, RegisterEntry

_OWNER = re.compile(
    r"(?:^|[\s(;,])@?(?:owner|owned by|team)\b:?[ \t]+@?(?P<owner>[\w/-]+)[ \t;,)]*(?:--[ \t]*)?", re.IGNORECASE
)
_DIRECTIVE = re.compile(
    r"^\s*(?:rubocop|standard|dxscore|packwerk|TODO|FIXME|XXX|typed|frozen_string_literal)\b:?", re.IGNORECASE
)
_WORD = re.compile(r"\w{2,}")
_LEAST_WORDS, _LEAST_WORDS_ABOVE_A_LIST = 2, 4
"""A heading such as `# Assets`, or `# User accounts` above several gems, says nothing about a single one."""


def entry_of(
    gem: DirectGem, configured: GemConfig | None, owner_of_gem: Callable[[str], str], heads_list: bool = False
) -> RegisterEntry:
    """The first source that says something wins: dxscore.toml, the gem's comments, for owners then team files.

    `heads_list` says that the next line is another gem: the comment above may well be a heading of several.
    """
    given = configured or GemConfig()
    reason, reason_from = _reason(gem, given, heads_list)
    owner, owner_from = _owner(gem, given, owner_of_gem)
    return RegisterEntry(reason, reason_from, owner, owner_from)


def _reason(gem: DirectGem, given: GemConfig, heads_list: bool) -> tuple[str, str]:
    if given.reason:
        return given.reason, "dxscore.toml"
    least_above = _LEAST_WORDS_ABOVE_A_LIST if heads_list else _LEAST_WORDS
    for comment, least, place in (
        (gem.comment_after, _LEAST_WORDS, f"{gem.path}:{gem.line}"),
        (gem.comment_before, least_above, f"above {gem.path}:{gem.line}"),
    ):
        said = _without_owner(comment)
        if _is_reason(said, least):
            return said, place
    return "", ""


def _owner(gem: DirectGem, given: GemConfig, owner_of_gem: Callable[[str], str]) -> tuple[str, str]:
    if given.owner:
        return given.owner, "dxscore.toml"
    for comment in (gem.comment_after, gem.comment_before):
        if found := _OWNER.search(comment):
            return found["owner"], f"{gem.path}:{gem.line}"
    listed = owner_of_gem(gem.name)
    return ("", "") if listed == UNOWNED else (listed, "team file")


def _without_owner(comment: str) -> str:
    lines = (line for line in comment.splitlines() if not _DIRECTIVE.match(line))
    return _OWNER.sub(" ", "\n".join(lines)).strip(" \n;,-")


def _is_reason(text: str, least_words: int) -> bool:
    """Code that was commented out is none."""
    return len(_WORD.findall(text)) >= least_words and not re.match(r"gem\s*[\"'(]", text)
