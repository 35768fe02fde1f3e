"""`before_save` and its kind -> Callbacks."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain import ruby
from dxscore.domain.model import Callback
from dxscore.domain.ruby_values import texts_of
from dxscore.program.modelling.reading import Reading, as_block

_EVENTS = ("validation", "save", "create", "update", "destroy", "commit", "rollback", "initialize", "find", "touch")
_TIMES = ("before", "after", "around")
_COMMITS = {
    f"after_{event}_commit": events
    for event, events in (
        ("create", ("create",)),
        ("update", ("update",)),
        ("destroy", ("destroy",)),
        ("save", ("create", "update")),
    )
}
KINDS = frozenset(f"{time}_{event}" for time in _TIMES for event in _EVENTS) | _COMMITS.keys()
MACROS = KINDS | {"set_callback", "skip_callback"}


def read_callbacks(reading: Reading) -> Iterator[Callback]:
    """One per handler."""
    kind, handlers = reading.name, reading.arguments
    if kind in ("set_callback", "skip_callback"):
        match reading.names():
            case (event, time, *_) if time in _TIMES:
                kind, handlers = f"{time}_{event}", handlers[2:]
            case _:
                return
    given = (*handlers, *((block,) if (block := reading.macro.call.block) is not None else ()))
    for each in given:
        yield _callback(reading, kind, each)


def _callback(reading: Reading, kind: str, handler: ruby.Expression) -> Callback:
    names = texts_of(reading.value(handler)) if not isinstance(handler, ruby.Const) else ()
    body = as_block(handler)
    return Callback(
        kind="after_commit" if kind in _COMMITS else kind,
        method=names[0] if names else "",
        body=body,
        observer=None if names or body else handler,
        on=_COMMITS.get(kind) or reading.texts("on"),
        conditional=reading.macro.conditional or "if" in reading.options or "unless" in reading.options,
        skipped=reading.name == "skip_callback",
        options=reading.options,
        declared=reading.declared(),
    )
