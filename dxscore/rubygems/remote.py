"""The address of a gem server, repository or folder -> a value whose text is fit to be printed: it holds no secret."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_URL = re.compile(
    r"(?P<scheme>[A-Za-z][\w+.-]*)://(?:[^/?#]*@)?(?P<host>[^/?#]*)(?P<path>[^?#]*)(?P<query>.*)", re.DOTALL
)
_SSH = re.compile(r"(?:(?P<user>[^\s/@]+)@)?(?P<host>[\w.-]+\.[\w-]+):(?P<path>[^/\\].*)")
"""`git@example.org:owner/name.git`."""
_URL_IN_TEXT = re.compile(r"[A-Za-z][\w+.-]*://[^\s\"'<>`]+(?<![).,;:\]}])")
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?")
_INSECURE = frozenset({"http", "git", "ftp"})
_OPEN_HOSTS = frozenset(
    {
        *("rubygems.org", "www.rubygems.org", "index.rubygems.org", "gems.ruby-china.com", "rails-assets.org"),
        *("github.com", "www.github.com", "gist.github.com", "gitlab.com", "bitbucket.org", "codeberg.org"),
    }
)
"""Their paths name projects. Elsewhere a path may be a key, as at Gemfury."""
_HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Remote:
    """Where a source is. `str()` and `repr()` show no user, no query, and of unknown hosts no path.

    Two addresses may have the same text: compare the values, print the texts.
    """

    _address: str = field(repr=False)

    def reveal(self) -> str:
        """The address as written, with its credentials: to make a request with, never to be printed or kept."""
        return self._address

    @property
    def scheme(self) -> str:
        """'https', 'git', 'ssh' ...; '' for a folder."""
        if found := _URL.fullmatch(self._address):
            return found["scheme"].lower()
        return "ssh" if _SSH.fullmatch(self._address) else ""

    @property
    def host(self) -> str:
        """In lower case, without port; '' for a folder."""
        found = _URL.fullmatch(self._address) or _SSH.fullmatch(self._address)
        return re.sub(r":\d*$", "", found["host"]).lower() if found else ""

    @property
    def insecure(self) -> bool:
        """Whether what comes from there can be changed on the way."""
        return self.scheme in _INSECURE

    def __str__(self) -> str:
        if found := _SSH.fullmatch(self._address):
            user = "git@" if found["user"] == "git" else ""
            return f"{user}{found['host']}:{found['path'] if _is_open(found) else _HIDDEN}"
        return _without_secrets(self._address) if "://" in self._address else self._address


def redacted(text: str) -> str:
    """The text with every URL in it as Remote would show it."""
    return _URL_IN_TEXT.sub(lambda found: _without_secrets(found[0]), text)


def _without_secrets(url: str) -> str:
    found = _URL.fullmatch(url)
    if not found or not _HOST.fullmatch(found["host"]) or ("@" in found["path"] and not _is_open(found)):
        return f"{url.partition('://')[0]}://{_HIDDEN}"
    path = found["path"] if _is_open(found) else f"/{_HIDDEN}"
    return f"{found['scheme']}://{found['host']}{path}"


def _is_open(found: re.Match[str]) -> bool:
    return found["host"].lower() in _OPEN_HOSTS or found["path"] in ("", "/")
