"""Requirements that the loader accepts are those that RubyGems' syntax allows."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from dxscore.rubygems.requirement import Requirement
from dxscore.rulebook.nodes import Scalar, UnusableError
from dxscore.rulebook.scope import REQUIREMENT

SIGNS = st.text("<>=!~ 0159.ab-,", min_size=1, max_size=14)
CLAUSES = st.lists(st.from_regex(r"\A(>=|<|~>|=|!=)? ?[0-9](\.[0-9a])?(-b)?\Z"), min_size=1, max_size=3)


@given(SIGNS | CLAUSES.map(", ".join))
def test_loader_and_rubygems_agree_on_requirements(text: str) -> None:
    assert accepts(lambda: REQUIREMENT.read(Scalar(1, text))) == accepts(lambda: Requirement.parse(text))


def accepts(read: Callable[[], object]) -> bool:
    try:
        read()
    except (UnusableError, ValueError):
        return False
    return True
