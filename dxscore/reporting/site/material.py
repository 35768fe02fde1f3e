"""WeeklyReport -> the same sorted by what pages are about, each thing once however many pages ask for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from msgspec import Struct

from dxscore.domain.finding import Finding, Status
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.score import Scorecard
from dxscore.domain.weekly import Comparison, RuleMove, WeeklyReport
from dxscore.reporting.entries import points_of
from dxscore.reporting.overview import by_owner
from dxscore.reporting.safe_text import visible
from dxscore.reporting.site.names import key
from dxscore.reporting.view import View


class RuleRow(Struct, frozen=True):
    """Findings of one rule, all of a team's or everybody's."""

    rule: Rule
    open: int
    hidden: int
    points: float
    new: int | None
    """In four weeks; None when that is not known."""
    fixed: int | None


@dataclass(frozen=True)
class Material:
    """What pages are made of."""

    report: WeeklyReport
    view: View
    alone: bool
    """Whether all pages stand in one file."""

    @property
    def scan(self) -> ScanReport:
        """The scan, for short."""
        return self.report.scan

    @cached_property
    def cards(self) -> Mapping[str, tuple[Scorecard, ...]]:
        """Owners in their rank, with their scorecards; those last that have none."""
        ranked = by_owner(self.scan.scorecards)
        return {owner: ranked.get(owner, ()) for owner in (*ranked, *self.findings_of)}

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """Of rules with findings and of scorecards, by name."""
        found = {self.scan.rules[rule].dimension for rule in self.findings_by_rule}
        return tuple(sorted(found | {card.dimension for card in self.scan.scorecards}))

    @cached_property
    def findings_of(self) -> Mapping[str, Sequence[Finding]]:
        """By owner."""
        return _grouped(self.scan.findings, lambda finding: finding.owner)

    @cached_property
    def findings_by_rule(self) -> Mapping[str, Sequence[Finding]]:
        """By rule."""
        return _grouped(self.scan.findings, lambda finding: finding.rule)

    @cached_property
    def worst_density(self) -> float:
        """Of all owners, the most points per 1,000 lines of all dimensions together."""
        return max((density_of(cards) or 0 for cards in self.cards.values()), default=0)

    @cached_property
    def moves(self) -> Mapping[tuple[str, str], RuleMove]:
        """By owner and rule, in four weeks."""
        known = self.report.four_weeks
        return {(move.owner, move.rule): move for move in known.rules} if known else {}

    @cached_property
    def all_rows(self) -> Sequence[RuleRow]:
        """Everybody's findings by rule, the most points first."""
        return self.rule_rows(self.scan.findings)

    def rule_rows(self, findings: Iterable[Finding], owner: str = "") -> list[RuleRow]:
        """Findings by rule, the most points first; of one owner, or of all."""
        grouped = _grouped(findings, lambda finding: finding.rule)
        rows = (self._rule_row(self.scan.rules[rule], found, owner) for rule, found in grouped.items())
        return sorted(rows, key=lambda row: (-row.points, -row.open, row.rule.id))

    def _rule_row(self, rule: Rule, found: Sequence[Finding], owner: str) -> RuleRow:
        as_of = self.scan.provenance.as_of
        opened = sum(finding.status.counts for finding in found)
        points = sum(points_of(finding, rule, as_of) for finding in found)
        new, fixed = self._turnover(rule.id, owner)
        return RuleRow(rule, opened, len(found) - opened, points, new, fixed)

    def _turnover(self, rule: str, owner: str) -> tuple[int | None, int | None]:
        known = self.report.four_weeks
        if known is None or rule in known.left_out:
            return None, None
        owners = (owner,) if owner else tuple(self.cards)
        moves = [self.moves[each, rule] for each in owners if (each, rule) in self.moves]
        return sum(move.new for move in moves), sum(move.fixed for move in moves)

    # Where things stand in the report

    def to(self, page: str) -> str:
        """The address of a page by its key, from any other."""
        return f"#{page}" if self.alone else f"{page}.html"

    def filtered(self, address: str, text: str) -> str:
        """The address of a page, there filtered by a text."""
        return self.narrowed(address, q=text)

    def narrowed(self, address: str, **wanted: str) -> str:
        """The same by the fields of its filter."""
        asked = "".join(f"&{name}={quote(visible(text), safe='')}" for name, text in wanted.items())
        return f"{address}{'' if self.alone else '#'}{asked}"

    def team(self, owner: str) -> str:
        """The address of a team's page, '' when it has none."""
        return self.to(key("team", owner)) if owner in self.cards else ""

    def rule(self, rule: str) -> str:
        """The address of a rule's page, '' when it has none."""
        return self.to(key("rule", rule)) if rule in self.report.explained else ""

    def dimension(self, name: str) -> str:
        """The address of a dimension's page, '' when it has none."""
        return self.to(key("dimension", name)) if name in self.dimensions else ""

    def campaign(self, campaign: str) -> str:
        """The address of a campaign's page, '' when it has none."""
        states = self.report.campaigns.states if self.report.campaigns else ()
        known = any(state.campaign.id == campaign for state in states)
        return self.to(key("campaign", campaign)) if known else ""

    def mark(self, finding: Finding) -> str:
        """What is to be known of one: 'new' since four weeks ago, or its status; '' for one that is simply open."""
        known = self.report.four_weeks
        if finding.status is not Status.OPEN:
            return str(finding.status)
        return "new" if known and finding.fingerprint in known.arrived else ""

    def comparisons(self) -> Iterator[tuple[str, Comparison]]:
        """Those that are known, with a name."""
        for name, each in (("last week", self.report.last_week), ("four weeks ago", self.report.four_weeks)):
            if each:
                yield name, each


def density_of(cards: Sequence[Scorecard]) -> float | None:
    """Points per 1,000 lines in all dimensions together, None without code."""
    lines = cards[0].code_lines if cards else 0
    return sum(card.points for card in cards) * 1000 / lines if lines else None


def _grouped(findings: Iterable[Finding], name: Callable[[Finding], str]) -> Mapping[str, Sequence[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        groups[name(finding)].append(finding)
    return dict(groups)
