from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dxscore.reporting.site.names import key
from tests.factories import HOSTILE


def test_plain_names_stay_readable() -> None:
    assert key("team", "payments") == "team-payments"
    assert key("rule", "tech-debt.rescue-nil") == "rule-tech-debt.rescue-nil"


def test_names_that_a_file_system_may_confuse_are_told_apart() -> None:
    assert len({key("team", name).lower() for name in ("web", "Web", "WEB", "we b", "we-b", "@org/web", "")}) == 7


@given(st.text(max_size=200) | st.just(HOSTILE))
def test_a_key_is_a_harmless_file_name(name: str) -> None:
    assert re.fullmatch(r"team-[a-z0-9._-]{1,80}", key("team", name))
