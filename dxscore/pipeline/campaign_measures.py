"""The findings of both ends of a change, and the base's campaigns -> what is left of each campaign at each end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dxscore.campaigns.selection import meant, remaining
from dxscore.config import Config
from dxscore.domain.campaign import Campaign
from dxscore.domain.finding import Finding
from dxscore.domain.gate import Measure
from dxscore.domain.rule import Rule
from dxscore.errors import InvalidInputError
from dxscore.inputs.tree import Tree
from dxscore.rulebook.campaigns import load_campaigns


def open_campaigns(tree: Tree, config: Config, rules: Sequence[Rule]) -> tuple[Campaign, ...]:
    """Those of a version of the project that are decided and not given up; none when they can't be read.

    A faulty campaign is a matter of `dxscore campaigns`: it judges no change.
    """
    try:
        return tuple(each for each in load_campaigns(tree, config, rules) if not each.state)
    except InvalidInputError:
        return ()


def campaign_measures(
    campaigns: Iterable[Campaign], rules: Sequence[Rule], findings: Sequence[Finding]
) -> tuple[Measure, ...]:
    """How much each campaign has left: 'campaign rails-8'. `findings` have owners."""
    return tuple(
        Measure(f"campaign {each.id}", len(remaining(each, meant(each, rules), findings))) for each in campaigns
    )
