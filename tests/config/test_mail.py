from __future__ import annotations

import pytest

from dxscore.config import parse_config
from dxscore.config.mail import MailConfig
from dxscore.errors import InvalidInputError


def test_recipients_stand_in_a_table() -> None:
    text = """
[mail]
sender = "dxscore <dxscore@example.com>"
directors = ["boss@example.com"]
send_when = "changed"
report_url = "https://reports.example.com/shop/"

[mail.teams]
payments = ["Ann <ann@example.com>"]
"""
    assert parse_config(text.encode(), "dxscore.toml").mail == MailConfig(
        sender="dxscore <dxscore@example.com>",
        directors=("boss@example.com",),
        send_when="changed",
        report_url="https://reports.example.com/shop/",
        teams={"payments": ("Ann <ann@example.com>",)},
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('directors = ["boss"]', "'boss' is no address"),
        (r'sender = "a@b.example\r\nBcc: c@d.example"', "is no address"),
        ('report_url = "javascript:alert(1)"', "'javascript:alert(1)' is no address of the web"),
        ('report_url = "https://a.example/ b"', "is no address of the web"),
        ('send_when = "never"', "'never' is not known"),
        ('server = "smtp://evil.example"', "unknown key 'server'"),
        ('token_command = "touch x"', "unknown key 'token_command'"),
    ],
)
def test_what_can_t_be_is_told(line: str, said: str) -> None:
    with pytest.raises(InvalidInputError) as raised:
        parse_config(f"[mail]\n{line}\n".encode(), "dxscore.toml")
    assert said in str(raised.value)
