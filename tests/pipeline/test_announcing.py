from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dxscore.domain.mail import Fate, Reply, Said
from dxscore.errors import DxscoreError
from dxscore.hosts.client import BusyError
from dxscore.hosts.journal import opened
from dxscore.pipeline import announcing
from dxscore.pipeline.announcing import Digest, announced

_DIGEST = Digest("2026-W48 shop directors to a webhook", {"text": "week"})
_ADDRESS = "https://hooks.example.com/s3cret"

Announce = Callable[..., Fate]


class _Host:
    """Answers in turn; an error is raised. Then it takes everything."""

    def __init__(self) -> None:
        self.answers: list[Said | Exception] = []
        self.posted = 0

    def post(self, _address: str, _body: object) -> Reply:
        self.posted += 1
        answer = self.answers.pop(0) if self.answers else Said.ACCEPTED
        if isinstance(answer, Exception):
            raise answer
        return Reply(answer, "said")


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> _Host:
    host = _Host()
    monkeypatch.setattr(announcing, "post_json", host.post)
    return host


@pytest.fixture
def announce(tmp_path: Path) -> Announce:
    def run(*, again: bool = False) -> Fate:
        with opened(tmp_path / "sent.jsonl") as journal:
            return announced(_DIGEST, _ADDRESS, journal, again=again, sleep=lambda _: None)[0]

    return run


def test_a_digest_is_posted_once_a_week(host: _Host, announce: Announce) -> None:
    assert [announce(), announce(), announce(again=True)] == [Fate.SENT, Fate.BEFORE, Fate.BEFORE]
    assert host.posted == 1


def test_a_busy_host_is_asked_again(host: _Host, announce: Announce) -> None:
    host.answers = [BusyError("busy"), BusyError("busy", 3)]
    assert announce() is Fate.SENT
    assert host.posted == 3


def test_a_host_that_stays_busy_is_left_to_the_next_run(host: _Host, announce: Announce) -> None:
    host.answers = [BusyError("busy")] * 5
    with pytest.raises(DxscoreError, match="busy"):
        announce()
    assert announce() is Fate.SENT


def test_a_refused_digest_can_be_posted_again(host: _Host, announce: Announce) -> None:
    host.answers = [Said.NEVER]
    assert [announce(), announce()] == [Fate.REFUSED, Fate.SENT]


def test_a_digest_that_may_have_arrived_is_not_posted_again_unless_asked(host: _Host, announce: Announce) -> None:
    host.answers = [Said.UNSURE]
    assert [announce(), announce(), announce(again=True)] == [Fate.UNSURE, Fate.UNSURE, Fate.SENT]
    assert host.posted == 2
