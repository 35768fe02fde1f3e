"""An address as people write it -> its name and bare address, and nothing that could end a header."""

from __future__ import annotations

import re

from msgspec import Struct

_BARE = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
"""RFC 5321 without quoted local parts and address literals, which nobody has; in ASCII, which every server takes."""
_LONGEST = 254
_NAMED = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]*)>\s*")


class Mailbox(Struct, frozen=True):
    """Where mail comes from or goes to."""

    address: str
    """'payments@example.com'."""
    name: str = ""

    @property
    def domain(self) -> str:
        """What stands after the @, in small letters."""
        return self.address.rpartition("@")[2].lower()


def mailbox(text: str) -> Mailbox:
    """The mailbox of 'payments@example.com' or 'Payments <payments@example.com>'. Raises ValueError."""
    named = _NAMED.fullmatch(text)
    name, address = (named["name"].strip('"'), named["address"]) if named else ("", text.strip())
    if not name.isprintable() or len(address) > _LONGEST or not _BARE.fullmatch(address):
        raise ValueError(text)
    return Mailbox(address, name)
