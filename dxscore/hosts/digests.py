"""Headers of an answer -> whether its content is what the server meant to send.

Sources: RFC 9530 (Repr-Digest), RFC 3230 (Digest), guides.rubygems.org (the ETag is the MD5 of the text).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

_SHA256 = re.compile(r"sha-256=:?\"?([A-Za-z0-9+/]{43}=)\"?:?", re.IGNORECASE)
_MD5 = re.compile(r'"([0-9a-f]{32})"')


def is_meant(content: bytes, headers: Mapping[str, str]) -> bool | None:
    """Whether the content has the digest that the server gives; None when it gives none that is understood.

    An ETag that is the MD5 of the content proves it; one that is not proves nothing, as it may be anything.
    """
    for name in ("Repr-Digest", "Digest"):
        if found := _SHA256.search(headers.get(name, "")):
            return hashlib.sha256(content).digest() == base64.b64decode(found[1])
    found = _MD5.fullmatch(etag(headers))
    return True if found and hashlib.md5(content, usedforsecurity=False).hexdigest() == found[1] else None


def etag(headers: Mapping[str, str]) -> str:
    """With its quotes and without the mark of a weak one; '' when there is none."""
    return headers.get("ETag", "").removeprefix("W/")
