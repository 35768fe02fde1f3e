"""One macro of a model -> its names and options, with constants of the program read."""

from __future__ import annotations

from msgspec import Struct

from dxscore.domain import ruby
from dxscore.domain.model import Declared, Options
from dxscore.domain.program import Macro, Program
from dxscore.domain.ruby_values import Value, options_of, positional, text_of, texts_of
from dxscore.program.inflections import Inflections
from dxscore.program.modelling.constant_values import constant_value
from dxscore.program.modelling.tables import Tables


class Surroundings(Struct, frozen=True):
    """What reading a macro takes beside the macro."""

    program: Program
    inflections: Inflections
    tables: Tables
    belongs_to_required: bool | None
    """The default of the application."""


class Reading(Struct, frozen=True):
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

    def first(self) -> str:
        """The first argument, when it is a symbol or text; '' otherwise."""
        return text_of(self.value(self.arguments[0])) if self.arguments else ""

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

    def table(self, name: str) -> str:
        """An option that names a table, with the prefixes and suffixes of tables."""
        given = self.options.get(name)
        return self.around.tables.text(given, self.macro.nesting, self.model) or "" if given is not None else ""

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


def as_block(expression: ruby.Expression | None) -> ruby.Block | None:
    """`-> { ... }`, `lambda { ... }`, `proc { ... }`, `Proc.new { ... }`."""
    match expression:
        case ruby.Block():
            return expression
        case ruby.Call(name="lambda" | "proc", receiver=None, block=ruby.Block() as block):
            return block
        case ruby.Call(name="new", receiver=ruby.Const(name="Proc" | "::Proc"), block=ruby.Block() as block):
            return block
    return None


def reading_of(macro: Macro, model: str, around: Surroundings) -> Reading:
    """Its options are read once."""
    return Reading(macro, model, around, options_of(macro.call))
