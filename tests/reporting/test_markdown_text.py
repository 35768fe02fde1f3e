from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dxscore.reporting.markdown_text import address, bullets, code, fenced, link, plain, rule_prose, table
from dxscore.reporting.safe_text import visible
from tests.factories import HOSTILE

_MARKUP = st.text(alphabet="ab `|\\*_<>[]()!#&;@:/.~{}$=+-1\n\x1b\u202e", max_size=30)
_JOINT = "\u200b"


def _inline(markdown: str) -> list[Token]:
    (inline,) = (
        token for token in MarkdownIt("gfm-like", {"linkify": False}).parse(f"x {markdown} x") if token.children
    )
    return inline.children or []


@given(_MARKUP)
def test_plain_text_shows_itself_and_nothing_else(text: str) -> None:
    tokens = _inline(plain(text))
    assert {token.type for token in tokens} <= {"text", "text_special"}
    shown = "".join(token.content for token in tokens).replace(_JOINT, "")
    assert shown.split() == f"x {visible(text)} x".split()


@given(_MARKUP)
def test_code_holds_no_markup(text: str) -> None:
    tokens = _inline(code(text))
    tags = [token.content for token in tokens if token.type == "html_inline"]
    assert tags in ([], ["<code>", "</code>"])
    assert {token.type for token in tokens} <= {"text", "text_special", "code_inline", "html_inline"}


@given(st.lists(st.tuples(_MARKUP, _MARKUP), min_size=1, max_size=3))
def test_cells_never_make_rows_or_columns(cells: list[tuple[str, str]]) -> None:
    markdown = table(("a", "b:"), [(plain(left), code(right)) for left, right in cells])
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    assert sum(token.type == "td_open" for token in tokens) == 2 * len(cells)
    assert markdown.count("\n") == len(cells) + 1


def test_mentions_references_and_addresses_are_broken_up() -> None:
    joint = "&#8203;"
    assert plain("@all #12 https://x www.x") == f"&#64;{joint}all &#35;{joint}12 https&#58;{joint}//x www&#46;{joint}x"


def test_hostile_text_as_code_is_no_element() -> None:
    assert "<script>" not in code(HOSTILE)


def test_a_label_without_address_is_no_link() -> None:
    assert link("`a.rb`", "") == "`a.rb`"
    assert link("`a.rb`", "https://h/a.rb") == "[`a.rb`](<https://h/a.rb>)"


def test_only_plain_https_addresses_are_links() -> None:
    assert address("https://rubyonrails.org/a?b=1#c") == "<https://rubyonrails.org/a?b=1#c>"
    assert address("javascript:alert(1)") == ""
    assert address("https://x/> <script>") == ""


def test_backticks_of_a_rule_s_author_make_code() -> None:
    assert rule_prose("use\n`save!` <now>") == "use `save!` &#60;now&#62;"


def test_a_fence_is_longer_than_any_in_the_code() -> None:
    assert fenced("a\n```\nb") == "````ruby\na\n```\nb\n````"


def test_a_list() -> None:
    assert bullets(["a", "b"]) == "- a\n- b"


def test_no_text_is_a_command_of_a_ci_runner() -> None:
    assert plain("a ##[group]b") == "a &#35;&#8203;#&#91;group&#93;b"
    assert code("##vso[x]") == "<code>&#35;&#8203;#vso&#91;x&#93;</code>"
