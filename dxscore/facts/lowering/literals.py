"""Numbers, strings, symbols, heredocs, arrays, hashes and ranges of a syntax tree -> values."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind, token
from dxscore.facts.lowering.arguments import given, items
from dxscore.facts.lowering.core import Lowering, by_kind, line_of
from dxscore.facts.lowering.strings import heredoc_texts, named_groups, unescape

_OPERATOR, _BEGIN, _END, _EXCLUSIVE = field("operator"), field("begin"), field("end"), token("...")
_COMMENT, _INTERPOLATION, _ESCAPE = kind("comment"), kind("interpolation"), kind("escape_sequence")
_HEREDOC_END = kind("heredoc_end")
_WORDS = {kind("true"): True, kind("false"): False, kind("nil"): None}
_SIGNS = "/)]}>|!%,;:'\"~^*-+=#$&@?."
"""What may end a regular expression before its flags."""
_BIGGEST = 1 << 63


def _word(_lowering: Lowering, node: Node) -> ruby.Literal:
    return ruby.Literal(line_of(node), _WORDS[node.kind_id])


def _number(lowering: Lowering, node: Node) -> ruby.Expression:
    try:
        value = number(lowering.text(node))
    except ValueError:
        return lowering.other(node)
    return ruby.Literal(line_of(node), value)


def number(text: str) -> int | float:
    """Raises ValueError for complex and rational numbers, and integers beyond 64 bits."""
    plain = text.replace("_", "").lower()
    if plain[:1] == "0" and plain[1:].isdigit():
        return int(plain, 8)
    if any(sign in plain for sign in ".e") and not plain.startswith("0x"):
        return float(plain)
    value = int(plain.replace("0d", ""), 0)
    if value >= _BIGGEST:
        raise ValueError(text)
    return value


def _symbol(lowering: Lowering, node: Node) -> ruby.Sym:
    return ruby.Sym(line_of(node), lowering.text(node).removeprefix(":"))


def _character(lowering: Lowering, node: Node) -> ruby.Str:
    """`?a`."""
    text = lowering.text(node)[1:]
    return ruby.Str(line_of(node), unescape(text) if text.startswith("\\") else text)


def _string(lowering: Lowering, node: Node) -> ruby.Expression:
    return _joined(line_of(node), "string", _pieces(lowering, node))


def _delimited_symbol(lowering: Lowering, node: Node) -> ruby.Expression:
    return _joined(line_of(node), "symbol", _pieces(lowering, node))


def _regex(lowering: Lowering, node: Node) -> ruby.Text:
    for name in named_groups(lowering.text(node)):
        lowering.bind(name)
    flags = lowering.text(node.children[-1]).lstrip(_SIGNS) if node.children else ""
    return ruby.Text(line_of(node), "regex", tuple(_pieces(lowering, node, escapes=False)), flags)


def _shell(lowering: Lowering, node: Node) -> ruby.Text:
    return ruby.Text(line_of(node), "shell", tuple(_pieces(lowering, node)))


def _chained_string(lowering: Lowering, node: Node) -> ruby.Expression:
    pieces = [piece for part in node.named_children for piece in _pieces(lowering, part)]
    return _joined(line_of(node), "string", pieces)


def _pieces(lowering: Lowering, node: Node, *, escapes: bool = True) -> list[ruby.Expression]:
    return [_piece(lowering, part, escapes=escapes) for part in node.named_children if part.kind_id != _COMMENT]


def _piece(lowering: Lowering, node: Node, *, escapes: bool) -> ruby.Expression:
    if node.kind_id == _INTERPOLATION:
        return lowering.inside(node)
    text = lowering.text(node)
    return ruby.Str(line_of(node), unescape(text) if escapes and node.kind_id == _ESCAPE else text)


def _heredoc(lowering: Lowering, node: Node) -> ruby.Expression:
    opening, body = lowering.text(node), next(lowering.heredocs, None)
    if body is None:
        return ruby.Other(line_of(node), node.type)
    escapes = "'" not in opening
    parts = [part for part in body.named_children if part.kind_id != _HEREDOC_END]
    literal = [part.kind_id not in (_INTERPOLATION, _ESCAPE) for part in parts]
    texts = heredoc_texts([lowering.text(part) for part in parts], literal, squiggly=opening.startswith("<<~"))
    pieces = [
        ruby.Str(line_of(part), text) if plain else _piece(lowering, part, escapes=escapes)
        for part, plain, text in zip(parts, literal, texts, strict=True)
    ]
    if "`" in opening:
        return ruby.Text(line_of(node), "shell", tuple(pieces))
    return _joined(line_of(node), "string", pieces)


def _joined(line: int, form: str, pieces: Sequence[ruby.Expression]) -> ruby.Expression:
    """One string or symbol if nothing is interpolated; neighbouring literal pieces become one."""
    parts: list[ruby.Expression] = []
    for piece in pieces:
        before = parts[-1] if parts else None
        if isinstance(piece, ruby.Str) and isinstance(before, ruby.Str):
            parts[-1] = ruby.Str(before.line, before.value + piece.value)
        else:
            parts.append(piece)
    match parts:
        case []:
            text = ""
        case [ruby.Str(value=text)]:
            pass
        case _:
            return ruby.Text(line, form, tuple(parts))
    return ruby.Sym(line, text) if form == "symbol" else ruby.Str(line, text)


def _array(lowering: Lowering, node: Node) -> ruby.Array:
    return ruby.Array(line_of(node), items(lowering, node))


def _words(form: str, lowering: Lowering, node: Node) -> ruby.Array:
    words = (_joined(line_of(word), form, _pieces(lowering, word)) for word in node.named_children)
    return ruby.Array(line_of(node), tuple(words))


def _string_array(lowering: Lowering, node: Node) -> ruby.Array:
    return _words("string", lowering, node)


def _symbol_array(lowering: Lowering, node: Node) -> ruby.Array:
    return _words("symbol", lowering, node)


def _hash(lowering: Lowering, node: Node) -> ruby.Hash:
    return ruby.Hash(line_of(node), given(lowering, node.named_children).keywords)


def _range(lowering: Lowering, node: Node) -> ruby.Range:
    operator = node.child_by_field_id(_OPERATOR)
    first = lowering.maybe(node.child_by_field_id(_BEGIN))
    last = lowering.maybe(node.child_by_field_id(_END))
    return ruby.Range(line_of(node), first, last, operator is not None and operator.kind_id == _EXCLUSIVE)


LOWERERS = by_kind(
    {
        "true false nil": _word,
        "integer float": _number,
        "simple_symbol hash_key_symbol": _symbol,
        "character": _character,
        "string": _string,
        "delimited_symbol": _delimited_symbol,
        "regex": _regex,
        "subshell": _shell,
        "chained_string": _chained_string,
        "heredoc_beginning": _heredoc,
        "array right_assignment_list": _array,
        "string_array": _string_array,
        "symbol_array": _symbol_array,
        "hash": _hash,
        "range": _range,
    }
)
