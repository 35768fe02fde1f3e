import pytest
from tree_sitter import Parser

from dxscore.facts.grammar import RUBY
from dxscore.facts.symbols import symbol_at


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("HERE", ""),
        ("def m = HERE", "#m"),
        ("class A; HERE; end", "A"),
        ("class A::B; HERE; end", "A::B"),
        ("module A; class B; def m(x = HERE); end; end; end", "A::B#m"),
        ("module A; class ::B; HERE; end; end", "B"),
        ("class A; def self.m = HERE; end", "A.m"),
        ("class A; class << self; def m = HERE; end; end", "A.m"),
        ("class A; class << self; HERE; end; end", "A"),
        ("class A; class << self; class B; def m = HERE; end; end; end", "A::B#m"),
        ("class A; def m = 1; HERE; end", "A"),
        ("class A; def x=(v); HERE; end; end", "A#x="),
        ("class A; def ==(o); xs.each { HERE }; end; end", "A#=="),
        ("class A; def m; f { class << self; HERE; end }; end; end", "A.m"),
        ("class Größe; HERE; end", "Größe"),
        ("class A < HERE; end", "A"),
    ],
)
def test_what_stands_around_a_place(code: str, symbol: str) -> None:
    source = code.encode()
    position = source.index(b"HERE")
    node = Parser(RUBY).parse(source).root_node.descendant_for_byte_range(position, position + 4)
    assert node is not None
    assert symbol_at(node) == symbol
