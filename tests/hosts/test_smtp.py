from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes

import pytest

from dxscore.domain.mail import Letter, Reply, Said
from dxscore.errors import DxscoreError
from dxscore.hosts.relay import Login, Mechanism, Relay, Security
from dxscore.hosts.smtp import Postman, UnreachableError
from tests.hosts.fake_relay import PASSWORD, TOKEN, USER, FakeRelay, a_relay

_PEOPLE = tuple(f"person{number}@example.com" for number in range(10))


@pytest.fixture
def server() -> Iterator[FakeRelay]:
    with a_relay() as server:
        yield server


def _letter(*recipients: str) -> Letter:
    content = b"From: a@example.com\r\nSubject: week\r\n\r\nfirst\r\n.second begins with a dot\r\n"
    return Letter("2026-W48 shop team a", "team a", "week", "bounces@example.com", recipients, content)


def _hand_over(
    server: FakeRelay, letter: Letter, login: Login | None = None, timeout: float = 30
) -> Mapping[str, Reply]:
    with Postman(server.relay, login, server.trust, timeout) as postman:
        return postman.hand_over(letter, letter.recipients, lambda _: None)


def _said(replies: Mapping[str, Reply]) -> Mapping[str, Said]:
    return {each: reply.said for each, reply in replies.items()}


@pytest.mark.parametrize("security", Security)
def test_a_letter_arrives_as_it_was(security: Security) -> None:
    letter = _letter(*_PEOPLE[:2])
    with a_relay(security) as server:
        assert _said(_hand_over(server, letter)) == dict.fromkeys(_PEOPLE[:2], Said.ACCEPTED)
        (received,) = server.received
    assert (received.sender, received.recipients, received.content) == (
        "bounces@example.com",
        _PEOPLE[:2],
        letter.content,
    )
    assert message_from_bytes(received.content)["Subject"] == "week"


def test_several_letters_share_a_connection(server: FakeRelay) -> None:
    with Postman(server.relay, None, server.trust) as postman:
        for person in _PEOPLE:
            postman.hand_over(_letter(person), [person], lambda _: None)
    assert (server.greeted, len(server.received)) == (1, 10)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.IMPLICIT])
@pytest.mark.parametrize(
    ("secret", "mechanism", "told"),
    [
        (PASSWORD, Mechanism.PASSWORD, ("PLAIN", USER)),
        (TOKEN, Mechanism.XOAUTH2, ("XOAUTH2", f"user={USER}\x01auth=Bearer {TOKEN}\x01\x01")),
    ],
)
def test_a_login_is_by_password_or_token(
    security: Security, secret: str, mechanism: Mechanism, told: tuple[str, str]
) -> None:
    with a_relay(security, login=True) as server:
        _hand_over(server, _letter(_PEOPLE[0]), Login(USER, secret, mechanism))
        assert (server.logins, server.got) == ([told], {_PEOPLE[0]: 1})


@pytest.mark.parametrize("mechanism", Mechanism)
def test_a_wrong_secret_is_no_reason_to_try_again_and_never_told(mechanism: Mechanism) -> None:
    with a_relay(login=True) as server, pytest.raises(DxscoreError, match="refuses us: 535") as raised:
        _hand_over(server, _letter(_PEOPLE[0]), Login(USER, "wr0ng-secret", mechanism))
    assert not isinstance(raised.value, UnreachableError)
    assert "wr0ng-secret" not in str(raised.value) + raised.value.hint
    assert not server.received


def test_secrets_are_not_shown_by_values() -> None:
    assert "s3cret" not in repr(Login("me", "s3cret", Mechanism.PASSWORD))


def test_a_secret_that_no_login_can_hold_is_an_error() -> None:
    with a_relay(login=True) as server, pytest.raises(DxscoreError, match="characters that a login can't have"):
        _hand_over(server, _letter(_PEOPLE[0]), Login(USER, "pässword", Mechanism.PASSWORD))


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.IMPLICIT])
def test_a_certificate_of_somebody_else_is_not_believed(security: Security) -> None:
    with a_relay(security, name="elsewhere.example") as server, pytest.raises(DxscoreError, match="no safe connection"):
        _hand_over(server, _letter(_PEOPLE[0]))
    assert not server.received


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.IMPLICIT])
def test_a_certificate_that_nobody_known_signed_is_not_believed(security: Security) -> None:
    said = pytest.raises(DxscoreError, match="no safe connection")
    with a_relay(security) as server, Postman(server.relay) as postman, said as raised:
        postman.hand_over(_letter(_PEOPLE[0]), [_PEOPLE[0]], lambda _: None)
    assert "SSL_CERT_FILE" in raised.value.hint


def test_nothing_is_sent_in_the_clear() -> None:
    with a_relay(Security.NONE) as server:
        careful = Relay(server.relay.host, server.relay.port, Security.STARTTLS)
        with Postman(careful, None, server.trust) as postman, pytest.raises(DxscoreError, match="offers no STARTTLS"):
            postman.hand_over(_letter(_PEOPLE[0]), [_PEOPLE[0]], lambda _: None)
        assert not server.received


def test_tls_at_a_port_that_does_not_speak_it_is_told(server: FakeRelay) -> None:
    wrong = Relay(server.relay.host, server.relay.port, Security.IMPLICIT)
    with (
        Postman(wrong, None, server.trust) as postman,
        pytest.raises(DxscoreError, match="no safe connection") as raised,
    ):
        postman.hand_over(_letter(_PEOPLE[0]), [_PEOPLE[0]], lambda _: None)
    assert "smtps:// is for ports" in raised.value.hint


def test_one_bad_recipient_among_ten_keeps_nothing_from_the_others(server: FakeRelay) -> None:
    server.manners.recipients[_PEOPLE[3]] = ["550 5.1.1 no such person"]
    replies = _hand_over(server, _letter(*_PEOPLE))
    assert replies[_PEOPLE[3]] == Reply(Said.NEVER, "550 5.1.1 no such person")
    assert server.got == dict.fromkeys((each for each in _PEOPLE if each != _PEOPLE[3]), 1)


def test_all_recipients_refused_send_nothing(server: FakeRelay) -> None:
    server.manners.recipients = {each: ["450 4.2.0 greylisted"] for each in _PEOPLE}
    assert set(_said(_hand_over(server, _letter(*_PEOPLE))).values()) == {Said.LATER}
    assert not server.received


@pytest.mark.parametrize(("reply", "said"), [("451 4.3.0 busy", Said.LATER), ("554 5.7.1 spam", Said.NEVER)])
def test_a_refused_letter_is_refused_for_all(server: FakeRelay, reply: str, said: Said) -> None:
    server.manners.content = [reply]
    assert _hand_over(server, _letter(*_PEOPLE[:2])) == dict.fromkeys(_PEOPLE[:2], Reply(said, reply))


@pytest.mark.parametrize("manner", ["taken, drop", "drop", "taken, silent"])
def test_a_connection_that_breaks_after_the_letter_leaves_nobody_sure(server: FakeRelay, manner: str) -> None:
    server.manners.content = [manner]
    replies = _hand_over(server, _letter(_PEOPLE[0]), timeout=2)
    assert replies[_PEOPLE[0]].said is Said.UNSURE


def test_a_connection_that_breaks_before_the_letter_is_worth_another_try(server: FakeRelay) -> None:
    server.manners.recipients[_PEOPLE[1]] = ["drop"]
    about: list[Sequence[str]] = []
    with Postman(server.relay, None, server.trust) as postman:
        letter = _letter(*_PEOPLE[:2])
        with pytest.raises(UnreachableError):
            postman.hand_over(letter, letter.recipients, about.append)
        assert (about, server.received) == ([], [])
        postman.hand_over(letter, letter.recipients, about.append)
    assert (about, server.got) == ([[*letter.recipients]], dict.fromkeys(letter.recipients, 1))


@pytest.mark.parametrize("greeting", ["421 too many connections", "450 busy"])
def test_a_busy_greeting_is_worth_another_try(server: FakeRelay, greeting: str) -> None:
    server.manners.greeting = [greeting]
    with pytest.raises(UnreachableError, match="busy"):
        _hand_over(server, _letter(_PEOPLE[0]))


def test_a_greeting_that_says_no_is_not(server: FakeRelay) -> None:
    server.manners.greeting = ["554 no mail from here"]
    with pytest.raises(DxscoreError, match="refuses us: 554 no mail from here") as raised:
        _hand_over(server, _letter(_PEOPLE[0]))
    assert not isinstance(raised.value, UnreachableError)


def test_a_goodbye_in_the_middle_is_worth_another_try(server: FakeRelay) -> None:
    server.manners.recipients[_PEOPLE[0]] = ["421 shutting down"]
    with pytest.raises(UnreachableError):
        _hand_over(server, _letter(*_PEOPLE[:2]))
    assert not server.received


def test_nobody_at_the_port_is_worth_another_try(server: FakeRelay) -> None:
    server.relay = Relay("127.0.0.1", 1, Security.STARTTLS)
    with pytest.raises(UnreachableError, match=r"no answer from 127\.0\.0\.1:1"):
        _hand_over(server, _letter(_PEOPLE[0]))


def test_a_name_that_no_server_has_is_not(server: FakeRelay, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)
    server.relay = Relay("mail.invalid", 587, Security.STARTTLS)
    with pytest.raises(DxscoreError, match=r"there is no mail server mail\.invalid") as raised:
        _hand_over(server, _letter(_PEOPLE[0]))
    assert not isinstance(raised.value, UnreachableError)


def test_what_a_server_says_is_one_harmless_line(server: FakeRelay) -> None:
    server.manners.recipients[_PEOPLE[0]] = ["550-\x1b[31mred\r\n550 second"]
    reply = _hand_over(server, _letter(_PEOPLE[0]))[_PEOPLE[0]]
    assert reply.text == "550 [31mred second"
