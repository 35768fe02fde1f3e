from __future__ import annotations

from datetime import date

import pytest
from markdown_it import MarkdownIt
from rich.cells import cell_len

from dxscore.copying import replace
from dxscore.domain.rule import Example, RuleScope, RuleState, RuleText
from dxscore.reporting.explain import explain_rule
from dxscore.reporting.view import View
from tests.factories import HOSTILE, a_rule


@pytest.mark.parametrize("view", [View(), View(terminal=True)], ids=["markdown", "terminal"])
def test_it_says_what_why_how_where_and_shows_examples(view: View) -> None:
    text = explain_rule(a_rule(), view)
    parts = (
        "Error swallowed by a rescue modifier",
        "tech-debt.rescue-nil",
        "catches every StandardError",
        "Rescue the one error you expect",
        "3 points per finding; to fix one takes about an hour",
        "severity major, confidence high, enforced",
        "not in tests",
        "x = Api.call rescue nil",
        "x = Api.call rescue 0",
        "exceptions_rdoc.html",
        "# dxscore:ignore[tech-debt.rescue-nil]",
    )
    positions = [text.find(part) for part in parts]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_where_it_applies() -> None:
    scope = RuleScope(rails=">= 7", gems={"sidekiq": "", "pg": "~> 1.5"}, exclude=("lib/**",), in_tests="only")
    text = explain_rule(replace(a_rule(), scope=scope), View(terminal=True))
    assert "with Rails >= 7, sidekiq, pg ~> 1.5" in text
    assert "not in `lib/**`" in text
    assert "only in tests" in text


def test_an_announced_rule_says_since_when_it_counts() -> None:
    rule = a_rule(state=RuleState.ANNOUNCED, enforce_on=date(2027, 2, 1))
    assert "announced, counts from 2027-02-01" in explain_rule(rule, View(terminal=True))


def test_an_example_of_several_files_names_them() -> None:
    example = Example({"app/models/a.rb": "A\n", "app/models/b.rb": "B\n"})
    text = explain_rule(replace(a_rule(), invalid=(example,)), View(terminal=True))
    assert "  # app/models/a.rb\n  A\n\n  # app/models/b.rb\n  B\n" in text


def test_a_bare_rule_has_no_empty_sections() -> None:
    bare = replace(a_rule(), text=RuleText(title="", why="", fix=""), valid=(), invalid=())
    text = explain_rule(bare, View())
    assert text.startswith("# tech-debt.rescue-nil\n")
    assert "## Why" not in text
    assert "## Found" not in text


@pytest.mark.parametrize("view", [View(), View(terminal=True, width=60)], ids=["markdown", "terminal"])
def test_a_hostile_rule_is_harmless(view: View) -> None:
    rule = replace(
        a_rule(),
        text=RuleText(HOSTILE, HOSTILE, HOSTILE, (f"https://x/{HOSTILE}",)),
        invalid=(Example({"a.rb": HOSTILE}),),
    )
    text = explain_rule(rule, view)
    assert text.replace("\n", "").isprintable()
    if view.terminal:
        assert max(map(cell_len, text.splitlines())) <= view.width
    else:
        html = MarkdownIt("gfm-like", {"linkify": False}).render(text)
        assert "<script" not in html
        assert "href" not in html
