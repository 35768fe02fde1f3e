"""A team, a rule, a campaign -> the key of its page, which is a file name and a fragment id at once."""

from __future__ import annotations

import re
from hashlib import blake2b

_OTHER = re.compile(r"[^a-z0-9._-]+")
_MOST = 60


def key(kind: str, name: str) -> str:
    """'team', 'payments' -> 'team-payments'. Always the same for a name, and no two names have the same.

    A name with anything but small letters, digits and `.`, `_`, `-` gets a digest, because file systems differ in what
    they tell apart.
    """
    plain = _OTHER.sub("-", name.lower())[:_MOST].strip(".-_")
    if plain == name != "":
        return f"{kind}-{plain}"
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{kind}-{plain}-{digest}" if plain else f"{kind}-{digest}"
