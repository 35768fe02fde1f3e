"""Letters and how to send them -> what became of each, printed a line per recipient."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct

from dxscore.domain.mail import Delivery, Fate, Letter
from dxscore.errors import DxscoreError
from dxscore.hosts.journal import Journal, opened
from dxscore.hosts.relay import URL_VARIABLE, Commands, login_for, relay_at
from dxscore.hosts.smtp import Postman
from dxscore.pipeline.mailing import Sending, sent, split
from dxscore.reporting.mail.post import NOBODY


class Order(Struct, frozen=True):
    """What the command line says about sending."""

    server: str
    """'' for that of nobody: an error unless it is a dry run."""
    commands: Commands
    journal: Path | None
    """None for a test: then nothing is looked up or noted."""
    dry_run: bool
    again: bool


def delivered(letters: Sequence[Letter], order: Order) -> bool:
    """Send, or say what would be sent; False when somebody did not get a letter, or may not have got it."""
    for letter in letters:
        if not letter.recipients:
            print(f"nobody to send to: {letter.edition}", file=sys.stderr)
    addressed = [letter for letter in letters if letter.recipients]
    with ExitStack() as stack:
        journal = stack.enter_context(opened(order.journal)) if order.journal else None
        if order.dry_run:
            _tell_plan(addressed, journal, order)
            return True
        postman = stack.enter_context(_postman(addressed, order))
        return _told(sent(addressed, Sending(postman, journal, order.again)))


def _postman(letters: Iterable[Letter], order: Order) -> Postman:
    """Raises DxscoreError without a server, a secret or a sender."""
    if not order.server:
        raise DxscoreError("there is no mail server to send through", f"set {URL_VARIABLE}, or give --server")
    if any(letter.sender == NOBODY.address for letter in letters):
        raise DxscoreError("nobody is named as the sender", 'write [mail] sender = "..." or give --from')
    relay = relay_at(order.server)
    return Postman(relay, login_for(relay, os.environ, order.commands))


def _tell_plan(letters: Iterable[Letter], journal: Journal | None, order: Order) -> None:
    for letter in letters:
        waiting, before = split(letter, journal, unsure_too=order.again)
        size = f"{letter.html_size / 1000:.0f} kB of HTML, {len(letter.content) / 1000:.0f} kB in all"
        print(f"{letter.edition}: {letter.subject} ({size})")
        for recipient in waiting:
            print(f"  would be sent to {recipient}")
        for each in before:
            print(f"  {each.fate} to {each.recipient}")


def _told(deliveries: Iterable[Delivery]) -> bool:
    """Print each as it happens."""
    well = True
    for each in deliveries:
        detail = f" ({each.detail})" if each.detail and not each.fate.is_well else ""
        hint = "; --again sends it again" if each.fate is Fate.UNSURE else ""
        print(f"{each.fate}: {each.letter.edition} to {each.recipient}{detail}{hint}", flush=True)
        well = well and each.fate.is_well
    return well
