from __future__ import annotations

from datetime import date

import pytest

from dxscore.domain.campaign import CampaignStatus
from dxscore.reporting.mail.editions import CampaignRow, Change, Mover
from dxscore.reporting.mail.wording import arrow, counts, moved, points, short, stand

_DAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(_DAY, -5, -12.5, 2, 7), "▼ 12.5 points less (2 new, 7 fixed)"),
        (Change(_DAY, 1, 1.0, 1, 0), "▲ 1 point more (1 new, 0 fixed)"),
        (Change(_DAY, -1, 0.0, 2, 3), "▼ 1 finding fewer (2 new, 3 fixed)"),
        (Change(_DAY, 0, 0.0, 2, 2), "= as many (2 new, 2 fixed)"),
        (Change(_DAY, 3, 3.0), "▲ 3 points more (+3 findings)"),
        (Change(_DAY, 0, 0.0, 0, 0), "= unchanged"),
        (Change(_DAY, 0, 0.0), "= unchanged"),
    ],
)
def test_a_change_is_told_with_an_arrow_and_words(change: Change, said: str) -> None:
    assert f"{arrow(change)} {moved(change)}" == said


@pytest.mark.parametrize(
    ("mover", "said"),
    [
        (Mover("r", "R", "a", 2, 7, -5.0), "7 fixed, 2 new"),
        (Mover("r", "R", "a", 0, 0, 5.0), "came from another team"),
        (Mover("r", "R", "a", 0, 0, -5.0), "went to another team"),
    ],
)
def test_what_moved_a_rule_is_told(mover: Mover, said: str) -> None:
    assert counts(mover) == said


@pytest.mark.parametrize(
    ("number", "said"), [(-1, "-1 point"), (1, "+1 point"), (-2.5, "-2.5 points"), (0, "0 points")]
)
def test_points_have_a_sign(number: float, said: str) -> None:
    assert points(number) == said


def _row(**changes: object) -> CampaignRow:
    values: dict[str, object] = {"share": 0.56, "mine": 12, "change": -3, "remaining": 409, "days_left": 67, **changes}
    return CampaignRow("Rails 8", CampaignStatus.ACTIVE, target=date(2027, 1, 31), outlook="", **values)  # type: ignore[arg-type] # tests name the fields


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (_row(), "56% done, 409 left, 12 of them yours (-3 in four weeks); due 2027-01-31, in 67 days"),
        (_row(mine=409, change=0), "56% done, 409 left, all of them yours; due 2027-01-31, in 67 days"),
        (_row(mine=None, days_left=0), "56% done, 409 left; due 2027-01-31, today"),
        (_row(mine=0, change=None, days_left=-1), "56% done, 409 left, none of them yours; due 2027-01-31, 1 day ago"),
        (_row(share=None, mine=None, remaining=None, days_left=1), "progress not known; due 2027-01-31, in 1 day"),
    ],
)
def test_a_campaign_stands_somewhere(row: CampaignRow, said: str) -> None:
    assert stand(row) == said


def test_short_texts_are_one_harmless_line() -> None:
    assert short("a\n b\x1b[31m" + "c" * 500, 12) == "a b\\x1b[31mc…"
