"""Rules -> what `dxscore rules list` prints: a table on a terminal, one rule per line elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from dxscore.domain.rule import Rule
from dxscore.reporting.figures import amount, counted
from dxscore.reporting.safe_text import prose
from dxscore.reporting.terminal import SEVERITY_STYLES, Column, aligned, fits, paragraph, rendered, styled
from dxscore.reporting.view import View

_COLUMNS = (
    Column("rule"),
    Column("severity"),
    Column("points", right=True),
    Column("confidence"),
    Column("state"),
    Column("title"),
)


def rule_table(rules: Iterable[Rule], view: View) -> str:
    """Rules by id with severity, points per finding, confidence, state and title; tab-separated off a terminal."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    if not view.terminal:
        return "".join("\t".join(map(prose, _cells(rule))) + "\n" for rule in ordered)
    return rendered([*_table(ordered, view), Text(), styled(counted(len(ordered), "rule"), "dim")], view)


def _cells(rule: Rule) -> tuple[str, ...]:
    grading = rule.grading
    weight = amount(grading.weight)
    return rule.id, grading.severity, weight, grading.confidence, grading.state, rule.text.title


def _table(rules: Sequence[Rule], view: View) -> Iterator[Text]:
    """The title is a column where that fits, a line below its rule elsewhere."""
    rows = [_row(rule) for rule in rules]
    if fits(_COLUMNS, rows, view):
        yield from aligned(_COLUMNS, rows, view)
        return
    head, *lines = aligned(_COLUMNS[:-1], [row[:-1] for row in rows], view)
    yield head
    for rule, line in zip(rules, lines, strict=True):
        yield line
        yield from paragraph(prose(rule.text.title), view, indent=2, style="dim")


def _row(rule: Rule) -> list[Text]:
    rule_id, severity, *others = _cells(rule)
    return [styled(rule_id, "bold"), styled(severity, SEVERITY_STYLES.get(severity, "")), *map(styled, others)]
