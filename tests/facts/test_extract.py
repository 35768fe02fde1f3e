"""What is known of one file, by kind."""

from __future__ import annotations

import pytest

from dxscore.domain.facts import FileFacts
from dxscore.domain.source import FileKind
from dxscore.facts.errors import UnreadableSource
from tests.facts.reading import facts_of

CODE = "# @team Payments\nclass A\n  def m(x)\n    B.new(x) if x\n  end\nend\n"


def test_reads_all_of_production_code() -> None:
    facts = facts_of(CODE)
    assert (facts.lines, facts.code_lines, facts.first_comment) == (6, 5, "# @team Payments")
    assert [method.name for method in facts.outline.methods] == ["m"]
    assert [use.name for use in facts.outline.constants] == ["B"]
    assert facts.fragments


def test_measures_nothing_in_tests() -> None:
    facts = facts_of(CODE, FileKind.RUBY_TEST)
    assert [method.metrics for method in facts.outline.methods] == [None]
    assert [use.name for use in facts.outline.constants] == ["B"]
    assert not facts.fragments


def test_reads_the_ruby_of_templates() -> None:
    facts = facts_of("<%# @team A %>\n<p><%= B.c %></p>\n\n", FileKind.ERB)
    assert (facts.lines, facts.code_lines, facts.first_comment) == (3, 1, "<%# @team A %>")
    assert [(use.name, use.line) for use in facts.outline.constants] == [("B", 2)]


def test_reads_the_environment_in_production_code_only() -> None:
    code = 'config.a = ENV["A"]\n'
    facts = facts_of(code)
    assert [(read.name, setting.name) for read in facts.variables for setting in facts.settings] == [("A", "config.a")]
    assert [read.name for read in facts_of('<%= ENV["A"] %>', FileKind.ERB).variables] == ["A"]
    in_tests = facts_of(code, FileKind.RUBY_TEST)
    assert (in_tests.variables, in_tests.settings) == ((), ())


def test_reads_other_formats_by_their_name() -> None:
    facts = facts_of(b"FROM ruby:3.3\n", FileKind.IMAGE, "Dockerfile")
    assert [entity.kind for entity in facts.entities] == ["image"]
    facts = facts_of(b"Rails/Date:\n  Enabled: false\n", FileKind.TODO, ".rubocop_todo.yml")
    assert [entity.kind for entity in facts.entities] == ["suppression"]


def test_only_counts_the_lines_of_what_it_can_not_read() -> None:
    assert facts_of(b"%p\n\n  a\n", FileKind.UNSEEN) == FileFacts(lines=3, code_lines=2)


@pytest.mark.parametrize(
    ("code", "line"),
    [("a\n", 0), ("a\ndef (\nend end\n", 2), ("class A\n  def m\nend\n", 1), ("a\n\n'b\n", 3)],
)
def test_says_where_the_grammar_gave_up(code: str, line: int) -> None:
    assert facts_of(code).syntax_error == line


def test_keeps_what_was_read_around_an_error() -> None:
    facts = facts_of("class A\n  def m; end\nend\n)))\nclass B\nend\n")
    assert facts.syntax_error == 4
    assert [namespace.name for namespace in facts.outline.namespaces] == ["A", "B"]


def test_what_is_no_text_is_unreadable() -> None:
    with pytest.raises(UnreadableSource, match="binary"):
        facts_of(b"\x89PNG\0")


@pytest.mark.parametrize("kind", [FileKind.RUBY, FileKind.RUBY_TEST, FileKind.ERB, FileKind.UNSEEN])
def test_an_empty_file_has_no_facts(kind: FileKind) -> None:
    assert facts_of(b"", kind) == FileFacts(0, 0)


_BROKEN_ANYWHERE = """\
class Order < Base
  def settle(a, *b, c: 1, &d)
    return x&.y ||= a[0] if a.b? && !c || d
    list.each do |(p, q), r: 2|
      case p when 1, "#{q} z" then -> { yield q } else super end
    end
    x, (@y, z.w) = *b, %w[a b], {k: :v, "s" => 1..2}
  rescue A, B => e
    raise E, <<~TEXT unless e.m(1) { |i| i + 1 } == /r/
      text #{a}
    TEXT
  ensure
    $g, self.h = nil, A::B.c!
  end
end
"""


def test_ruby_that_is_broken_anywhere_is_read_as_far_as_it_goes() -> None:
    for start in range(len(_BROKEN_ANYWHERE)):
        for length in (1, 3, 9):
            broken = _BROKEN_ANYWHERE[:start] + _BROKEN_ANYWHERE[start + length :]
            assert facts_of(broken).lines > 0


@pytest.mark.parametrize("noise", ["`", ")", "end", "?", "@", "%", "\\", "=>", "&.", "$"])
def test_noise_anywhere_in_ruby_does_no_harm(noise: str) -> None:
    for start in range(0, len(_BROKEN_ANYWHERE), 2):
        assert facts_of(_BROKEN_ANYWHERE[:start] + noise + _BROKEN_ANYWHERE[start:]).lines > 0
