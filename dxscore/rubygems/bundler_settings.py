"""Texts of Bundler's config files and BUNDLE_* variables -> the mirror and the credentials for a gem server.

Source: Bundler's settings.rb, mirror.rb and yaml_serializer.rb (1.12 to 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_ENTRY = re.compile(r"(?! )(?P<key>.+):(?=\s|$) ?(?P<quote>['\"]?)(?P<value>.*)(?P=quote)")
"""One `KEY: "value"`; what is indented or begins with `- ` belongs to a list, which no key looked for here has."""


@dataclass(frozen=True, slots=True)
class BundlerSettings:
    """Settings by key (BUNDLE_...). They hold secrets: never print one."""

    values: Mapping[str, str] = field(default_factory=dict, repr=False)

    def mirror(self, server: str) -> str:
        """The address to ask instead of a server's; its own when it has no mirror."""
        host = urlsplit(server).hostname or ""
        keys = ("BUNDLE_MIRROR__ALL", f"BUNDLE_MIRROR__{_key(_closed(server))}", f"BUNDLE_MIRROR__{_key(host)}")
        return next((self.values[key] for key in keys if self.values.get(key)), server)

    def credentials(self, server: str) -> str:
        """`user:password` or a token for a server, from its address or its host; '' when there are none."""
        address = urlsplit(server)
        plain = address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()
        keys = (f"BUNDLE_{_key(_closed(plain))}", f"BUNDLE_{_key(address.hostname or '')}")
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def merged_settings(user: str, environ: Mapping[str, str], project: str) -> BundlerSettings:
    """From the texts of the user's and the project's config file; the project's are strongest, the user's weakest."""
    named = {key: value for key, value in environ.items() if key.startswith("BUNDLE_")}
    return BundlerSettings({**dict(_entries(user)), **named, **dict(_entries(project))})


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := _ENTRY.fullmatch(line):
            yield _modern(found["key"]), found["value"]


def _modern(key: str) -> str:
    """Old files write dots and hyphens, and addresses without the slash at their end."""
    key = _closed(key) if re.search("https?:", key, re.IGNORECASE) else key
    return key.replace(".", "__").replace("-", "___")


def _key(text: str) -> str:
    return text.replace(".", "__").replace("-", "___").upper()


def _closed(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
