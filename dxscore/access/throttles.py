"""A class of a program -> whether it limits how fast or how often it runs.

Sources: the README of sidekiq-throttled, sidekiq-limit_fetch, Solid Queue, GoodJob, job-iteration, maintenance_tasks.
"""

from __future__ import annotations

from dxscore.domain.program import Program
from dxscore.domain.ruby import Block, Call
from dxscore.domain.ruby_parts import walk

_MACROS = frozenset(
    {"sidekiq_throttle", "sidekiq_throttle_as", "limits_concurrency", "good_job_control_concurrency_with", "throttle"}
    | {"throttle_on", "job_iteration_max_job_runtime", "concurrency"}
)
_MODULES = frozenset({"JobIteration::Iteration", "MaintenanceTasks::Task", "Sidekiq::Throttled::Job"})
_CALLS = frozenset({"sleep", "throttle", "within_limit"})


def is_throttled(program: Program, class_name: str, body: Block | None) -> bool:
    """By a macro, a module, or a pause in one of its own methods."""
    if body is not None:
        return _pauses(body)
    namespace = program.get(class_name)
    if namespace is None:
        return False
    if any(macro.name in _MACROS for macro in program.inherited_macros(class_name)):
        return True
    if program.descends(class_name, *_MODULES):
        return True
    return any(_pauses(method.body) for method in namespace.methods.values())


def _pauses(body: object) -> bool:
    return any(isinstance(each, Call) and each.name in _CALLS for each in walk(body))
