"""Facts as bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.facts import (
    ConstantUse,
    Directive,
    Entity,
    FileFacts,
    Fragment,
    Macro,
    Match,
    Method,
    MethodMetrics,
    Namespace,
    Outline,
)
from dxscore.facts.records import DamagedRecord, pack, unpack

FULL = FileFacts(
    lines=9,
    code_lines=8,
    syntax_error=7,
    first_comment="# é",
    outline=Outline(
        (Namespace("A", "class", 1, 9, "B", 7),),
        (Method("m", "A", 2, 3, "private", True, 1, MethodMetrics(1, 2, 3, 4, 5, 6, 7)),),
        (Macro("has_many", "A", 4, ("b",), (("c", "d"),), True),),
        (ConstantUse("B", "A", 1),),
    ),
    fragments=(Fragment(2**48 - 1, 1, 2, 3),),
    directives=(Directive(1, 2, ("x.y",), "2027-01-31", "why", "wrong"),),
    matches=(Match("x.y", 1, 2, 3, "A#m", "code", {"NAME": "b"}),),
    entities=(Entity("image", 1, 2, "A", {"a": "b", "c": 1, "d": 1.5, "e": True, "f": None}),),
)


@pytest.mark.parametrize("facts", [FULL, FileFacts(0, 0)])
def test_come_back_as_they_were(facts: FileFacts) -> None:
    assert unpack(pack(facts)) == facts


@given(st.integers(0, len(pack(FULL)) - 1), st.integers(1, 255))
def test_any_changed_byte_is_noticed(position: int, change: int) -> None:
    record = bytearray(pack(FULL))
    record[position] ^= change
    with pytest.raises(DamagedRecord):
        unpack(bytes(record))


@pytest.mark.parametrize("record", [b"", b"abc", pack(FULL)[:-1], b"\0\0\0\0"])
def test_what_is_no_record_is_damaged(record: bytes) -> None:
    with pytest.raises(DamagedRecord):
        unpack(record)
