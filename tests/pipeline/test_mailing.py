from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from dxscore.config import OwnersConfig
from dxscore.copying import replace
from dxscore.domain.mail import Fate, Letter
from dxscore.errors import DxscoreError
from dxscore.hosts.journal import opened
from dxscore.hosts.smtp import Postman
from dxscore.pipeline.mailing import Sending, sent, split, team_emails
from tests.hosts.fake_relay import FakeRelay, a_relay

_PEOPLE = tuple(f"person{number}@example.com" for number in range(10))


def _letter(team: str, *recipients: str) -> Letter:
    content = f"Subject: {team}\r\n\r\nhello\r\n".encode()
    return Letter(f"2026-W48 shop {team}", team, team, "bounces@example.com", recipients, content)


_ALL = _letter("team a", *_PEOPLE)


@pytest.fixture
def server() -> Iterator[FakeRelay]:
    with a_relay() as server:
        yield server


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mail.jsonl"


class _Slept(list[float]):
    """The pauses that were made."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def _run(
    server: FakeRelay,
    file: Path,
    *letters: Letter,
    slept: _Slept | None = None,
    unsure_too: bool = False,
    timeout: float = 30,
) -> Mapping[str, Fate]:
    with opened(file) as journal, Postman(server.relay, None, server.trust, timeout=timeout) as postman:
        sending = Sending(postman, journal, unsure_too, sleep=_Slept() if slept is None else slept)
        return {each.recipient: each.fate for each in sent(letters or (_ALL,), sending)}


def test_a_letter_goes_out_once_however_often_it_is_sent(server: FakeRelay, file: Path) -> None:
    assert _run(server, file) == dict.fromkeys(_PEOPLE, Fate.SENT)
    assert _run(server, file) == dict.fromkeys(_PEOPLE, Fate.BEFORE)
    assert server.got == dict.fromkeys(_PEOPLE, 1)


def test_the_next_week_is_another_letter(server: FakeRelay, file: Path) -> None:
    _run(server, file)
    assert set(_run(server, file, replace(_ALL, key="2026-W49 shop team a")).values()) == {Fate.SENT}


def test_somebody_new_in_a_team_gets_the_letter_of_the_week(server: FakeRelay, file: Path) -> None:
    _run(server, file)
    fates = _run(server, file, _letter("team a", *_PEOPLE, "new@example.com"))
    assert fates["new@example.com"] is Fate.SENT
    assert server.got == dict.fromkeys((*_PEOPLE, "new@example.com"), 1)


def test_one_bad_recipient_among_ten_is_told_and_the_others_get_it_once(server: FakeRelay, file: Path) -> None:
    server.manners.recipients[_PEOPLE[4]] = ["550 no such person", "550 no such person"]
    for well in (Fate.SENT, Fate.BEFORE):
        assert _run(server, file) == {**dict.fromkeys(_PEOPLE, well), _PEOPLE[4]: Fate.REFUSED}
    assert server.got == dict.fromkeys((each for each in _PEOPLE if each != _PEOPLE[4]), 1)


def test_a_greylisted_recipient_gets_it_at_a_later_try_and_nobody_else_twice(server: FakeRelay, file: Path) -> None:
    server.manners.recipients[_PEOPLE[4]] = ["450 greylisted", "450 greylisted"]
    slept = _Slept()
    assert _run(server, file, slept=slept) == dict.fromkeys(_PEOPLE, Fate.SENT)
    assert (slept, server.got) == ([2, 10], dict.fromkeys(_PEOPLE, 1))


def test_a_recipient_that_stays_busy_is_left_to_the_next_run(server: FakeRelay, file: Path) -> None:
    server.manners.recipients[_PEOPLE[4]] = ["452 mailbox full"] * 4
    assert _run(server, file)[_PEOPLE[4]] is Fate.FAILED
    assert _run(server, file) == {**dict.fromkeys(_PEOPLE, Fate.BEFORE), _PEOPLE[4]: Fate.SENT}
    assert server.got == dict.fromkeys(_PEOPLE, 1)


def test_a_letter_that_the_server_takes_later_is_sent_once(server: FakeRelay, file: Path) -> None:
    server.manners.content = ["451 try again", "451 try again"]
    assert set(_run(server, file).values()) == {Fate.SENT}
    assert server.got == dict.fromkeys(_PEOPLE, 1)


def test_a_letter_refused_for_good_is_told_and_tried_again_by_the_next_run(server: FakeRelay, file: Path) -> None:
    server.manners.content = ["554 looks like spam"]
    assert set(_run(server, file).values()) == {Fate.REFUSED}
    assert set(_run(server, file).values()) == {Fate.SENT}


@pytest.mark.parametrize("manner", ["taken, drop", "taken, silent"])
def test_a_letter_that_may_have_arrived_is_not_sent_again_unless_asked(
    server: FakeRelay, file: Path, manner: str
) -> None:
    server.manners.content = [manner]
    for _ in range(2):
        assert set(_run(server, file, timeout=2).values()) == {Fate.UNSURE}
    assert server.got == dict.fromkeys(_PEOPLE, 1)
    assert set(_run(server, file, unsure_too=True).values()) == {Fate.SENT}


def test_a_dropped_connection_is_opened_again(server: FakeRelay, file: Path) -> None:
    server.manners.recipients[_PEOPLE[9]] = ["drop", "drop"]
    server.manners.greeting = ["421 busy"]
    slept = _Slept()
    assert set(_run(server, file, slept=slept).values()) == {Fate.SENT}
    assert (len(slept), server.got) == (3, dict.fromkeys(_PEOPLE, 1))


def test_a_server_that_goes_away_in_the_middle_is_an_error_after_what_was_done(server: FakeRelay, file: Path) -> None:
    server.manners.recipients["b@example.com"] = ["drop"]
    server.manners.greeting = ["220 hello", *["421 gone"] * 3]
    letters = (_letter("team a", "a@example.com"), _letter("team b", "b@example.com"))
    with opened(file) as journal, Postman(server.relay, None, server.trust) as postman:
        deliveries = sent(letters, Sending(postman, journal, sleep=_Slept()))
        assert (first := next(deliveries)).fate is Fate.SENT
        with pytest.raises(DxscoreError, match="gone"):
            next(deliveries)
    assert first.recipient == "a@example.com"
    assert _run(server, file, *letters) == {"a@example.com": Fate.BEFORE, "b@example.com": Fate.SENT}
    assert server.got == {"a@example.com": 1, "b@example.com": 1}


def test_a_server_that_goes_away_after_taking_it_for_some_is_told_for_the_others(server: FakeRelay, file: Path) -> None:
    server.manners.recipients[_PEOPLE[4]] = ["450 later", *["drop"] * 3]
    assert _run(server, file) == {**dict.fromkeys(_PEOPLE, Fate.SENT), _PEOPLE[4]: Fate.FAILED}


def test_a_certificate_that_can_t_be_trusted_sends_nothing(file: Path) -> None:
    with a_relay(name="elsewhere.example") as server, pytest.raises(DxscoreError, match="no safe connection"):
        _run(server, file)
    assert not server.received


class _CrashError(Exception):
    """What no program can answer to."""


@pytest.mark.parametrize("moment", ["leaving", "sent"])
def test_a_crash_around_the_sending_never_sends_twice(
    server: FakeRelay, file: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The crash comes right after the line that says that a letter leaves, or right before the one that it has left."""
    with opened(file) as journal, Postman(server.relay, None, server.trust) as postman:
        note = journal.note

        def crashing(letter: str, recipient: str, entry: object) -> None:
            if moment == "sent" and entry == "sent":
                raise _CrashError
            note(letter, recipient, entry)  # type: ignore[arg-type] # an Entry, passed through
            if moment == "leaving":
                raise _CrashError

        monkeypatch.setattr(journal, "note", crashing)
        with pytest.raises(_CrashError):
            list(sent([_letter("team a", _PEOPLE[0])], Sending(postman, journal)))
    arrived = server.got[_PEOPLE[0]]
    assert _run(server, file, _letter("team a", _PEOPLE[0])) == {_PEOPLE[0]: Fate.UNSURE}
    assert server.got[_PEOPLE[0]] == arrived == (1 if moment == "sent" else 0)


def test_before_sending_one_can_see_who_has_it_already(server: FakeRelay, file: Path) -> None:
    _run(server, file, _letter("team a", _PEOPLE[0]))
    with opened(file) as journal:
        waiting, before = split(_letter("team a", *_PEOPLE[:2]), journal)
    assert (waiting, [each.fate for each in before]) == ([_PEOPLE[1]], [Fate.BEFORE])


def test_team_files_tell_where_teams_are_written_to(tmp_path: Path) -> None:
    teams = tmp_path / "config" / "teams"
    teams.mkdir(parents=True)
    (tmp_path / "config" / "code_ownership.yml").write_text("owned_globs: ['**']\n")
    (teams / "a.yml").write_text("name: a\nemail: a@example.com\n")
    (teams / "b.yml").write_text("name: b\nemail: [b@example.com, c@example.com]\n")
    (teams / "c.yml").write_text("name: c\n")
    assert team_emails(tmp_path, OwnersConfig()) == {"a": ("a@example.com",), "b": ("b@example.com", "c@example.com")}


def test_a_test_run_looks_nothing_up(server: FakeRelay) -> None:
    with Postman(server.relay, None, server.trust) as postman:
        for _ in range(2):
            assert [each.fate for each in sent([_letter("team a", _PEOPLE[0])], Sending(postman))] == [Fate.SENT]
    assert server.got == {_PEOPLE[0]: 2}
