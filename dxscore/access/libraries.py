"""What classes of libraries do when they are called: HTTP, caches, Redis, search, files, processes, queues."""

from __future__ import annotations

from dxscore.access.effects import Context
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import NEVER, NIL, PLAIN, STRING, UNKNOWN, ClassOf, Instance, Plain, Value, join, parts
from dxscore.domain.access import Kind
from dxscore.domain.ruby import Call, Const, Expression

_OTHER_NAMES = {"ActiveSupport::Cache::Store": "Rails.cache"}
_CONNECTION = "ActiveRecord::ConnectionAdapters::AbstractAdapter"


def send_class(frame: Frame, me: ClassOf, sent: Sent) -> Value | None:
    """A message to a class or module that the program does not define."""
    words = frame.engine.world.words
    spelled = f"{me.name}.{sent.name}"
    if covering := words.covers.get(spelled):
        return _covered(frame, sent, covering)
    if held := words.accessors.get(spelled):
        return Instance(held)
    if held := words.yields.get(spelled):
        return frame.run_block(sent.block, (Instance(held),), sent.line)
    if sent.name in words.queues.get(me.name, ()):
        return _enqueue_first(frame, sent)
    return _call(frame, me.name, sent)


def send(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """A message to an object of such a class."""
    if me.name == _CONNECTION:
        return _connection(frame, sent)
    return _call(frame, me.name, sent)


def _call(frame: Frame, name: str, sent: Sent) -> Value | None:
    found = frame.engine.world.words.library(name)
    if found is None:
        return None
    kind, methods = found
    if sent.name in methods or ("*" in methods and sent.name != "new"):
        frame.add(Kind(kind), _OTHER_NAMES.get(name, name), sent.name, sent.line)
        given = _block(frame, name, sent)
        return given if kind == "cache" else PLAIN if kind == "file" else join(UNKNOWN, Plain(name))
    _block(frame, name, sent)
    return Instance(name)


def _block(frame: Frame, name: str, sent: Sent) -> Value:
    return frame.run_block(sent.block, (Instance(name),), sent.line) if sent.block else PLAIN


def _covered(frame: Frame, sent: Sent, covering: str) -> Value:
    with frame.inside(Context(covered=frozenset({covering}))):
        return frame.run_block(sent.block, (), sent.line)


def _connection(frame: Frame, sent: Sent) -> Value:
    action = frame.engine.world.words.connection.get(sent.name)
    if action == "transaction":
        return frame.engine.transaction(frame, sent)
    if action == "raw":
        frame.add(Kind.RAW_SQL, "?", sent.name, sent.line, "raw")
        return PLAIN
    given = frame.run_block(sent.block, (), sent.line)
    return PLAIN if given is UNKNOWN else given


def _enqueue_first(frame: Frame, sent: Sent) -> Value:
    candidates = [part for value in sent.arguments for part in parts(value)]
    job = next((part.name for part in candidates if isinstance(part, ClassOf | Instance)), "?")
    frame.add(Kind.ENQUEUE, job, "later", sent.line)
    return PLAIN


def enqueue(frame: Frame, name: str, sent: Sent) -> Value | None:
    """A message to a job's class, or to what `set` gives; None when it is none that enqueues or runs it."""
    family = frame.engine.world.job_family(name)
    if family is None:
        return None
    if sent.name in family.same:
        return ClassOf(name)
    if sent.name in family.later:
        frame.add(Kind.ENQUEUE, name, "later", sent.line)
        frame.engine.enqueue(name, sent)
        frame.run_block(sent.block, (), sent.line)
        return PLAIN
    if sent.name in family.now:
        made = frame.engine.make(frame, name, Sent("new", sent.line))
        return frame.engine.send(frame, made, Sent(family.run, sent.line, sent.arguments, sent.keywords, sent.rest))
    return None


def kernel(frame: Frame, sent: Sent) -> Value | None:
    """Methods that every self has."""
    words = frame.engine.world.words
    match sent.name:
        case "raise" | "fail" | "throw" | "abort" | "exit" | "exit!":
            return NEVER
        case "lambda" | "proc":
            return sent.block if sent.block is not None else UNKNOWN
        case "loop":
            with frame.inside(Context(loop=True)):
                return frame.run_block(sent.block, (), sent.line)
        case "catch" | "tap" | "then" | "yield_self" | "silence_warnings" | "suppress" | "with_options" | "benchmark":
            return frame.run_block(sent.block, (frame.me,), sent.line)
        case "send" | "public_send" | "__send__" | "try" | "try!":
            return None
        case "puts" | "warn" | "print" | "p":
            return NIL
    if sent.name in words.processes:
        frame.add(Kind.PROCESS, "Kernel", sent.name, sent.line)
        return STRING
    if covering := words.covers.get(sent.name):
        return _covered(frame, sent, covering) if sent.block else None
    if sent.name in words.kernel:
        given = frame.run_block(sent.block, (), sent.line)
        return PLAIN if given is UNKNOWN else given
    return None


def spelled(node: Expression | None) -> str:
    """`Rails.cache` of a chain of constants and calls without arguments; '' for anything else."""
    match node:
        case Const(name=name):
            return name.removeprefix("::")
        case Call(receiver=receiver, name=name, arguments=(), keywords=()) if receiver is not None:
            before = spelled(receiver)
            return f"{before}.{name}" if before else ""
    return ""
