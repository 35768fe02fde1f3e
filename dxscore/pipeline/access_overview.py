"""What was read of a project -> all its entry points as pages show them; their trees are kept between runs."""

from __future__ import annotations

from functools import cache, partial

from dxscore.domain.access_overview import AccessOverview, Forest, SeenEntry
from dxscore.domain.golden_path import GoldenPath, Pattern, Stance
from dxscore.inputs.tree import FolderTree
from dxscore.pipeline.access_entities import AccessEntities
from dxscore.pipeline.access_report import badness, exemption_of, exemptions_in_force
from dxscore.pipeline.golden import golden_path
from dxscore.pipeline.judging import owner_of
from dxscore.pipeline.keeping import Keeper
from dxscore.pipeline.scanning import Look

_VERSION = 1
"""Raise it when the same survey would give another forest."""
_UNMATCHED = Pattern("unmatched", "fits no pattern", Stance.TOLERATED, ())


def access_overview(seen: Look, access: AccessEntities) -> AccessOverview:
    """`access` has judged them for the rules already. Raises DxscoreError for a golden path that can't be read."""
    request = seen.request
    path = golden_path(FolderTree(request.root), request.config)
    exemptions = exemptions_in_force(request)
    owner_at = cache(partial(owner_of, seen.reading))
    attributes = {(at, entity.line, entity.symbol): entity.attributes for at, entity in access.of("entry_point")}
    forest = _forest(access)
    entries = []
    for grown in forest.trees:
        known = attributes.get((grown.path, max(1, grown.line), grown.name))
        if known is not None:
            pattern = path.named(str(known["pattern"])) or _UNMATCHED
            exempt = exemption_of(exemptions, grown.path, pattern)
            entries.append(SeenEntry(grown, known, pattern, owner_at(grown.path), exempt))
    return AccessOverview(tuple(sorted(entries, key=partial(_rank, path))), path, forest)


def _rank(path: GoldenPath, entry: SeenEntry) -> tuple[object, ...]:
    return badness(path, entry.pattern, entry.attributes)


def _forest(access: AccessEntities) -> Forest:
    """From the store when nothing has changed."""
    sources = access.sources
    file = sources.store / "access-trees.msgpack" if sources.store else None
    return Keeper(file, Forest).value(f"{sources.key} {_VERSION}", lambda: _grown(access))


def _grown(access: AccessEntities) -> Forest:
    # Imported here: a report whose trees are kept does without what grows them.
    from dxscore.reporting.access.forest import forest  # noqa: PLC0415

    return forest(access.survey)
