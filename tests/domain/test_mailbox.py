from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxscore.domain.mailbox import Mailbox, mailbox


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("ann@example.com", Mailbox("ann@example.com")),
        (" ann.b+tag@Mail.Example.com ", Mailbox("ann.b+tag@Mail.Example.com")),
        ("Änn, payments <ann@example.com>", Mailbox("ann@example.com", "Änn, payments")),
        ('"Ann" <ann@localhost>', Mailbox("ann@localhost", "Ann")),
    ],
)
def test_an_address_may_have_a_name(text: str, box: Mailbox) -> None:
    assert mailbox(text) == box


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "@example.com",
        "ann@",
        "a b@example.com",
        "a@b@example.com",
        "a@-example.com",
        "a..b@example.com",
        "ann@example.com\r\nBcc: eve@example.com",
        "Ann\r\nBcc: eve@example.com <ann@example.com>",
        "ann@example.com, eve@example.com",
        "ann@exämple.com",
        "a" * 250 + "@example.com",
        "ann@example.com>",
        "<ann@example.com> <eve@example.com>",
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        mailbox(text)


@given(st.text())
def test_what_is_taken_can_end_no_header(text: str) -> None:
    try:
        box = mailbox(text)
    except ValueError:
        return
    assert box.address.isascii()
    assert f"{box.name}{box.address}".isprintable()


def test_the_domain_is_in_small_letters() -> None:
    assert mailbox("a@Example.COM").domain == "example.com"
