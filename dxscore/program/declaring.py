"""Methods that speak to the class they are called on -> what a call of one says about that class."""

from __future__ import annotations

from dxscore.domain import ruby
from dxscore.domain.program import Macro, Method
from dxscore.domain.ruby_values import statements
from dxscore.program.bodies import BodyReader
from dxscore.program.drafts import Item
from dxscore.program.places import Place
from dxscore.program.reading import arguments_bound, filled_in

_STARTS = (
    "has_",
    "validate",
    "before_",
    "after_",
    "around_",
    "skip_",
    "acts_as_",
    "attr_",
    "define_",
    "cattr_",
    "mattr_",
)
_NAMES = frozenset(
    (
        "alias_attribute",
        "alias_method",
        "belongs_to",
        "class_attribute",
        "class_eval",
        "default_scope",
        "delegate",
        "enum",
        "extend",
        "helper_method",
        "include",
        "prepend",
        "rescue_from",
        "scope",
        "serialize",
        "store_accessor",
    )
)
"""Macros of Ruby and Rails: a class method that calls one is a macro itself."""


_OWN_MEANING = _NAMES | {
    "attribute",
    "has_and_belongs_to_many",
    "has_many",
    "has_many_attached",
    "has_one",
    "has_one_attached",
    "has_rich_text",
    "has_secure_password",
    "validate",
    "validates",
    "validates_with",
}
"""What these say is known: an application that redefines one (and calls `super`) is not followed."""


def may_be_followed(name: str) -> bool:
    """Whether a class method of this name is looked into when a class calls it."""
    return name not in _OWN_MEANING


def declares(body: ruby.Expression | None) -> bool:
    """Whether a method calls macros on the class it is called on."""
    return any(_speaks(statement) for statement in statements(body) if isinstance(statement, ruby.Call | ruby.If))


def _speaks(statement: ruby.Call | ruby.If) -> bool:
    match statement:
        case ruby.If(then=then, otherwise=otherwise):
            return declares(then) or declares(otherwise)
        case ruby.Call(name="send", arguments=(ruby.Sym(value=name), *_), receiver=None | ruby.Self()):
            return _is_macro(name)
        case ruby.Call(name="each", block=ruby.Block() as block):
            return declares(block)
        case ruby.Call(name=name, receiver=None | ruby.Self()):
            return _is_macro(name) or name == "with_options"
    return False


def said_by(method: Method, macro: Macro) -> list[Item]:
    """What the method says about the class, with the arguments of this call filled in."""
    if method.body is None:
        return []
    body = filled_in(method.body, arguments_bound(method.parameters, macro.call))
    items: list[Item] = []
    place = Place(method.owner, method.nesting, items, conditional=macro.conditional)
    BodyReader(method.path).body(statements(body), place)
    return items


def _is_macro(name: str) -> bool:
    return name in _NAMES or name.startswith(_STARTS)
