"""Lists, identifiers and parts of indexes in SQL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.schema import IndexPart
from dxscore.schema.texts import bare, index_part, split_list


def test_commas_inside_of_parentheses_and_quotes_split_nothing() -> None:
    assert split_list("a, COALESCE(b, 'x,y'), \"c,d\"") == ("a", "COALESCE(b, 'x,y')", '"c,d"')


@given(st.lists(st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True), min_size=1))
def test_names_joined_by_commas_come_back(names: list[str]) -> None:
    assert split_list(", ".join(names)) == tuple(names)


@pytest.mark.parametrize(
    ("text", "name"), [('"users"', "users"), ("`a`", "a"), ("public.users", "users"), ('other."A"', "other.A")]
)
def test_names_lose_quotes_and_the_default_schema(text: str, name: str) -> None:
    assert bare(text) == name


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("email", IndexPart("email")),
        ('"order" DESC NULLS LAST', IndexPart("order", descending=True)),
        ("`body`(10)", IndexPart("body", length=10)),
        ("lower(email) text_pattern_ops", IndexPart(expression="lower(email)", opclass="text_pattern_ops")),
        ('name COLLATE pg_catalog."C"', IndexPart("name", collation="C")),
    ],
)
def test_a_part_is_a_column_or_an_expression_with_its_tail(text: str, part: IndexPart) -> None:
    assert index_part(text) == part
