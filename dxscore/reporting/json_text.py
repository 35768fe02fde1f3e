"""JSON as bytes -> JSON as text that steers neither a terminal nor a CI runner and reads back the same."""

from __future__ import annotations

import json

_PLAIN = bytes(range(0x7F))
"""Bytes that JSON text may hold as they are: msgspec has escaped the control characters among them."""


def harmless(encoded: bytes) -> str:
    r"""The same JSON with every unprintable character as `\uXXXX`, and `##` broken up (see `safe_text.inert`).

    Both stand inside strings only, so no value changes.

    Looks at the distinct characters beyond ASCII rather than at megabytes of text.
    """
    text = encoded.decode()
    for char in set(encoded.translate(None, _PLAIN).decode()):
        if not char.isprintable():
            text = text.replace(char, json.dumps(char)[1:-1])
    return text.replace("##", r"#\u0023")
