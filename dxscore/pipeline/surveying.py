"""A version of a project -> its survey, step by step: programs, models, routes, entry points, profiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache
from hashlib import blake2b

from msgspec import Struct

from dxscore.access.lasting import beside, carried, changed_files, lasting
from dxscore.access.profiles import profiles_of
from dxscore.access.throttles import is_throttled
from dxscore.access.world import World
from dxscore.domain.access import EntryProfile
from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.model import Models
from dxscore.domain.program import Program
from dxscore.domain.route import ANY_ACTION, RouteTable
from dxscore.domain.ruby import RubyCode
from dxscore.domain.source import FileKind
from dxscore.domain.survey import Made, Survey, Surveyed, UnreadPlace
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Progress
from dxscore.facts.collect_code import CollectedCode, collect_code
from dxscore.pipeline.access_sources import Sources
from dxscore.program.entries.templates import HANDLERS
from dxscore.program.entry_points import find_entry_points
from dxscore.program.index import build_program
from dxscore.program.inflections import read_inflections
from dxscore.program.models import build_models
from dxscore.program.routes import read_routes


class Found(Struct, frozen=True):
    """All that is known before anything is followed."""

    program: Program
    models: Models
    routes: RouteTable
    points: tuple[EntryPoint, ...]
    collected: CollectedCode
    templates: Mapping[str, RubyCode]


def make_survey(sources: Sources, progress: Progress, last: Survey | None = None) -> Survey:
    """Entry points that no change since the last survey can have touched keep their profiles."""
    found = find(sources, progress)
    made = _made(sources, found)
    kept = lasting(last, made, found.points) if last else {}
    return _survey(found, _completed(found, sources, kept), made)


def survey_along(sources: Sources, progress: Progress, last: Survey, changed: Set[str]) -> Survey:
    """With the profiles of another commit wherever no file that is to be compared has a say."""
    found = find(sources, progress)
    return _survey(found, _completed(found, sources, beside(last, changed, found.points)), _made(sources, found))


def survey_beside(sources: Sources, progress: Progress, base: Survey) -> Survey:
    """Of a change's head: it differs from the base's only in what runs through files that the change touches."""
    found = find(sources, progress)
    made = _made(sources, found)
    changed = changed_files(base.made, made)
    profiles = _completed(found, sources, beside(base, changed, found.points))
    before = {each.profile.name: each.profile for each in base.entries}
    return _survey(
        found, [carried(before[each.name], each, changed) if each.name in before else each for each in profiles], made
    )


def _completed(found: Found, sources: Sources, kept: Mapping[str, EntryProfile]) -> list[EntryProfile]:
    """The profiles of all entry points: those kept, and the others worked out."""
    world = World(found.program, found.models, found.templates, rails=_version(sources.rails))
    waiting = iter(profiles_of(world, [point for point in found.points if point.name not in kept]))
    return [kept[point.name] if point.name in kept else next(waiting) for point in found.points]


def _made(sources: Sources, found: Found) -> Made:
    declared = sorted((path, code.outline) for path, code in found.collected.code.items())
    outline = blake2b(repr((sources.rails, declared)).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
    return Made(outline, {file.path: file.blob for file in sources.relevant})


def find(sources: Sources, progress: Progress) -> Found:
    """Programs of all files, and what they declare."""
    files = [file for file in sources.relevant if file.kind is not FileKind.UNSEEN]
    cache = FactsCache.at(sources.store / "facts.db") if sources.store else None
    collected = collect_code(files, sources.read, cache, sources.jobs, progress)
    templates = {path: code for path, code in collected.code.items() if path.rpartition(".")[2] in HANDLERS}
    ruby = {path: code for path, code in collected.code.items() if path not in templates}
    program = build_program(ruby)
    inflections = read_inflections(program)
    routes = read_routes(ruby, inflections)
    points = find_entry_points(program, routes, ruby, [file.path for file in sources.relevant], inflections)
    return Found(program, build_models(program, inflections), routes, points, collected, templates)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")[:2] if part.isdecimal()) or (7, 0)


def _survey(found: Found, profiles: Sequence[EntryProfile], made: Made) -> Survey:
    routed = {(each.controller, each.action) for each in found.routes.routes if each.controller}
    there = {point.name for point in found.points if point.kind is EntryKind.ACTION and point.routed}
    throttled = cache(lambda class_name: is_throttled(found.program, class_name, None))
    return Survey(
        entries=tuple(
            _surveyed(
                point,
                profile,
                is_throttled(found.program, "", point.body) if point.body else throttled(point.class_name),
            )
            for point, profile in zip(found.points, profiles, strict=True)
        ),
        tables=dict(_homes(found.models)),
        routes=len(found.routes.routes),
        routed_actions=sum(action != ANY_ACTION for _, action in routed),
        found_actions=len(there),
        unread=tuple(UnreadPlace(each.file, each.line, each.what, each.reason) for each in found.routes.unread),
        files=len(found.collected.code),
        skipped=len(found.collected.skipped),
        made=made,
    )


def _surveyed(point: EntryPoint, profile: EntryProfile, throttled: bool) -> Surveyed:
    return Surveyed(
        profile=profile,
        end_line=point.end_line,
        routed=point.routed,
        verbs=tuple(sorted({route.verb for route in point.routes})),
        addresses=tuple(sorted({route.path for route in point.routes})),
        framework=point.detail,
        throttled=throttled,
    )


def _homes(models: Models) -> Iterator[tuple[str, str]]:
    """Each table with the file of the model that owns it."""
    for table in models.by_table:
        if owners := models.of_table(table):
            yield table, owners[0].path
