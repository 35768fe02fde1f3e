"""WeeklyReport, View -> the editions of the week's mail: one per team, and one for the directors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from dxscore.domain.campaign import CampaignStatus
from dxscore.domain.finding import UNOWNED
from dxscore.domain.weekly import WeeklyReport
from dxscore.errors import DxscoreError
from dxscore.reporting.coming import Coming, coming_of
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.mail.campaign_rows import campaign_rows
from dxscore.reporting.mail.choosing import act_of
from dxscore.reporting.mail.editions import Change, Edition, TeamRow
from dxscore.reporting.mail.gem_rows import gem_rows
from dxscore.reporting.mail.movement import change_of, levels_moved, movers, spark_of
from dxscore.reporting.mail.standing import (
    NONE,
    UNKNOWN,
    cards_of,
    density_of,
    headline_level,
    level_words,
    moved_words,
    standings,
)
from dxscore.reporting.safe_text import brief, prose
from dxscore.reporting.view import View
from dxscore.suggestions import did_you_mean

_SUBJECT = 150
_NAME = 60
_ROWS = 20
_NOTES = 4
_COMING = 6


class Desk(Struct, frozen=True):
    """What all editions of a week are made with."""

    report: WeeklyReport
    view: View
    report_url: str = ""

    @property
    def week(self) -> str:
        """ISO: '2026-W48'."""
        return week_of(self.report)


def week_of(report: WeeklyReport) -> str:
    """The ISO week of the report's day: '2026-W48'."""
    year, week, _ = report.scan.provenance.as_of.isocalendar()
    return f"{year}-W{week:02}"


def owners_in(report: WeeklyReport) -> Sequence[str]:
    """Everybody who has a scorecard, in the order of the report."""
    return [*dict.fromkeys(card.owner for card in report.scan.scorecards)]


def known_team(report: WeeklyReport, name: str) -> str:
    """The name; raises DxscoreError when no team is called so."""
    known = owners_in(report)
    if name not in known:
        raise DxscoreError(f"there is no team {name}", did_you_mean(name, known) or f"one of {', '.join(known)}")
    return name


def team_edition(desk: Desk, owner: str) -> Edition:
    """The mail to one team."""
    report = desk.report
    week, coming = change_of(report.last_week, owner), coming_of(report, owner)[:_COMING]
    level = level_words(headline_level(cards_of(report, owner)))
    better, worse = movers(report, desk.view, owner)
    name = brief(prose(owner), _NAME)
    return Edition(
        owner=owner,
        title=name,
        project=prose(report.scan.provenance.project),
        week=desk.week,
        subject=_subject(name, desk, level, _moved(week), _due(desk, coming)),
        verdict=f"{level.capitalize()}. {_since(week)}",
        week_change=week,
        month_change=change_of(report.four_weeks, owner),
        act=act_of(report, desk.view, owner),
        standings=standings(report, owner),
        teams=(),
        better=better,
        worse=worse,
        campaigns=campaign_rows(report, owner),
        gems=gem_rows(report, owner),
        coming=coming,
        notes=_notes(report),
        made=report.scan.provenance,
        report_url=desk.report_url,
        is_quiet=_is_quiet(desk, week, coming) and not levels_moved(report, owner),
    )


def directors_edition(desk: Desk) -> Edition:
    """The mail about all teams."""
    report = desk.report
    week, coming = change_of(report.last_week), coming_of(report)[:_COMING]
    better, worse = movers(report, desk.view)
    name = brief(prose(report.scan.provenance.project), _NAME)
    rows = _by_movement([_team_row(report, owner) for owner in owners_in(report)])
    return Edition(
        owner="",
        title=name,
        project=name,
        week=desk.week,
        subject=_subject(name, desk, _levels(rows), _moved(week), _late(report) or _due(desk, coming)),
        verdict=f"{_levels(rows).capitalize()}. {_since(week)}",
        week_change=week,
        month_change=change_of(report.four_weeks),
        act=act_of(report, desk.view),
        standings=standings(report, rows[0].owner) if len(rows) == 1 else (),
        teams=rows[:_ROWS],
        better=better,
        worse=worse,
        campaigns=campaign_rows(report),
        gems=gem_rows(report),
        coming=coming,
        notes=(*_left_out(rows), *_notes(report)),
        made=report.scan.provenance,
        report_url=desk.report_url,
        is_quiet=_is_quiet(desk, week, coming) and not (report.last_week and report.last_week.levels),
    )


def _subject(name: str, desk: Desk, *verdict: str) -> str:
    said = ", ".join(part for part in verdict if part)
    return brief(f"[dxscore] {name}, week {desk.week}: {said}", _SUBJECT)


def _moved(change: Change | None) -> str:
    """'2 new, 5 fixed', 'no change'."""
    if change is None:
        return ""
    if change.is_nothing:
        return "no change"
    if change.new is None or change.fixed is None:
        return f"{change.findings:+,} findings"
    parts = [f"{amount(number)} {word}" for number, word in ((change.new, "new"), (change.fixed, "fixed")) if number]
    return ", ".join(parts) or "moved between teams"


def _since(change: Change | None) -> str:
    """The movement as a sentence."""
    if change is None:
        return "What moved since last week is not known."
    if change.is_nothing:
        return f"Nothing moved since {change.then}."
    points = f"{counted(abs(change.points), 'debt point')} {'less' if change.points < 0 else 'more'}"
    return f"{_moved(change).capitalize()} since {change.then}: {points if change.points else 'as many debt points'}."


def _due(desk: Desk, coming: Sequence[Coming]) -> str:
    """'1 due Friday': what happens within a week of the report."""
    today = desk.report.scan.provenance.as_of
    near = [each for each in coming if each.day <= today + timedelta(days=7)]
    return f"{len(near)} due {near[0].day:%A}" if near else ""


def _late(report: WeeklyReport) -> str:
    states = report.campaigns.states if report.campaigns else ()
    late = sum(state.status is CampaignStatus.LATE for state in states)
    return f"{counted(late, 'campaign')} late" if late else ""


def _levels(rows: Sequence[TeamRow]) -> str:
    """'3 teams without a level, 2 silver': the highest number first."""
    reached: dict[str, int] = {}
    for row in rows:
        reached[row.level] = reached.get(row.level, 0) + 1
    if len(rows) < 2:
        return level_words(rows[0].level if rows else UNKNOWN)
    (level, number), *others = sorted(reached.items(), key=lambda entry: -entry[1])
    first = f"{counted(number, 'team')} {_of_teams(level)}"
    return ", ".join((first, *(f"{amount(number)} {_of_teams(level)}" for level, number in others)))


def _of_teams(level: str) -> str:
    return {NONE: "without a level", UNKNOWN: "unknown"}.get(level, level)


def _team_row(report: WeeklyReport, owner: str) -> TeamRow:
    cards = cards_of(report, owner)
    moves = levels_moved(report, owner).values()
    findings = sum(card.findings for card in cards)
    return TeamRow(
        owner=owner,
        level=headline_level(cards),
        findings=findings,
        density=density_of(cards),
        week=change_of(report.last_week, owner),
        month=change_of(report.four_weeks, owner),
        spark=spark_of(report, owner, findings),
        moved="; ".join(f"{move.dimension} {moved_words(move)}" for move in moves),
    )


def _by_movement(rows: Sequence[TeamRow]) -> tuple[TeamRow, ...]:
    """What nobody owns first, then those that moved most, whichever way; those that did not, by density."""

    def key(row: TeamRow) -> tuple[bool, float, float]:
        return row.owner != UNOWNED, -abs(row.week.points if row.week else 0.0), -(row.density or 0.0)

    return tuple(sorted(rows, key=key))


def _is_quiet(desk: Desk, week: Change | None, coming: Sequence[Coming]) -> bool:
    """Without a past to hold it against, a mail is never quiet."""
    return week is not None and week.is_nothing and not _due(desk, coming)


def _left_out(rows: Sequence[TeamRow]) -> tuple[str, ...]:
    more = len(rows) - _ROWS
    return (f"{counted(more, 'team')} that moved less are left out here.",) if more > 0 else ()


def _notes(report: WeeklyReport) -> tuple[str, ...]:
    """What the report lacks."""
    said = [f"{each.subject}: {each.reason}" for each in report.unknown]
    if failures := report.scan.coverage.failures:
        said.append(f"{counted(len(failures), 'rule')} could not run")
    if report.last_week and report.last_week.left_out:
        said.append(f"{counted(len(report.last_week.left_out), 'rule')} could not be compared with last week")
    return tuple(prose(each) for each in said[:_NOTES])
