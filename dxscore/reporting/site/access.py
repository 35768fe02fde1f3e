"""Material -> a page about data access: who leaves the golden path, and each entry point with its tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from dxscore.domain.access_overview import QUESTIONS, AccessOverview, Forest, Grown, SeenEntry
from dxscore.domain.golden_path import Pattern
from dxscore.reporting.access.overview import WORDS, matrix, overview_facts, patterns
from dxscore.reporting.access.wording import trouble
from dxscore.reporting.safe_text import visible
from dxscore.reporting.site.material import Material
from dxscore.reporting.site.page import Page
from dxscore.reporting.site.places import FIRST, Indexed, path_data, script_data

KEY: Final = "data-access"
ASKED: Final[Mapping[str, str]] = {
    "n-plus-one": "read once per element: an N+1",
    "replica-safe": "a replica could serve",
    "unthrottled": "write many rows without a brake",
    "not-idempotent": "do something twice when they run twice",
    "crosses-packs": "touch tables of other packs",
}
"""Questions in their order, as what entry points do."""
_STEPS = 40
"""Lines of a tree that stand in the page; its script shows all that are kept."""


@dataclass(slots=True)
class Branch:
    """One place of a tree, while it grows."""

    path: str
    line: int
    deeds: list[str] = field(default_factory=list)
    below: list[Branch] = field(default_factory=list)


class Listed(Struct, frozen=True):
    """An entry point of which everything stands in the page."""

    entry: SeenEntry
    tree: Sequence[Branch]
    more: int
    """Lines that are left out."""


class MatrixRow(Struct, frozen=True):
    """One owner."""

    owner: str
    total: int
    golden: str
    """Share of what is known."""
    counts: Sequence[int]
    """By pattern."""


def pages(material: Material) -> Iterator[Page]:
    """One page."""
    overview = material.report.access
    if overview is None:
        return
    met = patterns(overview)
    values = {
        "facts": overview_facts(overview),
        "words": WORDS,
        "patterns": met,
        "matrix": _matrix(overview, [pattern for pattern, _ in met]),
        "questions": [(name, text, found) for name, text in ASKED.items() if (found := _answering(overview, name))],
        "first": [_listed(entry, overview.forest) for entry in overview.entries[:FIRST]],
        "total": len(overview.entries),
        "data": script_data(_data(material, overview)),
        "trouble": trouble,
        "origin": overview.golden_path.origin,
    }
    yield Page(KEY, "Data access", "access.html.j2", values)


def _matrix(overview: AccessOverview, met: Sequence[Pattern]) -> list[MatrixRow]:
    counts = Counter((entry.owner, entry.pattern.name) for entry in overview.entries)
    return [
        MatrixRow(row.owner, row.total, row.golden, [counts[row.owner, pattern.name] for pattern in met])
        for row in matrix(overview)
    ]


def _answering(overview: AccessOverview, question: str) -> list[SeenEntry]:
    return [entry for entry in overview.entries if QUESTIONS[question](entry.attributes)]


def _listed(entry: SeenEntry, forest: Forest) -> Listed:
    shown = entry.grown.tree[: 3 * _STEPS]
    return Listed(entry, branches(shown, forest), entry.grown.more + (len(entry.grown.tree) - len(shown)) // 3)


def branches(tree: Sequence[int], forest: Forest) -> list[Branch]:
    """The flat form of a tree, grown again."""
    open_ones = [Branch("", 0)]
    for depth, place, deed in zip(tree[::3], tree[1::3], tree[2::3], strict=True):
        path, line = forest.places[place]
        last = open_ones[depth + 1] if depth + 1 < len(open_ones) else None
        if last is None or (last.path, last.line) != (path, line):
            last = Branch(path, line)
            open_ones[depth].below.append(last)
            open_ones[depth + 1 :] = [last]
        if deed:
            last.deeds.append(forest.deeds[deed])
    return open_ones[0].below


# What reports/assets/site.js reads: see `entries` there.


def _data(material: Material, overview: AccessOverview) -> Mapping[str, object]:
    owners, kinds, paths = Indexed(visible), Indexed(visible), Indexed(path_data)
    met = [pattern for pattern, _ in patterns(overview)]
    numbers = {pattern.name: number for number, pattern in enumerate(met)}
    rows = [
        (
            visible(entry.grown.name),
            visible(entry.grown.address),
            kinds.number(entry.kind),
            owners.number(entry.owner),
            numbers.get(entry.pattern.name, -1),
            visible(trouble(entry)),
            paths.number(entry.grown.path),
            entry.grown.line,
            sum(QUESTIONS[name](entry.attributes) << bit for bit, name in enumerate(ASKED)),
            visible(entry.exempt),
            _followed(entry.grown),
            entry.grown.tree,
            entry.grown.more,
        )
        for entry in overview.entries
    ]
    return {
        "links": material.view.links,
        "rows": rows,
        "places": [(paths.number(path), line) for path, line in overview.forest.places],
        "deeds": [visible(deed) for deed in overview.forest.deeds],
        "paths": paths.values,
        "kinds": kinds.values,
        "owners": [(owner, material.team(name)) for owner, name in zip(owners.values, owners.keys, strict=True)],
        "patterns": [[visible(text) for text in _told(pattern)] for pattern in met],
        "questions": list(ASKED.items()),
    }


def _told(pattern: Pattern) -> tuple[str, ...]:
    return pattern.name, pattern.title, pattern.stance.value, WORDS[pattern.stance], pattern.why, pattern.instead


def _followed(grown: Grown) -> str:
    """'12 of 340 calls could not be followed', '' when all could."""
    return f"{grown.unresolved} of {grown.calls} calls could not be followed" if grown.unresolved else ""


def search_entries(material: Material) -> Iterator[tuple[str, str, str, str]]:
    """Entry points as the search knows them: kind, name, note, address."""
    for entry in material.report.access.entries if material.report.access else ():
        name = visible(entry.grown.name)
        yield entry.kind, name, visible(entry.grown.address), material.filtered(material.to(KEY), name)
