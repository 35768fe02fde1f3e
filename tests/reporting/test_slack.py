from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dxscore.copying import replace
from dxscore.reporting.mail.editing import Desk, directors_edition, owners_in, team_edition
from dxscore.reporting.mail.editions import Edition, Mover
from dxscore.reporting.slack import render
from dxscore.reporting.view import View
from tests.factories import HOSTILE
from tests.weekly_reports import a_first_report, a_weekly_report

_DESK = Desk(a_weekly_report(), View(links="https://code.example/{path}#L{line}"), "https://reports.example/")
_DIRECTORS = directors_edition(_DESK)
_EDITIONS = [
    _DIRECTORS,
    *(team_edition(_DESK, owner) for owner in owners_in(_DESK.report)),
    directors_edition(Desk(a_first_report(), View())),
    replace(_DIRECTORS, better=(Mover("r" * 9_000, "t" * 9_000, "o" * 9_000, 1, 2, 3.0),) * 3, title="x" * 900),
]


def _texts(value: Any) -> Iterator[str]:
    """Everything that Slack reads as mrkdwn or plain text."""
    if isinstance(value, dict):
        if value.get("type") in ("mrkdwn", "plain_text"):
            yield value["text"]
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


@pytest.mark.parametrize("edition", _EDITIONS, ids=lambda edition: ascii(edition.name)[:30])
def test_a_digest_keeps_the_limits_of_block_kit(edition: Edition) -> None:
    body = json.loads(json.dumps(render(edition)))
    assert len(body["blocks"]) <= 50
    for block in body["blocks"]:
        assert block["type"] in ("header", "section", "context")
        assert len(block.get("fields", [])) <= 10
        limit = 150 if block["type"] == "header" else 2_000 if "fields" in block else 3_000
        assert all(0 < len(text) <= limit for text in _texts(block))


@pytest.mark.parametrize("edition", _EDITIONS, ids=lambda edition: ascii(edition.name)[:30])
def test_nothing_in_it_mentions_or_links_but_what_we_link(edition: Edition) -> None:
    body = json.loads(json.dumps(render(edition)))
    for text in (body["text"], *(each["text"] for each in _mrkdwn(body["blocks"]))):
        opened = [piece.partition("|")[0] for piece in text.split("<")[1:]]
        assert all(each.startswith(("https://code.example/", "https://reports.example/")) for each in opened)
        assert all(line.isprintable() for line in text.splitlines())
    assert all(each.get("verbatim") for each in _mrkdwn(body["blocks"]))


def _mrkdwn(value: Any) -> Iterator[dict[str, Any]]:
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _mrkdwn(each)
    if isinstance(value, dict) and value.get("type") == "mrkdwn":
        yield value


def test_the_hostile_name_is_shown_as_text() -> None:
    """In the header as it is, because Slack reads nothing into plain text."""
    body = render(team_edition(_DESK, HOSTILE))
    assert "&lt;script&gt;" in str(body["text"])
    assert "<script>" in next(_texts(body))


def test_the_notification_is_the_verdict() -> None:
    assert render(_DIRECTORS)["text"] == _DIRECTORS.subject


def test_a_quiet_week_is_one_section() -> None:
    kinds = [block["type"] for block in render(replace(_DIRECTORS, is_quiet=True))["blocks"]]  # type: ignore[attr-defined] # plain values
    assert kinds == ["header", "section", "context"]
