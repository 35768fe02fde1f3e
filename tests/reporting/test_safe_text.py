from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.reporting.safe_text import brief, code_spans, encodable, inert, link_to, prose, shorten, visible


@given(st.text(alphabet=st.characters()))
def test_visible_text_is_printable_and_on_one_line(text: str) -> None:
    assert visible(text).isprintable()


def test_escapes_marks_and_surrogates_are_spelled_out() -> None:
    assert visible("a\x1b[2J\u202eb\n\udcff") == r"a\x1b[2J\u202eb\n\udcff"


def test_ordinary_text_in_any_script_stays() -> None:
    assert visible("Zürich 東京 → ok") == "Zürich 東京 → ok"


def test_prose_folds_lines_first() -> None:
    assert prose("one\n  two\tthree\x07") == r"one two three\x07"


def test_code_between_backticks_is_told_apart() -> None:
    assert code_spans("use `save!` here") == [("use ", False), ("save!", True), (" here", False)]


@given(st.text(alphabet=st.characters(codec=None)))
def test_encodable_text_can_be_encoded(text: str) -> None:
    encodable(text).encode("utf-8")


@given(st.text(alphabet="ab/._", max_size=60), st.integers(0, 60))
def test_a_short_path_is_never_wider_than_asked(path: str, width: int) -> None:
    assert len(shorten(path, width)) <= width


def test_folders_in_the_middle_give_way_first() -> None:
    path = "packs/payments/app/services/payments/settlement/ledger.rb:41"
    assert shorten(path, 40) == "packs/…/payments/settlement/ledger.rb:41"


def test_a_long_file_name_is_cut_within() -> None:
    assert shorten("app/" + "x" * 50 + ".rb:7", 20) == "app/xxx…xxxxxxx.rb:7"


def test_links_have_the_path_percent_encoded() -> None:
    assert link_to("https://h/{path}#L{line}", "a b/ü\udcff(1).rb", 3) == "https://h/a%20b/%C3%BC%FF%281%29.rb#L3"


def test_no_template_no_link() -> None:
    assert link_to("", "a.rb", 3) == ""


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("a ##[add-mask]b", r"a \x23#[add-mask]b"),
        ("##vso[task.setvariable]", r"\x23#vso[task.setvariable]"),
        ("Foo::Bar ## [x] #[y]", "Foo::Bar ## [x] #[y]"),
        (":a", ":a"),
    ],
)
def test_no_line_is_a_command_of_a_ci_runner(line: str, text: str) -> None:
    assert inert(line) == text


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert brief("abc def", 7) == "abc def"
    assert brief("abc def", 4) == "abc…"
