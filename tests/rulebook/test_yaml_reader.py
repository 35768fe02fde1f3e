"""Hostile and broken YAML gives problems with lines, never another error and never a hang."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dxscore.rulebook import yaml_reader
from dxscore.rulebook.files import MAX_BYTES
from dxscore.rulebook.nodes import Items, Scalar, Table, UnusableError
from dxscore.rulebook.yaml_reader import MAX_DEPTH, read_yaml


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _loader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both parsers: PyYAML may lack the one in C."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "_LOADER", getattr(yaml, request.param))
        yield


def complaint(data: bytes) -> tuple[int, str]:
    with pytest.raises(UnusableError) as caught:
        read_yaml(data)
    (wrong,) = caught.value.complaints
    return wrong.line, f"{wrong.message} ({wrong.suggestion})"


def test_every_node_knows_its_line_and_scalars_keep_their_source_text() -> None:
    node = read_yaml(b"a: false\nb:\n  - nil\n  - 'x'\nc: {d: 012}\n")
    assert node == Table(
        1,
        (
            (Scalar(1, "a"), Scalar(1, "false")),
            (Scalar(2, "b"), Items(3, (Scalar(3, "nil"), Scalar(4, "x", plain=False)))),
            (Scalar(5, "c"), Table(5, ((Scalar(5, "d"), Scalar(5, "012")),))),
        ),
    )


def test_aliases_stand_for_what_they_name() -> None:
    node = read_yaml(b"a: &x [1]\nb: *x\nc: &y text\nd: *y\n")
    assert isinstance(node, Table)
    assert node.get("b") == node.get("a") == Items(1, (Scalar(1, "1"),))
    assert node.get("d") == Scalar(3, "text")


def test_an_alias_bomb_is_refused_before_it_unfolds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    line, message = complaint("\n".join(lines).encode())
    assert line <= 5
    assert "more than 20000 values" in message


def test_an_alias_to_what_it_stands_in_is_refused() -> None:
    assert complaint(b"a: 1\nb: &x [*x]\n") == (2, "'*x' names no value that ends before it ()")


@pytest.mark.parametrize("tag", ["!ruby/object:Gem::Installer", "!!python/object/apply:os.system", "!!str", "!"])
def test_tags_are_refused(tag: str) -> None:
    line, message = complaint(f"a: 1\nb: {tag} x\n".encode())
    assert line == 2
    assert "is not allowed" in message


def test_tags_on_collections_are_refused() -> None:
    assert complaint(b"a: !x [1]")[0] == 1
    assert complaint(b"a:\n  b: !x {c: d}")[0] == 2


@pytest.mark.parametrize("text", ["a: <%= ENV['X'] %>\n", "a: 1\n<% if x %>\n", "a: 1\n<%= x %>: 2\n"])
def test_erb_is_refused_with_a_clear_message(text: str) -> None:
    assert "ERB is not run" in complaint(text.encode())[1]


def test_erb_in_quotes_or_blocks_is_code_of_an_example() -> None:
    assert read_yaml(b"a: '<%= x %>'\nb: |\n  <% if x %>\n")


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", 1, "the file is empty"),
        (b"# only a comment\n", 1, "the file is empty"),
        (b"a: 1\nb: \xff\n", 2, "the file is not UTF-8"),
        (b"a: 1\nb: \x00\n", 2, "not valid YAML"),
        (b"a: 1\n\tb: 2\n", 2, "not valid YAML"),
        (b"a: 1\nb: [1, 2\n", 3, "not valid YAML"),
        (b"a: 1\nb: c: d\n", 2, "need quotes"),
        (b"a: 1\n---\nb: 2\n", 2, "second document"),
        (b"a: 1\nb: 2\na: 3\n", 3, "'a' stands here twice"),
        (b"a: 1\n? [x]\n: 2\n", 2, "a key must be plain text"),
        (b'a: 1\nb: "\\ud800"\n', 2, "not valid YAML"),
        (b"a: *nowhere\n", 1, "names no value"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "not UTF-8"),
        (b"x" * (MAX_BYTES + 1), 1, "larger than 256 KiB"),
        (b"a: 1\nb: " + b"[" * 500, 2, "nested deeper"),
        (b"- " * 500, 1, "nested deeper"),
        (b"a: 1\nb: [" + b"x, " * 25_000 + b"]", 2, "more than 20000 values"),
    ],
)
def test_broken_input_is_one_problem_with_its_line(data: bytes, line: int, message: str) -> None:
    found, text = complaint(data)
    assert (found, message in text) == (line, True), text


def test_a_byte_order_mark_is_no_problem() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1\n") == Table(1, ((Scalar(1, "a"), Scalar(1, "1")),))


def test_depth_up_to_the_limit_is_allowed() -> None:
    assert read_yaml(b"[" * MAX_DEPTH + b"x" + b"]" * MAX_DEPTH)


@given(st.one_of(st.binary(max_size=200), st.text("a:-[]{}&*!|>'\"#?%<\n \t,", max_size=80).map(str.encode)))
def test_any_bytes_give_a_node_or_a_complaint(data: bytes) -> None:
    try:
        node = read_yaml(data)
    except UnusableError as error:
        node = Scalar(min(wrong.line for wrong in error.complaints), error.complaints[0].message)
    assert node.line >= 1
    assert not isinstance(node, Scalar) or node.text
