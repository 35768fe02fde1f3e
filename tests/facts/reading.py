"""Short ways for tests to get at what the readers of one Ruby file give."""

from __future__ import annotations

from textwrap import dedent

from dxscore.domain.facts import FileFacts, Fragment, MethodMetrics
from dxscore.domain.source import FileKind
from dxscore.facts.extract import extract
from dxscore.facts.lines import Lines, read_lines
from dxscore.facts.matching.program import compile_program
from dxscore.facts.outline import Skeleton, read_skeleton
from dxscore.facts.parsing import parse_ruby

NO_RULES = compile_program([])


def facts_of(code: str | bytes, kind: FileKind = FileKind.RUBY, path: str = "app/models/a.rb") -> FileFacts:
    return extract(dedent(code).encode() if isinstance(code, str) else code, kind, NO_RULES, path)


def lines_of(code: str) -> Lines:
    source = dedent(code).encode()
    return read_lines(source, parse_ruby(source).root_node)


def skeleton_of(code: str, *, every_block: bool = True) -> Skeleton:
    source = dedent(code).encode()
    root = parse_ruby(source).root_node
    return read_skeleton(source, root, read_lines(source, root), lambda method: None, every_block=every_block)


def metrics_of(body: str) -> MethodMetrics:
    """Of the method `m(given)` with this body."""
    return method_metrics(f"def m(given)\n{dedent(body)}\nend\n")


def method_metrics(code: str) -> MethodMetrics:
    (method,) = facts_of(code).outline.methods
    assert method.metrics is not None
    return method.metrics


def fragments_of(code: str) -> tuple[Fragment, ...]:
    return facts_of(code).fragments
