from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.ruby import RubyCode
from dxscore.domain.source import FileKind
from dxscore.facts.errors import UnreadableSource
from dxscore.facts.lowering import lower
from tests.facts.lowering.told import all_lowered, told


def test_the_ruby_of_a_template_is_lowered() -> None:
    statements = all_lowered("<% @posts.each do |post| %>\n<%= post.title %>\n<% end %>\n", FileKind.ERB)

    assert told(statements) == "[Call(each, $@posts, Block([Parameter(post, required)], Call(title, $post)))]"
    assert statements[0].line == 1


def test_code_that_cannot_be_read_is_told() -> None:
    code = lower(b"a\ndef b(\n  1 +\n")

    assert code.syntax_error > 0
    assert told(code.body.items[0]) == "Call(a)"


def test_comments_say_nothing() -> None:
    assert told(all_lowered("# a\nb # c\n=begin\nd\n=end\n__END__\ne\n")) == "[Call(b)]"


def test_binary_content_is_refused() -> None:
    with pytest.raises(UnreadableSource):
        lower(b"a = 1\0\0\0")


@given(st.text(alphabet="abc@:.,;|&()[]{}<>=!?'\"#%~ \n1dofnied", max_size=60))
def test_any_text_is_lowered_and_survives_packing(text: str) -> None:
    code = lower(text.encode())

    packed = msgspec.msgpack.encode(code)
    assert msgspec.msgpack.decode(packed, type=RubyCode) == code
