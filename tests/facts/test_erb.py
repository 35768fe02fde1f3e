"""Ruby inside ERB."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.facts.erb import read_template
from dxscore.facts.parsing import parse_ruby


@pytest.mark.parametrize(
    ("template", "ruby"),
    [
        ("<p>\n</p>", "   \n    "),
        ("<%= a %>", "    a ; "),
        ("<%== a %>", "     a ; "),
        ("<%- a -%>", "    a ;  "),
        ("<% a %>\n<%= b %>", "   a ; \n    b ; "),
        ("<%# a %>x", "         "),
        ("<%% a %>", "        "),
        ("<% a # b %>c<% d %>", "   a     ;     d ; "),
        ("<% # a %><% b %>", "       ;    b ; "),
        ("<% a '#b' %>", "   a '#b' ; "),
        ('<% "#{a}" %>', '   "#{a}" ; '),
        ("é<% a %>", "     a ; "),
    ],
)
def test_keeps_ruby_where_it_stands(template: str, ruby: str) -> None:
    assert read_template(template.encode()).ruby.decode() == ruby


@pytest.mark.parametrize(
    "template",
    [
        "<% if a %>\n<b>\n<% elsif b %>\n<% else %>\n<% end %>",
        "<%= form_with model: a do |f| %>\n<%= f.b :c %>\n<% end %>",
        "<% a.each { |b| %><%= b %><% } %>",
        "<% case a %>\n  <% when 1 %>\n<b>\n<% end %>",
        "<% begin %><%= a %><% rescue B %><% ensure %><% end %>",
        "<%= a(b,\n  c) %>",
        "<%= yield :a %>",
        "<%= a do %><% end if b %>",
        "<% # why %><% if a %><% end %>",
    ],
)
def test_code_joins_across_tags(template: str) -> None:
    assert not parse_ruby(read_template(template.encode()).ruby).root_node.has_error


@given(st.text(alphabet="<%=-#> \nabé'\""))
def test_every_byte_keeps_its_place(text: str) -> None:
    source = text.encode()
    ruby = read_template(source).ruby
    assert len(ruby) == len(source)
    assert [at for at, byte in enumerate(ruby) if byte == 10] == [at for at, byte in enumerate(source) if byte == 10]


def test_tells_whether_a_comment_is_alone_on_its_line() -> None:
    comments = read_template(b"<%# a %>\n<b><%# c %>\n").comments
    assert [(comment.line, comment.text, comment.alone) for comment in comments] == [(1, "a", True), (2, "c", False)]
