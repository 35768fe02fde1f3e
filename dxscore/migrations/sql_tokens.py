"""A text of SQL -> its statements, and one statement -> words to be read one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import Struct

_TOKEN = re.compile(
    r"""(?xs)
      --[^\n]* | /\*.*?\*/                       # comments
    | \$(?P<tag>\w*)\$.*?\$(?P=tag)\$            # PostgreSQL's quoted bodies
    | '(?:[^']|'')*' | "[^"]*" | `[^`]*`
    | [\w?@]+ | [(),;.] | [^\s\w]
    """
)


class _Token(Struct, frozen=True):
    text: str
    start: int
    end: int


def _tokens(sql: str) -> list[_Token]:
    found = (_Token(match[0], match.start(), match.end()) for match in _TOKEN.finditer(sql))
    return [token for token in found if not token.text.startswith(("--", "/*"))]


def statements(sql: str) -> Iterator[str]:
    """The statements of a text, without comments at their beginning."""
    start: int | None = None
    end = 0
    for token in _tokens(sql):
        if token.text == ";":
            if start is not None:
                yield sql[start:end]
            start = None
        else:
            start = token.start if start is None else start
            end = token.end
    if start is not None:
        yield sql[start:end]


@dataclass(slots=True)
class Tokens:
    """The words of one statement; `at` moves on. Mutable: it lives no longer than the reading of the statement."""

    sql: str
    tokens: Sequence[_Token]
    words: Sequence[str]
    """In lower case."""
    at: int = 0

    @classmethod
    def of(cls, sql: str) -> Tokens:
        """Of a statement."""
        tokens = _tokens(sql)
        return cls(sql, tokens, [token.text.lower() for token in tokens])

    def peek(self) -> str:
        """The next word, '' at the end."""
        return self.words[self.at] if self.at < len(self.words) else ""

    def next(self) -> str:
        """Take the next word as written."""
        text = self.tokens[self.at].text if self.at < len(self.tokens) else ""
        self.at += 1
        return text

    def accept(self, *words: str) -> bool:
        """Take these words when they come next."""
        if list(self.words[self.at : self.at + len(words)]) != list(words):
            return False
        self.at += len(words)
        return True

    def name(self) -> str:
        """Take a name, with its schema unless that is the default one; '?' when there is none."""
        parts = [_unquoted(self.next())]
        while self.accept("."):
            parts.append(_unquoted(self.next()))
        if parts[0] == "public":
            parts = parts[1:]
        return ".".join(parts) or "?"

    def names(self) -> list[str]:
        """Take names with commas between them."""
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        return found

    def group(self) -> list[str]:
        """Take what stands in parentheses: texts between its own commas. Empty when none comes next."""
        if not self.accept("("):
            return []
        parts, depth = [], 0
        start = self.tokens[self.at].start if self.at < len(self.tokens) else len(self.sql)
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if depth == 0 and token.text in (",", ")"):
                parts.append(self.sql[start : token.start].strip())
                start = token.end
            if token.text == ")" and depth == 0:
                break
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        return parts

    def clauses(self) -> Iterator[Tokens]:
        """The rest, clause by clause: what stands between its own commas."""
        depth, start = 0, self.at
        for position in range(self.at, len(self.words) + 1):
            word = self.words[position] if position < len(self.words) else ","
            if word == "," and depth == 0:
                yield Tokens(self.sql, self.tokens[start:position], self.words[start:position])
                start = position + 1
            depth += {"(": 1, ")": -1}.get(word, 0)

    def strings(self) -> tuple[str, ...]:
        """All quoted texts that are left."""
        return tuple(token.text[1:-1] for token in self.tokens[self.at :] if token.text.startswith("'"))

    def rest(self) -> str:
        """The text that is left."""
        left = self.tokens[self.at :]
        return self.sql[left[0].start : left[-1].end] if left else ""

    def rest_after(self, word: str) -> str:
        """The text after a word, '' without it."""
        if word not in self.words:
            return ""
        found = self.tokens[self.words.index(word) + 1 :]
        return self.sql[found[0].start : found[-1].end] if found else ""


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in "\"`'" else text
