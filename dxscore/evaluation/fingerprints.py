"""Findings -> the same findings with an identity that survives edits elsewhere in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from dxscore.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding without its fingerprint, and the code that tells it from its neighbours."""

    finding: Finding
    code: str
    """Normalised source for matches, '' for entities: sizes must not change their identity."""


def fingerprinted(drafts: Iterable[Draft]) -> tuple[Finding, ...]:
    """Stamp each finding with a digest of rule, path, symbol, code and its ordinal among equals.

    No line, severity or wording goes in, so that a line added above or a rule tuned makes nothing 'new'.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    findings = []
    for draft in sorted(drafts, key=lambda draft: draft.finding.location):
        finding = draft.finding
        identity = (finding.rule, finding.location.path, finding.symbol, draft.code)
        digest = sha256("\0".join((*identity, str(seen[identity]))).encode("utf-8", "replace")).hexdigest()
        findings.append(replace(finding, fingerprint=digest[:16]))
        seen[identity] += 1
    return tuple(findings)
