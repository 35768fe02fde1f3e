"""Models and what is known of table sizes -> associations that destroy rows of large tables one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dxscore.domain.facts import Entity
from dxscore.domain.model import Association, Model, Models
from dxscore.domain.subject import Placed
from dxscore.migrations.step_names import AttributeValue

_GROWING = re.compile(
    r"(?:.*_)?(?:events|logs|log_entries|audits|impressions|visits|page_views|clicks|hits|messages|measurements|readings)|"
    r"activities|deliveries|metrics|notifications|samples"
)
"""Names of tables that gain a row whenever something happens."""
_ONE_BY_ONE = frozenset({"destroy"})
"""`destroy_async` goes in batches in a job, `delete_all` is one statement."""


def large_dependents(models: Models, sizes: Mapping[str, int], large: int) -> Iterator[Placed]:
    """Associations with `dependent: :destroy`; `large` is the number of rows from which on a table is large."""
    for model in models.by_name.values():
        for association in model.associations.values():
            if association.dependent in _ONE_BY_ONE and association.declared.declared_by in (model.name, ""):
                yield from _of(model, association, models, sizes, large)


def _of(
    model: Model, association: Association, models: Models, sizes: Mapping[str, int], large: int
) -> Iterator[Placed]:
    child = models.get(association.class_name or "")
    table = child.table if child else None
    if table is None or association.kind != "has_many":
        return
    said = table in sizes
    if sizes[table] >= large if said else _GROWING.fullmatch(table):
        attributes: dict[str, AttributeValue] = {
            "model": model.name,
            "association": association.name,
            "table": table,
            "rows": sizes.get(table),
            "said": said,
        }
        line, symbol = association.declared.line, f"{model.name}#{association.name}"
        yield association.declared.path, Entity("large_dependent", line, line, symbol, attributes)
