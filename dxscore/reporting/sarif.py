"""Remarks -> a SARIF 2.1.0 log, within what GitHub code scanning accepts.

Facts: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ and GitHub's pages 'SARIF support for code scanning' and 'SARIF
results exceed one or more limits'.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias
from urllib.parse import quote

import msgspec
from msgspec import Struct

from dxscore.domain.finding import Finding, RuleFailure, Status
from dxscore.domain.gate import Change
from dxscore.domain.rule import Rule
from dxscore.domain.source import Skip, Unknown
from dxscore.reporting.figures import counted
from dxscore.reporting.json_text import harmless
from dxscore.reporting.markdown_text import address, bullets, rule_prose
from dxscore.reporting.remarks import Level, Remark, level_of, numbered
from dxscore.reporting.safe_text import brief, encodable, prose, visible

_Json: TypeAlias = dict[str, Any]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_MOST_RESULTS = 25_000
"""GitHub refuses a run with more, and shows 5,000 of them."""
_MOST_TEXT = 1_000
"""GitHub cuts descriptions after 1,024 characters."""
_STATES = {
    Change.NEW: "new",
    Change.WORSE: "updated",
    Change.UNCHANGED: "unchanged",
    Change.FIXED: "absent",
}
_LINK = re.compile(r"\[(?=[^\]]*\]\()")
"""The start of what section 3.11.6 takes for a link in plain text."""
_ROOT = "%SRCROOT%"


class Notification(Struct, frozen=True):
    """Something about the run that is no result."""

    id: str
    level: Level
    text: str
    path: str = ""
    line: int = 0


def sarif(remarks: Sequence[Remark], notifications: Iterable[Notification], version: str, suppressed: bool) -> str:
    """One log with one run; `suppressed` says whether the remarks hold suppressed findings too."""
    kept = remarks[:_MOST_RESULTS]
    rules = {remark.rule.id: remark.rule for remark in kept}
    indexes = {rule_id: index for index, rule_id in enumerate(rules)}
    driver = {"name": "dxscore", "version": version, "rules": [_rule(rule) for rule in rules.values()]}
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "dxscore/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation([*notifications, *_cut(len(remarks))])],
        "results": list(_results(kept, indexes, suppressed)),
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return harmless(msgspec.json.encode(_encodable(log))) + "\n"


def unseen(
    skipped: Iterable[Skip], unknown: Iterable[Unknown], failures: Iterable[RuleFailure]
) -> Iterator[Notification]:
    """What a run did not see."""
    for failure in failures:
        yield Notification("rule-failed", "error", f"{failure.rule} failed: {failure.reason}")
    for skip in skipped:
        yield Notification("file-skipped", "warning", f"not read: {skip.reason} {skip.detail}".rstrip(), skip.path)
    for each in unknown:
        yield Notification("unknown", "note", f"unknown: {each.subject}, because {each.reason}")


def _cut(results: int) -> Iterator[Notification]:
    if results > _MOST_RESULTS:
        left = counted(results - _MOST_RESULTS, "result")
        yield Notification("results-left-out", "warning", f"{left} left out: GitHub takes {_MOST_RESULTS:,} at most")


def _rule(rule: Rule) -> _Json:
    text = rule.text
    links = [link.strip("<>") for link in map(address, text.learn) if link]
    entry: _Json = {
        "id": rule.id,
        "shortDescription": {"text": brief(prose(text.title), _MOST_TEXT)},
        "fullDescription": {"text": brief(prose(text.why or text.title), _MOST_TEXT)},
        "help": {"text": _help(rule), "markdown": _help_in_markdown(rule)},
        "defaultConfiguration": {"level": level_of(rule.grading.severity)},
        "properties": {
            "tags": [rule.dimension, rule.grading.severity],
            "precision": rule.grading.confidence,
            "problem.severity": {"error": "error", "warning": "warning", "note": "recommendation"}[
                level_of(rule.grading.severity)
            ],
        },
    }
    if rule.aliases:
        entry["deprecatedIds"] = list(dict.fromkeys(rule.aliases))
    return {**entry, "helpUri": links[0]} if links else entry


def _help(rule: Rule) -> str:
    parts = [f"Why: {prose(rule.text.why)}", f"How to fix: {prose(rule.text.fix)}", *map(visible, rule.text.learn)]
    return "\n\n".join(parts)


def _help_in_markdown(rule: Rule) -> str:
    text = rule.text
    parts = [f"**Why:** {rule_prose(text.why)}", f"**How to fix:** {rule_prose(text.fix)}"]
    links = [address(link) or rule_prose(link) for link in text.learn]
    return "\n\n".join([*parts, bullets(links)] if links else parts)


def _results(remarks: Sequence[Remark], indexes: Mapping[str, int], suppressed: bool) -> Iterator[_Json]:
    identities = numbered(remark.identity for remark in remarks)
    for remark, (identity, number) in zip(remarks, identities, strict=True):
        result = _result(remark, indexes[remark.rule.id])
        result["partialFingerprints"] = {"primaryLocationLineHash": f"{identity}:{number}", "dxscore/v1": identity}
        if remark.change:
            result["baselineState"] = _STATES[remark.change]
        if suppressed:
            result["suppressions"] = _suppressions(remark.finding)
        yield result


def _result(remark: Remark, rule_index: int) -> _Json:
    finding, rule = remark.finding, remark.rule
    facts = {"owner": finding.owner, "severity": rule.grading.severity, "ruling": remark.ruling, "why": remark.reason}
    return {
        "ruleId": rule.id,
        "ruleIndex": rule_index,
        "level": remark.level,
        "message": {"text": _message(finding.message)},
        "locations": [_location(finding)],
        "properties": {name: fact for name, fact in facts.items() if fact},
    }


def _message(text: str) -> str:
    return brief(_LINK.sub(r"\\[", visible(text)), _MOST_TEXT) or "(no message)"


def _location(finding: Finding) -> _Json:
    place = finding.location
    region = {
        "startLine": max(place.line, 1),
        "startColumn": max(place.column, 1),
        "endLine": max(place.end_line, place.line, 1),
    }
    location: _Json = {"physicalLocation": {"artifactLocation": _artifact(place.path), "region": region}}
    if finding.symbol:
        location["logicalLocations"] = [{"fullyQualifiedName": visible(finding.symbol)}]
    return location


def _artifact(path: str) -> _Json:
    """Percent-encoded, also bytes that are not UTF-8."""
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _ROOT}


def _suppressions(finding: Finding) -> list[_Json]:
    """Section 3.27.23: an empty list says that a result is not suppressed, none would leave it open."""
    if finding.status is Status.OPEN:
        return []
    kind = "inSource" if finding.status is Status.SUPPRESSED else "external"
    return [{"kind": kind, "status": "accepted", "justification": finding.justification}]


def _invocation(notifications: Iterable[Notification]) -> _Json:
    """The program ran to its end, whatever it found."""
    return {"executionSuccessful": True, "toolExecutionNotifications": [_notification(each) for each in notifications]}


def _notification(notification: Notification) -> _Json:
    entry: _Json = {
        "descriptor": {"id": notification.id},
        "level": notification.level,
        "message": {"text": _message(notification.text)},
    }
    if notification.path:
        place: _Json = {"artifactLocation": _artifact(notification.path)}
        if notification.line:
            place["region"] = {"startLine": notification.line}
        entry["locations"] = [{"physicalLocation": place}]
    return entry


def _encodable(value: Any) -> Any:
    """The same value without lone surrogates, which UTF-8 can't hold."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    return value
