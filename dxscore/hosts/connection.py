"""An address -> the pool of connections to ask it through; what goes wrong on the way -> one line fit to print."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import InvalidHeader


def pool_for(address: str) -> urllib3.PoolManager:
    """Through the proxy that the environment names for this host, if any. TLS is verified."""
    parts = urlsplit(address)
    proxy = getproxies().get(parts.scheme, "")
    if not proxy or proxy_bypass(parts.netloc):
        return urllib3.PoolManager()
    user = unquote(urlsplit(proxy).netloc.rpartition("@")[0])
    return urllib3.ProxyManager(proxy, proxy_headers=urllib3.make_headers(proxy_basic_auth=user) if user else None)


def wait_asked(headers: Mapping[str, str]) -> float | None:
    """Seconds that a host asks for in Retry-After; None when it says nothing that can be understood."""
    text = headers.get("Retry-After")
    try:
        return urllib3.Retry().parse_retry_after(text) if text else None
    except InvalidHeader:
        return None
