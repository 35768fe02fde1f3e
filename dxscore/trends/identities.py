"""Open findings -> twelve bytes each, by which the next snapshot tells which are new, fixed or only moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b

from msgspec import Struct

from dxscore.domain.finding import Finding

_FINGERPRINT, _LIKENESS = 8, 4
_SIZE = _FINGERPRINT + _LIKENESS


class Identity(Struct, frozen=True):
    """What is kept of a finding."""

    fingerprint: bytes
    """That of the finding: its rule, path, symbol and code."""
    likeness: bytes
    """The same of a finding whose file was renamed: rule, symbol and code, or the file's name where both are empty."""


def pack(findings: Iterable[Finding]) -> bytes:
    """The identities of findings, in an order of their own: the same findings give the same bytes."""
    return b"".join(sorted(bytes.fromhex(each.fingerprint) + _likeness(each) for each in findings))


def unpack(packed: bytes) -> Iterator[Identity]:
    """The identities that `pack` packed."""
    for start in range(0, len(packed), _SIZE):
        yield Identity(packed[start : start + _FINGERPRINT], packed[start + _FINGERPRINT : start + _SIZE])


def _likeness(finding: Finding) -> bytes:
    name = "" if finding.symbol or finding.code else finding.location.path.rpartition("/")[2]
    parts = (finding.rule, finding.symbol, finding.code, name)
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=_LIKENESS).digest()
