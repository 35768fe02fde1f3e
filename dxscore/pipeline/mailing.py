"""Letters, a relay and the journal -> what became of each letter at each recipient; nothing is sent twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from dxscore.config import OwnersConfig
from dxscore.domain.mail import Delivery, Fate, Letter, Reply, Said
from dxscore.hosts.journal import Entry, Journal
from dxscore.hosts.smtp import Postman, UnreachableError
from dxscore.inputs.owners import load_owners
from dxscore.inputs.tree import FolderTree

_PAUSES = (2.0, 10.0, 30.0)
"""Seconds between tries: long enough for a server that restarts, short enough for a job that waits."""

_FATES = {Said.ACCEPTED: Fate.SENT, Said.LATER: Fate.FAILED, Said.NEVER: Fate.REFUSED, Said.UNSURE: Fate.UNSURE}
_BEFORE = {Entry.SENT: Fate.BEFORE, Entry.LEAVING: Fate.UNSURE}


def team_emails(root: Path, config: OwnersConfig) -> Mapping[str, tuple[str, ...]]:
    """Team -> the addresses that its team file has."""
    return {team.name: team.emails for team in load_owners(FolderTree(root), (), config).teams if team.emails}


class Sending(Struct, frozen=True):
    """How to send."""

    postman: Postman
    journal: Journal | None = None
    """None for a test: then nothing is looked up and nothing noted."""
    unsure_too: bool = False
    """Send again what an earlier run may or may not have sent."""
    sleep: Callable[[float], object] = time.sleep


def sent(letters: Iterable[Letter], sending: Sending) -> Iterator[Delivery]:
    """Send each letter to those who did not get it yet.

    Raises DxscoreError when the server can't be used at all; what was yielded before is done.
    """
    for letter in letters:
        waiting, before = split(letter, sending.journal, unsure_too=sending.unsure_too)
        yield from before
        if waiting:
            replies = _tried(letter, waiting, sending)
            yield from (Delivery(letter, each, _FATES[replies[each].said], replies[each].text) for each in waiting)


def split(
    letter: Letter, journal: Journal | None, *, unsure_too: bool = False
) -> tuple[Sequence[str], Sequence[Delivery]]:
    """Who gets it now, and what earlier runs did for the others."""
    waiting: list[str] = []
    before: list[Delivery] = []
    for recipient in letter.recipients:
        entry = journal.last(letter.key, recipient) if journal else None
        if entry is None or (entry is Entry.LEAVING and unsure_too):
            waiting.append(recipient)
        else:
            before.append(Delivery(letter, recipient, _BEFORE[entry], "by an earlier run"))
    return waiting, before


def _tried(letter: Letter, recipients: Sequence[str], sending: Sending) -> Mapping[str, Reply]:
    """The last reply about each recipient, after a few tries for those who may accept it later."""
    replies: dict[str, Reply] = {}
    waiting = recipients
    for pause in (*_PAUSES, None):
        try:
            replies |= _handed_over(letter, waiting, sending)
        except UnreachableError as error:
            if pause is None and not replies:
                raise
            replies |= dict.fromkeys(waiting, Reply(Said.LATER, str(error))) if pause is None else {}
        waiting = [each for each in recipients if each not in replies or replies[each].said is Said.LATER]
        if not waiting or pause is None:
            break
        sending.sleep(pause)
    return replies


def _handed_over(letter: Letter, recipients: Sequence[str], sending: Sending) -> Mapping[str, Reply]:
    def note(who: Iterable[str], entry: Entry) -> None:
        for each in who:
            if sending.journal:
                sending.journal.note(letter.key, each, entry)

    leaving: list[str] = []

    def about_to_send(accepted: Sequence[str]) -> None:
        note(accepted, Entry.LEAVING)
        leaving.extend(accepted)

    replies = sending.postman.hand_over(letter, recipients, about_to_send)
    note((each for each in leaving if replies[each].said is Said.ACCEPTED), Entry.SENT)
    note((each for each in leaving if replies[each].said in (Said.LATER, Said.NEVER)), Entry.BACK)
    return replies
