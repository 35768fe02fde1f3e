"""The name of a table -> what its foreign key columns are likely called; the name of a reference -> its likely table.

Only for choosing among columns that exist: Rails leaves the column of a foreign key out of schema.rb when it is the
singular of the table with `_id`, and the singular depends on inflections that only the app knows.
"""

from __future__ import annotations

from collections.abc import Iterable

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "mice": "mouse",
    "data": "datum",
    "media": "medium",
    "criteria": "criterion",
    "analyses": "analysis",
    "statuses": "status",
    "aliases": "alias",
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "movies": "movie",
    "caches": "cache",
    "shoes": "shoe",
    "quizzes": "quiz",
    "oxen": "ox",
}
_ENDINGS = (
    ("ies", "y"),
    ("ves", "f"),
    ("ves", "fe"),
    ("ses", "s"),
    ("ses", "sis"),
    ("xes", "x"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("zes", "z"),
    ("oes", "o"),
    ("i", "us"),
    ("a", "um"),
    ("s", ""),
    ("", ""),
)


def foreign_key_column(to_table: str, columns: Iterable[str]) -> str:
    """The column among `columns` that is named after `to_table`; the likeliest name when there is none."""
    names = _candidates(to_table.rsplit(".", 1)[-1])
    present = frozenset(columns)
    return next((name for name in names if name in present), names[0])


def likely_table(name: str) -> str:
    """The table that `t.references :name` points to, by English rules: categories, companies, people."""
    head, underscore, last = name.rpartition("_")
    irregular = next((plural for plural, singular in _IRREGULAR.items() if singular == last), None)
    if irregular:
        plural = irregular
    elif last.endswith(("s", "x", "z", "ch", "sh")):
        plural = f"{last}es"
    elif last.endswith("y") and last[-2:-1] not in {*"aeiou"}:
        plural = f"{last[:-1]}ies"
    else:
        plural = f"{last}s"
    return f"{head}{underscore}{plural}"


def _candidates(table: str) -> list[str]:
    head, underscore, last = table.rpartition("_")
    singulars = [_IRREGULAR[last]] if last in _IRREGULAR else []
    singulars += [last.removesuffix(ending) + instead for ending, instead in _ENDINGS if last.endswith(ending)]
    return [f"{head}{underscore}{singular}_id" for singular in singulars]
