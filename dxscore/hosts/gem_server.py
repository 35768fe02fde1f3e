"""A gem server's address and the name of a gem -> its /info of the compact index, whole and as the server meant it.

Source: guides.rubygems.org, "Compact index API" (ETag, Range, Repr-Digest); RFC 9530 (digests).
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

import urllib3
from msgspec import Struct
from urllib3.exceptions import HTTPError, SSLError

from dxscore import __version__
from dxscore.errors import DxscoreError
from dxscore.hosts.address import is_safe
from dxscore.hosts.client import BusyError, RefusedError
from dxscore.hosts.connection import pool_for, wait_asked
from dxscore.hosts.digests import etag, is_meant
from dxscore.rubygems.compact_index import InfoBody

_MAX_ANSWER = 64 << 20
_MOST_REDIRECTS = 5
_BUSY = frozenset({408, 429, *range(500, 600)})
_ABSENT = frozenset({404, 410})


class AddressError(DxscoreError):
    """Nothing can be asked at this address."""


class Limits(Struct, frozen=True):
    """Seconds to wait: for a connection, for more to come, for an answer as a whole."""

    connect: float = 10
    read: float = 20
    whole: float = 120


class _Answer(Struct, frozen=True):
    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True)  # no slots: the pool of connections is kept beside the fields
class GemServer:
    """Asks one server. TLS is verified; credentials go nowhere else, and never over a connection that can be read."""

    address: str = field(repr=False)
    """Its root, with the path it may have and without credentials; that path can be a secret."""
    credentials: str = field(default="", repr=False)
    """'user:password' or a token, '' for a server that asks for none."""
    limits: Limits = Limits()

    @classmethod
    def at(cls, address: str, credentials: str = "", limits: Limits = Limits()) -> GemServer:
        """A server; credentials in the address itself win. Raises AddressError for what is no use as one."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise AddressError("a gem server's address must begin with https:// and name a host")
        user, _, host = parts.netloc.rpartition("@")
        root = urlunsplit((parts.scheme, host, parts.path.rstrip("/"), "", ""))
        secret = user or credentials
        if secret and not is_safe(root):
            raise AddressError(f"credentials are not sent to {host} over http", hint="give its address with https://")
        return cls(root, secret, limits)

    @property
    def host(self) -> str:
        """For messages: 'gems.example.com:8443'."""
        return urlsplit(self.address).netloc

    def info(self, gem: str, kept: InfoBody | None = None) -> InfoBody | None:
        """The gem's releases; `kept` itself when nothing changed, None when the server does not know the gem.

        Raises BusyError when it may help to ask again (no answer, 429, 5xx, cut off, digests differ), RefusedError
        for another status, DxscoreError when the connection is not safe.
        """
        path = f"/info/{quote(gem, safe='')}"
        if kept:
            answer = self._ask(path, _conditions(kept))
            if answer is None or answer.status == 304:
                return kept if answer else None
            if arrived := _continued(answer, kept):
                return arrived
        return self._whole(path)

    def dates(self, gem: str) -> Mapping[str, str]:
        """VERSION or VERSION-PLATFORM -> when it was published, from the JSON API of rubygems.org.

        Empty when the server has none. Raises like `info`.
        """
        answer = self._ask(f"/api/v1/versions/{quote(gem, safe='')}.json", {"Accept-Encoding": "gzip"})
        try:
            data = json.loads(answer.content) if answer else []
        except ValueError:
            return {}
        return dict(_dates(data)) if isinstance(data, list) else {}

    def _whole(self, path: str) -> InfoBody | None:
        """Compressed first; plain if its digest differs, as some servers take it of what they compressed."""
        for encoding in ("gzip", "identity"):
            answer = self._ask(path, {"Accept-Encoding": encoding})
            if answer is None:
                return None
            if answer.status != 200:
                raise BusyError(f"{self.host} answered {answer.status} to {path}, where everything was asked for")
            if is_meant(answer.content, answer.headers) is not False:
                return InfoBody(answer.content, etag(answer.headers))
        raise BusyError(f"{self.host} sends {path} with a digest of something else")

    def _ask(self, path: str, headers: Mapping[str, str]) -> _Answer | None:
        """The answer to one question, redirects followed; None for 'not found'. Raises as `info` says."""
        url = self.address + path
        for _ in range(_MOST_REDIRECTS + 1):
            answer = self._send(url, headers)
            place = answer.headers.get("Location")
            if not (300 <= answer.status < 400 and answer.status != 304 and place):
                return self._checked(answer, path)
            url = self._redirected(url, place)
        raise RefusedError(f"{self.host} redirects {path} again and again", "is the address right?", answer.status)

    def _redirected(self, url: str, place: str) -> str:
        target = urljoin(url, place)
        if urlsplit(target).scheme not in ("http", "https") or (is_safe(url) and not is_safe(target)):
            message = f"{self.host} redirects to {_host(target)} over a connection that can be read"
            raise RefusedError(message, "give the address it means", 302)
        return target

    def _send(self, url: str, headers: Mapping[str, str]) -> _Answer:
        try:
            response = self._pool.request(
                "GET",
                url,
                headers={"User-Agent": f"dxscore/{__version__}", **headers, **self._secret_for(url)},
                redirect=False,
                retries=False,
                timeout=urllib3.Timeout(connect=self.limits.connect, read=self.limits.read),
                preload_content=False,
            )
            return _Answer(response.status, response.headers, _content(response, self.limits.whole))
        except SSLError as error:
            message = f"no safe connection to {_host(url)}: {_reason(error)}"
            raise DxscoreError(message, "is the certificate's authority known to this machine?") from None
        except (HTTPError, TimeoutError) as error:
            raise BusyError(f"no whole answer from {_host(url)}: {_reason(error)}") from None

    def _secret_for(self, url: str) -> Mapping[str, str]:
        """The header with the credentials, for this server and no other that it may redirect to."""
        if not self.credentials or _origin(url) != _origin(self.address):
            return {}
        user, _, password = self.credentials.partition(":")
        secret = f"{unquote(user)}:{unquote(password)}".encode()
        return {"Authorization": f"Basic {base64.b64encode(secret).decode()}"}

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        return pool_for(self.address)

    def _checked(self, answer: _Answer, path: str) -> _Answer | None:
        if answer.status in (200, 206, 304):
            return answer
        if answer.status in _ABSENT:
            return None
        if answer.status == 416:
            return _Answer(206, {}, b"")
        told = f"{self.host} answered {answer.status}"
        if answer.status in _BUSY:
            raise BusyError(told, wait_asked(answer.headers))
        hint = ""
        if answer.status in (401, 403):
            hint = f"credentials for it are looked for where Bundler does: `bundle config {self.host} USER:PASSWORD`"
        raise RefusedError(f"{told} to {path}", hint, answer.status)


def _conditions(kept: InfoBody) -> Mapping[str, str]:
    """Ask for what was added, one byte early so that the range is never empty; not compressed, as it is appended."""
    tag = {"If-None-Match": kept.etag} if kept.etag else {}
    added = {"Range": f"bytes={len(kept.content) - 1}-"} if kept.content else {}
    return {"Accept-Encoding": "identity", **added, **tag}


def _continued(answer: _Answer, kept: InfoBody) -> InfoBody | None:
    """The whole text, if it can be proven; None when it has to be fetched as a whole."""
    content = answer.content if answer.status == 200 else kept.content + answer.content[1:]
    if answer.status == 206 and not _starts_at(answer.headers, len(kept.content) - 1):
        return None
    meant = is_meant(content, answer.headers)
    if meant or (answer.status == 200 and meant is None):
        return InfoBody(content, etag(answer.headers))
    return None


def _starts_at(headers: Mapping[str, str], start: int) -> bool:
    return headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _content(response: urllib3.BaseHTTPResponse, seconds: float) -> bytes:
    """Everything, bounded in size and time. Raises TimeoutError and what urllib3 raises for a body that is cut off."""
    end = time.monotonic() + seconds
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := response.read1(1 << 16, decode_content=True):  # not `read`: it would wait for more
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() > end:
                raise TimeoutError(f"it took longer than {seconds:g} seconds")
            if size > _MAX_ANSWER:
                raise HTTPError(f"it is larger than {_MAX_ANSWER >> 20} MiB")
    finally:
        response.close()
    return b"".join(pieces)


def _dates(data: list[object]) -> Iterator[tuple[str, str]]:
    for each in data:
        if isinstance(each, dict) and each.get("number") and each.get("created_at"):
            platform = each.get("platform") or "ruby"
            yield str(each["number"]) + ("" if platform == "ruby" else f"-{platform}"), str(each["created_at"])


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2]


def _reason(error: Exception) -> str:
    """What a library says, on one printable line; addresses in it are left out, as their path may be a secret."""
    text = re.sub(r"\S*/\S*", "", str(error))
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:200]
