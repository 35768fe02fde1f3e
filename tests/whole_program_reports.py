"""What is known of a whole program, for reports: data access, a schema, new migrations; with hostile names."""

from __future__ import annotations

from dxscore.access.patterns import judged
from dxscore.copying import replace
from dxscore.domain.access import Kind, Step, Within
from dxscore.domain.access_overview import AccessOverview, SeenEntry
from dxscore.domain.finding import UNOWNED, Finding
from dxscore.domain.migration_report import JudgedMigration, MigrationReport
from dxscore.domain.report import ScanReport
from dxscore.domain.rule import Rule
from dxscore.domain.schema import Column, Place, Schema, Table, Unread
from dxscore.domain.schema_report import Covered, SchemaReport, Share
from dxscore.domain.verdict import Verdict
from dxscore.reporting.access.forest import forest
from tests.access.surveys import a_survey, a_write, an_effect, an_entry
from tests.access_reports import the_golden_path
from tests.factories import HOSTILE, a_finding, a_rule, an_empty_report

MIGRATION = "db/migrate/20261101101500_add_total.rb"


def an_access_overview(more: int = 60) -> AccessOverview:
    """One that calls out in a transaction, an N+1, one not known, a hostile one, and `more` plain ones of catalog."""
    call = Step("app/controllers/orders_controller.rb", 7)
    written = a_write("orders", path=(call, Step("app/models/order.rb", 3)), within=Within.EXPLICIT)
    held = an_effect(
        Kind.HTTP, "Net::HTTP", "post", within=Within.EXPLICIT, path=(call, Step("app/models/order.rb", 12))
    )
    also = an_effect(Kind.MAIL, "OrderMailer#placed", "later", path=(call, Step("app/models/order.rb", 12)))
    survey = a_survey(
        an_entry(written, held, also, name="orders#create", verbs=("POST",)),
        an_entry(an_effect(loop=True, path=(call,)), name="orders#index"),
        an_entry(name="ImportJob", kind="job", unknown="touches everything"),
        an_entry(a_write(HOSTILE), name=HOSTILE, path=f"app/{HOSTILE}.rb"),
        *(an_entry(an_effect(), name=f"shops#page{number}") for number in range(more)),
        routed_actions=70,
        found_actions=63,
    )
    path = the_golden_path()
    owners = ["payments", "payments", UNOWNED, HOSTILE, *["catalog"] * more]
    trees = forest(survey)
    entries = (
        SeenEntry(grown, attributes, pattern, owner, "asked for" if owner == "payments" else "")
        for grown, (_, attributes, pattern), owner in zip(trees.trees, judged(survey, path), owners, strict=True)
    )
    return AccessOverview(tuple(entries), path, trees)


def whole_program_findings() -> tuple[Finding, ...]:
    """A gap in the schema with the statements that close it."""
    gap = a_finding("schema.missing-not-null", "app/models/order.rb", 4)
    steps = "ALTER TABLE orders ADD CHECK (total IS NOT NULL) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT total"
    return (replace(gap, message="orders.total may be null", evidence={"steps": steps}),)


def whole_program_rules() -> dict[str, Rule]:
    """Of those findings."""
    return {rule: a_rule(rule) for rule in ("schema.missing-not-null", "migrations.add-index")}


def a_schema_report(scan: ScanReport | None = None) -> SchemaReport:
    """Two tables, one of them hostile; five of eight promises kept."""
    scan = scan or an_empty_report(findings=whole_program_findings(), rules=whole_program_rules())
    own = tuple(finding for finding in scan.findings if finding.rule.startswith("schema."))
    tables = {
        name: Table(name, (Column("id", "bigint"),), ("id",), at=Place("db/schema.rb", line))
        for line, name in ((3, "orders"), (9, HOSTILE))
    }
    unread = (Unread(Place("db/schema.rb", 20), HOSTILE, "not known"),)
    covered = Covered("shop", "", {"presence": Share(6, 4), "uniqueness": Share(2, 1)})
    return SchemaReport(
        scan=replace(scan, findings=own),
        schemas=(Schema(adapter="postgresql", path="db/schema.rb", tables=tables, unread=unread),),
        homes={"orders": ("Order",)},
        total=covered,
        models=(replace(covered, name="Order", owner="payments"), replace(covered, name=HOSTILE, owner=HOSTILE)),
        owners=(replace(covered, name="payments", owner="payments"),),
    )


def a_migration_report() -> MigrationReport:
    """An unsafe one, and a safe one with a hostile name."""
    finding = replace(
        a_finding("migrations.add-index", MIGRATION, 4),
        message="the index on orders (total) is built under a lock",
        evidence={"direction": "up"},
    )
    judged_ones = (
        JudgedMigration(MIGRATION, 1, "20261101101500", "AddTotal", Verdict.UNSAFE, Verdict.SAFE, (finding,), 1),
        JudgedMigration(f"db/{HOSTILE}.rb", 1, "20261102101500", HOSTILE, Verdict.SAFE, Verdict.UNKNOWN, (), 1),
    )
    made = an_empty_report().provenance
    start = "of the last 90 days"
    return MigrationReport(made, "postgresql", "15", "db/schema.rb", "", start, judged_ones, 12, whole_program_rules())
