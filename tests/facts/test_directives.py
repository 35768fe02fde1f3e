"""Suppressions in comments."""

from __future__ import annotations

import pytest

from dxscore.domain.facts import Directive
from dxscore.domain.source import FileKind
from tests.facts.reading import facts_of


def only(code: str, kind: FileKind = FileKind.RUBY) -> Directive:
    (directive,) = facts_of(code, kind).directives
    return directive


def test_reads_all_parts() -> None:
    assert only("a # dxscore:ignore[x.y-z, x.q] until=2027-01-31 -- Tracked in BILL-12 -- really\n") == Directive(
        line=1, target=1, rules=("x.y-z", "x.q"), until="2027-01-31", reason="Tracked in BILL-12 -- really"
    )


def test_the_date_is_optional() -> None:
    directive = only("a # dxscore:ignore[x.y] -- why\n")
    assert (directive.until, directive.reason, directive.error) == ("", "why", "")


def test_alone_on_a_line_it_covers_the_next_statement() -> None:
    code = "def m\n  # dxscore:ignore[x.y] -- why\n  # more\n\n  f(a,\n    b)\nend\n"
    assert only(code).target == 5


def test_alone_before_a_clause_it_covers_the_clause() -> None:
    code = "begin\n  a\n  # dxscore:ignore[x.y] -- why\nrescue B\nend\n"
    assert only(code).target == 4


def test_after_code_it_covers_its_own_line() -> None:
    assert only("f(a, # dxscore:ignore[x.y] -- why\n  b)\n").target == 1


def test_may_follow_another_tool_in_the_same_comment() -> None:
    assert only("a # rubocop:disable X/Y # dxscore:ignore[x.y] -- why\n").rules == ("x.y",)


@pytest.mark.parametrize(
    ("comment", "error"),
    [
        ("dxscore:ignore", "expected [rule-id]"),
        ("dxscore:ignore x.y -- why", "expected [rule-id]"),
        ("dxscore:ignore[] -- why", "no rule named"),
        ("dxscore:ignore[X y] -- why", "'X y' is not a rule id"),
        ("dxscore:ignore[x.y]", "no reason given"),
        ("dxscore:ignore[x.y] --", "no reason given"),
        ("dxscore:ignore[x.y] until=tomorrow -- why", "until=tomorrow is not a date"),
        ("dxscore:ignore[x.y] until=20270131 -- why", "until=20270131 is not a date"),
        ("dxscore:ignore[x.y] until=2027-02-30 -- why", "until=2027-02-30 is not a date"),
        ("dxscore:ignore[x.y] because -- why", "'because' is neither"),
        ("dxscore:ignore[x.y] why", "'why' is neither"),
        ("dxscore:disable[x.y] -- why", "unknown directive 'dxscore:disable'"),
    ],
)
def test_says_what_is_wrong(comment: str, error: str) -> None:
    assert only(f"a # {comment}\n").error.startswith(error)


@pytest.mark.parametrize(
    "code",
    [
        'a = "# dxscore:ignore[x.y] -- why"\n',
        "# Write dxscore:ignore[x.y] to suppress.\n",
        "a = <<~X\n  # dxscore:ignore[x.y] -- why\nX\n",
        "dxscore = 1\n",
    ],
)
def test_only_comments_that_begin_so_are_directives(code: str) -> None:
    assert not facts_of(code).directives


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<p>\n<%# dxscore:ignore[x.y] -- why %>\n<b>\n<%= f %>\n", (2, 4)),
        ("<p>\n<% # dxscore:ignore[x.y] -- why %>\n<b>\n<%= f %>\n", (2, 4)),
        ("<%= f %> <%# dxscore:ignore[x.y] -- why %>\n<%= g %>\n", (1, 1)),
        ("<%= f # dxscore:ignore[x.y] -- why %>\n<%= g %>\n", (1, 1)),
        ("<%\n  f # dxscore:ignore[x.y] -- why\n  g\n%>\n", (2, 2)),
    ],
)
def test_reads_comments_of_templates(template: str, place: tuple[int, int]) -> None:
    directive = only(template, FileKind.ERB)
    assert (directive.rules, directive.error) == (("x.y",), "")
    assert (directive.line, directive.target) == place
