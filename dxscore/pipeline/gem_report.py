"""The steps of `dxscore gems` in their order: a project in, its units ranked and explained out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dxscore.copying import replace
from dxscore.domain.gems import GemReport, Way
from dxscore.errors import DxscoreError
from dxscore.gems.freshness import age_warnings
from dxscore.gems.rails import named_series
from dxscore.gems.ranking import rank
from dxscore.gems.runtime import runtime_sentences
from dxscore.inputs.discovery import Listing
from dxscore.pipeline.gem_keys import rule_folders
from dxscore.pipeline.gems import Gems, gems_of, knowledge_from
from dxscore.pipeline.reading import Progress, Reading, ScanRequest
from dxscore.pipeline.scanning import look, look_at
from dxscore.rulebook.priorities import gem_weights


def new_gem_report(
    request: ScanRequest, listing: Listing, progress: Progress, target: str = "", advisories: Path | None = None
) -> GemReport:
    """See `kept_gems.gem_report`; the files of the project are listed already."""
    seen = look_at(request, listing, progress)
    gems = replace(
        gems_of(seen.request, seen.reading),
        target=named_series(target) if target else None,
        find_knowledge=lambda tree, bundle: knowledge_from(tree, bundle, advisories),
    )
    report = ranked_gems(request, gems)
    return replace(report, way=_way(gems)) if target else report


def _way(gems: Gems) -> Way | None:
    """None without a target, and when no releases are known: then nothing but what is locked could be tried."""
    # Imported here: only who asks for a target needs a resolver.
    from dxscore.gems.resolving import Finder  # noqa: PLC0415

    known = gems.known
    if known.series is None or known.index.evidence is None:
        return None
    return Finder(known.around, known.series, known.states).way()


def ranked_gems(request: ScanRequest, gems: Gems) -> GemReport:
    """Of a project that is read already. Raises DxscoreError without a lockfile."""
    if not gems.bundle.locked:
        problem = next((f"{each.path}:{each.line}: {each.detail}" for each in gems.bundle.problems), "")
        raise DxscoreError(problem or f"no lockfile in {request.root}", "run `bundle lock` and try again")
    series = gems.known.series
    return GemReport(
        project=request.root.resolve().name,
        as_of=request.as_of,
        bundle=gems.bundle,
        target=f"rails {series.name}" if series else "",
        units=rank(gems.known, gem_weights(rule_folders(request))),
        evidence=gems.knowledge.sources,
        unknown=(*_unknown(gems), *age_warnings(gems.knowledge.sources, request.as_of)),
        runtime=runtime_sentences(gems.bundle, gems.known.open_book),
    )


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
    for part in gems.gemfile.unread if gems.gemfile else ():
        code = f": {part.code}" if part.code else ""
        yield f"{part.path}:{part.line}: not known without running it, {part.reason}{code}"
