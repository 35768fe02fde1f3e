"""The environment -> the token to write with; it is never printed, not even by a failing test or a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dxscore.errors import DxscoreError
from dxscore.hosts.target import HostKind

_VARIABLES = {HostKind.GITHUB: ("GITHUB_TOKEN",), HostKind.GITLAB: ("GITLAB_TOKEN", "CI_JOB_TOKEN")}


@dataclass(frozen=True, slots=True)
class Token:
    """A secret, and the variable it came from."""

    value: str = field(repr=False)
    source: str

    def hidden_in(self, text: str) -> str:
        """The text with the secret replaced, should a host have sent it back."""
        return text.replace(self.value, "***")


class ReadOnlyError(DxscoreError):
    """Nothing may be written with what the environment holds; usual for a change that comes from a fork."""


def token_for(kind: HostKind, environ: Mapping[str, str]) -> Token:
    """The token for this host. Raises ReadOnlyError without one, DxscoreError when a header can't carry it."""
    for name in _VARIABLES[kind]:
        value = environ.get(name, "").strip()
        if value:
            return _checked(Token(value, name))
    names = " or ".join(_VARIABLES[kind])
    raise ReadOnlyError(f"no token: set {names} in the environment (pull requests from forks get none)")


def _checked(token: Token) -> Token:
    # The HTTP library would quote the value it refuses in its own message.
    if not (token.value.isascii() and token.value.isprintable() and " " not in token.value):
        raise DxscoreError(f"{token.source} holds characters that a token can't have", "was it copied whole?")
    return token
