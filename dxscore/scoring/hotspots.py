"""Debt x churn: the files where paying back pays most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dxscore.domain.finding import Finding
from dxscore.domain.history import History
from dxscore.domain.score import Hotspot
from dxscore.scoring.points import Tariff


def hotspots(findings: Iterable[Finding], history: History, tariff: Tariff) -> tuple[Hotspot, ...]:
    """Files with both open debt and commits in the churn window, hottest first."""
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.status.counts and finding.location.path in history.files:
            by_path[finding.location.path].append(finding)
    spots = (
        Hotspot(path, found[0].owner, sum(map(tariff.points, found)), history.files[path].commits, len(found))
        for path, found in by_path.items()
    )
    return tuple(sorted((spot for spot in spots if spot.heat), key=lambda spot: (-spot.heat, spot.path)))
