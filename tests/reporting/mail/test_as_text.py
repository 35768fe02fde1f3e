from __future__ import annotations

import pytest

from dxscore.copying import replace
from dxscore.reporting.mail import as_text
from dxscore.reporting.mail.editing import Desk, directors_edition, owners_in, team_edition
from dxscore.reporting.mail.editions import Edition
from dxscore.reporting.view import View
from tests.weekly_reports import a_first_report, a_weekly_report

_DESK = Desk(a_weekly_report(), View(), "https://reports.example/")
_EDITIONS = [
    directors_edition(_DESK),
    *(team_edition(_DESK, owner) for owner in owners_in(_DESK.report)),
    directors_edition(Desk(a_first_report(), View())),
]


@pytest.mark.parametrize("edition", _EDITIONS, ids=lambda edition: ascii(edition.name)[:30])
def test_text_is_harmless_lines(edition: Edition) -> None:
    text = as_text.render(edition, ("why",))
    assert all(line.isprintable() for line in text.splitlines())
    assert text.endswith("why\n")


def test_lines_are_short_enough_to_be_quoted() -> None:
    lines = as_text.render(_EDITIONS[2]).splitlines()
    assert all(len(line) <= 72 for line in lines if "://" not in line and ".rb:" not in line)


def test_text_says_what_the_page_says() -> None:
    text = as_text.render(_EDITIONS[0])
    blocks = [line for line in text.splitlines() if line.isupper() and "]" not in line]
    assert blocks == ["TEAMS", "BETTER", "WORSE", "CAMPAIGNS", "GEMS TO UPGRADE NOW", "COMING"]
    assert "ONE THING TO DO THIS WEEK (" in text
    assert "The full report: https://reports.example/index.html" in text
    assert "[#############.......] Rails 8.0: at risk" in text


def test_a_quiet_week_has_three_lines() -> None:
    text = as_text.render(replace(_EDITIONS[1], is_quiet=True))
    assert len(text.partition("\n--\n")[0].strip().splitlines()) <= 4


def test_dimensions_at_the_top_share_a_line() -> None:
    catalog = next(each for each in _EDITIONS if each.owner == "catalog")
    text = as_text.render(replace(catalog, is_quiet=False))
    assert "  At the top level: Tech debt, Deprecations\n" in text
