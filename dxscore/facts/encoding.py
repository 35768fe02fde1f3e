"""Bytes of a text file -> the same text as UTF-8 without a byte order mark, or the reason why it is none."""

from __future__ import annotations

import codecs
import re

from dxscore.facts.errors import UnreadableSource

_MAGIC_COMMENT = re.compile(rb"\A(?:#![^\n]*\n)?[ \t]*#[^\n]*?coding[:=][ \t]*([\w.-]+)")
"""Ruby's and Emacs' form, on the first line or the one after a shebang (the Ruby manual, doc/syntax/comments)."""
_LATIN_1_CONTROLS = frozenset(range(0x80, 0xA0))
"""No text uses these: a file that has one is in some other encoding."""


def as_utf8(source: bytes) -> bytes:
    """Raises UnreadableSource: 'binary' for NUL bytes, 'not UTF-8' for text in an encoding that can't be told."""
    if b"\0" in source:
        raise UnreadableSource("binary")
    if source.isascii():
        return source
    source = source.removeprefix(codecs.BOM_UTF8)
    return source if _is_utf8(source) else _decoded(source).encode("utf-8")


def _is_utf8(source: bytes) -> bool:
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(source: bytes) -> str:
    named = _MAGIC_COMMENT.match(source)
    if named is None and _LATIN_1_CONTROLS.isdisjoint(source):
        return source.decode("latin-1")
    encoding = named[1].decode() if named else "utf-8"
    try:
        return source.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableSource("not UTF-8", f"nor {encoding}" if named else "") from error
