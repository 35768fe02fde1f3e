"""Ruby code, parsed -> the settings it makes: `config.force_ssl = true`, `ActiveRecord::Base.schema_format = :sql`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from tree_sitter import Node

from dxscore.domain.facts import Setting
from dxscore.facts.grammar import field, kind, kinds, text_of, token
from dxscore.facts.matching.tree import SourceTree

_WORD = b"config"
_CALL, _IDENTIFIER = kind("call"), kind("identifier")
_ASSIGNMENT, _CHANGE = kind("assignment"), kind("operator_assignment")
_RECEIVER, _CALLED, _ARGUMENTS = map(field, ("receiver", "method", "arguments"))
_OBJECT, _LEFT, _RIGHT, _OPERATOR = map(field, ("object", "left", "right", "operator"))
_APPEND = token("<<")
_STATEMENTS = kinds(
    *("program", "body_statement", "block_body", "then", "else", "begin", "ensure"),
    *("if_modifier", "unless_modifier", "rescue_modifier"),
)
"""Where a call is a setting by itself (`config.load_defaults 7.1`); elsewhere it is part of an expression."""

_WRITERS: Mapping[bytes, tuple[bytes, str]] = {
    b"configuration": (b"Rails.configuration", "config"),
    b"ActiveSupport": (b"ActiveSupport", "ActiveSupport"),
    b"ActiveRecord": (b"ActiveRecord::Base", "ActiveRecord::Base"),
    b"ActionController": (b"ActionController::Base", "ActionController::Base"),
    b"ActionView": (b"ActionView::Base", "ActionView::Base"),
    b"ActionMailer": (b"ActionMailer::Base", "ActionMailer::Base"),
    b"ActiveJob": (b"ActiveJob::Base", "ActiveJob::Base"),
    b"ActiveStorage": (b"ActiveStorage", "ActiveStorage"),
    b"Regexp": (b"Regexp", "Regexp"),
}
"""Word -> what also takes settings, and how their names begin; only assignments: its other calls do something."""

_APPLICATIONS = frozenset({"self", "Rails.application", "::Rails.application"})
_LONGEST = 200
"""Characters kept of a value."""


def read_settings(tree: SourceTree, words: Set[bytes]) -> tuple[Setting, ...]:
    """In reading order. Names are as from inside the application: `Rails.application.config.x` is `config.x`.

    `words` are the file's: one without the words of an owner costs no more than the look-up.
    """
    found = [*_on_config(tree)] if _WORD in words else []
    for word in _WRITERS.keys() & words:
        found += _on_writer(tree, *_WRITERS[word])
    return tuple(sorted(found, key=lambda setting: setting.line))


def _on_config(tree: SourceTree) -> Iterator[Setting]:
    calls = ((_config_of(tree, node), node) for node in tree.leaves(_WORD + b"."))
    made = (_setting(tree, "config", start, call) for start, call in calls if start)
    return (setting for setting in made if setting)


def _on_writer(tree: SourceTree, owner: bytes, name: str) -> Iterator[Setting]:
    for call in tree.leaves(owner + b"."):
        start = call.child_by_field_id(_RECEIVER) if call.kind_id == _CALL else None
        chain, outer = _whole(call)
        if start is not None and outer is not None and outer.child_by_field_id(_LEFT) == chain:
            setting = _setting(tree, name, start, call)
            if setting is not None:
                yield setting


def _config_of(tree: SourceTree, call: Node) -> Node | None:
    """The application's `config` that the call is made on, None when it is made on something else."""
    receiver = call.child_by_field_id(_RECEIVER) if call.kind_id == _CALL else None
    if receiver is None or receiver.kind_id == _IDENTIFIER:
        return receiver
    owner = receiver.child_by_field_id(_RECEIVER) if receiver.kind_id == _CALL else None
    return receiver if owner is not None and text_of(tree.source, owner) in _APPLICATIONS else None


def _setting(tree: SourceTree, owner: str, start: Node, call: Node) -> Setting | None:
    """`start` is the `config` or other owner and `call` the first call on it."""
    chain, outer = _whole(call)
    spans = _spans(chain, outer) if outer is not None else None
    if spans is None:
        return None
    name = _folded(tree.source[start.end_byte : spans[0]])
    value = _folded(tree.source[spans[1] : spans[2]])
    return Setting(f"{owner}{name}", value[:_LONGEST], chain.start_point.row + 1)


def _whole(call: Node) -> tuple[Node, Node | None]:
    """The chain of calls that begins with one, and what it stands in."""
    chain, outer = call, call.parent
    while outer is not None and chain in (outer.child_by_field_id(_RECEIVER), outer.child_by_field_id(_OBJECT)):
        chain, outer = outer, outer.parent
    return chain, outer


def _spans(chain: Node, outer: Node) -> tuple[int, int, int] | None:
    """Where the name ends, where the value begins (with a sign other than `=`) and ends; None when nothing is set."""
    if outer.child_by_field_id(_LEFT) == chain:
        value, operator = outer.child_by_field_id(_RIGHT), outer.child_by_field_id(_OPERATOR)
        if outer.kind_id == _ASSIGNMENT and value is not None:
            return chain.end_byte, value.start_byte, value.end_byte
        changes = outer.kind_id == _CHANGE or (operator is not None and operator.kind_id == _APPEND)
        return (chain.end_byte, chain.end_byte, outer.end_byte) if changes else None
    called, given = chain.child_by_field_id(_CALLED), chain.child_by_field_id(_ARGUMENTS)
    values = given.named_children if given is not None else []
    if called is None or not values or outer.kind_id not in _STATEMENTS:
        return None
    return called.end_byte, values[0].start_byte, values[-1].end_byte


def _folded(source: bytes) -> str:
    return " ".join(source.decode("utf-8", "replace").split())
