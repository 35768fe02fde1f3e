"""The steps of `dxscore gems` in their order: a project in, its units ranked and explained out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dxscore.domain.gems import GemReport
from dxscore.errors import DxscoreError
from dxscore.gems.freshness import age_warnings
from dxscore.gems.rails import named_series
from dxscore.gems.ranking import rank
from dxscore.gems.runtime import runtime_sentences
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.gems import Gems, gems_of, knowledge_from
from dxscore.pipeline.reading import Progress, Reading, ScanRequest
from dxscore.pipeline.scanning import look
from dxscore.resources import RULES
from dxscore.rulebook.files import RuleFolder
from dxscore.rulebook.priorities import gem_weights
from dxscore.suggestions import did_you_mean


def gem_report(
    request: ScanRequest, progress: Progress, target: str = "", advisories: Path | None = None
) -> tuple[GemReport, Gems]:
    """`target` is a series of Rails ('rails@8.0'), '' for the next one. Raises DxscoreError without a lockfile."""
    _, gems = gems_in(request, progress)
    gems = replace(
        gems,
        target=named_series(target) if target else None,
        find_knowledge=lambda tree, bundle: knowledge_from(tree, bundle, advisories),
    )
    return ranked_gems(request, gems), gems


def ranked_gems(request: ScanRequest, gems: Gems) -> GemReport:
    """The same of a project that is read already. Raises DxscoreError without a lockfile."""
    if not gems.bundle.locked:
        problem = next((f"{each.path}:{each.line}: {each.detail}" for each in gems.bundle.problems), "")
        raise DxscoreError(problem or f"no lockfile in {request.root}", "run `bundle lock` and try again")
    tree = FolderTree(request.root)
    folders = [RuleFolder.shipped(RULES), *(RuleFolder(tree, name, name) for name in request.config.rules.paths)]
    series = gems.known.series
    return GemReport(
        project=request.root.resolve().name,
        as_of=request.as_of,
        bundle=gems.bundle,
        target=f"rails {series.name}" if series else "",
        units=rank(gems.known, gem_weights(folders)),
        evidence=gems.knowledge.sources,
        unknown=(*_unknown(gems), *age_warnings(gems.knowledge.sources, request.as_of)),
        runtime=runtime_sentences(gems.bundle, gems.knowledge.book),
    )


def focused(report: GemReport, gems: Gems, name: str) -> GemReport:
    """The report about one gem, and who pulls it in. Raises DxscoreError for one that is not there."""
    unit = next((each for each in report.units if name == each.unit.name or name in each.unit.gems), None)
    if unit is None:
        hint = did_you_mean(name, [gem for each in report.units for gem in each.unit.gems])
        raise DxscoreError(f"{name} is neither a locked gem nor a folder", hint or "see Gemfile.lock")
    gem = name if name in unit.unit.gems else unit.unit.gems[0]
    return replace(report, units=(unit,), focus=gem, chains=gems.known.graph.path_to(gem, gems.bundle.locked))


def gems_in(request: ScanRequest, progress: Progress) -> tuple[Reading, Gems]:
    """What a scan of the project would know of its gems."""
    seen = look(request, progress)
    return seen.reading, gems_of(seen.request, seen.reading)


def _unknown(gems: Gems) -> Iterator[str]:
    if gems.knowledge.index.evidence is None:
        yield "lag and maintenance: no releases are at hand; `dxscore gems sync` fetches them"
    if gems.knowledge.book.evidence is None:
        yield "security: no advisory database is at hand; give --advisories, or `dxscore gems sync` with one"
    if not gems.bundle.direct:
        yield "groups, reasons and requirements: there is no Gemfile to read"
    for problem in gems.bundle.problems:
        yield f"{problem.path}:{problem.line}: {problem.detail}"
