from __future__ import annotations

import pytest

from dxscore.config import GemConfig
from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED
from dxscore.gems.register import entry_of
from tests.gems.support import direct


def _nobody(_gem: str) -> str:
    return UNOWNED


@pytest.mark.parametrize(
    ("after", "before", "reason", "owner"),
    [
        ("charges cards", "", "charges cards", ""),
        ("charges cards; owner: payments", "", "charges cards", "payments"),
        ("@team payments -- charges cards", "", "charges cards", "payments"),
        ("", "owner: payments\ncharges cards", "charges cards", "payments"),
        ("", "Payments", "", ""),
        ("rubocop:disable Bundler/OrderedGems", "", "", ""),
        ('gem "stripe", "~> 6.0"', "", "", ""),
        ("until #12 is fixed", "charges cards", "until #12 is fixed", ""),
    ],
)
def test_comments_tell_reason_and_owner(after: str, before: str, reason: str, owner: str) -> None:
    gem = replace(direct("stripe"), comment_after=after, comment_before=before)
    found = entry_of(gem, None, _nobody)
    assert (found.reason, found.owner) == (reason, owner)


def test_a_short_comment_above_several_gems_is_a_heading() -> None:
    gem = replace(direct("devise"), comment_before="User accounts")
    assert entry_of(gem, None, _nobody, heads_list=False).reason == "User accounts"
    assert entry_of(gem, None, _nobody, heads_list=True).reason == ""


def test_dxscore_toml_comes_first_and_team_files_last() -> None:
    gem = replace(direct("stripe"), comment_after="charges cards; owner: payments")
    assert entry_of(gem, GemConfig("pays", "finance"), _nobody).owner_from == "dxscore.toml"
    assert entry_of(direct("stripe"), None, lambda _gem: "payments").owner_from == "team file"
