"""Edition -> a digest for Slack: Block Kit as plain values, in which no text from code can mention or link anything.

Limits and escaping are those of docs.slack.dev: 50 blocks, 150 characters of a header, 3,000 of a section, 10 fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from dxscore.reporting.coming import Coming
from dxscore.reporting.figures import amount
from dxscore.reporting.mail.editions import Act, CampaignRow, Change, Edition, Mover, Place, TeamRow
from dxscore.reporting.mail.standing import level_words
from dxscore.reporting.mail.wording import QUIET, arrow, counts, moved, points, report_page, short, stand

Block: TypeAlias = Mapping[str, object]

_HEADER, _SECTION = 150, 3_000
_TEAMS = 10


def render(edition: Edition) -> Mapping[str, object]:
    """The body of a request to an incoming webhook; `text` is what a notification shows."""
    blocks = [*_head(edition), *(() if edition.is_quiet else _body(edition)), *_foot(edition)]
    return {"text": _escaped(short(edition.subject, 300)), "blocks": blocks, "unfurl_links": False}


def _head(edition: Edition) -> Iterator[Block]:
    title = short(f"{edition.title}, week {edition.week}", _HEADER - 1)
    yield {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}
    yield _section(_escaped(edition.verdict) if not edition.is_quiet else _escaped(QUIET))


def _body(edition: Edition) -> Iterator[Block]:
    changes = (("Since last week", edition.week_change), ("Since four weeks ago", edition.month_change))
    yield {"type": "section", "fields": [_mrkdwn(f"*{name}*\n{_escaped(_change(each))}") for name, each in changes]}
    if edition.act:
        yield _section(_act(edition.act))
    yield from _list("Teams", [_team(row) for row in edition.teams[:_TEAMS]] if len(edition.teams) > 1 else [])
    yield from _list("Better", [_mover(each) for each in edition.better])
    yield from _list("Worse", [_mover(each) for each in edition.worse])
    yield from _list("Campaigns", [_campaign(row) for row in edition.campaigns])
    yield from _list("Gems to upgrade now", [_escaped(f"{each.name}: {short(each.why, 240)}") for each in edition.gems])
    yield from _list("Coming", [_coming(each) for each in edition.coming])


def _foot(edition: Edition) -> Iterator[Block]:
    made = edition.made
    page = report_page(edition)
    said = [f"<{_escaped(page)}|The full report>"] if page else []
    said.append(_escaped(f"as of {made.as_of}, rules {made.ruleset}, dxscore {made.version}"))
    yield {"type": "context", "elements": [_mrkdwn("; ".join(said))]}


def _act(act: Act) -> str:
    whose = ", ".join(each for each in (short(act.owner, 60), act.effort) if each)
    head = f"*One thing to do this week*{f' ({_escaped(whose)})' if whose else ''}"
    lines = (head, _escaped(short(act.title)), _place(act.place), _escaped(short(act.how, 400).replace("`", "'")))
    return "\n".join((*lines, f"_Why this one:_ {_escaped(short(act.reason))}"))


def _place(place: Place) -> str:
    text = _escaped(short(place.text, 200))
    return f"<{_escaped(place.url)}|{text.replace('|', '¦')}>" if place.url else f"`{text.replace('`', chr(39))}`"


def _team(row: TeamRow) -> str:
    level = level_words(row.level)
    return _escaped(f"{short(row.owner, 60)}: {level}, {amount(row.findings)} open, {_change(row.week)}")


def _mover(each: Mover) -> str:
    return _escaped(f"{points(each.points)}: {short(each.title)}, {short(each.owner, 60)} ({counts(each)})")


def _campaign(row: CampaignRow) -> str:
    return _escaped(f"{short(row.title, 90)} ({row.status}): {stand(row)}")


def _coming(each: Coming) -> str:
    return _escaped(f"{each.day}: {short(each.text, 200)}")


def _change(change: Change | None) -> str:
    return "not known" if change is None else f"{arrow(change)} {moved(change)}"


def _list(title: str, lines: Sequence[str]) -> Iterator[Block]:
    """A section with a line per entry; entries that would make it too long are left out."""
    text = f"*{title}*"
    for line in lines:
        if len(text) + len(line) + 3 <= _SECTION:
            text += f"\n• {line}"
    if lines:
        yield _section(text)


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _mrkdwn(text: str) -> Mapping[str, object]:
    """`verbatim`: addresses and names are not made into links and mentions."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
