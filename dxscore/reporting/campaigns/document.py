"""CampaignReport -> CampaignsDocument: the published shape `dxscore-campaigns/v1`, apart from `domain`.

The texts in `Meta` are the descriptions of the JSON schema (`json_schema.py`), explained in docs/campaigns.md.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from dxscore.domain.campaign import CampaignStatus
from dxscore.reporting.document import Count, Date, Owner, Path, RuleId, Tool, UnknownEntry

SCHEMA: Final = "dxscore-campaigns/v1"

CampaignId = Annotated[str, Meta(description="Id of a campaign.")]
Share = Annotated[float, Meta(description="0 to 1.", ge=0, le=1)]
Weekly = Annotated[float | None, Meta(description="Places a week, null when not known.")]


class PhaseEntry(Struct, frozen=True, gc=False):
    """One stretch of a campaign."""

    name: str
    start: Date
    end: Date


class WeekEntry(Struct, frozen=True, gc=False):
    """The state at the end of a week."""

    end: Annotated[Date, Meta(description="A Sunday; of the current week, the day of the report.")]
    remaining: Count
    done: Annotated[int | None, Meta(description="null without rules that find what is done.")]
    added: Annotated[int | None, Meta(description="New places in this week, null when not known.")]
    removed: int | None
    measured: Annotated[bool, Meta(description="false for a week without a commit.")]


class ProgressEntry(Struct, frozen=True, gc=False):
    """What is done of the whole."""

    share: Share
    done: Count
    total: Count
    remaining: Count
    hidden: Annotated[int, Meta(description="Suppressed and exempt places, neither done nor remaining.", ge=0)]
    basis: Annotated[Literal["done rules", "peak"], Meta(description="What `total` is.")]


class PaceEntry(Struct, frozen=True, gc=False):
    """How fast what remains falls."""

    needed: Weekly
    held: Weekly
    added: Weekly
    removed: Weekly


class ForecastEntry(Struct, frozen=True, gc=False):
    """When the goal will be reached."""

    verdict: Literal["reached", "range", "not converging", "unknown"]
    earliest: Date | None
    latest: Annotated[Date | None, Meta(description="null in a range: no end in sight.")]
    likely: Date | None
    in_time: Annotated[float | None, Meta(description="Share of the futures that end by the target.")]
    reason: str


class PlaceEntry(Struct, frozen=True, gc=False):
    """One place that is left."""

    path: Path
    line: int
    rule: RuleId
    message: str
    fingerprint: str


class TeamEntry(Struct, frozen=True):
    """What one team has left."""

    owner: Owner
    remaining: Count
    change: Annotated[int | None, Meta(description="In the last four weeks, null when not known.")]
    places: list[PlaceEntry]


class TestEntry(Struct, frozen=True, gc=False):
    """One test, over all its runs."""

    __test__ = False  # the name is no sign for pytest

    path: Annotated[str, Meta(description="Of its file, empty when the results do not name it.")]
    name: str
    owner: Owner
    seconds: Annotated[float | None, Meta(description="Mean of its runs, null when not known.")]


class SuitePartEntry(Struct, frozen=True, gc=False):
    """The tests of one team."""

    owner: Owner
    tests: Count
    failing: Annotated[int, Meta(description="Never passed.", ge=0)]
    pending: Annotated[int, Meta(description="Never run.", ge=0)]
    flaky: Annotated[int, Meta(description="Passed in one run and failed in another.", ge=0)]
    slow: Annotated[int, Meta(description="Take a second or longer.", ge=0)]
    seconds: Annotated[float | None, Meta(description="All of them once, null when not known.")]
    warnings: Annotated[int, Meta(description="Recorded deprecation warnings.", ge=0)]


class SuiteEntry(Struct, frozen=True):
    """Tests in a campaign's scope."""

    teams: list[SuitePartEntry]
    failing: list[TestEntry]
    flaky: list[TestEntry]
    pending: list[TestEntry]
    slow: Annotated[list[TestEntry], Meta(description="The slowest first.")]
    unknown: list[UnknownEntry]


class CampaignEntry(Struct, frozen=True):
    """One campaign, measured."""

    id: CampaignId
    title: str
    why: str
    owner: Owner
    docs: list[str]
    start: Date
    target: Date
    goal: Count
    phases: list[PhaseEntry]
    depends_on: list[CampaignId]
    status: CampaignStatus
    reason: Annotated[str, Meta(description="Why it has this status.")]
    progress: Annotated[ProgressEntry | None, Meta(description="null when nothing could be counted.")]
    pace: PaceEntry
    forecast: ForecastEntry
    weeks: Annotated[list[WeekEntry], Meta(description="Oldest first.")]
    teams: Annotated[list[TeamEntry], Meta(description="Those with most to do first.")]
    rules: list[RuleId]
    idle: Annotated[list[RuleId], Meta(description="Rules that do not apply to the locked versions.")]
    unknown: list[UnknownEntry]
    suite: Annotated[SuiteEntry | None, Meta(description="null unless results of tests were given.")]


class OverloadEntry(Struct, frozen=True, gc=False):
    """A team with work in too many open campaigns."""

    owner: Owner
    campaigns: list[CampaignId]


class CampaignsDocument(Struct, frozen=True):
    """The result of `dxscore campaigns`."""

    schema: Annotated[Literal["dxscore-campaigns/v1"], Meta(description="Name of this shape.")]
    tool: Tool
    project: str
    commit: str
    dirty: bool
    as_of: Date
    ruleset: str
    campaigns: Annotated[list[CampaignEntry], Meta(description="The most pressing status first.")]
    overloads: list[OverloadEntry]
    unknown: list[UnknownEntry]
