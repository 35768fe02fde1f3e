"""What Rails itself gives to controllers, views, mailers, jobs and serializers beyond their own methods."""

from __future__ import annotations

from dxscore.access import rendering, serializers
from dxscore.access.frames import Frame, Sent
from dxscore.access.values import PLAIN, UNKNOWN, ClassOf, Instance, Plain, Value
from dxscore.access.world import VIEW
from dxscore.domain.access import Kind
from dxscore.domain.ruby import Self

MESSAGE = "ActionMailer::MessageDelivery"


def send(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """A message to an object whose class descends from one of the framework's."""
    if me.name.startswith(VIEW):
        return rendering.send_to_view(frame, me, sent)
    if me.name == MESSAGE:
        return deliver(frame, me, sent)
    role = frame.engine.world.role(me.name)
    if role == "serializer":
        return serializers.send(frame, me, sent)
    if not role:
        return _gem(frame, me, sent)
    if sent.receiver is not None and not isinstance(sent.receiver, Self):
        return _gem(frame, me, sent)
    if role == "controller" and (found := _controller(frame, me, sent)) is not None:
        return found
    if (found := _gem(frame, me, sent)) is not None:
        return found
    return _plain(frame, role, sent)


def _gem(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    return frame.engine.gems.self_call(frame, me, sent)


def _controller(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    match sent.name:
        case "render" | "render_to_string" | "render_to_body":
            return rendering.render(frame, me, sent)
        case "respond_with" | "stale?" | "fresh_when":
            frame.engine.load_all(frame, sent)
            frame.run_block(sent.block, (UNKNOWN,), sent.line)
            return PLAIN
        case "view_context" | "helpers":
            return Instance(f"{VIEW}{me.name}")
        case "send_file":
            frame.add(Kind.FILE, "File", "send_file", sent.line)
            return PLAIN
    return None


def _plain(frame: Frame, role: str, sent: Sent) -> Value | None:
    words = frame.engine.world.framework
    if sent.name in words["values"]:
        return Plain(words["values"][sent.name])
    if sent.name in words[role]:
        for value in sent.values():
            frame.engine.spell(frame, value, "to_param", sent.line)
        given = frame.run_block(sent.block, (PLAIN,), sent.line)
        return PLAIN if given is UNKNOWN else given
    return None


def send_class(frame: Frame, me: ClassOf, sent: Sent) -> Value | None:
    """A message to a mailer's, serializer's or controller's class; None for any other."""
    if me.name == "Rails" and sent.name == "cache":
        return Instance("ActiveSupport::Cache::Store")
    role = frame.engine.world.role(me.name)
    if role == "mailer" and sent.name not in frame.engine.world.words.mail["plain"]:
        if sent.name in ("with", "new"):
            return me
        if frame.engine.world.method(me.name, sent.name):
            return Instance(MESSAGE, fields=(("action", UNKNOWN), ("mail", ClassOf(f"{me.name}#{sent.name}"))))
    if role == "serializer" or me.name in frame.engine.world.framework["serializers"]["bases"]:
        return serializers.send_class(frame, me, sent)
    return frame.engine.gems.class_call(frame, me, sent)


def deliver(frame: Frame, me: Instance, sent: Sent) -> Value | None:
    """`UserMailer.welcome(user).deliver_later`."""
    words = frame.engine.world.words.mail
    target = next((held.name for _, held in me.fields if isinstance(held, ClassOf)), "?")
    if sent.name in words["later"]:
        frame.add(Kind.MAIL, target, "later", sent.line)
    elif sent.name in words["now"]:
        frame.add(Kind.MAIL, target, "now", sent.line)
        _write(frame, target, sent)
    return me


def _write(frame: Frame, target: str, sent: Sent) -> None:
    """A mail that is delivered now is written now."""
    name, _, action = target.partition("#")
    frame.engine.send(frame, Instance(name), Sent(action, sent.line, splat=True, arguments=(UNKNOWN,)))
