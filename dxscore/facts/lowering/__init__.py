"""Bytes of a Ruby or ERB file -> its program as plain values (`domain/ruby`), whatever its spelling."""

from __future__ import annotations

from dxscore.domain.ruby import RubyCode
from dxscore.domain.source import FileKind
from dxscore.facts.encoding import as_utf8
from dxscore.facts.erb import read_template
from dxscore.facts.lowering import calls, definitions, flow, literals, names, patterns
from dxscore.facts.lowering.core import Lowering
from dxscore.facts.lowering.outlines import outline_of
from dxscore.facts.parsing import first_error, parse_ruby

LOWERING_VERSION = 5
"""Raise it when the same bytes would give other values: cached ones are then not looked at."""
_LOWERERS = {
    kind: lowerer
    for topic in (names, literals, calls, definitions, flow, patterns)
    for kind, lowerer in topic.LOWERERS.items()
}


def lower(source: bytes, kind: FileKind = FileKind.RUBY) -> RubyCode:
    """Code that the grammar can't read becomes `Other`. Raises UnreadableSource ('binary', 'not UTF-8')."""
    text = as_utf8(source)
    ruby = read_template(text).ruby if kind is FileKind.ERB else text
    root = parse_ruby(ruby).root_node
    lowering = Lowering(ruby, root, _LOWERERS)
    body = lowering.statements(root)
    outline = "" if kind is FileKind.ERB else outline_of(ruby, lowering.method_bodies)
    return RubyCode(body, ruby.count(b"\n") + 1, first_error(root), outline)
