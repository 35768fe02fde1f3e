from __future__ import annotations

import pytest

from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower

CODE = b"class Order\n  has_many :items\n\n  def total\n    items.sum\n  end\nend\n"


@pytest.mark.parametrize(
    "other",
    [
        CODE.replace(b"items.sum", b"items.sum(:price)\n    x"),
        CODE.replace(b"\n\n", b"\n\n  # what it costs\n"),
        CODE.replace(b"  has_many", b"    has_many"),
    ],
)
def test_bodies_comments_and_indentation_declare_nothing(other: bytes) -> None:
    assert lower(other).outline == lower(CODE).outline


@pytest.mark.parametrize(
    "other",
    [
        CODE.replace(b"has_many", b"has_one"),
        CODE.replace(b"def total", b"def total(rate)"),
        CODE.replace(b"def total", b"def sum"),
        CODE.replace(b"class Order", b"class Order < Record"),
    ],
)
def test_all_else_does(other: bytes) -> None:
    assert lower(other).outline != lower(CODE).outline


def test_a_method_inside_a_method_is_part_of_its_body() -> None:
    nested = CODE.replace(b"items.sum", b"def rate\n      1\n    end\n    items.sum")
    assert lower(nested).outline == lower(CODE).outline


def test_a_template_declares_nothing() -> None:
    assert not lower(b"<%= total %>", FileKind.ERB).outline
