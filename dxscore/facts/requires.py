"""Ruby code, parsed -> the libraries it requires by name."""

from __future__ import annotations

from collections.abc import Iterator, Set

from tree_sitter import Node

from dxscore.facts.grammar import field, kind, text_of
from dxscore.facts.matching.tree import SourceTree

_WORD = b"require"
_CALL, _STRING, _CONTENT = kind("call"), kind("string"), kind("string_content")
_CALLED, _ARGUMENTS = field("method"), field("arguments")


def read_requires(tree: SourceTree, words: Set[bytes]) -> tuple[str, ...]:
    """What stands in `require "x"` and `require("x")`, each once, in reading order; computed ones are left out.

    `words` are the file's: one without the word require costs no more than the look-up.
    """
    if _WORD not in words:
        return ()
    return tuple(dict.fromkeys(name for leaf in tree.leaves(_WORD) for name in _required(tree, leaf)))


def _required(tree: SourceTree, leaf: Node) -> Iterator[str]:
    call = leaf.parent
    if call is None or call.kind_id != _CALL or call.child_by_field_id(_CALLED) != leaf:
        return
    arguments = call.child_by_field_id(_ARGUMENTS)
    given = arguments.named_children if arguments is not None else []
    if given and given[0].kind_id == _STRING:
        parts = given[0].named_children
        if len(parts) == 1 and parts[0].kind_id == _CONTENT:
            yield text_of(tree.source, parts[0])
