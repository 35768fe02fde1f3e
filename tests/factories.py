"""Values for tests: a valid one of each kind with overrides, and a believable whole report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from itertools import count

from dxscore.copying import replace
from dxscore.domain.finding import UNOWNED, Finding, RuleFailure, Status
from dxscore.domain.matchers import CallMatcher, Matcher, TextTest
from dxscore.domain.report import Coverage, Provenance, ScanReport
from dxscore.domain.rule import Detection, Example, Grading, Rule, RuleScope, RuleState, RuleText
from dxscore.domain.score import Action, CheckResult, CheckSpec, Hotspot, Outcome, Scorecard
from dxscore.domain.severity import Confidence, Severity
from dxscore.domain.source import Location, Skip, Unknown

HOSTILE = "\x1b[31m\u202e<script>alert(1)</script> [x](javascript:1) `|` @everyone =1+1 {{ 7 }}"
"""What scanned code may hold to trouble a terminal, a page, a wiki, a chat or a template."""

AS_OF = date(2026, 11, 25)

_LINES = {UNOWNED: 21_480, "payments": 18_200, "catalog": 32_950, "identity": 9_870, "growth": 12_040, "platform": 0}
_FOLDERS = {
    UNOWNED: "lib/tasks",
    "payments": "packs/payments/app/services/payments/settlement",
    "catalog": "app/models/catalog",
    "identity": "app/controllers/concerns/identity",
    "growth": "packs/growth/app/jobs/growth",
}


def a_rule(rule_id: str = "tech-debt.rescue-nil", **grading: object) -> Rule:
    """A rule; keywords replace fields of its grading."""
    graded = Grading(Severity.MAJOR, 3.0, Confidence.HIGH, RuleState.ENFORCED)
    return Rule(
        id=rule_id,
        dimension=rule_id.partition(".")[0],
        text=RuleText(
            title="Error swallowed by a rescue modifier",
            why="A rescue modifier catches every StandardError, so a typo looks like a missing record.",
            fix="Rescue the one error you expect, with begin and rescue, and say what happens then.",
            learn=("https://docs.ruby-lang.org/en/3.4/syntax/exceptions_rdoc.html",),
        ),
        grading=replace(graded, **grading),
        scope=RuleScope(rails=">= 5.0", include=("app/**",)),
        detection=Detection(match=CallMatcher(name=TextTest(values=("find",)))),
        message="{NAME} swallows every error",
        valid=(Example({"app/models/example.rb": "x = Api.call rescue 0"}),),
        invalid=(Example({"app/models/example.rb": "x = Api.call rescue nil"}, line=1),),
    )


def a_matching_rule(match: Matcher, rule_id: str = "test.rule", *, in_tests: str = "yes", **detection: object) -> Rule:
    """A rule that looks for this; keywords replace fields of its detection."""
    rule = a_rule(rule_id)
    found = replace(Detection(match=match), **detection)
    scope = replace(RuleScope(), in_tests=in_tests)
    return replace(rule, detection=found, scope=scope, origin="rules/test/rule.yml")


def a_finding(rule: str = "tech-debt.rescue-nil", path: str = "app/models/user.rb", line: int = 1) -> Finding:
    """An open finding of payments; use `dataclasses.replace` for the rest."""
    return Finding(
        rule=rule,
        location=Location(path, line, line, 5),
        message="Api.call swallows every error",
        symbol="User#sync",
        fingerprint=sha256(f"{rule}{path}{line}".encode(errors="replace")).hexdigest()[:16],
        evidence={"NAME": "Api.call", "count": 1},
        owner="payments",
    )


def an_empty_report(**changes: object) -> ScanReport:
    """Nothing found, nothing skipped."""
    report = ScanReport(
        provenance=Provenance("0.1.0", "3f9ac01b77de", "9c1b7e4a" * 5, dirty=False, as_of=AS_OF, project="shop"),
        findings=(),
        scorecards=(),
        hotspots=(),
        actions=(),
        coverage=Coverage(files=0, code_lines=0, skipped=(), unknown=(), failures=()),
        rules={},
    )
    return replace(report, **changes)


def a_report(scale: int = 1) -> ScanReport:
    """Five owners with findings, one without code, two dimensions; `scale` multiplies the findings."""
    rules = {rule.id: rule for rule in _rules()}
    findings = sorted(_findings(rules, scale), key=lambda finding: _worst_first(finding, rules))
    cards = tuple(_scorecard(owner, dimension, findings, rules) for owner in _LINES for dimension in _DIMENSIONS)
    return an_empty_report(
        findings=tuple(findings),
        scorecards=cards,
        hotspots=_hotspots(findings, rules),
        actions=tuple(
            Action(finding.location, finding.rule, finding.owner, f"lifts {finding.owner} to silver in tech-debt")
            for finding in findings[:12]
        ),
        coverage=Coverage(
            1_304, sum(_LINES.values()), _SKIPPED, _UNKNOWN, (RuleFailure("gems.eol", "KeyError: ruby"),)
        ),
        rules=rules,
    )


_NEXT = {"none": "bronze", "bronze": "silver", "silver": "gold"}
_DIMENSIONS = ("tech-debt", "deprecations")
_SKIPPED = (
    Skip("app/assets/logo.rb", "binary"),
    Skip("app/models/broken.rb", "syntax error", "line 12"),
    Skip("app/models/older.rb", "syntax error", "line 3"),
    *(Skip(f"app/views/page_{number}.html.haml", "Haml is not read yet") for number in range(17)),
)
_UNKNOWN = (Unknown("ages of lines", "the git history is shallow (50 commits)"),)
_TEXTS: tuple[tuple[str, Severity, str, str], ...] = (
    ("tech-debt.rescue-nil", Severity.MAJOR, "Error swallowed by a rescue modifier", "{} swallows every error"),
    ("tech-debt.long-method", Severity.MINOR, "Method too long", "{} has 84 lines"),
    ("tech-debt.eval", Severity.BLOCKER, "Code made from text at run time", "eval of a text that {} builds"),
    ("tech-debt.duplicate", Severity.MAJOR, "Duplicated code", "{} stands in 3 places, first at lib/report.rb:40"),
    ("tech-debt.todo", Severity.INFO, "Note of work to be done", "TODO in {} is 812 days old"),
    ("deprecations.update-attributes", Severity.CRITICAL, "Removed in Rails 6.1", "update_attributes in {}"),
    ("deprecations.to-s-format", Severity.MINOR, "Removed in Rails 7.1", "to_s(:db) in {}: use to_fs"),
)


def _rules() -> Iterator[Rule]:
    weights = {Severity.INFO: 0.0, Severity.MINOR: 1.0, Severity.MAJOR: 3.0, Severity.CRITICAL: 5.0}
    for rule_id, severity, title, _message in _TEXTS:
        rule = a_rule(rule_id, severity=severity, weight=weights.get(severity, 10.0))
        yield replace(rule, text=replace(rule.text, title=title))
    announced = a_rule("tech-debt.sleep", state=RuleState.ANNOUNCED, enforce_on=date(2027, 2, 1))
    yield replace(announced, text=replace(announced.text, title="Request thread put to sleep"))


def _findings(rules: Mapping[str, Rule], scale: int) -> Iterator[Finding]:
    names = (
        "Refund#settle",
        "Ledger#close!",
        "Invoice.import",
        "Voucher#redeem",
        "Session#touch",
        "Feed::Builder#rows",
    )
    serial = count()
    for owner, folder in _FOLDERS.items():
        for index, (rule_id, _severity, _title, message) in enumerate(_TEXTS):
            for number in range((2 + 7 * len(owner) % (9 - index)) * scale):
                symbol = names[(number + index) % len(names)]
                stem = symbol.split("#")[0].split(".")[0].replace("::", "/").lower()
                found = a_finding(rule_id, f"{folder}/{stem}_{number % 4}.rb", 11 + next(serial) * 7 % 400)
                found = replace(found, owner=owner, symbol=symbol, message=message.format(symbol))
                yield replace(found, status=Status.SUPPRESSED) if number % 5 == 4 else found
    yield replace(a_finding("tech-debt.sleep", "packs/growth/app/jobs/growth/retry_job.rb", 31), owner="growth")
    yield replace(a_finding(path=f"lib/{HOSTILE}.rb"), message=HOSTILE, symbol=HOSTILE, owner=UNOWNED)
    yield replace(a_finding("tech-debt.eval", "lib/\udcff.rb"), message="=cmd|' /C calc'!A0", owner=UNOWNED)


def _worst_first(finding: Finding, rules: Mapping[str, Rule]) -> tuple[object, ...]:
    grading = rules[finding.rule].grading
    return (-grading.severity.rank, -grading.weight, finding.location)


def _scorecard(owner: str, dimension: str, findings: list[Finding], rules: Mapping[str, Rule]) -> Scorecard:
    mine = [found for found in findings if found.owner == owner and rules[found.rule].dimension == dimension]
    opened = [found for found in mine if found.status is Status.OPEN]
    points = sum(rules[found.rule].grading.weight for found in opened if rules[found.rule].grading.enforce_on is None)
    level = {UNOWNED: "none", "payments": "bronze", "growth": "silver", "catalog": "gold"}.get(owner, "unknown")
    step = f"{len(opened)} findings (nothing critical) and 37 points (density at most 30) from {_NEXT.get(level)}"
    checks = (
        CheckResult(CheckSpec("no blocker", "bronze", "findings", 0.0, Severity.BLOCKER), Outcome.FAIL, 2.0),
        CheckResult(CheckSpec("density at most 60", "bronze", "density", 60.0), Outcome.PASS, 12.5),
        CheckResult(CheckSpec("nothing critical", "silver", "findings", 0.0), Outcome.UNKNOWN, None),
        CheckResult(CheckSpec("density at most 10", "gold", "density", 10.0), Outcome.EXEMPT, 12.5),
    )
    if level in ("gold", "unknown"):
        step = "at the top level: keep it there" if level == "gold" else "no code of its own is read"
    return Scorecard(owner, dimension, points, len(opened), len(mine) - len(opened), _LINES[owner], level, step, checks)


def _hotspots(findings: list[Finding], rules: Mapping[str, Rule]) -> tuple[Hotspot, ...]:
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.location.path, []).append(finding)
    spots = (
        Hotspot(
            path,
            found[0].owner,
            sum(rules[one.rule].grading.weight for one in found),
            3 + len(path) * 5 % 41,
            len(found),
        )
        for path, found in by_path.items()
    )
    return tuple(sorted(spots, key=lambda spot: -spot.heat)[:20])
