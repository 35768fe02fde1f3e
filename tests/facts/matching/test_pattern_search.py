"""tree-sitter's own engine is the reference: what it finds, dxscore finds, and nothing else."""

import pytest
from tree_sitter import Node, Parser, Query, QueryCursor

from dxscore.facts.grammar import RUBY
from dxscore.facts.matching.pattern import parse_pattern
from dxscore.facts.matching.pattern_search import matches_at

CODE = b"""
# comment
class A < OpenStruct
  attr_accessor :a, :b # why
  LIST = %w[a b].freeze
  LIST << 1
  def self.x=(v)
    @x = v
    @y ||= 2
  end

  def m(a, b = 1, *c, k: 2, **o, &d)
    return nil if false
    x, @y = 1, 2
    raise "a" unless a && false
    # between
    foo(1, {a: 1}, b: 2, "c" => 3) { |z| z.bar&.baz }
    begin
      Integer(a)
    rescue ArgumentError, Exception => e
      # nothing
    rescue StandardError
      nil
    rescue
      retry
    else
      1
    ensure
      2
    end
    "a#{B}b#{c ? "x" : "y"}".html_safe
    y = api.call rescue nil
    [1, 2].include?(user.id)
    id == 5 || user_id != 7
    while false do end
    a.b.c = d[1]
    return
    puts 1
  end
end
"""

QUERIES = [
    "(nil) @match",
    "(_) @match",
    "_ @match",
    '"end" @match',
    "[(nil) (false) (self)] @match",
    "(rescue_modifier handler: (nil)) @match",
    "(rescue_modifier handler: (_) @match)",
    "(call receiver: (_) method: (identifier) @match)",
    "(call !receiver method: (identifier) @match)",
    "(call !receiver !arguments) @match",
    '(call method: (identifier) @n (#eq? @n "foo")) @match',
    '(call method: (identifier) @n (#not-eq? @n "foo")) @match',
    '((call method: (identifier) @n) @match (#any-of? @n "foo" "puts"))',
    "(argument_list (pair key: (_) @match))",
    "(argument_list (pair) . (pair) @match)",
    "(argument_list . (integer) @match)",
    "(argument_list (_) @match .)",
    "(argument_list . (_) @match .)",
    "(argument_list (integer) (pair) @match)",
    "(method_parameters . (identifier) . (optional_parameter) @match)",
    "(method_parameters (identifier) (block_parameter) @match)",
    "(method_parameters . (identifier) @match .)",
    "(body_statement [(return) (if_modifier)] . (_) @match)",
    "(body_statement (return) . (call) @match)",
    "(body_statement (return) (call) @match)",
    "(body_statement (comment) . (_) @match)",
    "(body_statement . (_) @match)",
    "(body_statement (_) @match .)",
    '(binary left: (_) operator: ["==" "!="] right: (integer)) @match',
    '(binary operator: "&&" right: (false)) @match',
    '(binary (_) "||" (_)) @match',
    "(assignment left: (left_assignment_list (instance_variable) @match))",
    "(singleton_method name: (setter) body: (body_statement (assignment left: (instance_variable)))) @match",
    (
        "(rescue exceptions: (exceptions . (constant) @c .) body: (then . [(nil) (false)] .)"
        ' (#any-of? @c "StandardError")) @match'
    ),
    "(rescue !exceptions body: (then (retry) .)) @match",
    "(rescue !body) @match",
    "(rescue exceptions: (exceptions (constant) @match))",
    '(call receiver: (string (interpolation)) method: (identifier) @n (#eq? @n "html_safe")) @match',
    "(interpolation [(constant) (conditional consequence: (string) alternative: (string))]) @match",
    '(superclass (constant) @c (#eq? @c "OpenStruct")) @match',
    "(call receiver: (array . (integer) @number) method: (identifier) arguments: (argument_list . (call) .)) @match",
    "([(begin . (call method: (_) @n) . (rescue)) (body_statement . (call))] @match)",
    "(class (constant) (superclass) (body_statement (method name: (_) @match)))",
    "(element_reference object: (_) (integer)) @match",
    "(block parameters: (block_parameters (identifier) @match))",
    "(program (comment) . (class) @match)",
    "(string (string_content) @match)",
    "(call (argument_list (string (string_content) @match)))",
    "(call method: _ @match)",
    "(unless_modifier body: (_) condition: (_) @match)",
]


def _by_tree_sitter(query: str, root: Node) -> set[tuple[int, int, int]]:
    matches = QueryCursor(Query(RUBY, query)).matches(root)
    return {_place(node) for _, captures in matches for node in captures.get("match", ())}


def _by_dxscore(query: str, root: Node) -> set[tuple[int, int, int]]:
    pattern, todo, found = parse_pattern(query), [root], set()
    while todo:
        node = todo.pop()
        todo += node.children
        for captured in matches_at(CODE, pattern, node):
            found |= {_place(match) for name, match in captured if name == "match"}
    return found


def _place(node: Node) -> tuple[int, int, int]:
    return node.kind_id, node.start_byte, node.end_byte


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_is_found_as_by_tree_sitter(query: str) -> None:
    root = Parser(RUBY).parse(CODE).root_node
    assert _by_dxscore(query, root) == _by_tree_sitter(query, root)


def test_the_sample_is_rich_enough_to_tell() -> None:
    root = Parser(RUBY).parse(CODE).root_node
    empty = [query for query in QUERIES if not _by_tree_sitter(query, root)]
    assert len(empty) <= 5


def test_many_ways_to_hold_are_cut() -> None:
    source = b"a\n" * 400
    root = Parser(RUBY).parse(source).root_node
    pattern = parse_pattern("(program (identifier) (identifier) (identifier) (identifier) @match)")
    assert len(list(matches_at(source, pattern, root))) == 1000


def test_a_failing_search_is_short() -> None:
    source = b"a\n" * 150
    root = Parser(RUBY).parse(source).root_node
    pattern = parse_pattern(f"(program {'(identifier) ' * 8} (nil) @match)")
    assert list(matches_at(source, pattern, root)) == []
