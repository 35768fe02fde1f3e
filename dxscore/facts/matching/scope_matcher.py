"""`class`, `module` and `def` in a rule, as places -> a plan."""

from __future__ import annotations

from functools import partial

from tree_sitter import Node

from dxscore.domain.matchers import ScopeMatcher, TextTest
from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.matching.anchors import Anchors, name_anchors, text_anchors
from dxscore.facts.matching.call_matcher import receiver_text
from dxscore.facts.matching.plan import Climb, Found, Plan, find_by
from dxscore.facts.matching.texts import constant_text_test
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.symbols import enclosing, lineage

_KINDS = {"class": kinds("class"), "module": kinds("module"), "def": kinds("method", "singleton_method")}
_CLASS = kind("class")
_NAME, _SUPERCLASS = field("name"), field("superclass")
_IN_HEAD = Climb(6)
"""From a word of the name or superclass up to the definition."""


def plan_scope(matcher: ScopeMatcher) -> Plan:
    """A name holds as written and, for classes and modules, fully nested; a superclass without its leading `::`."""
    named, inherits = constant_text_test(matcher.name), constant_text_test(matcher.inherits)

    def test(tree: SourceTree, node: Node) -> Found | None:
        if matcher.inherits is not None and not inherits(superclass_text(tree, node)):
            return None
        name = node.child_by_field_id(_NAME)
        if name is None:
            return None
        text = text_of(tree.source, name).removeprefix("::")
        if not named(text) and not (matcher.kind != "def" and named(enclosing(lineage(node)).namespace)):
            return None
        return Found(node, partial(_name_part, text))

    found = _KINDS[matcher.kind]
    needs = tuple(anchors for anchors in _choices(matcher) if anchors is not None)
    return Plan(find_by(_anchors(matcher), found, _IN_HEAD), test, found, needs=needs)


def superclass_text(tree: SourceTree, node: Node) -> str:
    """As written, without a leading `::`; '' for none."""
    superclass = node.child_by_field_id(_SUPERCLASS) if node.kind_id == _CLASS else None
    inner = superclass.named_child(0) if superclass is not None else None
    return receiver_text(tree, inner) if inner is not None else ""


def _anchors(matcher: ScopeMatcher) -> Anchors:
    """A word of the superclass or name if there is one, else the keyword that opens the definition.

    Only the last word of a nested name stands at the definition: the others may stand at one around it.
    """
    found = [anchors for anchors in _choices(matcher) if anchors is not None]
    return min(found, key=lambda anchors: anchors.commonness, default=Anchors(words=frozenset({matcher.kind.encode()})))


def _choices(matcher: ScopeMatcher) -> tuple[Anchors | None, Anchors | None]:
    inherits = text_anchors(matcher.inherits) if matcher.inherits is not None else None
    return inherits, _name_anchors(matcher)


def _name_anchors(matcher: ScopeMatcher) -> Anchors | None:
    if matcher.name is None or (matcher.name.pattern and matcher.kind != "def"):
        return None
    lasts = tuple(value.rpartition("::")[2] for value in matcher.name.values)
    return name_anchors(TextTest(lasts, matcher.name.pattern))


def _name_part(name: str, path: str) -> str | None:
    return name if path == "text" else None
