from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from dxscore.copying import replace
from dxscore.domain.mail import Letter
from dxscore.domain.mailbox import Mailbox
from dxscore.reporting.mail.editing import Desk, team_edition
from dxscore.reporting.mail.mime import Addresses, Attachment, TooLargeError, file_name, letter
from dxscore.reporting.view import View
from tests.factories import HOSTILE
from tests.weekly_reports import a_weekly_report

_EDITION = team_edition(Desk(a_weekly_report(), View()), "payments")
_ADDRESSES = Addresses(
    Mailbox("dxscore@example.com", "dxscore, weekly"),
    (Mailbox("ann@example.com", "Änn"), Mailbox("payments@example.com")),
    Mailbox("platform@example.com"),
    Mailbox("platform@example.com"),
)
_HTML = "<p>größer ▼</p>"


def _parsed(made: Letter) -> EmailMessage:
    return message_from_bytes(made.content, policy=default)


def test_a_message_has_both_parts_the_text_first() -> None:
    message = _parsed(letter(_EDITION, "größer\n", _HTML, _ADDRESSES))
    assert message.get_content_type() == "multipart/alternative"
    parts = [(part.get_content_type(), part.get_content().strip()) for part in message.iter_parts()]
    assert parts == [("text/plain", "größer"), ("text/html", _HTML)]


def test_headers_are_what_servers_and_people_expect() -> None:
    message = _parsed(letter(_EDITION, "text", _HTML, _ADDRESSES))
    headers = {name: str(value).strip() for name, value in message.items() if name != "Content-Type"}
    assert headers == {
        "From": '"dxscore, weekly" <dxscore@example.com>',
        "To": "Änn <ann@example.com>, payments@example.com",
        "Reply-To": "platform@example.com",
        "Subject": _EDITION.subject,
        "Date": "Wed, 25 Nov 2026 06:00:00 +0000",
        "Message-ID": headers["Message-ID"],
        "List-Id": "dxscore weekly <shop.dxscore.example.com>",
        "List-Unsubscribe": "<mailto:platform@example.com?subject=unsubscribe%20dxscore>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "MIME-Version": "1.0",
    }
    assert headers["Message-ID"].startswith("<2026-W48.")
    assert headers["Message-ID"].endswith("@example.com>")


def test_a_letter_is_the_same_on_every_run_and_another_for_another_team_or_week() -> None:
    made = [letter(_EDITION, "text", _HTML, _ADDRESSES) for _ in range(2)]
    assert made[0] == made[1]
    others = [replace(_EDITION, owner="b"), replace(_EDITION, week="2026-W49"), replace(_EDITION, project="b")]
    ids = {_parsed(letter(each, "text", _HTML, _ADDRESSES))["Message-ID"] for each in (_EDITION, *others)}
    assert len(ids) == 4


def test_every_line_is_short_and_ascii() -> None:
    content = letter(_EDITION, "ü" * 5_000, "▼" * 5_000, _ADDRESSES).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 78


@pytest.mark.parametrize("text", [HOSTILE, "a\r\nBcc: evil@example.com", "\r\n\r\nbody", "x" * 9_000, "\udcff\0"])
def test_no_text_can_add_a_header_or_end_them(text: str) -> None:
    hostile = replace(_EDITION, title=text, subject=text, project=text, owner=text)
    nobody = replace(_ADDRESSES, recipients=())
    for addresses in (_ADDRESSES, nobody):
        message = _parsed(letter(hostile, "text", _HTML, addresses))
        assert "Bcc" not in message
        assert message["X-Auto-Response-Suppress"] == "All"
        assert not message.defects
        assert message.get_content_type() == "multipart/alternative"


def test_a_letter_to_nobody_can_be_looked_at() -> None:
    made = letter(_EDITION, "text", _HTML, replace(_ADDRESSES, recipients=()))
    assert (made.recipients, _parsed(made)["To"]) == ((), "payments:;")


def test_a_report_can_go_along() -> None:
    made = letter(_EDITION, "text", _HTML, _ADDRESSES, [Attachment("report.html", "<h1>größer</h1>")])
    message = _parsed(made)
    assert message.get_content_type() == "multipart/mixed"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "report.html"
    assert attached.get_payload(decode=True) == "<h1>größer</h1>".encode()


def test_a_mail_that_would_be_cut_off_is_a_fault() -> None:
    with pytest.raises(TooLargeError):
        letter(_EDITION, "text", "x" * 95_001, _ADDRESSES)


def test_files_are_named_after_the_edition() -> None:
    names = [file_name(_EDITION), file_name(replace(_EDITION, owner=""))]
    assert names == ["2026-W48-team-payments", "2026-W48-directors"]


def test_names_that_differ_give_files_that_differ_and_none_leads_elsewhere() -> None:
    names = ["../../etc", "a/b", "a b", "A b", "é", HOSTILE, "x" * 300]
    files = [file_name(replace(_EDITION, owner=name)) for name in names]
    assert len({each.lower() for each in files}) == len(names)
    assert not any(char in each for each in files for char in "/\\ :<")
