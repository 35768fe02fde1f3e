"""What a user says about a mail server -> how to reach it and how to log in; secrets are never printed."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from dxscore.errors import DxscoreError

URL_VARIABLE = "DXSCORE_SMTP_URL"
PASSWORD_VARIABLE = "DXSCORE_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN_VARIABLE = "DXSCORE_SMTP_TOKEN"  # noqa: S105 - the name of a variable

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHAPE = "smtp://user@mail.example.com:587 (STARTTLS), or smtps://user@mail.example.com (TLS from the start)"
_COMMAND_SECONDS = 60


class Security(StrEnum):
    """How nobody on the way can read along."""

    STARTTLS = "STARTTLS"
    IMPLICIT = "implicit TLS"
    NONE = "none"
    """Only to this very machine."""


class Relay(Struct, frozen=True):
    """A mail server that takes our letters."""

    host: str
    port: int
    security: Security
    user: str = ""

    def __str__(self) -> str:
        """'mail.example.com:587'."""
        return f"{self.host}:{self.port}"


class Mechanism(StrEnum):
    """How the secret is shown."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    XOAUTH2 = "XOAUTH2"


@dataclass(frozen=True, slots=True)
class Login:
    """Who we are to the server."""

    user: str
    secret: str = field(repr=False)
    mechanism: Mechanism


class Commands(Struct, frozen=True):
    """Commands of the user that print a secret; never those of a scanned repository."""

    password: str = ""
    token: str = ""


_SCHEMES = {"smtp": (587, Security.STARTTLS), "smtps": (465, Security.IMPLICIT), "smtp+plain": (25, Security.NONE)}


def relay_at(url: str) -> Relay:
    """The relay of `smtp://user@host:587`, `smtps://...` or, on this machine, `smtp+plain://localhost`.

    Raises DxscoreError for anything else, and for a password in it: commands are seen by everybody on the machine.
    """
    parts = urlsplit(url)
    port, security = _SCHEMES.get(parts.scheme, (0, None))
    if security is None or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise DxscoreError("the mail server's address can't be read", f"write {_SHAPE}")
    if parts.password is not None:
        raise DxscoreError("a password does not belong into the mail server's address", f"set {PASSWORD_VARIABLE}")
    if security is Security.NONE and (parts.hostname not in _LOOPBACK or parts.username):
        raise DxscoreError("smtp+plain is only for this machine, without a login", f"write {_SHAPE}")
    return Relay(parts.hostname, _port(url, port), security, unquote(parts.username or ""))


def login_for(relay: Relay, environ: Mapping[str, str], commands: Commands) -> Login | None:
    """The login, None for a relay without a user. Raises DxscoreError without a secret, or with both kinds."""
    password = environ.get(PASSWORD_VARIABLE, "") or _printed(commands.password)
    token = environ.get(TOKEN_VARIABLE, "") or _printed(commands.token)
    if not relay.user:
        if password or token:
            raise DxscoreError("there is a secret for the mail server but no user", f"write {_SHAPE}")
        return None
    if password and token:
        raise DxscoreError("there are both a password and a token for the mail server", "give one of them")
    if not (password or token):
        raise DxscoreError(
            f"no secret for {relay.user} at {relay}",
            f"set {PASSWORD_VARIABLE} or {TOKEN_VARIABLE}, or give --password-command or --token-command",
        )
    return Login(relay.user, token or password, Mechanism.XOAUTH2 if token else Mechanism.PASSWORD)


def _port(url: str, default: int) -> int:
    try:
        return urlsplit(url).port or default
    except ValueError:
        raise DxscoreError("the mail server's port is no port", f"write {_SHAPE}") from None


def _printed(command: str) -> str:
    """The first line that a command prints, '' without a command. It is run without a shell."""
    if not command:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command line
            shlex.split(command), stdout=subprocess.PIPE, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        reason = "took too long" if isinstance(error, subprocess.TimeoutExpired) else str(error)
        raise DxscoreError(f"the command for the mail server's secret could not be run: {reason}") from None
    first = done.stdout.decode("utf-8", "replace").partition("\n")[0].strip()
    if done.returncode or not first:
        raise DxscoreError(f"the command for the mail server's secret printed none (exit code {done.returncode})")
    return first
