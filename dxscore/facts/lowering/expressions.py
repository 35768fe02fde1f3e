"""A syntax tree of Ruby -> `domain/ruby` values: one form for each meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import ClassVar

from tree_sitter import Node

from dxscore.domain import ruby
from dxscore.facts.grammar import field, kind, kinds, text_of, token
from dxscore.facts.lowering.strings import margin, unescape, without_margin

_DEEPEST = 150
"""Nesting that no person writes: what lies deeper is left as Other, so that Python's stack holds."""
_HEREDOC = re.compile(rb"<<[~-]?[\"'`]?[A-Za-z_]")
_NAMED_GROUP = re.compile(r"\(\?<(\w+)>")

_NAME, _VALUE, _BODY, _CONDITION = field("name"), field("value"), field("body"), field("condition")
_LEFT, _RIGHT, _OPERATOR, _OPERAND = field("left"), field("right"), field("operator"), field("operand")
_RECEIVER, _METHOD_NAME, _ARGUMENTS, _BLOCK = field("receiver"), field("method"), field("arguments"), field("block")
_PARAMETERS, _OBJECT, _SUPERCLASS, _SCOPE, _KEY = (
    field("parameters"),
    field("object"),
    field("superclass"),
    field("scope"),
    field("key"),
)
_CONSEQUENCE, _ALTERNATIVE, _PATTERN = field("consequence"), field("alternative"), field("pattern")
_EXCEPTIONS, _VARIABLE, _HANDLER, _ALIAS = field("exceptions"), field("variable"), field("handler"), field("alias")
_BEGIN, _END = field("begin"), field("end")

_COMMENT, _HEREDOC_BODY, _HEREDOC_BEGINNING = kind("comment"), kind("heredoc_body"), kind("heredoc_beginning")
_NOT_CODE = kinds("comment", "heredoc_body", "empty_statement", "uninterpreted")
_RESCUE, _ELSE, _ENSURE = kind("rescue"), kind("else"), kind("ensure")
_PAIR, _HASH_SPLAT, _SPLAT, _BLOCK_ARGUMENT = (
    kind("pair"),
    kind("hash_splat_argument"),
    kind("splat_argument"),
    kind("block_argument"),
)
_FORWARD = kind("forward_argument")
_INTERPOLATION, _ESCAPE, _IDENTIFIER, _CONSTANT = (
    kind("interpolation"),
    kind("escape_sequence"),
    kind("identifier"),
    kind("constant"),
)
_SCOPE_RESOLUTION, _ARGUMENT_LIST, _HASH_KEY = kind("scope_resolution"), kind("argument_list"), kind("hash_key_symbol")
_IN_CLAUSE, _WHEN, _UNLESS_KINDS = kind("in_clause"), kind("when"), kinds("unless", "unless_modifier")
_SAFE, _EXCLUSIVE = token("&."), token("...")
_DO_BLOCKS = kinds("block", "do_block")
_LITERALS = {kind("true"): True, kind("false"): False, kind("nil"): None}
_PARAMETER_KINDS = {
    kind("identifier"): "required",
    kind("optional_parameter"): "optional",
    kind("splat_parameter"): "rest",
    kind("keyword_parameter"): "key",
    kind("hash_splat_parameter"): "keyrest",
    kind("block_parameter"): "block",
    kind("destructured_parameter"): "parts",
    kind("forward_parameter"): "all",
}


class Lowering:
    """Lowers one tree; holds which local variables exist at the place where it is."""

    def __init__(self, source: bytes, root: Node) -> None:
        self._source = source
        self._locals: list[set[str]] = [set()]
        self._depth = 0
        self._heredocs = iter(_heredoc_bodies(root)) if _HEREDOC.search(source) else iter(())

    def statements(self, node: Node | None) -> ruby.Sequence:
        """The children of a body as statements, without its `rescue`, `else` and `ensure`."""
        if node is None:
            return ruby.Sequence(0, ())
        return ruby.Sequence(_line(node), tuple(self.each(node.named_children)))

    def each(self, nodes: Sequence[Node]) -> Iterator[ruby.Expression]:
        """Those of the nodes that are code."""
        for node in nodes:
            if node.kind_id not in _NOT_CODE:
                yield self.one(node)

    def one(self, node: Node) -> ruby.Expression:
        """Any expression."""
        lowerer = self._lowerers.get(node.kind_id)
        if lowerer is None or self._depth > _DEEPEST:
            return self._other(node)
        self._depth += 1
        try:
            return lowerer(self, node)
        finally:
            self._depth -= 1

    def maybe(self, node: Node | None) -> ruby.Expression | None:
        """None for None."""
        return self.one(node) if node is not None else None

    def _other(self, node: Node) -> ruby.Other:
        self._bind_pattern(node)
        parts = tuple(self.each(node.named_children)) if self._depth <= _DEEPEST else ()
        return ruby.Other(_line(node), node.type, parts)

    def _text(self, node: Node | None) -> str:
        return text_of(self._source, node) if node is not None else ""

    # --- variables ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _scope(self, *, sees_outside: bool) -> Iterator[None]:
        """Of a method or class, or of a block, which also has the variables around it."""
        self._locals.append(set(self._locals[-1]) if sees_outside else set())
        try:
            yield
        finally:
            self._locals.pop()

    def _bind(self, name: str) -> None:
        self._locals[-1].add(name)

    def _bind_pattern(self, node: Node) -> None:
        """A pattern of `in` binds every identifier in it."""
        if node.type.endswith("_pattern"):
            for part in node.named_children:
                if part.kind_id in (_IDENTIFIER, _HASH_KEY):
                    self._bind(self._text(part))

    def _identifier(self, node: Node) -> ruby.Expression:
        name = self._text(node)
        if name in self._locals[-1]:
            return ruby.Variable(_line(node), name)
        return ruby.Call(_line(node), name, end_line=_end_line(node))

    def _variable(self, node: Node) -> ruby.Variable:
        return ruby.Variable(_line(node), self._text(node))

    def _self(self, node: Node) -> ruby.Self:
        return ruby.Self(_line(node))

    def _constant(self, node: Node) -> ruby.Const:
        return ruby.Const(_line(node), self._text(node))

    def _scoped_constant(self, node: Node) -> ruby.Const:
        scope, name = node.child_by_field_id(_SCOPE), self._text(node.child_by_field_id(_NAME))
        if scope is None:
            return ruby.Const(_line(node), f"::{name}")
        base = self.one(scope)
        if isinstance(base, ruby.Const):
            return ruby.Const(_line(node), f"{base.name}::{name}", base.scope)
        return ruby.Const(_line(node), name, base)

    # --- literals ----------------------------------------------------------------------------------------------------

    def _literal(self, node: Node) -> ruby.Literal:
        return ruby.Literal(_line(node), _LITERALS[node.kind_id])

    def _number(self, node: Node) -> ruby.Expression:
        try:
            value = _number(self._text(node))
        except ValueError:
            return self._other(node)
        return ruby.Literal(_line(node), value)

    def _symbol(self, node: Node) -> ruby.Sym:
        return ruby.Sym(_line(node), self._text(node).lstrip(":"))

    def _string(self, node: Node) -> ruby.Expression:
        return _joined(_line(node), "string", self._pieces(node))

    def _delimited_symbol(self, node: Node) -> ruby.Expression:
        return _joined(_line(node), "symbol", self._pieces(node))

    def _regex(self, node: Node) -> ruby.Text:
        for name in _NAMED_GROUP.findall(self._text(node)):
            self._bind(name)
        flags = self._text(node.children[-1]).lstrip("/)]}>|!%") if node.children else ""
        return ruby.Text(_line(node), "regex", tuple(self._pieces(node, escapes=False)), flags)

    def _shell(self, node: Node) -> ruby.Text:
        return ruby.Text(_line(node), "shell", tuple(self._pieces(node)))

    def _chained_string(self, node: Node) -> ruby.Expression:
        pieces = [piece for part in node.named_children for piece in self._pieces(part)]
        return _joined(_line(node), "string", pieces)

    def _pieces(self, node: Node, *, escapes: bool = True) -> list[ruby.Expression]:
        return [self._piece(part, escapes=escapes) for part in node.named_children if part.kind_id != _COMMENT]

    def _piece(self, node: Node, *, escapes: bool) -> ruby.Expression:
        if node.kind_id == _INTERPOLATION:
            return self._inside(node)
        text = self._text(node)
        return ruby.Str(_line(node), unescape(text) if escapes and node.kind_id == _ESCAPE else text)

    def _inside(self, node: Node) -> ruby.Expression:
        """The one expression in parentheses or an interpolation; a sequence when there are more, or none."""
        return _single(self.statements(node))

    def _heredoc(self, node: Node) -> ruby.Expression:
        opening, body = self._text(node), next(self._heredocs, None)
        if body is None:
            return ruby.Other(_line(node), "heredoc_beginning")
        raw = "'" in opening
        parts = [part for part in body.named_children if part.type != "heredoc_end"]
        if opening.startswith("<<~"):
            pieces = self._squiggly(parts, raw=raw)
        else:
            pieces = [self._piece(part, escapes=not raw) for part in parts]
        if "`" in opening:
            return ruby.Text(_line(node), "shell", tuple(pieces))
        return _joined(_line(node), "string", pieces)

    def _squiggly(self, parts: Sequence[Node], *, raw: bool) -> list[ruby.Expression]:
        literal = [part.kind_id not in (_INTERPOLATION, _ESCAPE) for part in parts]
        texts = [
            self._text(part).removeprefix("\n") if index == 0 else self._text(part) for index, part in enumerate(parts)
        ]
        width = margin("".join(text if plain else "x" for plain, text in zip(literal, texts, strict=True)))
        cut = without_margin(zip(literal, texts, strict=True), width)
        return [
            ruby.Str(_line(part), text) if plain else self._piece(part, escapes=not raw)
            for part, plain, text in zip(parts, literal, cut, strict=True)
        ]

    def _array(self, node: Node) -> ruby.Expression:
        return ruby.Array(_line(node), self._items(node))

    def _items(self, node: Node) -> tuple[ruby.Expression, ...]:
        """Items of a list; pairs without braces at its end are a hash, the last item."""
        arguments, keywords, _ = self._given(node)
        return (*arguments, ruby.Hash(keywords[0][1].line, keywords)) if keywords else arguments

    def _word_array(self, node: Node) -> ruby.Array:
        return ruby.Array(
            _line(node), tuple(_joined(_line(word), "string", self._pieces(word)) for word in node.named_children)
        )

    def _symbol_array(self, node: Node) -> ruby.Array:
        return ruby.Array(
            _line(node), tuple(_joined(_line(word), "symbol", self._pieces(word)) for word in node.named_children)
        )

    def _hash(self, node: Node) -> ruby.Hash:
        return ruby.Hash(_line(node), self._given(node)[1])

    def _pair(self, node: Node) -> tuple[ruby.Expression | None, ruby.Expression]:
        key, value = node.child_by_field_id(_KEY), node.child_by_field_id(_VALUE)
        if node.kind_id == _HASH_SPLAT or key is None:
            inside = node.named_children
            return None, self.one(inside[0]) if inside else ruby.Variable(_line(node), "**")
        name = self._key(key)
        if value is None:  # `{name:}` stands for `{name: name}`
            return name, self._shorthand(key)
        return name, self.one(value)

    def _key(self, key: Node) -> ruby.Expression:
        if key.kind_id == _HASH_KEY:
            return ruby.Sym(_line(key), self._text(key))
        lowered = self.one(key)
        if isinstance(lowered, ruby.Str) and self._source[key.end_byte : key.end_byte + 1] == b":":
            return ruby.Sym(lowered.line, lowered.value)  # `"name": 1`
        return lowered

    def _shorthand(self, key: Node) -> ruby.Expression:
        name = self._text(key)
        known = name in self._locals[-1]
        return ruby.Variable(_line(key), name) if known else ruby.Call(_line(key), name, end_line=_line(key))

    def _range(self, node: Node) -> ruby.Range:
        operator = node.child_by_field_id(_OPERATOR)
        return ruby.Range(
            _line(node),
            self.maybe(node.child_by_field_id(_BEGIN)),
            self.maybe(node.child_by_field_id(_END)),
            exclusive=operator is not None and operator.kind_id == _EXCLUSIVE,
        )

    # --- calls -------------------------------------------------------------------------------------------------------

    def _call(self, node: Node) -> ruby.Expression:
        name, receiver = node.child_by_field_id(_METHOD_NAME), node.child_by_field_id(_RECEIVER)
        if name is not None and name.type == "super":
            return self._super(node, name)
        base = self.maybe(receiver)
        arguments, keywords, passed = self._given(node.child_by_field_id(_ARGUMENTS))
        operator = node.child_by_field_id(_OPERATOR)
        return ruby.Call(
            _line(name if name is not None else node),
            self._text(name) if name is not None else "call",
            base,
            arguments,
            keywords,
            self._block_of(node) or passed,
            operator is not None and operator.kind_id == _SAFE,
            _end_line(node),
        )

    def _super(self, node: Node, name: Node) -> ruby.Super:
        given = node.child_by_field_id(_ARGUMENTS)
        arguments, keywords, passed = self._given(given)
        return ruby.Super(_line(name), given is None, arguments, keywords, self._block_of(node) or passed)

    def _bare_super(self, node: Node) -> ruby.Super:
        return ruby.Super(_line(node), bare=True)

    def _yield(self, node: Node) -> ruby.Yield:
        given = node.named_children[0] if node.named_children else None
        return ruby.Yield(_line(node), self._items(given) if given is not None else ())

    def _given(
        self, node: Node | None
    ) -> tuple[
        tuple[ruby.Expression, ...],
        tuple[tuple[ruby.Expression | None, ruby.Expression], ...],
        ruby.Expression | None,
    ]:
        """Positional arguments, keywords, and what stands after `&`."""
        arguments: list[ruby.Expression] = []
        keywords: list[tuple[ruby.Expression | None, ruby.Expression]] = []
        passed: ruby.Expression | None = None
        for part in node.named_children if node is not None else ():
            if part.kind_id in (_PAIR, _HASH_SPLAT):
                keywords.append(self._pair(part))
            elif part.kind_id == _BLOCK_ARGUMENT:
                passed = self.one(part.named_children[0]) if part.named_children else ruby.Variable(_line(part), "&")
            elif part.kind_id == _FORWARD:
                arguments.append(ruby.Splat(_line(part), ruby.Variable(_line(part), "...")))
            elif part.kind_id not in _NOT_CODE:
                arguments.append(self.one(part))
        return tuple(arguments), tuple(keywords), passed

    def _splat(self, node: Node) -> ruby.Splat:
        return ruby.Splat(_line(node), self.one(node.named_children[0]) if node.named_children else None)

    def _element(self, node: Node) -> ruby.Call:
        base = self.maybe(node.child_by_field_id(_OBJECT))
        inside = node.named_children[1:]
        arguments = tuple(self.one(part) for part in inside if part.kind_id not in (_PAIR, _HASH_SPLAT, *_NOT_CODE))
        keywords = tuple(self._pair(part) for part in inside if part.kind_id in (_PAIR, _HASH_SPLAT))
        return ruby.Call(_line(node), "[]", base, arguments, keywords, end_line=_end_line(node))

    def _binary(self, node: Node) -> ruby.Expression:
        left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
        operator = self._text(node.child_by_field_id(_OPERATOR))
        first, second = self.maybe(left), self.maybe(right)
        if first is None or second is None:
            return self._other(node)
        if operator in ("&&", "and"):
            return ruby.Logic(_line(node), "and", (first, second))
        if operator in ("||", "or"):
            return ruby.Logic(_line(node), "or", (first, second))
        return ruby.Call(_line(node), operator, first, (second,), end_line=_end_line(node))

    def _unary(self, node: Node) -> ruby.Expression:
        operand, operator = node.child_by_field_id(_OPERAND), self._text(node.child_by_field_id(_OPERATOR))
        if operand is None:
            return self._other(node)
        value = self.one(operand)
        if operator in ("!", "not"):
            return ruby.Logic(_line(node), "not", (value,))
        if operator == "defined?":
            return ruby.Other(_line(node), "defined?", (value,))
        if operator == "-" and isinstance(value, ruby.Literal) and isinstance(value.value, int | float):
            return ruby.Literal(value.line, -value.value)
        return ruby.Call(_line(node), f"{operator}@", value, end_line=_end_line(node))

    def _alias(self, node: Node) -> ruby.Call:
        names = (node.child_by_field_id(_NAME), node.child_by_field_id(_ALIAS))
        symbols = tuple(ruby.Sym(_line(node), self._text(name).lstrip(":")) for name in names)
        return ruby.Call(_line(node), "alias_method", None, symbols, end_line=_end_line(node))

    # --- blocks, methods, classes ------------------------------------------------------------------------------------

    def _block_of(self, node: Node) -> ruby.Block | None:
        block = node.child_by_field_id(_BLOCK)
        return self._block(block, block.child_by_field_id(_PARAMETERS)) if block is not None else None

    def _block(self, node: Node, parameters: Node | None, *, is_lambda: bool = False) -> ruby.Block:
        with self._scope(sees_outside=True):
            for name in ("_1", "_2", "it"):
                if parameters is None and name.encode() in self._source[node.start_byte : node.end_byte]:
                    self._bind(name)
            given = self._parameters(parameters)
            body = self._body(node.child_by_field_id(_BODY))
        return ruby.Block(_line(node), given, body, _end_line(node), is_lambda)

    def _lambda(self, node: Node) -> ruby.Block:
        inside = node.child_by_field_id(_BODY)
        parameters = node.child_by_field_id(_PARAMETERS)
        return self._block(inside if inside is not None else node, parameters, is_lambda=True)

    def _parameters(self, node: Node | None) -> tuple[ruby.Parameter, ...]:
        if node is None:
            return ()
        known = (part for part in node.named_children if part.kind_id in _PARAMETER_KINDS)
        return tuple(map(self._parameter, known))

    def _parameter(self, node: Node) -> ruby.Parameter:
        how = _PARAMETER_KINDS[node.kind_id]
        if how == "parts":
            return ruby.Parameter("", how, parts=self._parameters(node))
        name = self._text(node if how == "required" else node.child_by_field_id(_NAME))
        if how == "all":
            name = "..."
        self._bind(name or {"rest": "*", "keyrest": "**", "block": "&"}.get(how, ""))
        default = node.child_by_field_id(_VALUE) if how in ("optional", "key") else None
        return ruby.Parameter(name, how, self.maybe(default))

    def _body(self, node: Node | None) -> ruby.Expression:
        """A body with its `rescue` and `ensure`, if any; `def x = y` has an expression in its place."""
        if node is None:
            return ruby.Sequence(0, ())
        if node.type in ("body_statement", "block_body", "then", "do", "begin"):
            return self._guarded(node)
        return self.one(node)

    def _guarded(self, node: Node) -> ruby.Expression:
        clauses: dict[int, list[Node]] = {_RESCUE: [], _ELSE: [], _ENSURE: []}
        plain: list[Node] = []
        for part in node.named_children:
            clauses.get(part.kind_id, plain).append(part)
        body = ruby.Sequence(_line(node), tuple(self.each(plain)))
        if not any(clauses.values()):
            return body
        rescues = tuple(map(self._rescue, clauses[_RESCUE]))
        otherwise, ensure = (self.statements(part[0]) if part else None for part in (clauses[_ELSE], clauses[_ENSURE]))
        return ruby.Begin(_line(node), body, rescues, otherwise, ensure)

    def _rescue(self, node: Node) -> ruby.Rescue:
        named = node.child_by_field_id(_EXCEPTIONS)
        classes = tuple(self.each(named.named_children)) if named is not None else ()
        variable = self._text(node.child_by_field_id(_VARIABLE)).removeprefix("=>").strip()
        if variable:
            self._bind(variable)
        return ruby.Rescue(_line(node), classes, variable, self._body(node.child_by_field_id(_BODY)))

    def _rescue_modifier(self, node: Node) -> ruby.Begin:
        line, body = _line(node), self._body(node.child_by_field_id(_BODY))
        handler = self._body(node.child_by_field_id(_HANDLER))
        return ruby.Begin(line, body, (ruby.Rescue(line, (), "", handler),), None, None)

    def _method(self, node: Node) -> ruby.Def:
        singleton = self.maybe(node.child_by_field_id(_OBJECT))
        with self._scope(sees_outside=False):
            parameters = self._parameters(node.child_by_field_id(_PARAMETERS))
            body = self._body(node.child_by_field_id(_BODY))
        name = self._text(node.child_by_field_id(_NAME))
        return ruby.Def(_line(node), name, _end_line(node), parameters, body, singleton)

    def _class(self, node: Node) -> ruby.Class:
        above = node.child_by_field_id(_SUPERCLASS)
        superclass = self.one(above.named_children[0]) if above is not None and above.named_children else None
        with self._scope(sees_outside=False):
            body = self._body(node.child_by_field_id(_BODY))
        return ruby.Class(_line(node), self._text(node.child_by_field_id(_NAME)), _end_line(node), superclass, body)

    def _module(self, node: Node) -> ruby.Module:
        with self._scope(sees_outside=False):
            body = self._body(node.child_by_field_id(_BODY))
        return ruby.Module(_line(node), self._text(node.child_by_field_id(_NAME)), _end_line(node), body)

    def _eigenclass(self, node: Node) -> ruby.Expression:
        target = self.maybe(node.child_by_field_id(_VALUE))
        with self._scope(sees_outside=False):
            body = self._body(node.child_by_field_id(_BODY))
        return ruby.Eigenclass(_line(node), target or ruby.Self(_line(node)), body)

    # --- assignments -------------------------------------------------------------------------------------------------

    def _assignment(self, node: Node) -> ruby.Expression:
        left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
        if left is None or right is None:
            return self._other(node)
        if left.type == "left_assignment_list":
            targets = tuple(map(self._target, left.named_children))
            return ruby.MultipleAssign(_line(node), targets, self.one(right))
        target = self._target(left)
        return ruby.Assign(_line(node), target, self._assigned(right))

    def _assigned(self, node: Node) -> ruby.Expression:
        """`x = *y` gives an array."""
        return ruby.Array(_line(node), (self.one(node),)) if node.kind_id == _SPLAT else self.one(node)

    def _operator_assignment(self, node: Node) -> ruby.Expression:
        left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
        if left is None or right is None:
            return self._other(node)
        operator = self._text(node.child_by_field_id(_OPERATOR)).removesuffix("=")
        return ruby.Assign(_line(node), self._target(left), self.one(right), operator)

    def _target(self, node: Node) -> ruby.Expression:
        if node.kind_id == _IDENTIFIER:
            self._bind(self._text(node))
            return ruby.Variable(_line(node), self._text(node))
        if node.type == "rest_assignment":
            inside = node.named_children
            return ruby.Splat(_line(node), self._target(inside[0]) if inside else None)
        if node.type == "destructured_left_assignment":
            return ruby.Array(_line(node), tuple(map(self._target, node.named_children)))
        return self.one(node)

    # --- flow --------------------------------------------------------------------------------------------------------

    def _if(self, node: Node) -> ruby.If:
        condition = self.maybe(node.child_by_field_id(_CONDITION)) or ruby.Other(_line(node), "missing")
        then = self._branch(node.child_by_field_id(_CONSEQUENCE))
        otherwise = self._branch(node.child_by_field_id(_ALTERNATIVE))
        if node.kind_id in _UNLESS_KINDS:
            then, otherwise = otherwise, then
        return ruby.If(_line(node), condition, then, otherwise)

    def _branch(self, node: Node | None) -> ruby.Expression | None:
        if node is None:
            return None
        return self.statements(node) if node.type in ("then", "else") else self.one(node)

    def _modifier(self, node: Node) -> ruby.If:
        body = self.maybe(node.child_by_field_id(_BODY))
        condition = self.maybe(node.child_by_field_id(_CONDITION)) or ruby.Other(_line(node), "missing")
        if node.kind_id in _UNLESS_KINDS:
            return ruby.If(_line(node), condition, None, body)
        return ruby.If(_line(node), condition, body, None)

    def _case(self, node: Node) -> ruby.Case:
        subject = self.maybe(node.child_by_field_id(_VALUE))
        branches = [part for part in node.named_children if part.kind_id in (_WHEN, _IN_CLAUSE)]
        otherwise = next((part for part in node.named_children if part.kind_id == _ELSE), None)
        lowered = tuple(map(self._when, branches))
        return ruby.Case(_line(node), subject, lowered, self._branch(otherwise))

    def _when(self, node: Node) -> ruby.Branch:
        conditions = tuple(self._conditions(node))
        return ruby.Branch(_line(node), conditions, self._body(node.child_by_field_id(_BODY)))

    def _conditions(self, node: Node) -> Iterator[ruby.Expression]:
        if node.kind_id == _WHEN:
            patterns = (part for part in node.named_children if part.type == "pattern")
            yield from (self.one(part.named_children[0]) for part in patterns if part.named_children)
        elif (pattern := node.child_by_field_id(_PATTERN)) is not None:
            if pattern.kind_id == _IDENTIFIER:
                self._bind(self._text(pattern))
            yield self.one(pattern)

    def _loop(self, node: Node) -> ruby.Loop:
        condition = self.maybe(node.child_by_field_id(_CONDITION)) or ruby.Other(_line(node), "missing")
        return ruby.Loop(_line(node), condition, self._body(node.child_by_field_id(_BODY)))

    def _for(self, node: Node) -> ruby.Call:
        pattern, value = node.child_by_field_id(_PATTERN), node.child_by_field_id(_VALUE)
        names = [part for part in (pattern.named_children or [pattern]) if part] if pattern is not None else []
        for name in names:
            self._bind(self._text(name))
        over = self._inside(value) if value is not None else None
        parameters = tuple(ruby.Parameter(self._text(name), "required") for name in names)
        block = ruby.Block(_line(node), parameters, self._body(node.child_by_field_id(_BODY)), _end_line(node))
        return ruby.Call(_line(node), "each", over, block=block, end_line=_end_line(node))

    def _begin(self, node: Node) -> ruby.Expression:
        return self._guarded(node)

    def _parenthesized(self, node: Node) -> ruby.Expression:
        return self._inside(node)

    def _jump(self, node: Node) -> ruby.Jump:
        inside = node.named_children[0] if node.named_children else None
        if inside is None:
            return ruby.Jump(_line(node), node.type)
        values = self._items(inside) if inside.kind_id == _ARGUMENT_LIST else (self.one(inside),)
        if len(values) == 1 and not isinstance(values[0], ruby.Splat):
            return ruby.Jump(_line(node), node.type, values[0])
        return ruby.Jump(_line(node), node.type, ruby.Array(_line(node), values))

    _lowerers: ClassVar[Mapping[int, Callable[[Lowering, Node], ruby.Expression]]] = {
        kind(name): lowerer
        for names, lowerer in (
            ("identifier", _identifier),
            ("instance_variable class_variable global_variable", _variable),
            ("self", _self),
            ("constant", _constant),
            ("scope_resolution", _scoped_constant),
            ("true false nil", _literal),
            ("integer float", _number),
            ("simple_symbol hash_key_symbol", _symbol),
            ("string", _string),
            ("delimited_symbol", _delimited_symbol),
            ("regex", _regex),
            ("subshell", _shell),
            ("chained_string", _chained_string),
            ("heredoc_beginning", _heredoc),
            ("array right_assignment_list", _array),
            ("string_array", _word_array),
            ("symbol_array", _symbol_array),
            ("hash", _hash),
            ("range", _range),
            ("call", _call),
            ("super", _bare_super),
            ("yield", _yield),
            ("splat_argument", _splat),
            ("element_reference", _element),
            ("binary", _binary),
            ("unary", _unary),
            ("alias", _alias),
            ("lambda", _lambda),
            ("rescue_modifier", _rescue_modifier),
            ("method singleton_method", _method),
            ("class", _class),
            ("module", _module),
            ("singleton_class", _eigenclass),
            ("assignment", _assignment),
            ("operator_assignment", _operator_assignment),
            ("if elsif unless conditional", _if),
            ("if_modifier unless_modifier", _modifier),
            ("case case_match", _case),
            ("while until while_modifier until_modifier", _loop),
            ("for", _for),
            ("begin", _begin),
            ("parenthesized_statements begin_block end_block then else", _parenthesized),
            ("return break next redo retry", _jump),
        )
        for name in names.split()
    }


def _heredoc_bodies(root: Node) -> Iterator[Node]:
    """In reading order, as their openings are."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.kind_id == _HEREDOC_BODY:
            yield node
        waiting.extend(reversed(node.named_children))


def _joined(line: int, form: str, pieces: Sequence[ruby.Expression]) -> ruby.Expression:
    """One string or symbol if nothing is interpolated; neighbouring literal pieces become one."""
    parts: list[ruby.Expression] = []
    for piece in pieces:
        before = parts[-1] if parts else None
        if isinstance(piece, ruby.Str) and isinstance(before, ruby.Str):
            parts[-1] = ruby.Str(before.line, before.value + piece.value)
        else:
            parts.append(piece)
    text = "".join(part.value for part in parts if isinstance(part, ruby.Str))
    if all(isinstance(part, ruby.Str) for part in parts):
        return ruby.Sym(line, text) if form == "symbol" else ruby.Str(line, text)
    return ruby.Text(line, form, tuple(parts))


def _single(body: ruby.Sequence) -> ruby.Expression:
    return body.items[0] if len(body.items) == 1 else body


def _number(text: str) -> int | float:
    """Raises ValueError for complex and rational numbers, and integers beyond 64 bits."""
    plain = text.replace("_", "").lower()
    if plain[:1] == "0" and plain[1:].isdigit():
        return int(plain, 8)
    if any(sign in plain for sign in ".e") and not plain.startswith("0x"):
        return float(plain)
    value = int(plain.replace("0d", ""), 0)
    if value >= 1 << 63:
        raise ValueError(text)
    return value


def _line(node: Node) -> int:
    return node.start_point.row + 1


def _end_line(node: Node) -> int:
    return node.end_point.row + 1
