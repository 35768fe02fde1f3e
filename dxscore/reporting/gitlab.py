"""Remarks -> GitLab's Code Quality report, a JSON array.

Facts: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. GitLab compares the report of a
merge request with that of the target branch by fingerprint, and keeps one of several that are alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import msgspec

from dxscore.domain.gate import Change
from dxscore.reporting.json_text import harmless
from dxscore.reporting.remarks import Remark, numbered
from dxscore.reporting.safe_text import encodable


def code_quality(remarks: Sequence[Remark]) -> str:
    """One entry per remark."""
    identities = numbered(map(_identity, remarks))
    entries = [
        _entry(remark, _fingerprint(identity, number))
        for remark, (identity, number) in zip(remarks, identities, strict=True)
    ]
    return harmless(msgspec.json.encode(entries)) + "\n"


def _identity(remark: Remark) -> str:
    """What got worse is not what the target branch has: GitLab is to show it."""
    return f"{remark.identity}+" if remark.change is Change.WORSE else remark.identity


def _fingerprint(identity: str, number: int) -> str:
    return sha256(f"{identity}:{number}".encode()).hexdigest()[:32]


def _entry(remark: Remark, fingerprint: str) -> dict[str, Any]:
    finding = remark.finding
    return {
        "description": encodable(finding.message),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": remark.rule.grading.severity,
        "location": {
            "path": encodable(finding.location.path),
            "lines": {"begin": max(finding.location.line, 1), "end": max(finding.location.end_line, 1)},
        },
    }
