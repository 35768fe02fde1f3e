"""Entry points of a program -> their profiles: filters, body, views and handlers are run like methods, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dxscore.access.blocks import finish
from dxscore.access.changes import Changes
from dxscore.access.columns import columns_of
from dxscore.access.effects import Context, Mark, Summary, Trail
from dxscore.access.engine import Engine
from dxscore.access.frames import Frame, Sent
from dxscore.access.gems import Gems
from dxscore.access.values import UNKNOWN, ClassOf, Instance
from dxscore.access.views import Views
from dxscore.access.world import VIEW, World
from dxscore.copying import replace
from dxscore.domain.access import Confidence, Effect, EntryProfile, Phase, Step, Unresolved, tables
from dxscore.domain.entry_point import EntryKind, EntryPoint, Hook
from dxscore.domain.program import Macro
from dxscore.domain.ruby import Call
from dxscore.program.entries.templates import templates_of
from dxscore.program.inflections import read_inflections

_UNRESOLVED = 0.4
_MANY_TABLES = 25
_SHARE_OF_TABLES = 0.5
"""A profile with more than half of all tables (and more than 25) tells nobody anything."""


def profiles_of(world: World, entries: Sequence[EntryPoint]) -> tuple[EntryProfile, ...]:
    """One profile per entry point, in their order; what they share is worked out once.

    Jobs are followed once more when all places that enqueue them are known: what they are given tells more then.
    """
    world = world if world.columns else replace(world, columns=columns_of(world.program))
    names = templates_of(world.templates, read_inflections(world.program))
    engine = Engine(world, Views(world, names), Gems(world), Changes(world))
    found = [profile(engine, entry) for entry in entries]
    for index, entry in enumerate(entries):
        if entry.kind is EntryKind.JOB and entry.class_name in engine.enqueued:
            found[index] = profile(engine, entry)
    return tuple(found)


def profile(engine: Engine, entry: EntryPoint) -> EntryProfile:
    """What one entry point does."""
    summary = Summary(entry.path)
    me = Instance(entry.class_name) if entry.class_name else ClassOf("Object")
    frame = Frame(engine, summary, me, entry.nesting, entry.method)
    _run(frame, entry)
    finish(frame, UNKNOWN)
    reached = [*_reached(summary)]
    effects = tuple(_effects(summary))
    calls = len({(each.path, call) for each in reached for call in each.calls})
    unresolved = sorted(
        {Unresolved(name, each.path, line) for each in reached for name, line in each.unresolved}, key=_place
    )
    return EntryProfile(
        kind=str(entry.kind),
        name=entry.name,
        path=entry.path,
        line=entry.line,
        effects=effects,
        calls=calls,
        unresolved=tuple(unresolved),
        unknown=_doubt(engine.world, entry, effects, len(unresolved) / calls if calls else 0.0),
        files=tuple(sorted({each.path for each in reached if each.path})),
    )


def _doubt(world: World, entry: EntryPoint, effects: tuple[Effect, ...], unresolved: float) -> str:
    """Why a profile says nothing; '' when it does."""
    if not (entry.method or entry.body or entry.views):
        return "no method"
    if unresolved > _UNRESOLVED:
        return "too many calls unresolved"
    everything = max(_MANY_TABLES, len(world.models.by_table) * _SHARE_OF_TABLES)
    return "touches everything" if len(tables(effects)) > everything else ""


def _place(call: Unresolved) -> tuple[str, int, str]:
    return call.path, call.line, call.name


def _run(frame: Frame, entry: EntryPoint) -> None:
    for hook in entry.hooks:
        if hook.kind in ("before", "around"):
            _hook(frame, hook, Phase.FILTER)
    with frame.inside(Context(phase=Phase.BODY)):
        _body(frame, entry)
    _views(frame, entry)
    for hook in entry.hooks:
        if hook.kind in ("after", "rescue"):
            _hook(frame, hook, Phase.FILTER if hook.kind == "after" else Phase.RESCUE)


def _body(frame: Frame, entry: EntryPoint) -> None:
    frame.summary.path = entry.path
    if entry.body is not None:
        macro = Macro(Call(entry.line, "entry"), entry.path, entry.nesting, "")
        frame.engine.run_body(frame, entry.body, macro, ())
    elif entry.method:
        arguments = frame.engine.enqueued.get(entry.class_name, ()) if entry.kind is EntryKind.JOB else ()
        frame.engine.send(frame, frame.me, Sent(entry.method, entry.line, arguments))


def _hook(frame: Frame, hook: Hook, phase: Phase) -> None:
    frame.summary.path = hook.path
    at = Macro(Call(hook.line, "hook"), hook.path, hook.nesting, hook.written_in)
    with frame.inside(Context(phase=phase)):
        if hook.method:
            arguments = (Instance(hook.classes[0]),) if hook.kind == "rescue" and hook.classes else ()
            frame.engine.send(frame, frame.me, Sent(hook.method, hook.line, arguments))
        elif hook.body is not None:
            frame.engine.run_body(frame, hook.body, at, (frame.me,))
        elif hook.observer is not None:
            observer = frame.engine.value_of(hook.observer, at)
            frame.engine.send(frame, observer, Sent(hook.kind, hook.line, (frame.me,)))


def _views(frame: Frame, entry: EntryPoint) -> None:
    if entry.kind not in (EntryKind.ACTION, EntryKind.MAILER):
        return
    view = Instance(f"{VIEW}{entry.class_name}")
    frame.summary.path = entry.path
    with frame.inside(Context(phase=Phase.VIEW)):
        for path in entry.views:
            frame.engine.run_template(frame, view, path, {}, entry.line)
    if entry.views:
        with frame.inside(Context(phase=Phase.LAYOUT)):
            for path in entry.layouts:
                frame.engine.run_template(frame, view, path, {}, entry.line)


def _effects(summary: Summary) -> Iterator[Effect]:
    seen: set[Effect] = set()
    for mark, trail in summary.effects.items():
        effect = _effect(mark, trail)
        if effect not in seen:
            seen.add(effect)
            yield effect


def _effect(mark: Mark, trail: Trail) -> Effect:
    context = mark.context
    return Effect(
        kind=mark.kind,
        target=mark.target,
        operation=mark.operation,
        path=tuple(_steps(trail)),
        phase=context.phase or Phase.BODY,
        within=context.within,
        loop=context.loop,
        bulk=mark.bulk,
        locked=mark.locked,
        raw=mark.raw,
        after_commit=context.after_commit,
        covered=context.covered,
        confidence=Confidence.LOW if context.guessed else Confidence.HIGH,
    )


def _steps(trail: Trail | None) -> Iterator[Step]:
    while trail is not None:
        yield trail[0]
        trail = trail[1]


def _reached(summary: Summary) -> Iterator[Summary]:
    seen: set[int] = set()
    waiting = [summary]
    while waiting:
        current = waiting.pop()
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting.extend(current.callees.values())
