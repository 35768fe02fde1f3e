from __future__ import annotations

import json

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from dxscore.reporting.json_text import harmless


def test_what_steers_a_terminal_or_a_runner_is_spelled_out() -> None:
    assert harmless(msgspec.json.encode("\u202e##[group]###")) == r'"\u202e#\u0023[group]#\u0023#"'


@given(st.dictionaries(st.text(alphabet='#\\"/\x7f\u2028\u200b\x1bé', max_size=6), st.text(max_size=9), max_size=3))
def test_it_reads_back_the_same(value: dict[str, str]) -> None:
    text = harmless(msgspec.json.encode(value))
    assert json.loads(text) == value
    assert text.isprintable()
    assert "##" not in text
