"""Blocks: run in place where they were written, else as a piece of code of their own that sees where it was written."""

from __future__ import annotations

from dxscore.access import binding
from dxscore.access.effects import Summary
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import (
    NEVER,
    OWN_BLOCK,
    UNKNOWN,
    YIELDED,
    Instance,
    Name,
    Procedure,
    Special,
    Value,
    join,
)

DEPTH = 150
"""Methods and blocks inside one another; deeper calls are left unresolved."""
_MOST_YIELDS = 8


def run_block(frame: Frame, block: Procedure | Name | Special | None, arguments: tuple[Value, ...], line: int) -> Value:
    """Calls a block from a frame: in place when it was written there, else as a piece of code of its own."""
    if isinstance(block, Name):
        rest = arguments[1:]
        return frame.engine.send(frame, arguments[0], Sent(block.text, line, rest)) if arguments else UNKNOWN
    if isinstance(block, Procedure):
        return _procedure(frame, block, arguments, line)
    if block is OWN_BLOCK:
        entry = (arguments, frame.context)
        if entry not in frame.summary.yields and len(frame.summary.yields) < _MOST_YIELDS:
            frame.summary.yields.append(entry)
        return YIELDED
    return UNKNOWN


def _procedure(frame: Frame, block: Procedure, arguments: tuple[Value, ...], line: int) -> Value:
    if id(block.block) in frame.engine.running or frame.engine.depth >= DEPTH:
        return UNKNOWN
    frame.engine.running.add(id(block.block))
    try:
        return _run_procedure(frame, block, arguments, line)
    finally:
        frame.engine.running.discard(id(block.block))


def _run_procedure(frame: Frame, block: Procedure, arguments: tuple[Value, ...], line: int) -> Value:
    home: Frame = block.frame
    if home is frame:
        return run_in_place(frame, block, arguments)
    summary = Summary(home.summary.path)
    inner = Frame(frame.engine, summary, home.me, home.nesting, home.method, home.owner, home.singleton)
    inner.locals, inner.fields, inner.sent = dict(home.locals), dict(home.fields), home.sent
    frame.engine.depth += 1
    try:
        finish(inner, run_in_place(inner, block, arguments))
    finally:
        frame.engine.depth -= 1
    frame.absorb(summary, line)
    return summary.value


def run_on(frame: Frame, me: Value, sent: Sent) -> Value:
    """`object.instance_exec(args) { ... }`: the block runs with another self."""
    if not isinstance(sent.block, Procedure):
        return frame.run_block(sent.block, (me, *sent.arguments), sent.line)
    home: Frame = sent.block.frame
    summary = Summary(home.summary.path)
    inner = Frame(
        frame.engine,
        summary,
        me,
        home.nesting,
        locals=dict(home.locals),
        fields=dict(me.fields) if isinstance(me, Instance) else {},
    )
    finish(inner, run_in_place(inner, sent.block, sent.arguments or (me,)))
    frame.absorb(summary, sent.line)
    return summary.value


def finish(frame: Frame, value: Value) -> None:
    """Completes the summary of a frame whose code has been read."""
    summary = frame.summary
    summary.value = join(value, frame.returned)
    summary.gives = {name: frame.fields[name] for name in summary.gives if name in frame.fields}
    summary.finished = True
    summary.provisional = any(not head.finished for head, _ in summary.pending.values())
    summary.settle()


def run_in_place(frame: Frame, block: Procedure, arguments: tuple[Value, ...]) -> Value:
    """Evaluates the body of a block with its parameters set; what it assigns outside stays assigned."""
    before = dict(frame.locals)
    broken, frame.broken = frame.broken, NEVER
    left = frame.left
    given = binding.block_locals(block.block.parameters, arguments)
    frame.locals.update(given)
    value = frame.evaluate(block.block.body)
    value, frame.broken, frame.left = join(value, frame.broken), broken, left
    own = set(given)
    after = {name: join(before[name], held) if name in before else held for name, held in frame.locals.items()}
    frame.locals = {
        name: before[name] if name in own else held for name, held in after.items() if name in before or name not in own
    }
    return value
