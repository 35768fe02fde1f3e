"""Expected values are those of RubyGems 3.3.15; 100,000 random pairs gave the same answers there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.rubygems.version import Segment, Version

VERSIONS = st.from_regex(r"[0-9]{1,3}(\.[0-9a-zA-Z]{1,4}){0,4}(-[0-9A-Za-z]{1,3})?", fullmatch=True).map(Version.parse)


@pytest.mark.parametrize(
    ("left", "sign", "right"),
    [
        ("1.0", "=", "1"),
        ("1.0.a", "=", "1.a"),
        ("1.a0", "=", "1.a"),
        ("1.0.rc1", "=", "1.0.rc.1"),
        ("1.0.RC1", "<", "1.0.rc1"),
        ("1.0.a10", ">", "1.0.a9"),
        ("1.0.b", ">", "1.0.a.2"),
        ("2.0.0-1", "<", "2.0.0"),
        ("2.0.0-1", ">", "2.0.0.a"),
        ("0.a", "<", "0"),
        ("1.0.0.pre", "<", "1.0"),
        ("1.0.pre.1", ">", "1.0.pre"),
        ("1.0.0.a.b", "<", "1.0.0.a.1"),
        ("3.2024.0806", "=", "3.2024.806"),
        ("10", ">", "9"),
        ("1.0-1", "=", "1.0.pre.1"),
        ("", "=", "0"),
        (" \t", "=", "0"),
    ],
)
def test_order(left: str, sign: str, right: str) -> None:
    ours, theirs = Version.parse(left), Version.parse(right)
    assert (ours < theirs, ours == theirs, ours > theirs) == (sign == "<", sign == "=", sign == ">")
    assert (hash(ours) == hash(theirs)) == (sign == "=")


@pytest.mark.parametrize(
    ("text", "release", "bump", "prerelease"),
    [
        ("5.3.1", "5.3.1", "5.4", False),
        ("5.3", "5.3", "6", False),
        ("5", "5", "6", False),
        ("5.3.1.4-2", "5.3.1.4", "5.3.2", True),
        ("5.3.1.b.2", "5.3.1", "5.4", True),
        ("1.0.a", "1.0", "2", True),
        ("0.0.1", "0.0.1", "0.1", False),
        ("1.2a3", "1.2", "2", True),
    ],
)
def test_release_bump_and_prerelease(text: str, release: str, bump: str, prerelease: bool) -> None:
    version = Version.parse(text)
    assert (str(version.release()), str(version.bump()), version.prerelease) == (release, bump, prerelease)


@pytest.mark.parametrize(
    ("text", "normal", "segments", "canonical"),
    [
        (" 1.0 \n", "1.0", (1, 0), (1,)),
        ("1.0-1", "1.0.pre.1", (1, 0, "pre", 1), (1, "pre", 1)),
        ("10rc2", None, None, None),
        ("1.10rc2", "1.10rc2", (1, 10, "rc", 2), (1, 10, "rc", 2)),
        ("1.0.0.a.0", "1.0.0.a.0", (1, 0, 0, "a", 0), (1, "a")),
        ("01.02", "01.02", (1, 2), (1, 2)),
        (
            "1.17.0-arm64-darwin",
            "1.17.0.pre.arm64.pre.darwin",
            (1, 17, 0, "pre", "arm", 64, "pre", "darwin"),
            (1, 17, "pre", "arm", 64, "pre", "darwin"),
        ),
        ("1.0--1", "1.0.pre..pre.1", (1, 0, "pre", "pre", 1), (1, "pre", "pre", 1)),
    ],
)
def test_normal_form(
    text: str, normal: str | None, segments: tuple[Segment, ...] | None, canonical: tuple[Segment, ...] | None
) -> None:
    if normal is None:
        with pytest.raises(ValueError, match="malformed"):
            Version.parse(text)
        return
    version = Version.parse(text)
    assert (version.text, version.segments, version.canonical_segments) == (normal, segments, canonical)


@pytest.mark.parametrize(
    "text", ["1.0.0-x86_64-linux", "v1.0", "1.0+b", "1.0_1", ".1", "1.", "1..0", "a", "1.0 2.0", "1.0\u00a0", "\u0661"]
)
def test_malformed(text: str) -> None:
    with pytest.raises(ValueError, match="malformed"):
        Version.parse(text)


def test_is_unlike_anything_else() -> None:
    assert Version.parse("1") != "1"


@given(VERSIONS, VERSIONS, VERSIONS)
def test_order_is_total(a: Version, b: Version, c: Version) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    assert not (a <= b <= c) or a <= c


@given(VERSIONS)
def test_release_and_bump_are_above(version: Version) -> None:
    assert version <= version.release() < version.bump()
    assert not version.bump().prerelease
    assert Version.parse(str(version)) == version
