"""Findings -> the same findings with an identity that survives edits elsewhere in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from dxscore.copying import replace
from dxscore.domain.finding import Finding


def fingerprinted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Stamp each finding with a digest of rule, path, symbol, code and its ordinal among equals; by location.

    No line, severity or wording goes in, so that a line added above or a rule tuned makes nothing 'new'.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    stamped = []
    for finding in sorted(findings, key=lambda finding: finding.location):
        identity = (finding.rule, finding.location.path, finding.symbol, finding.code)
        digest = sha256("\0".join((*identity, str(seen[identity]))).encode("utf-8", "replace")).hexdigest()
        stamped.append(replace(finding, fingerprint=digest[:16]))
        seen[identity] += 1
    return tuple(stamped)
