"""The bytes and tree of a Ruby file -> its namespaces, methods and macros; method bodies are left to `measure`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct, structs
from tree_sitter import Node

from dxscore.copying import replace
from dxscore.domain.facts import Macro, Method, MethodMetrics, Namespace
from dxscore.facts.arguments import names, read_arguments
from dxscore.facts.data_lines import Span, heredoc_spans, literal_spans, merged
from dxscore.facts.grammar import field, kind, kinds, text_of
from dxscore.facts.lines import Lines

Measure = Callable[[Node], MethodMetrics | None]


class Definition(Struct, frozen=True):
    """A namespace with the bytes that its name and its body span."""

    namespace: Namespace
    name_start: int
    start: int
    end: int


class Skeleton(Struct, frozen=True):
    """Everything a file defines, in the order of the source."""

    definitions: tuple[Definition, ...]
    methods: tuple[Method, ...]
    macros: tuple[Macro, ...]


def read_skeleton(source: bytes, root: Node, lines: Lines, measure: Measure, *, every_block: bool) -> Skeleton:
    """`measure` is called once per method, class by class.

    With `every_block` definitions are also looked for in blocks of unknown meaning (`task :x do`, `configure do`):
    worth it in production code, while specs consist of little but such blocks.
    """
    reader = _Reader(source, lines, measure, every_block=every_block)
    reader.read(_Body(root))
    return reader.skeleton(heredoc_spans(source, root))


_CLASS, _MODULE, _SINGLETON_CLASS = kind("class"), kind("module"), kind("singleton_class")
_METHOD, _SINGLETON_METHOD = kind("method"), kind("singleton_method")
_CALL, _IDENTIFIER, _ASSIGNMENT = kind("call"), kind("identifier"), kind("assignment")
_SELF, _CONSTANTS = kind("self"), kinds("constant", "scope_resolution")
_TRANSPARENT = kinds(
    *("if", "unless", "elsif", "else", "then", "begin", "rescue", "ensure", "case", "when", "body_statement"),
    *("block_body", "if_modifier", "unless_modifier", "rescue_modifier", "parenthesized_statements"),
)
"""Around a definition these change nothing: `class Foo ... end unless defined?(Foo)`."""

_COUNTED_PARAMETERS = kinds(
    *("identifier", "optional_parameter", "keyword_parameter", "splat_parameter", "hash_splat_parameter"),
    *("destructured_parameter", "forward_parameter"),
)
_NAME, _BODY, _SUPERCLASS, _PARAMETERS = map(field, ("name", "body", "superclass", "parameters"))
_RECEIVER, _CALLED, _ARGUMENTS, _BLOCK = map(field, ("receiver", "method", "arguments", "block"))
_LEFT, _RIGHT, _VALUE, _OBJECT = map(field, ("left", "right", "value", "object"))

_VISIBILITIES = frozenset({"public", "protected", "private"})
_CLASS_VISIBILITIES: Mapping[str, str] = {"private_class_method": "private", "public_class_method": "public"}
_OWN_BLOCKS = frozenset({"included", "prepended", "with_options", "class_eval", "class_exec"})
"""Their block is code of the class body itself."""
_SINGLETON_BLOCKS = frozenset({"class_methods", "instance_eval", "instance_exec"})
"""What their block defines is defined on the class."""
_BUILDERS: Mapping[str, str] = {
    "Class.new": "class",
    "Struct.new": "class",
    "Data.define": "class",
    "Module.new": "module",
}


@dataclass(slots=True)
class _Body:
    """A class body being read: what a `def` met now would become."""

    node: Node
    scope: str = ""
    singleton: bool = False
    visibility: str = "public"
    module_function: bool = False
    macros: bool = True
    """Whether calls here are the class's macros; not so in a block of unknown meaning."""
    stand_in: str = ""
    """What stands for the class here: `with_options do |assoc|`."""


class _Reader:
    """Bodies wait on a stack rather than recurse: code nested without end can't exhaust the interpreter."""

    def __init__(self, source: bytes, lines: Lines, measure: Measure, *, every_block: bool) -> None:
        self._source = source
        self._lines = lines
        self._measure = measure
        self._every_block = every_block
        self._definitions: list[Definition] = []
        self._methods: list[Method] = []
        self._macros: list[Macro] = []
        self._renamed: dict[tuple[str, bool, str], tuple[str, bool]] = {}
        self._waiting: list[_Body] = []
        self._data: list[Span] = []

    def read(self, body: _Body) -> None:
        self._waiting.append(body)
        while self._waiting:
            self._read_statements(self._waiting.pop())

    def skeleton(self, heredocs: Iterable[Span]) -> Skeleton:
        return Skeleton(
            tuple(sorted(self._without_data(heredocs), key=lambda definition: definition.start)),
            tuple(sorted(map(self._settled, self._methods), key=lambda method: method.line)),
            tuple(sorted(self._macros, key=lambda macro: macro.line)),
        )

    def _without_data(self, heredocs: Iterable[Span]) -> Iterator[Definition]:
        """What is long for its texts and tables only is not long."""
        data = merged([*self._data, *heredocs]) if self._definitions else ()
        for definition in self._definitions:
            body = definition.namespace
            spans = [span for span in data if body.line <= span[0] and span[1] <= body.end_line]
            lines = body.code_lines - sum(self._lines.code_between(*span) for span in spans)
            yield replace(definition, namespace=structs.replace(body, code_lines=lines)) if spans else definition

    def _settled(self, method: Method) -> Method:
        """With the visibility that `private :name` gave it after its definition."""
        named_later = self._renamed.get((method.scope, method.singleton, method.name))
        return structs.replace(method, visibility=named_later[0], singleton=named_later[1]) if named_later else method

    def _read_statements(self, body: _Body) -> None:
        nodes = body.node.named_children[::-1]
        while nodes:
            node = nodes.pop()
            number = node.kind_id
            if number in _TRANSPARENT:
                nodes.extend(node.named_children[::-1])
            elif number in self._readers:
                self._readers[number](self, body, node)

    def _read_class(self, body: _Body, node: Node) -> None:
        name, above = node.child_by_field_id(_NAME), node.child_by_field_id(_SUPERCLASS)
        superclass = self._text(above)[1:].strip() if above else ""
        kind_name = "class" if node.kind_id == _CLASS else "module"
        self._define(node, kind_name, _nested(body.scope, self._text(name)), superclass, name or node)

    def _read_singleton_class(self, body: _Body, node: Node) -> None:
        value = node.child_by_field_id(_VALUE)
        if value is None or (value.kind_id != _SELF and value.kind_id not in _CONSTANTS):
            return
        scope = body.scope if value.kind_id == _SELF else self._text(value)
        self._define(node, "singleton", scope, "", value)

    def _define(self, node: Node, kind_name: str, name: str, superclass: str, name_node: Node) -> None:
        """Note a namespace; its body is read later."""
        inside = _body_of(node)
        rows = (inside.start_point.row + 1, inside.end_point.row + 1) if inside else (1, 0)
        namespace = Namespace(
            name, kind_name, *_span(node), superclass=superclass, code_lines=self._lines.code_between(*rows)
        )
        self._definitions.append(Definition(namespace, name_node.start_byte, node.start_byte, node.end_byte))
        if inside:
            self._waiting.append(_Body(inside, name, singleton=kind_name == "singleton"))

    def _read_method(self, body: _Body, node: Node, visibility: str = "") -> None:
        public = body.module_function or node.kind_id == _SINGLETON_METHOD
        parameters = node.child_by_field_id(_PARAMETERS)
        counted = parameters.named_children if parameters else ()
        method = Method(
            self._text(node.child_by_field_id(_NAME)),
            self._scope_of(body, node),
            *_span(node),
            visibility=visibility or ("public" if public else body.visibility),
            singleton=public or body.singleton,
            parameters=sum(parameter.kind_id in _COUNTED_PARAMETERS for parameter in counted),
            metrics=self._measure(node),
        )
        self._methods.append(method)

    def _scope_of(self, body: _Body, node: Node) -> str:
        """`def Foo.x` defines on Foo wherever it stands."""
        owner = node.child_by_field_id(_OBJECT) if node.kind_id == _SINGLETON_METHOD else None
        if owner is None or owner.kind_id not in _CONSTANTS or body.scope.endswith(self._text(owner)):
            return body.scope
        return self._text(owner)

    def _read_assignment(self, body: _Body, node: Node) -> None:
        """`Foo = {...}`, `Foo = Class.new(Bar) do ... end` and their like."""
        name, value = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
        if name is not None and value is not None and name.kind_id in _CONSTANTS:
            self._data.extend(literal_spans(value))
            if value.kind_id == _CALL:
                self._read_builder(body, name, value)

    def _read_builder(self, body: _Body, name: Node, value: Node) -> None:
        receiver = self._text(value.child_by_field_id(_RECEIVER))
        kind_name = _BUILDERS.get(f"{receiver}.{self._text(value.child_by_field_id(_CALLED))}")
        if kind_name:
            given, _ = read_arguments(self._source, value.child_by_field_id(_ARGUMENTS))
            superclass = "".join(given[:1]) if receiver == "Class" else receiver
            superclass = superclass if kind_name == "class" else ""
            self._define(value, kind_name, _nested(body.scope, self._text(name)), superclass, name)

    def _read_identifier(self, body: _Body, node: Node) -> None:
        """`private` on a line of its own, or a macro without arguments such as `has_secure_password`."""
        name = self._text(node)
        if name in _VISIBILITIES:
            body.visibility, body.module_function = name, False
        elif name == "module_function":
            body.module_function = True
        else:
            self._note_macro(body, node, name, None, None)

    def _read_call(self, body: _Body, node: Node) -> None:
        name = self._text(node.child_by_field_id(_CALLED))
        receiver, given = node.child_by_field_id(_RECEIVER), node.child_by_field_id(_ARGUMENTS)
        own = receiver is None or receiver.kind_id == _SELF or self._text(receiver) == body.stand_in
        if own and (name in _VISIBILITIES or name in _CLASS_VISIBILITIES or name == "module_function"):
            self._change(body, given, name)
            return
        block = node.child_by_field_id(_BLOCK)
        if own:
            self._note_macro(body, node, name, given, block)
        self._read_definitions(body, given)
        if block:
            self._read_block(body, block, node, name if own or name in _OWN_BLOCKS else "")

    def _change(self, body: _Body, given: Node | None, name: str) -> None:
        """`private :a, :b`, `private def x`, `private attr_reader :x`, `private_class_method :new`."""
        visibility = _CLASS_VISIBILITIES.get(name, "public" if name == "module_function" else name)
        was_singleton = body.singleton or name in _CLASS_VISIBILITIES
        for method in names(self._source, given):
            becomes = (visibility, was_singleton or name == "module_function")
            self._renamed[body.scope, was_singleton, method] = becomes
        self._read_definitions(body, given, visibility)

    def _read_definitions(self, body: _Body, given: Node | None, visibility: str = "") -> None:
        """Those that stand as an argument: `memoize def total`."""
        for argument in given.named_children if given else ():
            if argument.kind_id in (_METHOD, _SINGLETON_METHOD):
                self._read_method(body, argument, visibility)
            elif visibility and argument.kind_id == _CALL:
                inner = argument.child_by_field_id(_ARGUMENTS)
                self._note_macro(body, argument, self._text(argument.child_by_field_id(_CALLED)), inner, None)
                self._read_definitions(body, inner, visibility)

    def _read_block(self, body: _Body, block: Node, call: Node, name: str) -> None:
        inside = block.child_by_field_id(_BODY)
        if name == "concerning":
            given, _ = read_arguments(self._source, call.child_by_field_id(_ARGUMENTS))
            self._define(block, "module", _nested(body.scope, "".join(given[:1])), "", call)
        elif inside is None:
            return
        elif name in _OWN_BLOCKS:
            self._waiting.append(replace(self._same_body(body, call), node=inside, stand_in=self._stand_in(block)))
        elif name in _SINGLETON_BLOCKS:
            self._waiting.append(_Body(inside, body.scope, singleton=True))
        elif self._every_block:
            self._waiting.append(_Body(inside, body.scope, singleton=body.singleton, macros=False))

    def _same_body(self, body: _Body, call: Node) -> _Body:
        """`Foo.class_eval do` reopens Foo."""
        receiver = call.child_by_field_id(_RECEIVER)
        if receiver is not None and receiver.kind_id in _CONSTANTS:
            return _Body(call, self._text(receiver))
        return _Body(call, body.scope, body.singleton)

    def _stand_in(self, block: Node) -> str:
        parameters = block.child_by_field_id(_PARAMETERS)
        return self._text(parameters.named_children[0]) if parameters and parameters.named_children else ""

    def _note_macro(self, body: _Body, node: Node, name: str, given: Node | None, block: Node | None) -> None:
        if body.scope and body.macros:
            positional, options = read_arguments(self._source, given)
            line = node.start_point.row + 1
            self._macros.append(Macro(name, body.scope, line, positional, options, block is not None))

    def _text(self, node: Node | None) -> str:
        return text_of(self._source, node) if node else ""

    _readers: ClassVar[Mapping[int, Callable[[_Reader, _Body, Node], None]]] = {
        _CLASS: _read_class,
        _MODULE: _read_class,
        _SINGLETON_CLASS: _read_singleton_class,
        _METHOD: _read_method,
        _SINGLETON_METHOD: _read_method,
        _ASSIGNMENT: _read_assignment,
        _IDENTIFIER: _read_identifier,
        _CALL: _read_call,
    }


def _body_of(node: Node) -> Node | None:
    """The statements inside a definition; those of its block for `Class.new do`."""
    block = node.child_by_field_id(_BLOCK)
    return (block or node).child_by_field_id(_BODY)


def _nested(scope: str, name: str) -> str:
    if name.startswith("::"):
        return name[2:]
    return f"{scope}::{name}" if scope else name


def _span(node: Node) -> tuple[int, int]:
    return node.start_point.row + 1, node.end_point.row + 1
