from __future__ import annotations

import base64
import hashlib

import pytest

from dxscore.hosts.digests import etag, is_meant

_TEXT = b"---\n1.0 |\n"
_SHA256 = base64.b64encode(hashlib.sha256(_TEXT).digest()).decode()
_MD5 = hashlib.md5(_TEXT).hexdigest()


@pytest.mark.parametrize(
    ("headers", "meant"),
    [
        ({}, None),
        ({"Repr-Digest": f"sha-256=:{_SHA256}:"}, True),
        ({"Repr-Digest": f"sha-512=:AAAA:, sha-256=:{_SHA256}:"}, True),
        ({"Digest": f"SHA-256={_SHA256}"}, True),
        ({"Digest": f'sha-256="{_SHA256}"'}, True),
        ({"Repr-Digest": f"sha-256=:{'A' * 43}=:", "ETag": f'"{_MD5}"'}, False),
        ({"Repr-Digest": "sha-256=:short:"}, None),
        ({"ETag": f'"{_MD5}"'}, True),
        ({"ETag": f'W/"{_MD5}"'}, True),
        ({"ETag": f'"{"0" * 32}"'}, None),
        ({"ETag": '"v7"'}, None),
    ],
)
def test_what_proves_a_text(headers: dict[str, str], meant: bool | None) -> None:
    assert is_meant(_TEXT, headers) is meant


def test_a_tag_is_kept_with_its_quotes() -> None:
    assert etag({"ETag": 'W/"abc"'}) == '"abc"'
    assert etag({}) == ""
