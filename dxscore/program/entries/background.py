"""Classes of a program -> what frameworks call on them: jobs, mailers, channels, GraphQL mutations and resolvers."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from dxscore.domain.entry_point import EntryKind, EntryPoint
from dxscore.domain.program import Method, Namespace, Program
from dxscore.domain.ruby import Const
from dxscore.domain.ruby_values import positional, text_of, value_of
from dxscore.program.entries.actions import is_name
from dxscore.program.entries.hooks import chain_of, names_used
from dxscore.program.entries.templates import Templates, layout_of


class Framework(Struct, frozen=True):
    """What calls classes that inherit from or include one of its bases."""

    kind: EntryKind
    detail: str
    bases: tuple[str, ...]
    methods: tuple[str, ...]
    """What it calls; none when it calls any public method of the class."""
    singleton: bool = False


FRAMEWORKS = (
    Framework(EntryKind.JOB, "active_job", ("ActiveJob::Base", "ApplicationJob"), ("perform",)),
    Framework(EntryKind.JOB, "sidekiq", ("Sidekiq::Job", "Sidekiq::Worker", "Sidekiq::IterableJob"), ("perform",)),
    Framework(EntryKind.JOB, "shoryuken", ("Shoryuken::Worker",), ("perform",)),
    Framework(EntryKind.JOB, "sucker_punch", ("SuckerPunch::Job",), ("perform",)),
    Framework(EntryKind.JOB, "faktory", ("Faktory::Job",), ("perform",)),
    Framework(EntryKind.JOB, "que", ("Que::Job",), ("run",)),
    Framework(EntryKind.JOB, "sneakers", ("Sneakers::Worker",), ("work", "work_with_params")),
    Framework(EntryKind.JOB, "karafka", ("Karafka::BaseConsumer", "ApplicationConsumer"), ("consume",)),
    Framework(EntryKind.JOB, "racecar", ("Racecar::Consumer",), ("process", "process_batch")),
    Framework(EntryKind.JOB, "delayed_job", ("Delayed::PerformableMethod",), ("perform",)),
    Framework(EntryKind.MAILER, "", ("ActionMailer::Base", "ApplicationMailer", "Devise::Mailer"), ()),
    Framework(EntryKind.CHANNEL, "channel", ("ActionCable::Channel::Base", "ApplicationCable::Channel"), ()),
    Framework(EntryKind.CHANNEL, "connection", ("ActionCable::Connection::Base",), ("connect", "disconnect")),
    Framework(EntryKind.GRAPHQL, "mutation", ("GraphQL::Schema::Mutation",), ("resolve",)),
    Framework(EntryKind.GRAPHQL, "mutation", ("GraphQL::Schema::RelayClassicMutation",), ("resolve",)),
    Framework(EntryKind.GRAPHQL, "resolver", ("GraphQL::Schema::Resolver", "GraphQL::Function"), ("resolve", "call")),
    Framework(EntryKind.GRAPHQL, "subscription", ("GraphQL::Schema::Subscription",), ("subscribe", "update")),
)  # fmt: skip
"""Sources: the README of each gem."""

_JOB_FOLDERS = ("/jobs/", "/workers/")


def background_entries(program: Program, templates: Templates) -> Iterator[EntryPoint]:
    """By class, in the order of their names."""
    for name, each in sorted(program.namespaces.items()):
        if each.kind == "class" and each.path:
            yield from _of_class(program, templates, name, each)


def _of_class(program: Program, templates: Templates, name: str, each: Namespace) -> Iterator[EntryPoint]:
    frameworks = [framework for framework in FRAMEWORKS if program.descends(name, *framework.bases)]
    for framework in frameworks[:1]:
        for method in _called(program, framework, each):
            yield _entry(program, templates, framework, each, method)
    if not frameworks:
        yield from _plain_job(program, templates, each)
    yield from _delayed(program, templates, each)
    yield from _query_fields(program, templates, each)


def _called(program: Program, framework: Framework, each: Namespace) -> Iterator[Method]:
    for name in framework.methods:
        if method := program.method(each.name, name):
            yield method
            return
    if not framework.methods:
        used = names_used(program, each.name)
        for method in each.methods.values():
            if (
                method.visibility == "public"
                and method.form == "def"
                and is_name(method.name)
                and method.name not in used
            ):
                yield method


def _plain_job(program: Program, templates: Templates, each: Namespace) -> Iterator[EntryPoint]:
    """Resque calls `self.perform`, Delayed Job `perform` of an object: no base class tells, only the folder."""
    if not any(folder in f"/{each.path}" for folder in _JOB_FOLDERS):
        return
    own, on_class = each.methods.get("perform"), each.singleton_methods.get("perform")
    if on_class and on_class.form == "def":
        resque = Framework(EntryKind.JOB, "resque", (), ("perform",), singleton=True)
        yield _entry(program, templates, resque, each, on_class)
    elif own and own.visibility == "public":
        yield _entry(program, templates, Framework(EntryKind.JOB, "delayed_job", (), ("perform",)), each, own)


def _delayed(program: Program, templates: Templates, each: Namespace) -> Iterator[EntryPoint]:
    """`handle_asynchronously :deliver`: each call of the method is a job."""
    for macro in each.macros:
        if macro.name == "handle_asynchronously" and positional(macro.call):
            method = program.method(each.name, text_of(value_of(positional(macro.call)[0])))
            if method:
                yield _entry(program, templates, Framework(EntryKind.JOB, "delayed_method", (), ()), each, method)


def _query_fields(program: Program, templates: Templates, each: Namespace) -> Iterator[EntryPoint]:
    """Methods of the type that a GraphQL schema names by `query`: a field of it is a query."""
    if not program.descends(each.name, "GraphQL::Schema"):
        return
    framework = Framework(EntryKind.GRAPHQL, "query", (), ())
    for macro in each.macros:
        for argument in macro.call.arguments[:1] if macro.name == "query" else ():
            full = program.resolve(argument.name, macro.nesting) if isinstance(argument, Const) else None
            query = program.get(full) if full else None
            for method in _fields(query) if query else ():
                yield _entry(program, templates, framework, query or each, method)


def _fields(query: Namespace) -> Iterator[Method]:
    for macro in query.macros:
        if macro.name == "field" and positional(macro.call):
            method = query.methods.get(text_of(value_of(positional(macro.call)[0])))
            if method:
                yield method


def _entry(program: Program, templates: Templates, framework: Framework, each: Namespace, method: Method) -> EntryPoint:
    mailer = framework.kind is EntryKind.MAILER
    layout = layout_of(program, templates, each.name, method.name) if mailer else None
    alone = len(framework.methods) >= 1
    return EntryPoint(
        kind=framework.kind,
        name=each.name if alone and framework.detail != "connection" else f"{each.name}#{method.name}",
        class_name=each.name,
        method=method.name,
        path=method.path,
        line=method.line,
        end_line=method.end_line,
        hooks=chain_of(program, each.name).around(method.name),
        views=templates.of(templates.folders(program, each.name), method.name) if mailer else (),
        layouts=layout.paths if layout else (),
        layout_method=layout.method if layout else "",
        detail=framework.detail,
    )
