"""The body of a routes file -> the routes it draws, as Rails' mapper would, without running anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.route import Route, UnreadRoute
from dxscore.domain.ruby import Block, Call, Def, Expression
from dxscore.program.inflections import Inflections
from dxscore.program.routing.binding import LOOPS, OptionsAround, bound, rounds, with_options, without_receiver
from dxscore.program.routing.macros import IGNORED, MACROS, Macro
from dxscore.program.routing.scope import Scope, joined, texts
from dxscore.program.routing.targets import Target
from dxscore.program.routing.values import UNKNOWN, App, Names, Value, evaluate, options

_MOST_STATEMENTS, _DEEPEST = 50_000, 40
"""A loop within a loop within ... that draws more is not followed to its end."""
_AT_RUN_TIME = "draws what only running it would tell"

FindFile: TypeAlias = "Callable[[str], tuple[str, Expression] | None]"
"""The name given to `draw` -> path and body of that file."""
FindEngine: TypeAlias = "Callable[[str], Sequence[tuple[str, str, Expression]] | None]"
"""An engine's constant -> path, module of its controllers and body, of each file that draws its routes."""
Handler: TypeAlias = "Callable[[Drawing, Call, Scope, dict[str, Value]], None]"


@dataclass(slots=True)
class Drawing:
    """Routes in the making: the one place here that changes."""

    handlers: Mapping[str, Handler]
    """By the name of the method."""
    inflections: Inflections
    find_file: FindFile
    find_engine: FindEngine
    constants: Names
    routes: list[Route] = field(default_factory=list)
    unread: list[UnreadRoute] = field(default_factory=list)
    mounted: set[str] = field(default_factory=set)
    """Engines that some route leads to."""
    concerns: dict[str, Block] = field(default_factory=dict)
    methods: dict[str, Def] = field(default_factory=dict)
    statements: int = 0
    depth: int = 0

    def draw(self, body: Expression | None, scope: Scope, names: dict[str, Value]) -> None:
        """Take one statement or several. Local variables are added to `names`."""
        self.statements += 1
        if self.statements > _MOST_STATEMENTS or self.depth > _DEEPEST:
            self.unread.append(UnreadRoute(scope.file, 0, "", "more routes than one can count"))
            return
        if isinstance(body, ruby.Sequence):
            for item in body.items:
                self.draw(item, scope, names)
        elif isinstance(body, Call):
            self._call(body, scope, names)
        else:
            self._statement(body, scope, names)

    def _statement(self, body: Expression | None, scope: Scope, names: dict[str, Value]) -> None:
        match body:
            case ruby.If(condition=condition, then=then, otherwise=otherwise):
                self._branches(evaluate(condition, names), then, otherwise, scope, names)
            case ruby.Case(branches=branches, otherwise=otherwise):
                for each in (*(branch.body for branch in branches), otherwise):
                    self.draw(each, scope, names)
            case ruby.Begin(body=inner):
                self.draw(inner, scope, names)
            case ruby.Assign(target=ruby.Variable(name=name) | ruby.Const(name=name), value=value):
                names[name] = evaluate(value, names)
            case Def(name=name):
                self.methods[name] = body

    def run(self, block: Expression | None, scope: Scope, names: Names, *arguments: Value) -> None:
        """The body of a block, its parameters bound; those without an argument are unknown."""
        if isinstance(block, Block):
            self.inside(block.body, scope, {**names, **bound(block.parameters, arguments)})

    def inside(self, body: Expression, scope: Scope, names: Names) -> None:
        """A body of its own: what it assigns is not known outside."""
        self.depth += 1
        self.draw(body, scope, {**names})
        self.depth -= 1

    def _branches(
        self,
        condition: Value,
        then: Expression | None,
        otherwise: Expression | None,
        scope: Scope,
        names: dict[str, Value],
    ) -> None:
        """Both, unless it is known which: a route that exists in one environment is a route."""
        known = condition is not UNKNOWN and not isinstance(condition, App)
        if not known or condition not in (None, False):
            self.draw(then, scope, names)
        if not known or condition in (None, False):
            self.draw(otherwise, scope, names)

    def _call(self, call: Call, scope: Scope, names: dict[str, Value]) -> None:
        if call.receiver is not None and not isinstance(call.receiver, ruby.Self):
            self._call_on(call.receiver, call, scope, names)
        elif call.name in self.methods and call.name != "draw":
            self._own_method(self.methods[call.name], call, scope, names)
        elif handler := self.handlers.get(call.name):
            handler(self, call, scope, names)
        elif macro := MACROS.get(call.name):
            self._macro(macro, call, scope, names)
        elif isinstance(call.block, Block):
            self.run(call.block, scope, names)
        elif call.name not in IGNORED:
            self.miss(call, scope, call.name, _AT_RUN_TIME)

    def _call_on(self, receiver: Expression, call: Call, scope: Scope, names: dict[str, Value]) -> None:
        value = evaluate(receiver, names)
        if isinstance(value, OptionsAround):
            self._call(with_options(call, value), scope, names)
        elif call.name in LOOPS:
            for arguments in rounds(call.name, value):
                self.run(call.block, scope, names, *arguments)
        elif isinstance(value, Block) and call.name in ("call", "()", "[]"):
            self.run(value, scope, names, *(evaluate(argument, names) for argument in call.arguments))
        elif isinstance(call.block, Block):
            self.run(call.block, scope, names)
        elif isinstance(value, App) and any(isinstance(each, ruby.Self | ruby.Variable) for each in call.arguments):
            self.miss(call, scope, f"{value.name}.{call.name}", _AT_RUN_TIME)
        elif value is UNKNOWN and isinstance(receiver, ruby.Variable):
            self._call(without_receiver(call), scope, names)

    def _own_method(self, method: Def, call: Call, scope: Scope, names: Names) -> None:
        given = options(call.keywords, names)
        arguments = [evaluate(argument, names) for argument in call.arguments]
        named = {
            each.name: given.get(each.name, evaluate(each.default, names))
            for each in method.parameters
            if each.kind == "key"
        }
        self.inside(method.body, scope, {**self.constants, **bound(method.parameters, arguments), **named})

    def _macro(self, macro: Macro, call: Call, scope: Scope, names: dict[str, Value]) -> None:
        given = options(call.keywords, names) | _configured(call.block, names)
        path = joined(scope.path, *(texts(evaluate(call.arguments[0], names)) if call.arguments else ()))
        for controller, verb, action in macro.drawn(given):
            self.add((verb,), path, Target(controller, action), call.line, replace(scope, macro=call.name))
        self.unread.append(
            UnreadRoute(scope.file, call.line, call.name, f"drawn by {macro.gem}: taken from what is known of it")
        )
        if isinstance(call.block, Block) and not macro.configured_by_block:
            self.run(call.block, scope, names)

    def add(self, verbs: Sequence[str], path: str, target: Target, line: int, scope: Scope) -> None:
        """One route for each verb."""
        for verb in verbs or ("",):
            mount = target.app or scope.mount
            answer = (target.controller, target.action)
            self.routes.append(Route(verb, path or "/", *answer, scope.file, line, mount, scope.macro))

    def miss(self, call: Call, scope: Scope, what: str, reason: str) -> None:
        """Something that can't be read."""
        self.unread.append(UnreadRoute(scope.file, call.line, what, reason))


def _configured(block: Expression | None, names: Names) -> dict[str, Value]:
    """What a configuring block says: `use_doorkeeper { controllers tokens: "oauth/tokens" }`."""
    found: dict[str, dict[str, Value]] = {}
    statements = block.body.items if isinstance(block, Block) and isinstance(block.body, ruby.Sequence) else ()
    skipped: list[Value] = []
    for each in statements:
        if isinstance(each, Call) and each.name == "skip_controllers":
            skipped += [evaluate(argument, names) for argument in each.arguments]
        elif isinstance(each, Call):
            found.setdefault(each.name, {}).update(options(each.keywords, names))
    return {**found, "skip": skipped} if skipped else dict(found)
