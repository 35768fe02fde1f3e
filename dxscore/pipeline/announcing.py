"""A digest, a webhook and the journal -> what became of it; it is posted once a week."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import partial

from msgspec import Struct

from dxscore.domain.mail import Fate, Reply, Said
from dxscore.errors import DxscoreError
from dxscore.hosts.journal import Entry, Journal
from dxscore.hosts.patience import patiently
from dxscore.hosts.webhook import post_json

_ENTRIES = {Said.ACCEPTED: Entry.SENT, Said.NEVER: Entry.BACK, Said.LATER: Entry.BACK}
_FATES = {Said.ACCEPTED: Fate.SENT, Said.NEVER: Fate.REFUSED, Said.LATER: Fate.FAILED, Said.UNSURE: Fate.UNSURE}


class Digest(Struct, frozen=True):
    """What is posted."""

    key: str
    """The same on every run: '2026-W48 shop directors to a webhook'."""
    body: Mapping[str, object]


def announced(
    digest: Digest,
    address: str,
    journal: Journal,
    *,
    again: bool = False,
    sleep: Callable[[float], object] = time.sleep,
) -> tuple[Fate, str]:
    """Post it unless an earlier run did; what became of it and why. Raises DxscoreError when the host can't be used."""
    last = journal.last(digest.key, address)
    if last is Entry.SENT:
        return Fate.BEFORE, ""
    if last is Entry.LEAVING and not again:
        return Fate.UNSURE, "an earlier run did not hear whether it arrived"
    journal.note(digest.key, address, Entry.LEAVING)
    try:
        reply: Reply = patiently(partial(post_json, address, digest.body), sleep)
    except DxscoreError:  # nothing was taken
        journal.note(digest.key, address, Entry.BACK)
        raise
    if reply.said in _ENTRIES:
        journal.note(digest.key, address, _ENTRIES[reply.said])
    return _FATES[reply.said], reply.text
