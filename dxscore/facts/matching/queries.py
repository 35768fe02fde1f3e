"""A rule's raw tree-sitter query -> the nodes at which its `@match` holds.

The binding (0.26) evaluates `#any-of?` one by one, gets `#not-any-of?` wrong, fails on text that is not UTF-8 in
`#match?`, returns captures out of order, and crashes with a progress callback. So only the structure of a query and
its text equality are used, through `matches` without a callback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from tree_sitter import Node, Query, QueryCursor, QueryError

from dxscore.facts.grammar import NAMED_KINDS, RUBY

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|;[^\n]*')
_STRING = re.compile(r'"(?:\\.|[^"\\])*"')
_PREDICATE = re.compile(r"#([\w-]+[?!])")
_TEST = re.compile(r"\(\s*#[^()]*\)")
_ROOT = re.compile(r"\(\s*([a-z]\w*)")
_PREDICATES = frozenset({"eq?", "not-eq?", "any-of?"})


class RubyQuery:
    """A query, compiled when first used: that takes up to 30 ms, and most files hold none of its anchors."""

    def __init__(self, source: str) -> None:
        self.source = _COMMENT.sub(lambda found: found[1] or "", source).strip()

    @cached_property
    def reach(self) -> int:
        """Steps from an anchor up to the outermost node, at most; a string's text is two below what patterns name."""
        depths = accumulate({"(": 1, ")": -1}.get(sign, 0) for sign in _STRING.sub("", self.source))
        return max(depths, default=0) + 2

    @cached_property
    def root_kinds(self) -> frozenset[int]:
        """The kinds that the pattern's outermost node may have."""
        found = _ROOT.match(self.source)
        kind_id = RUBY.id_for_node_kind(found[1], True) if found else None
        return NAMED_KINDS if kind_id is None else frozenset({kind_id})

    @cached_property
    def problem(self) -> tuple[str, str]:
        """What is wrong with it as text, what to do; ('', '') when nothing is."""
        matches = len(re.findall(r"@match\b", _TEST.sub("", _STRING.sub("", self.source))))
        if matches != 1:
            return f"the query has {matches} captures @match", "put one @match at the node to report"
        for name in _PREDICATE.findall(self.source):
            if name not in _PREDICATES:
                return f"the query uses #{name}", "capture the node and test it in `where`"
        return "", ""

    def compile_problem(self) -> tuple[str, str]:
        """The same, with the grammar's word on node and field names."""
        if self.problem[0]:
            return self.problem
        try:
            query = self._query
        except QueryError as error:
            return (
                f"not a query of tree-sitter-ruby: {error}",
                "names: `tree-sitter parse`, or the grammar's node types",
            )
        if query.pattern_count != 1:
            return f"the query has {query.pattern_count} patterns", "write one pattern, with [ ] for alternatives"
        if not query.is_pattern_rooted(0):
            return "the query has several outermost nodes", "put the nodes into the one that holds them"
        return "", ""

    def places_at(self, root: Node) -> Iterator[Node]:
        """Every `@match` of the pattern with this outermost node."""
        for _, captures in self._here.matches(root):
            yield from captures.get("match", ())

    def captures(self, match: Node) -> dict[str, list[Node]] | None:
        """The captures of the innermost pattern whose `@match` is this node."""
        node: Node | None = match
        for _ in range(self.reach):
            if node is None:
                return None
            if node.kind_id in self.root_kinds:
                for _, captures in self._here.matches(node):
                    if match in captures.get("match", ()):
                        return captures
            node = node.parent
        return None

    @cached_property
    def _query(self) -> Query:
        return Query(RUBY, self.source)

    @cached_property
    def _here(self) -> QueryCursor:
        cursor = QueryCursor(self._query)
        cursor.set_max_start_depth(0)
        return cursor


class MergedQueries:
    """Queries without anchors, run as one: a pass of a query costs a quarter of the parse, whatever its length."""

    def __init__(self, queries: Sequence[RubyQuery]) -> None:
        self._source = "\n".join(query.source for query in queries)

    def matches(self, root: Node) -> Iterator[tuple[int, Node]]:
        """Position of the query, its `@match`."""
        for index, captures in self._cursor.matches(root):
            for node in captures.get("match", ()):
                yield index, node

    @cached_property
    def _cursor(self) -> QueryCursor:
        return QueryCursor(Query(RUBY, self._source))
