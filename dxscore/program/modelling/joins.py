"""Models -> the same with what takes several of them: classes behind `through`, join tables, keys of inverses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from dxscore.copying import replace
from dxscore.domain.model import Association, Model
from dxscore.program.inflections import Inflections
from dxscore.program.modelling.gem_classes import gem_models

_DEEPEST = 6
"""Associations through associations through ..."""
_SHARED = re.compile(r"^(.*[._])(.+)\0\1(.+)")


def followed(models: Mapping[str, Model], inflections: Inflections) -> dict[str, Model]:
    """Each association with its class, foreign key and join table as far as other models tell them."""

    def complete(model: Model, association: Association) -> Association:
        if association.through and association.class_name is None and not association.dynamic:
            name = _behind(models, model, association, inflections, 0)
            return replace(association, class_name=name, class_known=name is not None)
        if association.kind == "has_and_belongs_to_many" and "join_table" not in association.options:
            return replace(association, join_table=_join_table(models, model, association))
        if association.inverse_of and association.kind in ("has_one", "has_many") and not association.through:
            return _keyed_by_inverse(models, association)
        return association

    return {
        name: replace(model, associations={key: complete(model, each) for key, each in model.associations.items()})
        for name, model in models.items()
    }


def join_tables(models: Iterable[Model]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Of has_and_belongs_to_many: table -> (model, association), where it is declared."""
    tables: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for model in models:
        for association in model.associations.values():
            if association.join_table:
                tables[association.join_table].append((model.name, association.name))
    return {table: tuple(users) for table, users in tables.items()}


def _behind(
    models: Mapping[str, Model], model: Model, association: Association, inflections: Inflections, depth: int
) -> str | None:
    """The class that `through` and `source` lead to; the source is named like the association, or its singular."""
    between = models.get(_class_of(models, model, association.through, inflections, depth) or "")
    if between is None:
        return None
    singular = inflections.singularize(association.name)
    names = (association.source,) if association.source else (singular, association.name)
    return next(filter(None, (_class_of(models, between, name, inflections, depth) for name in names)), None)


def _class_of(models: Mapping[str, Model], model: Model, name: str, inflections: Inflections, depth: int) -> str | None:
    association = model.associations.get(name)
    if association is None or depth > _DEEPEST:
        return None
    if association.through and association.class_name is None:
        return _behind(models, model, association, inflections, depth + 1)
    return association.class_name


def _join_table(models: Mapping[str, Model], model: Model, association: Association) -> str:
    """Both tables in the order of the alphabet; a prefix that they share stands once (ActiveRecord::ModelSchema)."""
    other = models.get(association.class_name or "")
    theirs = other.table if other else gem_models().get(association.class_name or "")
    if not model.table or not theirs or association.dynamic:
        return ""
    first, second = sorted((model.table, theirs))
    start = _SHARED.match(f"{first}\0{second}")
    return f"{start[1]}{start[2]}_{start[3]}" if start else f"{first}_{second}"


def _keyed_by_inverse(models: Mapping[str, Model], association: Association) -> Association:
    """The key that the other side writes, when this one does not."""
    other = models.get(association.class_name or "")
    inverse = other.associations.get(association.inverse_of) if other else None
    if inverse is None or inverse.kind != "belongs_to" or "foreign_key" in association.options or association.as_name:
        return association
    return replace(association, foreign_key=inverse.foreign_key)
