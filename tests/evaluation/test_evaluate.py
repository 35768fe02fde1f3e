from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import structs

from dxscore.copying import replace
from dxscore.domain.entities import ENTITIES
from dxscore.domain.facts import Entity, FileFacts, Match
from dxscore.domain.matchers import CallMatcher, EntityMatcher, NumberTest
from dxscore.domain.rule import Detection, Metric, Rule, RuleScope
from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.subject import Placed, Subject
from dxscore.domain.versions import LockedVersions
from dxscore.evaluation.evaluate import evaluate
from tests.factories import a_rule

_PATH = "app/models/user.rb"


def a_match(line: int, rule: str = "d.calls", symbol: str = "User#save", code: str = "call(x)") -> Match:
    return Match(rule, line, line, 3, symbol, code, {"NAME": "call"})


def a_subject(
    matches: Mapping[str, Sequence[Match]], entities: Sequence[Placed] = (), rails: str | None = "7.1.3"
) -> Subject:
    kinds = {path: FileKind.RUBY_TEST if path.startswith("spec/") else FileKind.RUBY for path in matches}
    return Subject(
        files={path: SourceFile(path, "", 1, kind) for path, kind in kinds.items()},
        facts={path: FileFacts(10, 9, matches=tuple(found)) for path, found in matches.items()},
        entities=lambda _kind: entities,
        versions=LockedVersions(rails=rails, lockfile="Gemfile.lock" if rails else ""),
    )


def a_call_rule(scope: RuleScope = RuleScope(), metric: Metric = Metric(), message: str = "{NAME} is bad") -> Rule:
    detection = Detection(CallMatcher(), captures={"NAME": "call.name"}, metric=metric)
    return replace(a_rule("d.calls"), scope=scope, detection=detection, message=message)


def lines(rule: Rule, subject: Subject) -> list[int]:
    return [finding.location.line for finding in evaluate([rule], subject).findings]


def test_a_match_becomes_a_finding_with_message_and_evidence() -> None:
    (finding,) = evaluate([a_call_rule()], a_subject({_PATH: [a_match(4)]})).findings
    assert (finding.message, finding.symbol, finding.location.line) == ("call is bad", "User#save", 4)
    assert finding.evidence == {"NAME": "call"}


def test_globs_decide_which_files_a_rule_sees() -> None:
    subject = a_subject({_PATH: [a_match(1)], "lib/x.rb": [a_match(2)], "app/legacy/y.rb": [a_match(3)]})
    scope = RuleScope(include=("app/**",), exclude=("**/legacy/**",))
    assert lines(a_call_rule(scope), subject) == [1]


def test_test_code_is_seen_only_by_rules_that_ask() -> None:
    subject = a_subject({_PATH: [a_match(1)], "spec/models/user_spec.rb": [a_match(2)]})
    assert lines(a_call_rule(), subject) == [1]
    assert lines(a_call_rule(RuleScope(in_tests="yes")), subject) == [1, 2]
    assert lines(a_call_rule(RuleScope(in_tests="only")), subject) == [2]


def test_a_rule_for_another_version_does_not_run() -> None:
    assert lines(a_call_rule(RuleScope(rails="< 7.0")), a_subject({_PATH: [a_match(1)]})) == []
    assert lines(a_call_rule(RuleScope(rails=">= 7.1, < 7.2")), a_subject({_PATH: [a_match(1)]})) == [1]


def test_only_rules_that_applied_and_did_not_crash_have_finished() -> None:
    other_version = replace(a_call_rule(RuleScope(rails="< 7.0")), id="d.old")
    broken = replace(a_rule("d.broken"), scope=RuleScope(), detection=Detection(EntityMatcher("def", ())))
    stray = [("gone.rb", Entity("def", 1, 1, "", {}))]
    result = evaluate([a_call_rule(), other_version, broken], a_subject({_PATH: [a_match(1)]}, stray))
    assert result.finished == {"d.calls"}


def test_a_rule_that_needs_an_unknown_version_is_reported_as_unknown() -> None:
    result = evaluate([a_call_rule(RuleScope(rails=">= 7"))], a_subject({_PATH: [a_match(1)]}, rails=None))
    assert result.findings == ()
    assert [unknown.subject for unknown in result.unknown] == ["d.calls"]


def test_grouping_gives_one_finding_per_class_with_the_count() -> None:
    rule = a_call_rule(metric=Metric(per="class", at_least=2), message="{count} calls")
    found = [a_match(5, symbol="User#a"), a_match(3, symbol="User.b"), a_match(9, symbol="Other#c")]
    (finding,) = evaluate([rule], a_subject({_PATH: found})).findings
    assert (finding.message, finding.symbol, finding.location.line) == ("2 calls", "User", 3)


def test_a_captured_number_becomes_evidence() -> None:
    rule = a_call_rule(metric=Metric(value="SECONDS"), message="{value} s")
    match = structs.replace(a_match(1), captures={"SECONDS": "30"})
    (finding,) = evaluate([rule], a_subject({_PATH: [match]})).findings
    assert finding.message == "30 s"


def test_entities_are_judged_by_their_attributes() -> None:
    rule = replace(
        a_rule("d.long"),
        scope=RuleScope(),
        detection=Detection(EntityMatcher("def", (("lines", NumberTest(">", 60)),))),
        message="{name} has {lines} lines",
    )
    entities = [(_PATH, _method(n)) for n in (60, 61)]
    (finding,) = evaluate([rule], a_subject({_PATH: []}, entities)).findings
    assert (finding.message, finding.symbol) == ("m61 has 61 lines", "User#61")


def test_a_crash_in_one_rule_is_its_own_result_and_the_run_goes_on() -> None:
    broken = replace(a_rule("d.broken"), scope=RuleScope(), detection=Detection(EntityMatcher("def", ())))
    stray = [("gone.rb", Entity("def", 1, 1, "", {}))]
    result = evaluate([broken, a_call_rule()], a_subject({_PATH: [a_match(1)]}, stray))
    assert [failure.rule for failure in result.failures] == ["d.broken"]
    assert [finding.rule for finding in result.findings] == ["d.calls"]


def test_a_line_added_above_changes_no_fingerprint() -> None:
    before = evaluate([a_call_rule()], a_subject({_PATH: [a_match(4), a_match(8)]})).findings
    after = evaluate([a_call_rule()], a_subject({_PATH: [a_match(14), a_match(18)]})).findings
    assert [finding.fingerprint for finding in before] == [finding.fingerprint for finding in after]
    assert len({finding.fingerprint for finding in before}) == 2


def test_rule_path_symbol_and_code_each_change_the_fingerprint() -> None:
    rules = [a_call_rule(), replace(a_call_rule(), id="d.other")]
    subject = a_subject(
        {
            _PATH: [a_match(1), a_match(2, code="call(y)"), a_match(3, symbol="User#b"), a_match(4, rule="d.other")],
            "app/models/b.rb": [a_match(1)],
        }
    )
    assert len({finding.fingerprint for finding in evaluate(rules, subject).findings}) == 5


def _method(lines: int) -> Entity:
    attributes = {**dict.fromkeys(ENTITIES["def"]), "name": f"m{lines}", "lines": lines}
    return Entity("def", lines, lines + 80, f"User#{lines}", attributes)
