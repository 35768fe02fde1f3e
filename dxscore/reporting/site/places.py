"""Findings -> a table of any length: all of it as data for the page's script, and the first rows as HTML."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import quote

import msgspec
from markupsafe import Markup
from msgspec import Struct

from dxscore.domain.finding import Finding
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import visible
from dxscore.reporting.site.material import Material

FIRST = 25
"""Rows that a page shows at once, and all that it shows without its script."""

T = TypeVar("T")


class Places(Struct, frozen=True):
    """A table of findings."""

    key: str
    """Fragment id, no other table of the file has it."""
    title: str
    total: int
    first: Sequence[Finding]
    data: Markup
    """JSON that may stand in an element `script`: reports/assets/site.js says what it holds."""
    by_rule: bool
    """Whether rows tell their rule, or else their owner."""


def places(material: Material, name: str, title: str, findings: Sequence[Finding], *, by_rule: bool) -> Places:
    """Open ones first, each part in the order given."""
    ordered = sorted(findings, key=lambda finding: not finding.status.counts)
    return Places(name, title, len(ordered), ordered[:FIRST], script_data(_data(material, ordered)), by_rule)


def _data(material: Material, findings: Sequence[Finding]) -> Mapping[str, object]:
    paths, owners, texts, rules = Indexed(path_data), Indexed(visible), Indexed(visible), Indexed(_rule(material))
    rows = [
        (
            paths.number(finding.location.path),
            finding.location.line,
            rules.number(finding.rule),
            owners.number(finding.owner),
            texts.number(finding.message),
            texts.number(finding.symbol if finding.symbol not in finding.message else ""),
            material.mark(finding),
        )
        for finding in findings
    ]
    return {
        "links": material.view.links,
        "first": FIRST,
        "paths": paths.values,
        "rules": rules.values,
        "owners": [(owner, material.team(name)) for owner, name in zip(owners.values, owners.keys, strict=True)],
        "texts": texts.values,
        "rows": rows,
    }


class Indexed(Generic[T]):
    """Gives each distinct text a number: most of what a table says, it says many times."""

    def __init__(self, made: Callable[[str], T]) -> None:
        self._made = made
        self._numbers: dict[str, int] = {}
        self.values: list[T] = []

    @property
    def keys(self) -> list[str]:
        """The texts in the order of their numbers."""
        return list(self._numbers)

    def number(self, text: str) -> int:
        """That of the text, the next one for a new text."""
        if text not in self._numbers:
            self._numbers[text] = len(self.values)
            self.values.append(self._made(text))
        return self._numbers[text]


def path_data(path: str) -> str | tuple[str, str]:
    """As it is shown, with its form in addresses where that differs."""
    shown, address = visible(path), quote(path.encode("utf-8", "surrogateescape"))
    return shown if shown == address else (shown, address)


def _rule(material: Material) -> Callable[[str], tuple[object, ...]]:
    rules = material.scan.rules

    def told(rule_id: str) -> tuple[object, ...]:
        rule = rules[rule_id]
        severity = rule.grading.severity
        price = rule.grading.weight if rule.grading.counts_on(material.scan.provenance.as_of) else 0
        return rule_id, visible(rule.text.title), str(severity), severity.rank, price, material.rule(rule_id)

    return told


def script_data(data: Any) -> Markup:
    """JSON of plain values, in which nothing can end the element or begin another."""
    text = harmless(msgspec.json.encode(data))
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)  # noqa: S704 - made harmless above
