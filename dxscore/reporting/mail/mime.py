"""Edition, its text and HTML, and addresses -> the message as bytes; no text from code can make or end a header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import blake2b

from msgspec import Struct

from dxscore.domain.mail import Letter
from dxscore.domain.mailbox import Mailbox
from dxscore.reporting.mail.editions import Edition
from dxscore.reporting.safe_text import brief, prose
from dxscore.reporting.site.names import key

_LIMIT = 95_000
"""Bytes of HTML: Gmail cuts a mail off at about 102 kB."""
_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_HOUR = time(6)
_POLICY = SMTP.clone(max_line_length=76)


class TooLargeError(ValueError):
    """A mail that clients would cut off: a fault of dxscore, as every list in it has a bound."""


class Addresses(Struct, frozen=True):
    """Who writes to whom."""

    sender: Mailbox
    recipients: tuple[Mailbox, ...]
    reply_to: Mailbox | None = None
    unsubscribe: Mailbox | None = None


class Attachment(Struct, frozen=True):
    """A file that goes along."""

    name: str
    html: str


def letter(
    edition: Edition, text: str, html: str, addresses: Addresses, attachments: Sequence[Attachment] = ()
) -> Letter:
    """The letter, the same bytes on every run."""
    size = len(html.encode())
    if size > _LIMIT:
        raise TooLargeError(f"the mail {edition.name} has {size} bytes of HTML, more than {_LIMIT}")
    message = _message(edition, addresses)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    for each in attachments:
        message.add_attachment(each.html.encode(), maintype="text", subtype="html", filename=each.name)
    _bound(message, _digest(key_of(edition)))
    return Letter(
        key=key_of(edition),
        edition=edition.name,
        subject=edition.subject,
        sender=addresses.sender.address,
        recipients=tuple(each.address for each in addresses.recipients),
        content=message.as_bytes(),
        html_size=size,
    )


def key_of(edition: Edition) -> str:
    """Week, project and edition: what is sent once."""
    return f"{edition.week} {edition.project} {edition.name}"


def file_name(edition: Edition) -> str:
    """'2026-W48-team-payments': what the site calls the team's page, so that no two teams share a file."""
    return f"{edition.week}-{key('team', edition.owner) if edition.owner else 'directors'}"


def _message(edition: Edition, addresses: Addresses) -> EmailMessage:
    """The headers; values go through the email package, which refuses line breaks and encodes what is not ASCII."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(addresses.sender)
    message["To"] = tuple(map(_address, addresses.recipients)) or Group(_header(edition.title))
    if addresses.reply_to:
        message["Reply-To"] = _address(addresses.reply_to)
    message["Subject"] = _header(edition.subject)
    message["Date"] = datetime.combine(edition.made.as_of, _HOUR, UTC)
    message["Message-ID"] = f"<{edition.week}.{_digest(key_of(edition))}@{addresses.sender.domain}>"
    message["List-Id"] = f"dxscore weekly <{_label(edition.project)}.dxscore.{addresses.sender.domain}>"
    if addresses.unsubscribe:
        message["List-Unsubscribe"] = f"<mailto:{addresses.unsubscribe.address}?subject=unsubscribe%20dxscore>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"  # what Exchange listens to
    return message


def _bound(message: EmailMessage, name: str) -> None:
    """Give its parts boundaries that do not change from run to run, and stand in no text: those have no such line."""
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{name}_{number}")


def _address(each: Mailbox) -> Address:
    return Address(display_name=_header(each.name), addr_spec=each.address)


def _header(text: str) -> str:
    """What the email package would refuse is spelled out; very long words are cut."""
    return brief(prose(text), 180)


def _label(text: str) -> str:
    return _PLAIN.sub("-", text).strip("-").lower()[:60] or "project"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
