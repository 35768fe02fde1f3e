"""Gates over small real repositories, on a fixed day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from dxscore.domain.gate import Change, Compared, GateReport
from dxscore.pipeline.ends import GateRequest, Kind
from dxscore.pipeline.gating import gate

AS_OF = date(2026, 11, 25)

SWALLOWED = "tech-debt.swallowed-error"
SWALLOWING = """\
class Sync
  def run
    Api.call
  rescue
    nil
  end
end
"""
CLEAN = """\
class Sync
  def run
    Api.call
  end
end
"""


def gated(root: Path, base: str, head: str = "HEAD", kind: Kind = "commit") -> GateReport:
    """The report on a change, without a cache."""
    request = GateRequest(root, AS_OF, base, head, kind, jobs=1, use_cache=False)
    return gate(request, lambda _done, _all: None)


def everything(report: GateReport) -> tuple[Compared, ...]:
    """All that was compared."""
    return (*(entry.compared for entry in report.entries), *report.fixed, *report.unchanged)


def new(report: GateReport) -> list[tuple[str, str, int]]:
    """Rule, path and line of what is new."""
    found = [each.finding for each in everything(report) if each.change is Change.NEW]
    return [(finding.rule, finding.location.path, finding.location.line) for finding in found]


def counts(compared: Iterable[Compared]) -> Counter[str]:
    """How many there are of each change."""
    return Counter(str(each.change) for each in compared)


def identities(report: GateReport, *, of_base: bool) -> Counter[tuple[str, str]]:
    """Rule and fingerprint of every finding of one side."""
    if of_base:
        found = [each.before or each.finding for each in everything(report) if each.change is not Change.NEW]
    else:
        found = [each.finding for each in everything(report) if each.change is not Change.FIXED]
    return Counter((finding.rule, finding.fingerprint) for finding in found)
