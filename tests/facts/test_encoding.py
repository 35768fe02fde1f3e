"""Encodings of source files."""

from __future__ import annotations

import pytest

from dxscore.facts.encoding import as_utf8
from dxscore.facts.errors import UnreadableSource


@pytest.mark.parametrize(
    ("source", "text"),
    [
        pytest.param(b"a", "a", id="ASCII"),
        pytest.param("é".encode(), "é", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfa", "a", id="byte order mark"),
        pytest.param(b"# encoding: iso-8859-15\n'\xa4'", "# encoding: iso-8859-15\n'€'", id="named"),
        pytest.param(
            b"#!/bin/ruby\n# -*- coding: cp1252 -*-\n'\x80'", "#!/bin/ruby\n# -*- coding: cp1252 -*-\n'€'", id="Emacs"
        ),
        pytest.param(b"'\xe9'", "'é'", id="looks like Latin-1"),
        pytest.param("'é' # coding: cp1252".encode(), "'é' # coding: cp1252", id="not on the first line"),
    ],
)
def test_reads(source: bytes, text: str) -> None:
    assert as_utf8(source).decode() == text


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (b"a\0b", "binary"),
        ("class A; end".encode("utf-16"), "binary"),
        (b"'\x80\x81'", "not UTF-8"),
        (b"# encoding: no-such\n'\xe9'", "not UTF-8"),
        (b"# encoding: utf-8\n'\xe9'", "not UTF-8"),
        (b"# encoding: rot13\n'\xe9'", "not UTF-8"),
    ],
)
def test_says_why_not(source: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        as_utf8(source)
    assert caught.value.reason == reason
