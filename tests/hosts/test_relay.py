from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest

from dxscore.errors import DxscoreError
from dxscore.hosts.relay import Commands, Login, Mechanism, Relay, Security, login_for, relay_at

_PRINTS = f"{sys.executable} -c \"print('from-a-command')\""


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example.com", Relay("mail.example.com", 587, Security.STARTTLS)),
        (
            "smtp://me%40example.com@mail.example.com:25",
            Relay("mail.example.com", 25, Security.STARTTLS, "me@example.com"),
        ),
        ("smtps://me@mail.example.com/", Relay("mail.example.com", 465, Security.IMPLICIT, "me")),
        ("smtp+plain://localhost", Relay("localhost", 25, Security.NONE)),
        ("smtp://[::1]:2525", Relay("::1", 2525, Security.STARTTLS)),
    ],
)
def test_an_address_says_how_to_reach_a_relay(url: str, relay: Relay) -> None:
    assert relay_at(url) == relay


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "http://mail.example.com",
        "smtp://",
        "smtp://host/path",
        "smtp://host:port",
        "smtp://host?a",
    ],
)
def test_other_addresses_are_errors_that_say_what_to_write(url: str) -> None:
    with pytest.raises(DxscoreError) as raised:
        relay_at(url)
    assert "smtp://user@mail.example.com:587" in raised.value.hint


def test_a_password_in_the_address_is_an_error_that_does_not_repeat_it() -> None:
    with pytest.raises(DxscoreError, match="does not belong") as raised:
        relay_at("smtp://me:s3cret@mail.example.com")
    assert "s3cret" not in f"{raised.value} {raised.value.hint}"


@pytest.mark.parametrize("url", ["smtp+plain://mail.example.com", "smtp+plain://me@localhost"])
def test_only_this_machine_may_be_spoken_to_in_the_clear_and_without_a_login(url: str) -> None:
    with pytest.raises(DxscoreError, match="only for this machine"):
        relay_at(url)


@pytest.mark.parametrize(
    ("environ", "commands", "login"),
    [
        ({"DXSCORE_SMTP_PASSWORD": "p"}, Commands(), Login("me", "p", Mechanism.PASSWORD)),
        ({"DXSCORE_SMTP_TOKEN": "t"}, Commands(), Login("me", "t", Mechanism.XOAUTH2)),
        ({}, Commands(password=_PRINTS), Login("me", "from-a-command", Mechanism.PASSWORD)),
        ({}, Commands(token=_PRINTS), Login("me", "from-a-command", Mechanism.XOAUTH2)),
        ({"DXSCORE_SMTP_TOKEN": "t"}, Commands(token="false"), Login("me", "t", Mechanism.XOAUTH2)),
    ],
)
def test_a_secret_comes_from_the_environment_or_a_command(
    environ: Mapping[str, str], commands: Commands, login: Login
) -> None:
    assert login_for(relay_at("smtp://me@mail.example.com"), environ, commands) == login


def test_a_relay_without_a_user_needs_no_secret() -> None:
    assert login_for(relay_at("smtp://mail.example.com"), {}, Commands()) is None


@pytest.mark.parametrize(
    ("url", "environ", "said"),
    [
        ("smtp://me@host", {}, "no secret for me at host:587"),
        ("smtp://me@host", {"DXSCORE_SMTP_PASSWORD": "a", "DXSCORE_SMTP_TOKEN": "b"}, "both a password and a token"),
        ("smtp://host", {"DXSCORE_SMTP_PASSWORD": "a"}, "a secret for the mail server but no user"),
    ],
)
def test_a_secret_too_few_or_too_many_is_an_error(url: str, environ: Mapping[str, str], said: str) -> None:
    with pytest.raises(DxscoreError, match=said):
        login_for(relay_at(url), environ, Commands())


@pytest.mark.parametrize("command", ["/no/such/command", f"{sys.executable} -c ''", "false", "echo 'unclosed"])
def test_a_command_that_prints_no_secret_is_an_error(command: str) -> None:
    with pytest.raises(DxscoreError, match="the command for the mail server's secret"):
        login_for(relay_at("smtp://me@host"), {}, Commands(password=command))
