"""A project, its campaigns and its history -> how far each campaign is: the steps in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from msgspec import Struct

from dxscore.campaigns.bars import gantt
from dxscore.campaigns.measuring import Evidence, in_order, measured, overloads
from dxscore.campaigns.selection import Meant, belongs, meant, remaining
from dxscore.copying import replace
from dxscore.domain.campaign import Campaign, CampaignReport
from dxscore.domain.rule import RuleState
from dxscore.domain.source import Unknown
from dxscore.domain.trend import Lens, Point, Series, Snapshot
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.backfill import current_ruleset
from dxscore.pipeline.histories import of_main_line
from dxscore.pipeline.present import Present, present
from dxscore.pipeline.reading import Progress, ScanRequest, rules_of
from dxscore.rulebook.book import Rulebook
from dxscore.rulebook.campaigns import load_campaigns
from dxscore.store import SnapshotStore
from dxscore.trends.series import Sight, count_through


def campaign_report(request: ScanRequest, store: SnapshotStore | None, progress: Progress) -> CampaignReport:
    """Measure all campaigns of a project; without a store only today is known. Raises DxscoreError."""
    everything = rules_of(request.root, request.config, request.stored("rules.msgpack"))
    campaigns = load_campaigns(FolderTree(request.root), request.config, everything.rules)
    return campaigns_of(request, campaigns, everything, present(request, progress), store)


def campaigns_of(
    request: ScanRequest,
    campaigns: Sequence[Campaign],
    everything: Rulebook,
    today: Present,
    store: SnapshotStore | None,
) -> CampaignReport:
    """The same of a project that is read and judged already; `everything` is all rules as written."""
    wanted = {campaign.id: meant(campaign, everything.rules) for campaign in campaigns}
    past, notes = _past(request, store, frozenset().union(*(each.all for each in wanted.values())))
    states = in_order(
        measured(campaign, _evidence(_Case(campaign, wanted[campaign.id], today, past, everything)), request.as_of)
        for campaign in campaigns
    )
    return CampaignReport(
        today.made, states, gantt(states, request.as_of), today.rules, overloads(states), tuple(notes)
    )


def _past(
    request: ScanRequest, store: SnapshotStore | None, rules: Set[str]
) -> tuple[Sequence[Snapshot], Sequence[Unknown]]:
    """The snapshots by today's rules, with only the counts of these rules; and what else there is."""
    if store is None or not rules:
        return (), ((Unknown("past", "there is no history: dxscore history backfill --weekly 52"),) if rules else ())
    ruleset = current_ruleset(request)
    kept = of_main_line(request.root, store.kept(ruleset, until=request.as_of))
    others = sum(store.rulesets().values()) - len(store.kept(ruleset))
    notes = [Unknown("past", f"{others} snapshots by other rules can't be compared: dxscore history backfill")]
    return [_narrowed(snapshot, rules) for snapshot in store.get(kept)], notes if others else ()


def _narrowed(snapshot: Snapshot, rules: Set[str]) -> Snapshot:
    counts = tuple(count for count in snapshot.counts if count.rule in rules)
    return replace(snapshot, counts=counts)


class _Case(Struct, frozen=True):
    """One campaign, and what there is to measure it by."""

    campaign: Campaign
    wanted: Meant
    today: Present
    past: Sequence[Snapshot]
    everything: Rulebook

    @property
    def pastless(self) -> frozenset[str]:
        """Rules that no snapshot knows, because they need git's history: left out where others have a past."""
        never = frozenset(self.wanted.all).intersection(*(each.unknown for each in self.past)) if self.past else ()
        return frozenset(never) if self.wanted.todo.difference(never) else frozenset()

    @property
    def counted(self) -> Meant:
        """The rules that figures are made of."""
        return Meant(self.wanted.todo - self.pastless, self.wanted.done - self.pastless)


def _evidence(case: _Case) -> Evidence:
    campaign, today, counted = case.campaign, case.today, case.counted
    judged = counted.todo & today.rules.keys() - today.unjudged.keys()
    evidence = Evidence(
        findings=remaining(campaign, counted, today.findings),
        todo=None,
        rules=tuple(sorted(case.wanted.all)),
        incomplete=not counted.todo.isdisjoint(today.unjudged),
        counts_done=any(today.rules[rule].detection.done for rule in judged),
        idle=tuple(sorted(case.wanted.all & today.idle)),
        unknown=tuple(_unknown(case)),
    )
    if not judged:
        return evidence
    if campaign.scope.paths:
        done = _of_today(campaign, counted.done, today) if counted.done else None
        return replace(evidence, todo=_of_today(campaign, counted.todo, today), done=done)
    snapshots, owners = [*case.past, today.snapshot], campaign.scope.owners
    todo, parts = _series(snapshots, owners, counted.todo)
    done = _series(snapshots, owners, counted.done)[0] if counted.done else None
    return replace(evidence, todo=todo, done=done, by_owner=parts)


def _series(
    snapshots: Iterable[Snapshot], owners: tuple[str, ...], rules: Set[str]
) -> tuple[Series, Mapping[str, Series]]:
    """In all and by owner, without the points at which one of the rules could not be judged."""
    lens = Lens(owners=owners, rules=tuple(sorted(rules)))
    known = (_narrowed(each, rules) for each in snapshots if rules.isdisjoint(each.unknown))
    counted = count_through(known, Sight(lens, "owner"))
    return counted.total, {part.name: part for part in counted.parts}


def _of_today(campaign: Campaign, rules: Set[str], today: Present) -> Series:
    """The one point that is known where only some paths are meant: the history keeps none."""
    inside = belongs(campaign.scope)
    mine = [each for each in today.findings if each.rule in rules and inside(each)]
    opened = sum(each.status.counts for each in mine)
    day = today.snapshot.committed
    return Series("all", "", (Point(today.snapshot.commit, day, opened, len(mine) - opened, 0, 0.0, 0),))


def _unknown(case: _Case) -> Iterator[Unknown]:
    """What is missing, rules with the same reason together."""
    by_reason: dict[str, list[str]] = {}
    for rule_id, reason in _unjudged(case):
        by_reason.setdefault(reason, []).append(rule_id)
    for reason, ids in by_reason.items():
        yield Unknown(ids[0] if len(ids) == 1 else f"{ids[0]} and {len(ids) - 1} more", reason)
    if case.campaign.scope.paths:
        yield Unknown("past", "the history keeps no paths: narrow the campaign by `paths` of a rule of its own")


def _unjudged(case: _Case) -> Iterator[tuple[str, str]]:
    """Rule and reason. Of a rule that does not run, only where it is named itself: a glob means those that do."""
    named = {*case.campaign.todo, *case.campaign.done}
    for rule in case.everything.rules:
        if rule.id in case.wanted.all and rule.id in case.today.unjudged:
            yield rule.id, case.today.unjudged[rule.id]
        elif rule.id in named and rule.id not in case.today.rules:
            is_draft = rule.grading.state is RuleState.DRAFT
            yield rule.id, "is a draft: name it in [rules] enable" if is_draft else "is disabled in [rules]"
    for rule_id in sorted(case.pastless):
        yield rule_id, "is not counted: it needs git's history, of which the past knows nothing"
