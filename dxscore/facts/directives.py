"""Comments of a Ruby or ERB file -> the suppressions written in them: `# dxscore:ignore[id] until=DATE -- reason`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from tree_sitter import Node

from dxscore.domain.facts import Directive
from dxscore.facts.grammar import kind
from dxscore.facts.lines import Lines

WORD = b"dxscore"
"""Files without this word hold no directive and need not be searched."""

_COMMENT = kind("comment")
_MARK = b"dxscore:"
_PLACE = re.compile(r"(?:^|#)\s*dxscore:(?P<verb>[\w-]*)\s*(?P<rest>.*)", re.DOTALL)
"""At the start of the comment or after another tool's; a comment that only mentions the syntax is no directive."""
_IGNORE = re.compile(
    r"""\[(?P<rules>[^\]\n]*)\]\s*
        (?:until=(?P<until>\S*)\s*)?
        (?P<extra>(?:(?!--).)*?)\s*
        (?:--\s*(?P<reason>.*?))?\s*""",
    re.VERBOSE,
)
_RULE_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


class Comment(Struct, frozen=True):
    """A comment without its signs (`#`, `<%#`, `%>`)."""

    line: int
    text: str
    alone: bool
    """Whether nothing else stands on its line."""


def ruby_comments(source: bytes, root: Node, lines: Lines) -> Iterator[Comment]:
    """The comments that hold the mark; a string that holds it is none."""
    for start in _finds(source, _MARK):
        node = root.descendant_for_byte_range(start, start + len(_MARK))
        if node is not None and node.kind_id == _COMMENT:
            line = node.start_point.row + 1
            alone = not source[lines.starts[line - 1] : node.start_byte].strip()
            text = source[node.start_byte : node.end_byte].decode("utf-8", "replace")
            yield Comment(line, text.removeprefix("#").strip(), alone)


def read_directives(comments: Iterable[Comment], lines: Lines) -> tuple[Directive, ...]:
    """In the order of the comments; one with a mistake is kept, with `error` saying what is wrong."""
    return tuple(
        _directive(comment, lines, found["verb"], found["rest"].rstrip())
        for comment in comments
        if (found := _PLACE.search(comment.text))
    )


def _directive(comment: Comment, lines: Lines, verb: str, rest: str) -> Directive:
    target = lines.next_code(comment.line) if comment.alone else comment.line
    if verb != "ignore":
        return Directive(comment.line, target, (), "", "", f"unknown directive 'dxscore:{verb}': only 'ignore' exists")
    found = _IGNORE.fullmatch(rest)
    if found is None:
        return Directive(comment.line, target, (), "", "", "expected [rule-id] after 'dxscore:ignore'")
    rules = tuple(rule.strip() for rule in found["rules"].split(",") if rule.strip())
    until, reason = found["until"] or "", found["reason"] or ""
    error = _mistake(rules, found["until"], found["extra"], reason)
    return Directive(comment.line, target, rules, until, reason, error)


def _mistake(rules: tuple[str, ...], until: str | None, extra: str, reason: str) -> str:
    """'' when all is well."""
    if not rules:
        return "no rule named between the brackets"
    for rule in rules:
        if not _RULE_ID.fullmatch(rule):
            return f"{rule!r} is not a rule id"
    if until is not None and not _is_date(until):
        return f"until={until} is not a date like 2027-01-31"
    if extra:
        return f"{extra!r} is neither until=DATE nor a reason after '--'"
    return "" if reason else "no reason given: end with '-- reason'"


def _is_date(text: str) -> bool:
    """Exactly YYYY-MM-DD: `date.fromisoformat` reads other ISO forms too."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _finds(source: bytes, wanted: bytes) -> Iterator[int]:
    position = source.find(wanted)
    while position >= 0:
        yield position
        position = source.find(wanted, position + len(wanted))
