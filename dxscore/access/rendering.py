"""`render` in controllers and views, and what views call: templates and partials are run like methods."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.access import loading, serializers
from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    PLAIN,
    STRING,
    UNKNOWN,
    Instance,
    Many,
    Mapping,
    Name,
    Plain,
    Relation,
    Value,
    element,
    parts,
)
from dxscore.access.world import VIEW, underscored
from dxscore.copying import replace
from dxscore.domain.access import Kind, Phase

IN_VIEW = Context(phase=Phase.VIEW)
_LOOP = Context(loop=True)
_DATA = ("json", "xml", "yaml", "csv")


def render(frame: Frame, me: Instance, sent: Sent) -> Value:
    """`render` of a controller: data, a template, a partial."""
    sent = with_options(sent)
    with frame.inside(IN_VIEW):
        for name in _DATA:
            if name in sent.keywords:
                serializer = sent.keywords.get("serializer") or sent.keywords.get("each_serializer") or UNKNOWN
                serializers.serialize(frame, sent.keywords[name], sent, serializer)
                return PLAIN
        view = Instance(f"{VIEW}{me.name}")
        for path, values, several in _asked_for(frame, me.name, sent, partial=False):
            _run(frame, view, path, values, sent.line, several=several)
    return PLAIN


def with_options(sent: Sent) -> Sent:
    """A hash given as an argument counts as keywords."""
    options = [part for value in sent.arguments for part in parts(value) if isinstance(part, Mapping)]
    if not options:
        return sent
    given = {key: value for each in options for key, value in each.pairs}
    left = tuple(value for value in sent.arguments if not any(isinstance(part, Mapping) for part in parts(value)))
    return replace(sent, arguments=left, keywords={**given, **sent.keywords})


def _asked_for(
    frame: Frame, controller: str, sent: Sent, *, partial: bool
) -> Iterator[tuple[str, dict[str, Value], bool]]:
    """Paths of templates, values of their locals, and whether they are run once per element."""
    given = sent.keywords
    values = _locals(sent)
    first = sent.first if sent.arguments else None
    if (name := given.get("partial")) is not None:
        yield from _partials(frame, controller, name, values, given)
    elif isinstance(first, Name) or (name := given.get("template") or given.get("action")) is not None:
        for part in parts(first if isinstance(first, Name) else name):  # type: ignore[arg-type]  # one of both is there
            if isinstance(part, Name):
                found = frame.engine.views.named(controller, part.text, frame.summary.path, partial=partial)
                yield from ((path, values, False) for path in found)
    elif first is not None:
        yield from _objects(frame, first, values)


def _locals(sent: Sent) -> dict[str, Value]:
    values = {name: value for name, value in sent.keywords.items() if name not in ("partial", "collection", "as")}
    held = sent.keywords.get("locals")
    for part in parts(held) if held is not None else ():
        if isinstance(part, Mapping):
            values.update(part.pairs)
    for argument in sent.arguments[1:]:
        if isinstance(argument, Mapping):
            values.update(argument.pairs)
    return values


def _partials(
    frame: Frame, controller: str, name: Value, values: dict[str, Value], given: object
) -> Iterator[tuple[str, dict[str, Value], bool]]:
    options = given if isinstance(given, dict) else {}
    collection = options.get("collection")
    if collection is not None:
        loading.load_all(frame, collection, 0) if not isinstance(collection, Relation) else None
    for part in parts(name):
        if not isinstance(part, Name):
            yield from _objects(frame, part, values)
            continue
        as_name = options["as"].text if isinstance(options.get("as"), Name) else part.text.rpartition("/")[2]
        more: dict[str, Value] = dict(values)
        if collection is not None:
            more[as_name] = element(collection)
        elif "object" in options:
            more[as_name] = options["object"]
        for path in frame.engine.views.named(controller, part.text, frame.summary.path, partial=True):
            yield path, more, collection is not None


def _objects(frame: Frame, value: Value, values: dict[str, Value]) -> Iterator[tuple[str, dict[str, Value], bool]]:
    """`render @order` runs `orders/_order`, `render @orders` does so for each."""
    for part in parts(value):
        several = isinstance(part, Relation | Many)
        for record in parts(element(part)) if several else (part,):
            if isinstance(record, Instance):
                for each in (record, *(Instance(name, record.state) for name in frame.engine.world.below(record.name))):
                    name = underscored(each.name.rpartition("::")[2])
                    for path in frame.engine.views.partial_of(each.name):
                        yield path, {**values, name: each}, several


def _run(frame: Frame, view: Instance, path: str, values: dict[str, Value], line: int, *, several: bool) -> None:
    with frame.inside(_LOOP if several else Context()):
        frame.engine.run_template(frame, view, path, values, line)


def send_to_view(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """A message to self of a view: helpers, what the controller shows, what Rails has."""
    engine = frame.engine
    controller = me.name.removeprefix(VIEW)
    match sent.name:
        case "render":
            return _render_in_view(frame, me, controller, sent)
        case "cache" | "cache_if" | "cache_unless":
            frame.add(Kind.CACHE, "fragment", "cache", sent.line)
            return frame.run_block(sent.block, (), sent.line)
        case "controller" | "helpers":
            return Instance(controller) if sent.name == "controller" else me
    if (method := engine.views.helper(controller, sent.name)) is not None:
        return engine.call(frame, method, me, sent)
    if (method := engine.views.exposed(controller, sent.name)) is not None:
        summary = engine.summary(method, Instance(controller), frame.fields, sent)
        return engine.take(frame, summary, sent, shared=True)
    if (found := engine.gems.self_call(frame, Instance(controller), sent)) is not None:
        return found
    return _rails_helper(frame, sent)


def _render_in_view(frame: Frame, me: Instance, controller: str, sent: Sent) -> Value:
    for path, values, several in _asked_for(frame, controller, sent, partial=True):
        _run(frame, me, path, values, sent.line, several=several)
    for part in parts(sent.first):
        if isinstance(part, Relation):
            loading.load(frame, part, sent.line)
    collection = sent.keywords.get("collection")
    if collection is not None:
        loading.load_all(frame, collection, sent.line)
    frame.run_block(sent.block, (UNKNOWN,), sent.line)
    return STRING


def _rails_helper(frame: Frame, sent: Sent) -> Value | None:
    words = frame.engine.world.framework
    if sent.name in words["values"]:
        return Plain(words["values"][sent.name])
    if sent.name in words["view"] or sent.name in words["controller"]:
        frame.engine.load_all(frame, sent)
        for value in sent.values():
            frame.engine.spell(frame, value, "to_param", sent.line)
        frame.run_block(sent.block, (UNKNOWN,), sent.line)
        return STRING
    return None
