"""The bytes of one file -> its facts, by kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypedDict

from msgspec import Struct
from msgspec.structs import replace
from tree_sitter import Node

from dxscore.domain.facts import ConstantUse, FileFacts, Outline
from dxscore.domain.source import FileKind
from dxscore.facts.constants import read_constants, read_mentions
from dxscore.facts.directives import WORD, read_directives, ruby_comments
from dxscore.facts.encoding import as_utf8
from dxscore.facts.environment import read_variables
from dxscore.facts.erb import read_template
from dxscore.facts.images import image_entities
from dxscore.facts.lines import Lines, read_lines
from dxscore.facts.matching.program import MatchProgram
from dxscore.facts.matching.tree import SourceTree
from dxscore.facts.metrics import MethodReader
from dxscore.facts.outline import Skeleton, read_skeleton
from dxscore.facts.parsing import first_error, parse_ruby
from dxscore.facts.requires import read_requires
from dxscore.facts.settings import read_settings
from dxscore.facts.todo_files import todo_entities
from dxscore.facts.words import words_of


class _Sizes(TypedDict):
    lines: int
    code_lines: int


def extract(source: bytes, kind: FileKind, program: MatchProgram, path: str) -> FileFacts:
    """`path` only tells formats apart that have no look of their own; it is not part of the facts.

    Raises UnreadableSource ('binary', 'not UTF-8', and what readers of other formats say).
    """
    return _EXTRACTORS[kind](_File(as_utf8(source), program, path))


class _File(Struct, frozen=True):
    source: bytes
    program: MatchProgram
    path: str


def _ruby(file: _File) -> FileFacts:
    code = _parsed(file.source)
    methods = MethodReader(code.source, code.lines)
    skeleton = read_skeleton(code.source, code.root, code.lines, methods.measure, every_block=True)
    constants = read_constants(code.source, code.root, skeleton.definitions)
    facts = _ruby_facts(code, _outline(skeleton, constants), file.program, in_tests=False)
    return replace(facts, fragments=methods.logical_lines.fragments(code.lines))


def _ruby_test(file: _File) -> FileFacts:
    code = _parsed(file.source)
    skeleton = read_skeleton(code.source, code.root, code.lines, _unmeasured, every_block=False)
    mentions = read_mentions(code.source, code.lines, skeleton.definitions)
    return _ruby_facts(code, _outline(skeleton, mentions), file.program, in_tests=True)


def _erb(file: _File) -> FileFacts:
    """A template defines nothing; what its Ruby refers to and what rules see in it is all there is."""
    template = read_template(file.source)
    code = _parsed(template.ruby)
    words = words_of(file.source)
    noted = [*template.comments, *ruby_comments(code.source, code.root, code.lines)] if WORD in words else []
    sizes, code_words = _sizes(file.source), words_of(code.source)
    sizes["code_lines"] -= sum(comment.alone for comment in template.comments)
    return FileFacts(
        **sizes,
        syntax_error=first_error(code.root),
        first_comment=_first_line(file.source, b"<%#"),
        outline=Outline(constants=read_constants(code.source, code.root, ())),
        directives=read_directives(sorted(noted, key=lambda comment: comment.line), code.lines),
        matches=file.program.run(code.source, code.root, code_words),
        variables=read_variables(SourceTree(code.source, code.root), code_words),
    )


def _todo(file: _File) -> FileFacts:
    return FileFacts(**_sizes(file.source), entities=todo_entities(file.source, file.path))


def _image(file: _File) -> FileFacts:
    return FileFacts(**_sizes(file.source), entities=image_entities(file.source, file.path))


def _sized(file: _File) -> FileFacts:
    """A file of which nothing but its size is known here."""
    return FileFacts(**_sizes(file.source))


_EXTRACTORS: Mapping[FileKind, Callable[[_File], FileFacts]] = {
    FileKind.RUBY: _ruby,
    FileKind.RUBY_TEST: _ruby_test,
    FileKind.ERB: _erb,
    FileKind.TODO: _todo,
    FileKind.IMAGE: _image,
    FileKind.LOCKFILE: _sized,
    FileKind.SCHEMA: _sized,
    FileKind.UNSEEN: _sized,
}


class _Code(Struct, frozen=True):
    """Ruby, parsed."""

    source: bytes
    root: Node
    lines: Lines


def _unmeasured(_method: Node) -> None:
    """Nobody asks for the sizes of methods in tests."""


def _parsed(source: bytes) -> _Code:
    root = parse_ruby(source).root_node
    return _Code(source, root, read_lines(source, root))


def _ruby_facts(code: _Code, outline: Outline, program: MatchProgram, *, in_tests: bool) -> FileFacts:
    words = words_of(code.source)
    noted = ruby_comments(code.source, code.root, code.lines) if WORD in words else ()
    tree = SourceTree(code.source, code.root)
    return FileFacts(
        code.lines.total,
        code.lines.code,
        syntax_error=first_error(code.root),
        first_comment=_first_line(code.source, b"#"),
        outline=outline,
        directives=read_directives(noted, code.lines),
        matches=program.run(code.source, code.root, words, in_tests=in_tests),
        variables=() if in_tests else read_variables(tree, words),
        settings=() if in_tests else read_settings(tree, words),
        requires=read_requires(tree, words),
    )


def _outline(skeleton: Skeleton, constants: tuple[ConstantUse, ...]) -> Outline:
    namespaces = tuple(definition.namespace for definition in skeleton.definitions)
    return Outline(namespaces, skeleton.methods, skeleton.macros, constants)


def _sizes(source: bytes) -> _Sizes:
    """Of a file whose comments are not told apart: every line that is not blank counts as code."""
    texts = source.splitlines()
    return {"lines": len(texts), "code_lines": sum(bool(text.strip()) for text in texts)}


def _first_line(source: bytes, sign: bytes) -> str:
    """The first line if it is a comment, which starts with `sign`."""
    line = source.partition(b"\n")[0].strip()
    return line.decode("utf-8", "replace") if line.startswith(sign) else ""
