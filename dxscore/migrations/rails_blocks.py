"""Blocks and calls to which Rails' migrations give a meaning: `reversible`, `revert`, `transaction` ... -> followed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dxscore.copying import replace
from dxscore.domain import ruby
from dxscore.domain.migration import Operation
from dxscore.domain.ruby_values import UNKNOWN
from dxscore.migrations.evaluating import Constant
from dxscore.migrations.inverting import inverse
from dxscore.migrations.scope import DirectionBlock, Follower, Frame, ignored


def own_block(run: Follower, call: ruby.Call, frame: Frame, **changes: object) -> object:
    """Follow the block of a call, in other circumstances."""
    return run.value(call.block.body, frame.inner(**changes)) if isinstance(call.block, ruby.Block) else UNKNOWN


def _reversible(run: Follower, call: ruby.Call, frame: Frame) -> object:
    if isinstance(call.block, ruby.Block) and call.block.parameters:
        inner = frame.inner()
        inner.variables = {**frame.variables, call.block.parameters[0].name: DirectionBlock()}
        run.value(call.block.body, inner)
    return UNKNOWN


def _up_only(run: Follower, call: ruby.Call, frame: Frame) -> object:
    return own_block(run, call, frame) if run.direction == "up" else UNKNOWN


def _transaction(run: Follower, call: ruby.Call, frame: Frame) -> object:
    return own_block(run, call, frame, transaction=True)


def _raise(run: Follower, call: ruby.Call, frame: Frame) -> object:
    names = [each.name for each in call.arguments if isinstance(each, ruby.Const)]
    receivers = [each.receiver for each in call.arguments if isinstance(each, ruby.Call)]
    names += [each.name for each in receivers if isinstance(each, ruby.Const)]
    if any(name.endswith("IrreversibleMigration") for name in names):
        run.found.append(Operation("irreversible", call.line, around=frame.around))
    frame.left = "surely"
    return UNKNOWN


def _revert(run: Follower, call: ruby.Call, frame: Frame) -> object:
    undone = run.recorded(lambda: ignored(_reverted(run, call, frame)))
    for operation in reversed(undone):
        for each in inverse(operation):
            around = replace(each.around, assured=each.around.assured or frame.around.assured, derived=run.reverting)
            run.found.append(replace(each, line=call.line if call.arguments else each.line, around=around))
    return UNKNOWN


def _reverted(run: Follower, call: ruby.Call, frame: Frame) -> object:
    for argument in call.arguments:
        value = run.value(argument, frame)
        body = run.body_of_other(value.name) if isinstance(value, Constant) else None
        if body is None or "change" not in body.methods:
            run.found.append(Operation("unknown", call.line, text="revert", around=frame.around))
        else:
            run.found += run.other(body)
    return own_block(run, call, frame)


SPECIAL: Mapping[str, Callable[[Follower, ruby.Call, Frame], object]] = {
    "reversible": _reversible,
    "up_only": _up_only,
    "transaction": _transaction,
    "raise": _raise,
    "revert": _revert,
}
"""By name."""
