"""Edition -> the text part of its mail: the same as the HTML, in lines of at most 72 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from dxscore.reporting.figures import amount
from dxscore.reporting.mail.editions import CampaignRow, Change, Edition, Mover, Standing, TeamRow
from dxscore.reporting.mail.standing import level_words
from dxscore.reporting.mail.wording import QUIET, arrow, counts, footer, moved, points, report_page, short, stand

_WIDTH = 72
_BAR = 20


def render(edition: Edition, reasons: tuple[str, ...] = ()) -> str:
    """The text; `reasons` say why one gets it and how to be left out."""
    lines = [*_head(edition), *([QUIET] if edition.is_quiet else _body(edition)), *_foot(edition, reasons)]
    return "\n".join(lines) + "\n"


def _head(edition: Edition) -> Iterator[str]:
    yield f"{edition.title}, week {edition.week}"
    yield from _wrapped(edition.verdict)
    yield ""


def _body(edition: Edition) -> Iterator[str]:
    yield from _wrapped(f"Since last week:      {_change(edition.week_change)}")
    yield from _wrapped(f"Since four weeks ago: {_change(edition.month_change)}")
    yield from _act(edition)
    yield from _block("TEAMS", map(_team, edition.teams if len(edition.teams) > 1 else ()))
    yield from _block("WHERE IT STANDS", _standings(edition.standings))
    yield from _block("BETTER", (_mover(each, edition) for each in edition.better))
    yield from _block("WORSE", (_mover(each, edition) for each in edition.worse))
    yield from _block("CAMPAIGNS", map(_campaign, edition.campaigns))
    yield from _block("GEMS TO UPGRADE NOW", ([short(each.command), short(each.why, 240)] for each in edition.gems))
    yield from _block("COMING", ([f"{each.day}  {short(each.text, 200)}"] for each in edition.coming))


def _act(edition: Edition) -> Iterator[str]:
    act = edition.act
    if act is None:
        return
    yield from ("", f"ONE THING TO DO THIS WEEK ({', '.join(filter(None, (short(act.owner, 60), act.effort)))})")
    yield from _wrapped(act.title, "  ")
    yield f"  {short(act.place.text, 300)}"
    if act.place.url:
        yield f"  {act.place.url}"
    yield from _wrapped(short(act.how, 400), "  ")
    yield from _wrapped(f"Why this one: {act.reason}.", "  ")


def _block(title: str, entries: Iterable[list[str]]) -> Iterator[str]:
    """Each entry is a line and what stands below it."""
    for number, (first, *below) in enumerate(entries):
        if not number:
            yield from ("", title)
        yield from _wrapped(first, "  ")
        for line in below:
            yield from _wrapped(line, "    ")


def _team(row: TeamRow) -> list[str]:
    first = f"{short(row.owner, 60)}: {level_words(row.level)}, {amount(row.findings)} open"
    spark = [row.spark] if row.spark else []
    moves = [row.moved] if row.moved else []
    return [first, f"last week {_change(row.week)}; four weeks {_change(row.month)}", *moves, *spark]


def _standings(rows: Sequence[Standing]) -> Iterator[list[str]]:
    yield from (_standing(row) for row in rows if not row.is_at_top)
    if top := [row.title for row in rows if row.is_at_top]:
        yield [f"At the top level: {', '.join(top)}"]


def _standing(row: Standing) -> list[str]:
    moved_from = f", {row.moved}" if row.moved else ""
    return [
        f"{row.title}: {level_words(row.level)}{moved_from}, {amount(row.findings)} open",
        *([short(row.next_step, 200)] if row.next_step else []),
    ]


def _mover(each: Mover, edition: Edition) -> list[str]:
    owner = f", {short(each.owner, 60)}" if edition.teams else ""
    places = [short(place.text, 200) for place in each.places]
    return [f"{points(each.points)}  {short(each.title)}{owner}", counts(each), *places]


def _campaign(row: CampaignRow) -> list[str]:
    filled = round((row.share or 0) * _BAR)
    bar = f"[{'#' * filled}{'.' * (_BAR - filled)}] " if row.share is not None else ""
    return [f"{bar}{short(row.title, 90)}: {row.status}", stand(row), short(row.outlook, 300)]


def _foot(edition: Edition, reasons: Iterable[str]) -> Iterator[str]:
    yield from ("", "--")
    if page := report_page(edition):
        yield f"The full report: {page}"
    for line in (*footer(edition), *reasons):
        yield from _wrapped(line)


def _change(change: Change | None) -> str:
    return "not known" if change is None else f"{arrow(change)} {moved(change)}"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [""]
