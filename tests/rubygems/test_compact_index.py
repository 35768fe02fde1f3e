from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dxscore.rubygems.compact_index import (
    CompactIndexError,
    InfoBody,
    InfoRow,
    Listed,
    is_gem_name,
    parse_info,
    parse_versions,
)

_INFO = (
    "---\n"
    "1.0.0 |checksum:aa,ruby:>= 2.7,created_at:2024-05-01T12:00:00Z\n"
    "1.1.0-x86_64-linux-gnu dep:>= 1.0&< 3,other:~> 2.0|checksum:bb,ruby:< 3.5.dev&>= 3.0,rubygems:>= 3.3.22\n"
)


def test_each_line_is_a_release_for_one_platform() -> None:
    first, second = parse_info(_INFO)
    assert (first.version, first.platform, first.needs) == ("1.0.0", "", {})
    assert first.facts == {"checksum": "aa", "ruby": ">= 2.7", "created_at": "2024-05-01T12:00:00Z"}
    assert (second.version, second.platform) == ("1.1.0", "x86_64-linux-gnu")
    assert second.needs == {"dep": ">= 1.0, < 3", "other": "~> 2.0"}
    assert second.facts == {"checksum": "bb", "ruby": "< 3.5.dev, >= 3.0", "rubygems": ">= 3.3.22"}


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("1.0", InfoRow("1.0")),
        ("1.0 ", InfoRow("1.0")),
        ("1.0 |", InfoRow("1.0")),
        ("1.0\r", InfoRow("1.0")),
        ("1.0 a:>=1|", InfoRow("1.0", needs={"a": ">=1"})),
        ("1.0 a:|", InfoRow("1.0", needs={"a": ">= 0"})),
        ("1.0 a:>= 1,a:< 3|", InfoRow("1.0", needs={"a": ">= 1, < 3"})),
        ("1.0 a:>= 1", InfoRow("1.0", needs={"a": ">= 1"})),
        ("1.0 |abi:ruby-3.4,checksum:aa", InfoRow("1.0", facts={"abi": "ruby-3.4", "checksum": "aa"})),
    ],
)
def test_what_old_and_new_servers_write(line: str, row: InfoRow) -> None:
    assert parse_info(f"---\n{line}\n") == parse_info(line) == (row,)


def test_what_stands_above_the_line_is_a_header() -> None:
    assert parse_info("created_at: 2024-01-01\nsomething: else\n---\n1.0 |\n") == (InfoRow("1.0"),)


@pytest.mark.parametrize("text", ["", "---\n", "---\n\n \n"])
def test_a_gem_without_releases(text: str) -> None:
    assert parse_info(text) == ()


@pytest.mark.parametrize("text", ["<html>\n<body>", "Not found", "---\n1.0 |\n-java |", "1..0 |", '{"error": 1}'])
def test_what_is_no_release_is_an_error_with_its_line(text: str) -> None:
    with pytest.raises(CompactIndexError, match=r"line \d: not a version of a gem"):
        parse_info(text)


def test_a_body_that_is_no_text() -> None:
    with pytest.raises(CompactIndexError, match="line 2: not UTF-8"):
        InfoBody(b"---\n1.0 \xff").rows()


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-05-01T12:00:00Z", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ("2024-05-01T12:00:00", datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ("2024-05-01T12:00:00+02:00", datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ("2024-05-01T12:00:00.123Z", datetime(2024, 5, 1, 12, 0, 0, 123000, tzinfo=UTC)),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_is_utc_and_unknown_when_it_is_none(text: str, time: datetime | None) -> None:
    assert InfoRow("1.0", facts={"created_at": text}).created_at == time


_VERSIONS = (
    "created_at: 2024-04-01T00:00:05Z\n---\n"
    "rack 1.0,1.1,2.0-java 0123\n"
    "mail 2.8.1 4567\n"
    "rack -1.1 89ab\n"
    "rack 3.0 cdef\n"
)


def test_later_lines_of_versions_add_and_yank_and_bring_the_digest() -> None:
    assert parse_versions(_VERSIONS) == {
        "rack": Listed(("1.0", "2.0-java", "3.0"), ("1.1",), "cdef"),
        "mail": Listed(("2.8.1",), (), "4567"),
    }


def test_a_version_that_is_back_is_not_yanked() -> None:
    assert parse_versions("rack 1.0 aa\nrack -1.0 bb\nrack 1.0 cc\n")["rack"] == Listed(("1.0",), (), "cc")


def test_a_line_of_versions_without_any_is_an_error() -> None:
    with pytest.raises(CompactIndexError, match="line 2: 'rack' comes without versions"):
        parse_versions("---\nrack\n")


@pytest.mark.parametrize(
    ("name", "valid"), [("RedCloth", True), ("http_parser.rb", True), ("..", False), ("a/b", False), ("", False)]
)
def test_names_that_may_stand_in_an_address(name: str, valid: bool) -> None:
    assert is_gem_name(name) is valid
