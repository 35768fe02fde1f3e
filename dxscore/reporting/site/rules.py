"""Material -> a list of all rules in force, and a page for each that found something: its own file, and the places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dxscore.domain.finding import Finding
from dxscore.domain.rule import Rule
from dxscore.reporting.explain import sections
from dxscore.reporting.site.material import Material, RuleRow
from dxscore.reporting.site.names import key
from dxscore.reporting.site.page import Page
from dxscore.reporting.site.places import places


def pages(material: Material) -> Iterator[Page]:
    """The list, then the rules by id."""
    rows = {row.rule.id: row for row in material.all_rows}
    idle = [rule for rule_id, rule in sorted(material.scan.rules.items()) if rule_id not in rows]
    yield Page("rules", "Rules", "rules.html.j2", {"rows": list(rows.values()), "idle": idle})
    for rule in sorted(material.report.explained.values(), key=lambda rule: rule.id):
        yield _page(material, rule, rows.get(rule.id) or RuleRow(rule, 0, 0, 0, 0, 0))


def _page(material: Material, rule: Rule, row: RuleRow) -> Page:
    name = key("rule", rule.id)
    findings = material.findings_by_rule.get(rule.id, ())
    values = {
        "rule": rule,
        "row": row,
        "sections": sections(rule),
        "teams": _teams(findings),
        "places": places(material, f"{name}-places", f"Findings of {rule.id}", findings, by_rule=False),
    }
    return Page(name, rule.text.title or rule.id, "rule.html.j2", values, "rules")


def _teams(findings: Sequence[Finding]) -> Sequence[tuple[str, int]]:
    """Owners and their open findings, most first."""
    return Counter(finding.owner for finding in findings if finding.status.counts).most_common()
