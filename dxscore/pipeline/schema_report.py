"""The steps of `dxscore schema`: a project in; its coverage, and what the rules about schemas find, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, partial

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED
from dxscore.domain.report import ScanReport
from dxscore.domain.schema_report import SchemaReport
from dxscore.pipeline.judging import owner_of, whole_program
from dxscore.pipeline.reading import Progress, ScanRequest
from dxscore.pipeline.scanning import Look, judged, look, reported
from dxscore.pipeline.schema import DIMENSION, SchemaEntities, sources_of
from dxscore.schema.coverage import covered_models, covered_owners, covered_whole


def schema_report(request: ScanRequest, progress: Progress) -> SchemaReport:
    """The same findings as a scan's. Raises DxscoreError."""
    seen = _about_schemas(look(request, progress))
    schema = SchemaEntities(sources_of(seen.request, seen.reading), progress)
    whole = replace(whole_program(seen.request, seen.reading), schema=schema)
    return schema_of(seen, reported(seen, judged(seen, whole)), schema)


def schema_of(seen: Look, scan: ScanReport, schema: SchemaEntities) -> SchemaReport:
    """What is known of schemas beside the findings of a scan, which are in it already."""
    audited = schema.audited
    owner_at = cache(partial(owner_of, seen.reading))

    def owner(model: str) -> str:
        return owner_at(audited.homes[model][1]) if model in audited.homes else UNOWNED

    promises = audited.audit.promises
    return SchemaReport(
        scan=replace(
            scan, findings=tuple(each for each in scan.findings if scan.rules[each.rule].dimension == DIMENSION)
        ),
        schemas=audited.schemas,
        homes=_models_by_table(audited.homes),
        total=covered_whole(promises, scan.provenance.project),
        models=covered_models(promises, owner),
        owners=covered_owners(promises, owner),
    )


def _about_schemas(seen: Look) -> Look:
    """Everything is read, so that caches are shared with scans; only these rules judge."""
    rulebook = replace(
        seen.rulebook,
        rules=tuple(rule for rule in seen.rulebook.rules if rule.dimension == DIMENSION),
        scorecards=tuple(spec for spec in seen.rulebook.scorecards if spec.dimension == DIMENSION),
    )
    return replace(seen, rulebook=rulebook)


def _models_by_table(homes: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    models: dict[str, list[str]] = defaultdict(list)
    for model, (table, _) in sorted(homes.items()):
        models[table].append(model)
    return {table: tuple(names) for table, names in models.items()}
