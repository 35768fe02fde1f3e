"""Jobs and mails of both ends -> those whose queued payloads only one of both releases can run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from dxscore.domain import ruby
from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.program import Method, Program
from dxscore.domain.rollback import Reason, RollbackKind
from dxscore.domain.verdict import Verdict
from dxscore.migrations.rollback.expressions import calls, root
from dxscore.migrations.rollback.release import Release, ReleaseChange
from dxscore.migrations.rollback.signatures import Signature, signature_of
from dxscore.program.entries.background import background_entries
from dxscore.program.entries.templates import Templates
from dxscore.program.inflections import default_inflections

_ENQUEUES = frozenset(
    "perform_later perform_async perform_in perform_at perform_bulk perform_all_later enqueue enqueue_in enqueue_at "
    "deliver_later deliver_later!".split()
)
_LIKE_THEM = ("perform_async", "perform_later", "perform_in", "perform_at")
"""Beginnings of an application's own names: `perform_async_in_queue`. Where its arguments begin is not known."""
_DELAYED = frozenset({"perform_in", "perform_at", "enqueue_in", "enqueue_at"})
"""Their first argument is when."""
_DRAIN = (
    "Keep accepting the old arguments until the queue, retries and scheduled jobs are empty; add new ones as optional, "
    "and pass them in a later release."
)
_KEEP = "Keep the class, with a `perform` that passes on, until the queue, retries and scheduled jobs are empty."


class _Job(Struct, frozen=True):
    entry: EntryPoint
    method: Method
    signature: Signature


def reasons(change: ReleaseChange) -> Iterator[Reason]:
    """Of jobs and mailers in files that the change touches."""
    before, after = _jobs(change.base), _jobs(change.head)
    for key in sorted(before):
        if key in after:
            yield from _changed(before[key], after[key], change)
        elif _is_gone(before[key], change.head.program):
            yield from _removed(before[key], change)


def _jobs(release: Release) -> Mapping[tuple[str, str], _Job]:
    """Class and method -> job, of what the change touches."""
    if not release.changed:
        return {}
    found = {}
    for entry in background_entries(release.program, Templates({}, default_inflections())):
        method = _method(release.program, entry)
        if entry.kind in (EntryKind.JOB, EntryKind.MAILER) and method and _is_touched(entry, method, release):
            found[entry.class_name, entry.method] = _Job(entry, method, signature_of(method.parameters))
    return found


def _method(program: Program, entry: EntryPoint) -> Method | None:
    if entry.detail == "resque":
        return program.singleton_method(entry.class_name, entry.method)
    return program.method(entry.class_name, entry.method)


def _is_touched(entry: EntryPoint, method: Method, release: Release) -> bool:
    declared = release.program.get(entry.class_name)
    return method.path in release.changed or (declared is not None and declared.path in release.changed)


def _is_gone(job: _Job, head: Program) -> bool:
    """A class that has moved its method into a superclass still has it."""
    name = job.entry.class_name
    if name in head.aliases:
        return False
    return name not in head.namespaces or not (
        head.method(name, job.method.name) or head.singleton_method(name, job.method.name)
    )


def _removed(job: _Job, change: ReleaseChange) -> Iterator[Reason]:
    name = job.entry.class_name
    short = name.rpartition("::")[2]
    mentions = change.base.naming(frozenset({short}))
    planned = [f"a schedule in {path}:{words[short]}" for path, words in mentions.schedules.items() if short in words]
    queued = _queued_at(job, mentions.code, short) or next(iter(planned), "")
    what = f"{name}#{job.method.name}" if job.entry.kind is EntryKind.MAILER else name
    place = job.method.path, job.method.line
    if job.entry.kind is EntryKind.MAILER and not (queued and "deliver_later" in queued):
        return
    if queued:
        said = f"{what} is gone, and the previous release queues it: {queued}; what is still queued then fails"
        yield Reason(RollbackKind.JOB_CLASS, Verdict.UNSAFE, *place, said, _KEEP, side="base")
    else:
        said = f"{what} is gone; nothing in the previous release queues it"
        yield Reason(RollbackKind.JOB_CLASS, Verdict.SAFE, *place, said, _KEEP, side="base")


def _queued_at(job: _Job, code: Mapping[str, ruby.RubyCode], short: str) -> str:
    """`perform_async in app/models/order.rb:3`, '' when nothing queues it."""
    for path, each in sorted(code.items()):
        for call, around in calls(each.body):
            if _enqueues(call) and _is_for(call, around, job, short):
                return f"`{call.name}` in {path}:{call.line}"
    return ""


def _is_for(call: ruby.Call, around: str, job: _Job, short: str) -> bool:
    named = [root(call.receiver), *call.arguments[:1]]
    if any(isinstance(each, ruby.Const) and each.name.rpartition("::")[2] == short for each in named):
        return job.entry.kind is not EntryKind.MAILER or _chain_has(call, job.method.name)
    own = call.receiver is None or isinstance(root(call.receiver), ruby.Self)
    return own and around == job.entry.class_name


def _chain_has(call: ruby.Call, name: str) -> bool:
    link: ruby.Expression | None = call
    while isinstance(link, ruby.Call):
        if link.name == name:
            return True
        link = link.receiver
    return False


def _changed(old: _Job, new: _Job, change: ReleaseChange) -> Iterator[Reason]:
    if old.signature == new.signature:
        return
    short = new.entry.class_name.rpartition("::")[2]
    place = new.method.path, new.method.line
    name = f"{new.entry.class_name}#{new.method.name}"
    if old.entry.kind is EntryKind.MAILER and not _queued_at(old, change.base.naming(frozenset({short})).code, short):
        return
    told = f"{name} takes ({new.signature}), took ({old.signature})"
    if problem := new.signature.refuses_calls_for(old.signature):
        said = f"{told}: jobs that the previous release has queued fail, since {problem}"
        yield Reason(RollbackKind.JOB_ARGUMENTS, Verdict.UNSAFE, *place, said, _DRAIN)
        return
    if old.signature.refuses_calls_for(new.signature):
        yield _newly_passed(told, old, new, change)
    elif old.signature.names != new.signature.names:
        said = f"{told}: what is queued may mean something else to the other release"
        yield Reason(RollbackKind.JOB_ARGUMENTS, Verdict.UNKNOWN, *place, said, _DRAIN)


def _newly_passed(told: str, old: _Job, new: _Job, change: ReleaseChange) -> Reason:
    """The new arguments harm only where something passes them; who does is among the files that the change touches."""
    place = new.method.path, new.method.line
    verdict, more = Verdict.SAFE, "nothing passes the new ones yet"
    for path, call in _calls_of(new, change.head):
        given = _given(call, new)
        if given is None or not old.signature.accepts(*given):
            verdict = Verdict.UNKNOWN if given is None else Verdict.UNSAFE
            may = "may pass" if given is None else "passes"
            more = f"`{call.name}` in {path}:{call.line} {may} what the previous release refuses"
        if verdict is Verdict.UNSAFE:
            break
    return Reason(RollbackKind.JOB_ARGUMENTS, verdict, *place, f"{told}; {more}", _DRAIN)


def _calls_of(job: _Job, release: Release) -> Iterator[tuple[str, ruby.Call]]:
    """Path and call of what queues it, in files that the change touches."""
    short = job.entry.class_name.rpartition("::")[2]
    for path, code in sorted(release.changed.items()):
        for call, around in calls(code.body):
            if _enqueues(call) and _is_for(call, around, job, short):
                yield path, call


def _enqueues(call: ruby.Call) -> bool:
    return call.name in _ENQUEUES or call.name.startswith(_LIKE_THEM)


def _given(call: ruby.Call, job: _Job) -> tuple[int, frozenset[str]] | None:
    """Number of positional arguments and names of keywords; None when they can't be counted."""
    if job.entry.kind is EntryKind.MAILER:
        link: ruby.Expression | None = call
        while isinstance(link, ruby.Call) and link.name != job.method.name:
            link = link.receiver
        if not isinstance(link, ruby.Call):
            return None
        call = link
    arguments = call.arguments[1:] if call.name in _DELAYED or call.name.startswith("enqueue") else call.arguments
    unknown = any(isinstance(each, ruby.Splat) for each in arguments) or any(key is None for key, _ in call.keywords)
    own_way = call.name not in _ENQUEUES and call.name != job.method.name
    if unknown or own_way or call.name in ("perform_bulk", "perform_all_later"):
        return None
    return len(arguments), frozenset(key.value for key, _ in call.keywords if isinstance(key, ruby.Sym))
