from __future__ import annotations

from collections import Counter

from dxscore.copying import replace
from dxscore.domain.gate import Change, GateReport, LimitResult, Ruling
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.factories import a_finding
from tests.gate_reports import a_gate_report, a_judged, a_quiet_gate_report, a_vile_gate_report


def _lines(report: GateReport) -> list[str]:
    return GATE_FORMATTERS["github"](report, View()).splitlines()


def _annotations(report: GateReport) -> list[str]:
    return [line for line in _lines(report) if line.startswith("::")]


def test_a_finding_is_annotated_at_its_lines_with_the_way_to_fix_it() -> None:
    report = a_quiet_gate_report(entries=(a_judged(finding=a_finding(line=12)),))
    (annotation,) = _annotations(report)
    assert annotation == (
        "::error file=app/models/user.rb,line=12,"
        "title=tech-debt.rescue-nil%3A Error swallowed by a rescue modifier::"
        "Api.call swallows every error%0A"
        "How to fix: Rescue the one error you expect, with begin and rescue, and say what happens then.%0A"
        "new, and at least minor [payments]"
    )


def test_the_worst_come_first_and_each_level_keeps_to_its_limit() -> None:
    commands = [line.split(" ")[0] for line in _annotations(a_gate_report(many=30))]
    assert commands == sorted(commands, key=["::error", "::warning", "::notice"].index)
    assert Counter(commands) == {"::error": 10, "::warning": 10, "::notice": 10}


def test_the_last_of_too_many_says_how_many_are_left() -> None:
    entries = tuple(a_judged(finding=a_finding(line=line)) for line in range(1, 13))
    lines = _annotations(a_quiet_gate_report(entries=entries))
    assert lines[-1] == "::error title=dxscore::3 more errors: the job summary or the log has all"
    assert len(_annotations(a_quiet_gate_report(entries=entries[:10]))) == 10


def test_a_limit_that_is_kept_is_no_annotation() -> None:
    kept = LimitResult("budget", ("tech-debt.*",), "", 41, 40, 40, Ruling.PASS)
    broken = replace(kept, after=42, ruling=Ruling.STOP)
    assert _annotations(a_quiet_gate_report(limits=(kept,))) == []
    assert len(_annotations(a_quiet_gate_report(limits=(broken,)))) == 1


def test_suppressed_findings_are_not_annotated() -> None:
    assert not any("tech-debt.sleep:" in line for line in _annotations(a_gate_report()))


def test_hostile_text_can_neither_end_a_property_nor_start_a_command() -> None:
    for line in _annotations(a_vile_gate_report()):
        properties = line.split("::")[1].partition(" ")[2]
        names = [each.partition("=")[0] for each in properties.split(",")]
        assert set(names) <= {"file", "line", "title"}
        assert "%0A:" not in line.replace("%250A", "")


def test_the_log_ends_with_the_verdict() -> None:
    assert _lines(a_quiet_gate_report()) == ["dxscore gate: passed (nothing new)"]
    worse = a_quiet_gate_report(entries=(a_judged(Change.WORSE, Ruling.WARN),))
    assert _lines(worse)[-1] == "dxscore gate: passed with warnings: 1 finding (1 worse)"
