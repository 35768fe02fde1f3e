"""One macro of a model -> its names and options, with constants of the program read."""

from __future__ import annotations

from dataclasses import dataclass

from dxscore.domain import ruby
from dxscore.domain.model import Declared, Options
from dxscore.domain.program import Macro, Nesting, Program
from dxscore.domain.ruby_values import UNKNOWN, Value, options_of, positional, text_of, texts_of, value_of
from dxscore.program.inflections import Inflections
from dxscore.program.modelling.value_calls import called

_DEEPEST = 8
"""Constants that stand for constants, and methods called on them."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading a macro takes beside the macro."""

    program: Program
    inflections: Inflections
    belongs_to_required: bool | None
    """The default of the application."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A macro that is being read, for one class."""

    macro: Macro
    model: str
    """Full name of the class that it is run for."""
    around: Surroundings
    options: Options

    @property
    def name(self) -> str:
        """Of the macro."""
        return self.macro.call.name

    @property
    def arguments(self) -> tuple[ruby.Expression, ...]:
        """Those that are no options; what `*` spreads is a list among them."""
        given = positional(self.macro.call)
        return tuple(each.value if isinstance(each, ruby.Splat) and each.value else each for each in given)

    @property
    def block(self) -> ruby.Block | None:
        """What stands between `do` and `end`."""
        given = self.macro.call.block
        return given if isinstance(given, ruby.Block) else None

    def names(self) -> tuple[str, ...]:
        """Of the arguments that are symbols or texts, or lists of them."""
        return tuple(name for each in self.arguments for name in texts_of(self.value(each)))

    def names_known(self) -> bool:
        """Whether every argument is one of those."""
        return bool(self.arguments) and all(texts_of(self.value(each)) for each in self.arguments)

    def option(self, name: str) -> Value:
        """The value of an option: None when it is not given, UNKNOWN when it is worked out at run time."""
        return self.value(self.options.get(name))

    def text(self, name: str) -> str:
        """An option that is a symbol or text; '' for anything else."""
        return text_of(self.option(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """An option that is one symbol or text, or several."""
        return texts_of(self.option(name))

    def value(self, expression: ruby.Expression | None) -> Value:
        """With constants of the program read; `name` is the class's own."""
        match expression:
            case ruby.Call(name="name" | "to_s", receiver=None | ruby.Self(), arguments=()):
                return self.model
        return constant_value(self.around.program, expression, self.macro.nesting)

    def declared(self) -> Declared:
        """Where the macro stands."""
        return Declared(self.macro.path, self.macro.line, self.macro.nesting, self.macro.written_in)


def reading_of(macro: Macro, model: str, around: Surroundings) -> Reading:
    """Its options are read once."""
    return Reading(macro, model, around, options_of(macro.call))


def constant_value(program: Program, expression: ruby.Expression | None, nesting: Nesting, depth: int = 0) -> Value:
    """As `value_of`, and through constants: `STATES`, `STATES.keys`, `%w[a b].index_by(&:itself)`, `Post.name`."""
    if depth > _DEEPEST:
        return UNKNOWN
    match expression:
        case ruby.Const(name=name, scope=None):
            return _of_constant(program, name, nesting, depth)
        case ruby.Array(items=items):
            return tuple(each for item in items for each in _items(program, item, nesting, depth))
        case ruby.Call(name=name, receiver=ruby.Const(name=named)) if name in ("name", "to_s"):
            return program.resolve(named, nesting) or named.removeprefix("::")
        case ruby.Call(name=name, receiver=receiver) if receiver is not None:
            on = constant_value(program, receiver, nesting, depth + 1)
            others = [constant_value(program, each, nesting, depth + 1) for each in expression.arguments]
            found = called(name, on, others, expression.block)
            return found if found is not UNKNOWN else value_of(expression)
    return value_of(expression)


def _of_constant(program: Program, name: str, nesting: Nesting, depth: int) -> Value:
    found = program.resolve(name, nesting)
    constant = program.constant(found) if found else None
    return constant_value(program, constant.value, constant.nesting, depth + 1) if constant else UNKNOWN


def _items(program: Program, item: ruby.Expression, nesting: Nesting, depth: int) -> tuple[Value, ...]:
    if isinstance(item, ruby.Splat):
        inside = constant_value(program, item.value, nesting, depth + 1)
        return inside if isinstance(inside, tuple) else (UNKNOWN,)
    return (constant_value(program, item, nesting, depth + 1),)
