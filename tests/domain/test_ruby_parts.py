from __future__ import annotations

from dxscore.domain import ruby
from dxscore.domain.ruby_parts import parts, walk
from dxscore.facts.lowering import lower


def kinds(source: str) -> list[str]:
    return [type(each).__name__ for each in walk(lower(source.encode()).body)]


def test_pieces_come_in_the_order_of_the_source_outer_ones_first() -> None:
    assert kinds("a.b(:c, d: 1) { |e = 2| @f }") == [
        *("Sequence", "Call", "Call", "Sym", "Sym", "Literal", "Block", "Parameter", "Literal", "Sequence", "Variable")
    ]


def test_clauses_are_pieces_too() -> None:
    assert kinds("case a\nwhen 1 then b\nend").count("Branch") == 1
    assert kinds("begin\n a\nrescue E => e\n b\nend").count("Rescue") == 1


def test_texts_and_lines_are_none() -> None:
    assert parts(ruby.Str(1, "text")) == ()
    assert parts(ruby.Def(1, "name", 3, (), ruby.Self(2))) == ((), ruby.Self(2), None)
