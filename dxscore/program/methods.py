"""A statement in the body of a class -> the methods that it defines: `def`, and calls that define methods by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.program import Method, Nesting
from dxscore.domain.ruby_values import options_of, positional, text_of, texts_of, value_of


class Site(Struct, frozen=True):
    """Where the statement stands."""

    path: str
    owner: str
    nesting: Nesting
    singleton: bool = False
    visibility: str = "public"


def defined(statement: ruby.Def, site: Site) -> Method:
    """A `def`, with a receiver or without."""
    return Method(
        name=statement.name,
        owner=site.owner,
        path=site.path,
        line=statement.line,
        end_line=statement.end_line,
        nesting=site.nesting,
        singleton=site.singleton or statement.singleton is not None,
        visibility=site.visibility,
        parameters=statement.parameters,
        body=statement.body,
    )


def defined_by_call(call: ruby.Call, site: Site) -> Iterator[Method]:
    """What a macro defines, as far as the names are written out; nothing for any other call."""
    if (reader := _FORMS.get(call.name)) is not None:
        yield from reader(call, site)


def members(call: ruby.Call, site: Site) -> Iterator[Method]:
    """Readers of `Struct.new(:a)` and `Data.define(:a)`, with writers for the former."""
    yield from _attributes(call, site, readers=True, writers=call.name == "new")


def is_dynamic(call: ruby.Call) -> bool:
    """Whether it defines methods whose names can't be told."""
    if call.name in ("define_method", "define_singleton_method", "alias_method"):
        return bool(call.arguments) and not _names(call)
    return call.name == "delegate_missing_to"


def _names(call: ruby.Call) -> tuple[str, ...]:
    given = (each.value if isinstance(each, ruby.Splat) else each for each in positional(call))
    return tuple(name for each in given for name in texts_of(value_of(each)))


def _method(call: ruby.Call, site: Site, name: str, form: str) -> Method:
    return Method(
        name=name,
        owner=site.owner,
        path=site.path,
        line=call.line,
        end_line=call.end_line or call.line,
        nesting=site.nesting,
        singleton=site.singleton,
        visibility=site.visibility,
        form=form,
    )


def _attributes(call: ruby.Call, site: Site, *, readers: bool, writers: bool, sign: str = "@") -> Iterator[Method]:
    for name in _names(call):
        if readers:
            yield replace(_method(call, site, name, "reader"), target=sign + name)
        if writers:
            yield replace(_method(call, site, f"{name}=", "writer"), target=sign + name)


def _reader(call: ruby.Call, site: Site) -> Iterator[Method]:
    yield from _attributes(call, site, readers=True, writers=False)


def _writer(call: ruby.Call, site: Site) -> Iterator[Method]:
    yield from _attributes(call, site, readers=False, writers=True)


def _accessor(call: ruby.Call, site: Site) -> Iterator[Method]:
    yield from _attributes(call, site, readers=True, writers=True)


def _class_accessor(call: ruby.Call, site: Site) -> Iterator[Method]:
    """`class_attribute`, `mattr_accessor`: on the class, and on instances unless told otherwise."""
    given = {name: value_of(value) for name, value in options_of(call).items()}
    on_instances = given.get("instance_accessor") is not False
    reads, writes = not call.name.endswith("writer"), not call.name.endswith("reader")
    yield from _attributes(call, replace(site, singleton=True), readers=reads, writers=writes, sign="@@")
    if not site.singleton and on_instances:
        reads = reads and given.get("instance_reader") is not False
        writes = writes and given.get("instance_writer") is not False
        yield from _attributes(call, site, readers=reads, writers=writes, sign="@@")
    if call.name == "class_attribute" and given.get("instance_predicate") is not False:
        for name in _names(call):
            yield replace(_method(call, replace(site, singleton=True), f"{name}?", "reader"), target=f"@@{name}")


def _alias(call: ruby.Call, site: Site) -> Iterator[Method]:
    match _names(call):
        case (new, old):
            yield replace(_method(call, site, new, "alias"), target=old)


def _alias_attribute(call: ruby.Call, site: Site) -> Iterator[Method]:
    match _names(call):
        case (new, old):
            for suffix in ("", "=", "?"):
                yield replace(_method(call, site, new + suffix, "alias"), target=old + suffix)


def _by_block(call: ruby.Call, site: Site) -> Iterator[Method]:
    name = text_of(value_of(call.arguments[0])) if call.arguments else ""
    if not name:
        return
    given = call.block or (call.arguments[1] if len(call.arguments) > 1 else None)
    method = _method(call, site, name, "block")
    if isinstance(given, ruby.Block):
        method = replace(method, parameters=given.parameters, body=given.body, end_line=given.end_line)
    yield replace(method, singleton=True) if call.name == "define_singleton_method" else method


def _delegate(call: ruby.Call, site: Site) -> Iterator[Method]:
    options = options_of(call)
    to = options.get("to")
    if to is None:
        return
    receiver = _receiver(to)
    prefix = _prefix(value_of(options.get("prefix")), to)
    private = value_of(options.get("private")) is True
    for name in _names(call):
        method = replace(_method(call, site, prefix + name, "delegate"), target=name, receiver=receiver)
        yield replace(method, visibility="private") if private else method


def _receiver(to: ruby.Expression) -> ruby.Expression:
    name = text_of(value_of(to))
    if not name:
        return to
    if name == "class":
        return ruby.Call(to.line, "class", ruby.Self(to.line))
    if name[0] in "@$":
        return ruby.Variable(to.line, name)
    return ruby.Const(to.line, name) if name[0].isupper() or name[0] == ":" else ruby.Call(to.line, name)


def _prefix(prefix: object, to: ruby.Expression) -> str:
    if prefix is True:
        return f"{text_of(value_of(to))}_"
    return f"{prefix}_" if isinstance(prefix, str) else ""


def _def_delegators(call: ruby.Call, site: Site) -> Iterator[Method]:
    """Forwardable: the receiver, then names that are kept."""
    to, *_ = positional(call) or (None,)
    if to is not None:
        for name in _names(call)[1:]:
            yield replace(_method(call, site, name, "delegate"), target=name, receiver=_receiver(to))


def _def_delegator(call: ruby.Call, site: Site) -> Iterator[Method]:
    match positional(call):
        case (to, target, *new) if name := text_of(value_of(target)):
            shown = text_of(value_of(new[0])) if new else name
            if shown:
                yield replace(_method(call, site, shown, "delegate"), target=name, receiver=_receiver(to))


_FORMS: Mapping[str, Callable[[ruby.Call, Site], Iterator[Method]]] = {
    "attr_reader": _reader,
    "attr": _reader,
    "attr_writer": _writer,
    "attr_accessor": _accessor,
    "attr_internal": _accessor,
    "alias_method": _alias,
    "alias_attribute": _alias_attribute,
    "define_method": _by_block,
    "define_singleton_method": _by_block,
    "delegate": _delegate,
    "def_delegators": _def_delegators,
    "def_instance_delegators": _def_delegators,
    "def_delegator": _def_delegator,
    "def_instance_delegator": _def_delegator,
} | dict.fromkeys(
    (
        "class_attribute",
        *(f"{kind}_{form}" for kind in ("mattr", "cattr") for form in ("reader", "writer", "accessor")),
        *(f"thread_{kind}_{form}" for kind in ("mattr", "cattr") for form in ("reader", "writer", "accessor")),
    ),
    _class_accessor,
)
