"""Paths of a project's templates -> those that an action or a mail renders, and the layout around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from dxscore.domain.program import Program
from dxscore.domain.ruby import Block, Call, Literal, Sym
from dxscore.domain.ruby_values import UNKNOWN, options_of, positional, text_of, texts_of, value_of
from dxscore.program.inflections import Inflections

_TEMPLATE = re.compile(r"(?:^|/)(?:app/)?views/(?P<folder>(?:.+/)?)(?P<name>[^/.]+)\.[^/]*$")
HANDLERS = ("erb", "haml", "slim", "jbuilder", "builder", "rabl", "arb", "ruby", "liquid", "mustache")


class Templates(Struct, frozen=True):
    """Templates by what they are called: `shops/show` -> its files, one per format and language."""

    by_name: Mapping[str, tuple[str, ...]]
    inflections: Inflections

    def of(self, folders: Iterable[str], name: str) -> tuple[str, ...]:
        """The files in the first folder that has any."""
        found = (self.by_name.get(f"{folder}/{name}", ()) for folder in folders)
        return next(filter(None, found), ())

    def folder(self, class_name: str) -> str:
        """`Admin::UsersController` -> `admin/users`; of a mailer its whole name: `user_mailer`."""
        return self.inflections.underscore(class_name.removesuffix("Controller"))

    def folders(self, program: Program, class_name: str) -> list[str]:
        """Where templates of a controller are looked for: its own folder, its superclass's ..."""
        return [self.folder(each) for each in (class_name, *program.superclasses(class_name)) if program.get(each)]


def templates_of(paths: Iterable[str], inflections: Inflections) -> Templates:
    """All below a folder `views`."""
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        place = _TEMPLATE.search(path)
        if place and path.rpartition(".")[2] in HANDLERS:
            found.setdefault(place["folder"] + place["name"], []).append(path)
    return Templates({name: tuple(files) for name, files in found.items()}, inflections)


class Layout(Struct, frozen=True):
    """What surrounds a template."""

    paths: tuple[str, ...] = ()
    method: str = ""
    """Of the controller: names the layout when it runs."""


def layout_of(program: Program, templates: Templates, class_name: str, action: str) -> Layout:
    """By the last `layout` that holds for the action, else by the name of the controller or of a superclass."""
    declared = [each for each in program.inherited_macros(class_name) if each.name == "layout" and each.call.arguments]
    for macro in reversed(declared):
        if _applies(macro.call, action):
            return _declared(macro.call, templates)
    folders = templates.folders(program, class_name)
    return Layout(next(filter(None, (templates.by_name.get(f"layouts/{each}", ()) for each in folders)), ()))


def _applies(call: Call, action: str) -> bool:
    given = options_of(call)
    only, without = value_of(given.get("only")), value_of(given.get("except"))
    if UNKNOWN in (only, without):
        return True
    return ("only" not in given or action in texts_of(only)) and action not in texts_of(without)


def _declared(call: Call, templates: Templates) -> Layout:
    first = positional(call)[0] if positional(call) else None
    if isinstance(first, Literal | Block) or first is None:
        return Layout()
    name = text_of(value_of(first))
    if isinstance(first, Sym):
        return Layout(method=name)
    return Layout(templates.by_name.get(f"layouts/{name}", ()) or templates.by_name.get(name, ()))
