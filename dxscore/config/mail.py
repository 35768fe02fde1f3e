"""`[mail]` of dxscore.toml: who gets the weekly mail. Where it is sent through stands in the environment, not here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias

from dxscore.config.constraints import MailAddress, OneOf, WebAddress

_Mailbox: TypeAlias = Annotated[str, MailAddress()]


@dataclass(frozen=True, slots=True)
class MailConfig:
    """`[mail]`: addresses are written as 'payments@example.com' or 'Payments <payments@example.com>'."""

    sender: _Mailbox = ""
    """Whom the mail is from; needed to send it."""
    reply_to: _Mailbox = ""
    teams: Mapping[str, tuple[_Mailbox, ...]] = field(default_factory=dict)
    """Owner -> recipients; those of a team file (`email`) are used for teams that are not named here."""
    directors: tuple[_Mailbox, ...] = ()
    """Who gets the edition about all teams."""
    opt_out: tuple[_Mailbox, ...] = ()
    """Who gets nothing, whatever the lists say."""
    send_when: Annotated[str, OneOf(("always", "changed"))] = "always"
    """'changed': no mail in a week in which nothing changed and nothing is due; otherwise it has three lines."""
    report_url: Annotated[str, WebAddress()] = ""
    """Where the site of `dxscore report --output html=DIR` can be read: the folder of its index.html."""
    unsubscribe: _Mailbox = ""
    """Whom a wish to be left out is mailed to; `reply_to` or `sender` when it is not given."""
    attach: bool = False
    """Whether the whole report goes along, as one HTML file."""
