"""Gate reports for tests: one of which nothing came, a believable whole one, and a hostile one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Finding, RuleFailure, Status
from dxscore.domain.gate import (
    Change,
    Compared,
    GateReport,
    Judged,
    LimitResult,
    Measure,
    MeasureChange,
    Note,
    Place,
    Ruling,
    Side,
    Statement,
)
from dxscore.domain.rule import Rule
from dxscore.domain.severity import Severity
from dxscore.domain.source import Skip, Unknown
from tests.factories import AS_OF, HOSTILE, a_finding, a_rule

VILE = f"{HOSTILE}\n::error file=x::y\r\n##[add-mask]z %0A::warning::t\x00\x0b\ufffe\udcff <!-- ]]> &amp; #1 www.x.io"
"""HOSTILE and what troubles a CI runner, XML and a code host besides."""


def a_judged(
    change: Change = Change.NEW, ruling: Ruling = Ruling.STOP, finding: Finding | None = None, reason: str = ""
) -> Judged:
    """A finding under the policy, with a counterpart when it is worse."""
    found = finding or a_finding()
    before = replace(found, evidence={"count": 1}) if change is Change.WORSE else None
    return Judged(Compared(found, change, before), ruling, reason or f"{change}, and at least minor")


def a_quiet_gate_report(**changes: object) -> GateReport:
    """Nothing new, nothing fixed."""
    report = GateReport(
        version="0.1.0",
        ruleset="3f9ac01b77de",
        as_of=AS_OF,
        project="shop",
        base=Side("origin/main", "9c1b7e4a" * 5, 1204),
        head=Side("HEAD", "5d0f33c2" * 5, 1204),
        entries=(),
        fixed=(),
        unchanged=(),
        rules={rule.id: rule for rule in _rules()},
        changed_files=3,
    )
    return replace(report, **changes)


def a_gate_report(many: int = 1) -> GateReport:
    """Everything a gate can say; `many` multiplies the findings."""
    return a_quiet_gate_report(
        entries=tuple(entry for number in range(many) for entry in _entries(number)),
        fixed=tuple(Compared(_found("tech-debt.todo", f"app/jobs/old_{n}.rb", 3), Change.FIXED) for n in range(4)),
        unchanged=tuple(_unchanged()),
        statements=(_STATEMENT,),
        measures=_MEASURES,
        limits=_LIMITS,
        notes=_NOTES,
        notify=("@acme/payments",),
        skipped=(Skip("app/models/broken.rb", "syntax error", "line 12"),),
        unknown=(Unknown("ages of lines", "the git history is shallow (50 commits)"),),
        failures=(RuleFailure("tech-debt.todo", "KeyError: ruby"),),
        changed_files=14,
        points={"tech-debt": 9.0, "deprecations": -3.0},
    )


def a_vile_gate_report() -> GateReport:
    """Every text that may come from the judged code or its configuration is hostile."""
    found = replace(_found("tech-debt.eval", VILE, 2), message=VILE, symbol=VILE, owner=VILE)
    place = Place(VILE, 4, VILE)
    return a_quiet_gate_report(
        project=VILE,
        head=Side(VILE, "5d0f33c2" * 5, 3),
        entries=(
            a_judged(finding=found, reason=VILE),
            a_judged(finding=replace(found, status=Status.SUPPRESSED, justification=VILE)),
        ),
        fixed=(Compared(found, Change.FIXED),),
        unchanged=(Compared(found, Change.UNCHANGED, found),),
        statements=(Statement("migrations", VILE, Ruling.STOP, (place,)),),
        measures=(MeasureChange(Measure(VILE, 1), Measure(VILE, 2), Ruling.WARN),),
        limits=(LimitResult("budget", (VILE,), VILE, 2, 3, 2, Ruling.STOP),),
        notes=(Note("environment", VILE, (place,), Ruling.WARN, VILE),),
        notify=(VILE,),
        skipped=(Skip(VILE, "binary", VILE),),
        failures=(RuleFailure("tech-debt.todo", VILE),),
    )


_STATEMENT = Statement(
    "migrations",
    "can't be rolled back",
    Ruling.STOP,
    (Place("db/migrate/20261120_drop_vouchers.rb", 4, "remove_column without a type loses what it held"),),
)
_MEASURES = (
    MeasureChange(Measure("RuboCop offences accepted", 412), Measure("RuboCop offences accepted", 415), Ruling.WARN),
    MeasureChange(
        Measure("files with an owner", 81.2, "%", "higher"), Measure("files with an owner", 82, "%", "higher")
    ),
)
_LIMITS = (
    LimitResult("ratchet", ("tech-debt.rescue-nil",), "payments", 12, 14, None, Ruling.STOP),
    LimitResult("budget", ("deprecations.*",), "", 41, 40, 40, Ruling.PASS),
)
_NOTES = (
    Note(
        "environment",
        "PAYMENTS_URL is now required",
        (Place("config/environments/production.rb", 31, 'ENV.fetch("PAYMENTS_URL")'),),
        Ruling.WARN,
        "Give it a default, or announce it to everybody who deploys.",
    ),
    Note("policy", "dxscore.toml changed; the gate judged by that of the base", (Place("dxscore.toml"),), Ruling.WARN),
    Note("suppression", "tech-debt.sleep is hidden: vendor API has no webhook", (Place("app/jobs/poll_job.rb", 9),)),
)


def _rules() -> Iterator[Rule]:
    texts = (
        ("tech-debt.eval", Severity.BLOCKER, "Code made from text at run time"),
        ("deprecations.update-attributes", Severity.CRITICAL, "Removed in Rails 6.1"),
        ("tech-debt.rescue-nil", Severity.MAJOR, "Error swallowed by a rescue modifier"),
        ("tech-debt.long-method", Severity.MINOR, "Method too long"),
        ("tech-debt.sleep", Severity.MINOR, "Request thread put to sleep"),
        ("tech-debt.todo", Severity.INFO, "Note of work to be done"),
    )
    for rule_id, severity, title in texts:
        rule = a_rule(rule_id, severity=severity)
        yield replace(rule, text=replace(rule.text, title=title))
    announced = a_rule("tech-debt.class-variable", enforce_on=date(2027, 2, 1))
    yield replace(announced, aliases=("tech-debt.cvar",))


def _entries(number: int) -> Iterator[Judged]:
    folder = f"packs/payments/app/services/payments/settlement_{number}"
    new, worse = Change.NEW, Change.WORSE
    yield a_judged(
        new,
        Ruling.STOP,
        _found("tech-debt.eval", "lib/tasks/report.rb", 12 + number, UNOWNED, "eval of a text that Report.build makes"),
    )
    yield a_judged(new, Ruling.STOP, _found("tech-debt.rescue-nil", f"{folder}/refund.rb", 88))
    yield a_judged(
        worse,
        Ruling.WARN,
        _found("tech-debt.long-method", f"{folder}/ledger.rb", 40, "payments", "Ledger#close! has 84 lines, 61 before"),
    )
    yield a_judged(
        new,
        Ruling.PASS,
        _found("tech-debt.todo", "app/models/user.rb", 7 + number, "identity", "TODO in User#touch is 0 days old"),
        "info does not stop",
    )
    hidden = _found("tech-debt.sleep", "app/jobs/poll_job.rb", 10 + number)
    yield a_judged(
        new, Ruling.PASS, replace(hidden, status=Status.SUPPRESSED, justification="vendor API has no webhook")
    )


def _unchanged() -> Iterator[Compared]:
    moved = _found("tech-debt.rescue-nil", "app/services/moved.rb", 5)
    yield Compared(moved, Change.UNCHANGED, _found("tech-debt.rescue-nil", "app/models/moved.rb", 15))
    exempt = replace(_found("tech-debt.eval", "lib/console.rb", 2), status=Status.EXEMPT, justification="accepted-risk")
    yield Compared(exempt, Change.UNCHANGED, exempt)


def _found(
    rule: str, path: str, line: int, owner: str = "payments", message: str = "Api.call swallows every error"
) -> Finding:
    return replace(a_finding(rule, path, line), owner=owner, message=message)
