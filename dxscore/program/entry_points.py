"""A program, its routes and its templates -> every place where the outside world gets in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from dxscore.domain.entry_point import EntryPoint
from dxscore.domain.program import Program
from dxscore.domain.route import RouteTable
from dxscore.domain.ruby import RubyCode
from dxscore.program.entries.actions import Controllers
from dxscore.program.entries.background import background_entries
from dxscore.program.entries.blocks import grape_endpoints, rake_tasks
from dxscore.program.entries.templates import templates_of
from dxscore.program.inflections import Inflections


def find_entry_points(
    program: Program,
    routes: RouteTable,
    code: Mapping[str, RubyCode],
    paths: Collection[str],
    inflections: Inflections,
) -> tuple[EntryPoint, ...]:
    """Each name once per kind. `code`: programs by path; `paths`: all files, templates of every language among them."""
    templates = templates_of(paths, inflections)
    found = (
        *Controllers(program, templates, routes).actions(),
        *background_entries(program, templates),
        *grape_endpoints(program),
        *rake_tasks(code),
    )
    return tuple({(point.kind, point.name): point for point in reversed(found)}.values())[::-1]
