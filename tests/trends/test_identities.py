"""Identities of findings take little room and come back."""

from __future__ import annotations

from dxscore.copying import replace
from dxscore.trends.identities import pack, unpack
from tests.factories import HOSTILE, a_finding

_FINDINGS = [a_finding(line=line) for line in range(1, 6)]


def test_twelve_bytes_each() -> None:
    assert len(pack(_FINDINGS)) == 12 * len(_FINDINGS)
    assert pack([]) == b""


def test_fingerprints_come_back() -> None:
    assert {each.fingerprint.hex() for each in unpack(pack(_FINDINGS))} == {each.fingerprint for each in _FINDINGS}


def test_the_order_of_findings_does_not_matter() -> None:
    assert pack(_FINDINGS) == pack(_FINDINGS[::-1])


def test_likeness_outlives_a_rename_but_not_an_edit() -> None:
    here = a_finding(path="app/a.rb")
    there, edited = a_finding(path="lib/b.rb"), replace(here, code="other(code)", fingerprint="0" * 16)
    likeness = [next(unpack(pack([each]))).likeness for each in (here, there, edited)]
    assert likeness[0] == likeness[1] != likeness[2]


def test_what_stands_for_a_whole_file_is_known_by_the_files_name() -> None:
    whole = [replace(a_finding(path=path), symbol="", code="") for path in ("a/x.rb", "b/x.rb", "a/y.rb")]
    likeness = [next(unpack(pack([each]))).likeness for each in whole]
    assert likeness[0] == likeness[1] != likeness[2]


def test_hostile_texts_are_digested_too() -> None:
    assert len(pack([replace(a_finding(), symbol=HOSTILE, code="\udcff")])) == 12
