from __future__ import annotations

from dxscore.domain import ruby
from dxscore.domain.source import FileKind
from dxscore.facts.lowering import lower
from dxscore.migrations.rollback.signatures import Signature, signature_of


def _signature(parameters: str) -> Signature:
    (method,) = lower(f"def perform({parameters})\nend\n".encode(), FileKind.RUBY).body.items
    assert isinstance(method, ruby.Def)
    return signature_of(method.parameters)


def test_it_is_written_as_in_ruby() -> None:
    assert str(_signature("a, b = 1, *rest, c:, d: 2, **more")) == "a, b = ..., *, c:, d: ..., **"


def test_keywords_may_come_as_a_hash() -> None:
    assert _signature("a, options = {}").accepts(1, frozenset({"b"}))
    assert not _signature("a").accepts(1, frozenset({"b"}))


def test_required_keywords() -> None:
    assert _signature("a:, b: 1").accepts(0, frozenset({"a"}))
    assert not _signature("a:, b: 1").accepts(0, frozenset({"b"}))
    assert not _signature("a:").accepts(0, frozenset({"a", "b"}))


def test_everything_is_taken() -> None:
    assert not _signature("...").refuses_calls_for(_signature("a, b, c:"))
