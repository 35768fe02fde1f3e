"""An address that is a secret, and JSON -> whether the host behind it took it; the address is never printed."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ProxyError, SSLError

from dxscore import __version__
from dxscore.domain.mail import Reply, Said
from dxscore.errors import DxscoreError
from dxscore.hosts.address import is_safe
from dxscore.hosts.client import BusyError
from dxscore.hosts.connection import pool_for, wait_asked

_TIMEOUT = urllib3.Timeout(connect=10, read=30)
_MAX_ANSWER = 1 << 16
_MAX_TEXT = 200
_BUSY = (429, 503)


def checked(address: str, variable: str) -> str:
    """The address from a variable. Raises DxscoreError when there is none, or when others could read along."""
    if not address:
        raise DxscoreError("there is no webhook to send to", f"set {variable}")
    if not is_safe(address) or not address.isprintable():
        raise DxscoreError(f"what {variable} holds is no https address")
    return address


def post_json(address: str, body: Mapping[str, object]) -> Reply:
    """Post once. Raises BusyError when it was not taken but may be later, DxscoreError when there is no safe way."""
    host = urlsplit(address).hostname
    try:
        response = pool_for(address).request(
            "POST",
            address,
            json=body,
            headers={"User-Agent": f"dxscore/{__version__}"},
            redirect=False,
            retries=False,
            timeout=_TIMEOUT,
            preload_content=False,
        )
        text = response.read(_MAX_ANSWER).decode("utf-8", "replace")
        response.close()
    except SSLError:
        raise DxscoreError(f"no safe connection to {host}", "is its certificate's authority known here?") from None
    except (ConnectTimeoutError, NewConnectionError, ProxyError):
        raise BusyError(f"no answer from {host}") from None
    except HTTPError:
        return Reply(Said.UNSURE, f"the connection to {host} broke while it was sent")
    if response.status in _BUSY:
        raise BusyError(f"{host} answered {response.status}", wait_asked(response.headers))
    return Reply(_said(response.status), f"{host} answered {response.status} {_line(text)}".strip())


def _said(status: int) -> Said:
    if 200 <= status < 300:
        return Said.ACCEPTED
    return Said.UNSURE if status >= 500 else Said.NEVER


def _line(text: str) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())[:_MAX_TEXT]
