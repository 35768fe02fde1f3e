"""One request to a REST API -> its JSON, or an error that says what to do; knows no host in particular."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

import urllib3
from msgspec import Struct
from urllib3.exceptions import HTTPError, SSLError

from dxscore import __version__
from dxscore.errors import DxscoreError
from dxscore.hosts.connection import pool_for, wait_asked
from dxscore.hosts.token import Token

_TIMEOUT = urllib3.Timeout(connect=10, read=30)
_MAX_ANSWER = 64 << 20
_MAX_MESSAGE = 300
_HINTS = {
    401: "the token is wrong, has expired, or is for another host",
    404: "no such repository, pull request or commit, or the token may not see it",
}


class BusyError(DxscoreError):
    """The host may well answer if asked again; `wait` is how many seconds it asked for, None when it said nothing."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message, "run it again later")
        self.wait = wait


class RefusedError(DxscoreError):
    """The host said no, with this HTTP status."""

    def __init__(self, message: str, hint: str, status: int) -> None:
        super().__init__(message, hint)
        self.status = status


class Answer(Struct, frozen=True):
    """The JSON of a successful answer, and whether the host announced a further page."""

    data: object
    has_next: bool


@dataclass(frozen=True)  # no slots: the pool of connections is kept beside the fields
class Client:
    """Sends requests to one host. TLS is verified, redirects are not followed: the token goes nowhere else."""

    api: str
    token: Token
    headers: Mapping[str, str] = field(repr=False)
    """How this host wants to be asked, the secret included."""

    def send(self, method: str, path: str, body: Mapping[str, object] | None = None, page: int = 0) -> Answer:
        """Send one request. Raises BusyError, RefusedError, or DxscoreError for an answer that is no JSON."""
        try:
            response = self._pool.request(
                method,
                self.api + path,
                fields={"per_page": "100", "page": str(page)} if page else None,
                json=body,
                headers={"User-Agent": f"dxscore/{__version__}", **self.headers},
                redirect=False,
                retries=False,
                timeout=_TIMEOUT,
                preload_content=False,
            )
            content = response.read(_MAX_ANSWER)
            response.close()
        except SSLError as error:
            message = f"no safe connection to {self._host}: {self._line(str(error))}"
            raise DxscoreError(message, "is the certificate's authority known to this machine?") from None
        except HTTPError as error:
            raise BusyError(f"no answer from {self._host}: {self._line(str(error))}") from None
        self._check(response.status, response.headers, content)
        return Answer(self._json(content), 'rel="next"' in response.headers.get("Link", ""))

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        return pool_for(self.api)

    @property
    def _host(self) -> str:
        return urlsplit(self.api).netloc

    def _check(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            place = self._line(headers.get("Location", "elsewhere"))
            message = f"{self._host} points to {place} ({status}), where the token is not sent"
            raise RefusedError(message, "give the address or name it points to: --api-url, --repository", status)
        detail = self._line(_message(content))
        told = f"{self._host} answered {status}" + (f": {detail}" if detail else "")
        if status == 429 or status >= 500 or (status == 403 and _is_limited(headers)):
            raise BusyError(told, wait_asked(headers))
        raise RefusedError(told, _HINTS.get(status, ""), status)

    def _json(self, content: bytes) -> object:
        try:
            return json.loads(content)
        except ValueError:
            hint = "is the address of the API right? a login page or a proxy may have answered"
            raise DxscoreError(f"{self._host} answered with something that is no JSON", hint) from None

    def _line(self, text: str) -> str:
        """What a host sent, fit to print: on one line, short, without the token."""
        folded = " ".join(self.token.hidden_in(text).split())
        return "".join(char for char in folded if char.isprintable())[:_MAX_MESSAGE]


def _is_limited(headers: Mapping[str, str]) -> bool:
    """GitHub says 403 as well for 'too many requests'; docs.github.com: rate limits for the REST API."""
    return "Retry-After" in headers or headers.get("X-RateLimit-Remaining") == "0"


def _message(content: bytes) -> str:
    """GitHub: {"message": text}. GitLab: {"message": text or object} or {"error": text}."""
    try:
        data = json.loads(content)
    except ValueError:
        return ""
    if not isinstance(data, dict):
        return ""
    message = data.get("message") or data.get("error") or ""
    return message if isinstance(message, str) else json.dumps(message)
