"""Values of an edition -> the words that its text and its HTML share."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.reporting.figures import amount, counted, percent
from dxscore.reporting.mail.editions import CampaignRow, Change, Edition, Mover
from dxscore.reporting.safe_text import brief, prose
from dxscore.reporting.site.names import key

_ARROWS = {"better": "▼", "worse": "▲", "unchanged": "="}


def arrow(change: Change) -> str:
    """Down is good: it is debt."""
    return _ARROWS[change.direction]


def moved(change: Change) -> str:
    """'12 points less (2 new, 7 fixed)', 'unchanged'."""
    return gist(change) if change.is_nothing else f"{gist(change)} ({turnover(change)})"


def gist(change: Change) -> str:
    """'12 points less', '1 finding more' where points did not move, 'as many', 'unchanged'."""
    if change.is_nothing:
        return "unchanged"
    if change.points:
        return f"{counted(abs(change.points), 'point')} {'less' if change.points < 0 else 'more'}"
    if change.findings:
        return f"{counted(abs(change.findings), 'finding')} {'fewer' if change.findings < 0 else 'more'}"
    return "as many"


def turnover(change: Change) -> str:
    """'2 new, 7 fixed'; only the difference where more is not known."""
    if change.new is None or change.fixed is None:
        return f"{change.findings:+,} findings"
    return f"{amount(change.new)} new, {amount(change.fixed)} fixed"


def counts(mover: Mover) -> str:
    """'2 new, 7 fixed', without what is 0; findings that came from another team, or went there, are neither."""
    parts = [f"{amount(number)} {word}" for number, word in ((mover.fixed, "fixed"), (mover.new, "new")) if number]
    return ", ".join(parts) or ("came from another team" if mover.points > 0 else "went to another team")


def points(number: float) -> str:
    """'-12 points', '+1 point', '0 points'."""
    return f"{'+' if number > 0 else ''}{counted(number, 'point').replace('-1 points', '-1 point')}"


def stand(row: CampaignRow) -> str:
    """'56% done, 409 left, 12 of them yours (-3 in four weeks); due 2027-01-31, in 67 days'."""
    parts = [f"{percent(row.share)} done"] if row.share is not None else ["progress not known"]
    if row.remaining is not None:
        parts.append(f"{amount(row.remaining)} left")
    if row.mine is not None:
        change = f" ({row.change:+,} in four weeks)" if row.change else ""
        whose = "all" if row.mine == row.remaining else amount(row.mine)
        parts.append(f"{whose} of them yours{change}" if row.mine else "none of them yours")
    return f"{', '.join(parts)}; due {row.target}, {_days(row.days_left)}"


def short(text: str, most: int = 120) -> str:
    """On one line, harmless, and no longer than that."""
    return brief(prose(text), most)


def report_page(edition: Edition) -> str:
    """The page of the site about what the mail is about; '' when nobody says where the site is."""
    if not edition.report_url:
        return ""
    name = key("team", edition.owner) if edition.owner else "index"
    return f"{edition.report_url.rstrip('/')}/{name}.html"


QUIET = "Nothing changed since last week, and nothing is due in the next days."


def footer(edition: Edition) -> Iterator[str]:
    """How it is counted, and why one gets it."""
    made = edition.made
    yield (
        "A finding is a place where a rule holds; points are its rule's weight, so fewer are better. Levels are "
        "reached by thresholds: the lowest dimension counts. Only rules that could be judged then and now are compared."
    )
    for note in edition.notes:
        yield f"Not known: {note}."
    commit = f" of commit {made.commit[:12]}{' with changes' if made.dirty else ''}" if made.commit else ""
    yield f"As of {made.as_of}{commit}; rules {made.ruleset}, dxscore {made.version}."


def _days(left: int) -> str:
    return f"in {counted(left, 'day')}" if left > 0 else "today" if not left else f"{counted(-left, 'day')} ago"
