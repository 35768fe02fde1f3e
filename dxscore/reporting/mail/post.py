"""WeeklyReport, `[mail]` and what the command line wishes -> every edition that somebody is to get, as a letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from dxscore.config.mail import MailConfig
from dxscore.domain.mail import Letter
from dxscore.domain.mailbox import Mailbox, mailbox
from dxscore.domain.weekly import WeeklyReport
from dxscore.errors import DxscoreError
from dxscore.reporting.mail import as_html, as_text
from dxscore.reporting.mail.editing import Desk, directors_edition, known_team, owners_in, team_edition
from dxscore.reporting.mail.editions import Edition
from dxscore.reporting.mail.mime import Addresses, Attachment, letter
from dxscore.reporting.view import View

NOBODY = mailbox("dxscore@localhost")
"""Who letters are from that are only looked at."""


class Wishes(Struct, frozen=True):
    """What the command line asks for beside dxscore.toml."""

    teams: tuple[str, ...] = ()
    directors: bool = False
    """With neither, all editions are made."""
    sender: str = ""
    to: tuple[str, ...] = ()
    """Instead of all recipients."""
    only_domains: tuple[str, ...] = ()
    """Recipients elsewhere are an error; empty lets all through."""


class Print(Struct, frozen=True):
    """An edition in all its forms."""

    edition: Edition
    text: str
    html: str
    letter: Letter


class Post(Struct, frozen=True):
    """Everything that letters are made of."""

    report: WeeklyReport
    view: View
    config: MailConfig
    emails: Mapping[str, Sequence[str]]
    """Team -> addresses of its team file."""
    wishes: Wishes = Wishes()
    attach: Callable[[Edition], Sequence[Attachment]] | None = None
    """What goes along with an edition; asked only when `[mail]` wants it."""

    def prints(self) -> Iterator[Print]:
        """The editions asked for, the directors' first. Raises DxscoreError for addresses and teams that are wrong."""
        desk = Desk(self.report, self.view, self.config.report_url)
        sender = _mailbox(self.wishes.sender or self.config.sender) if self._has_sender else NOBODY
        for edition in self._editions(desk):
            if edition.is_quiet and self.config.send_when == "changed":
                continue
            yield self._print(edition, self._addresses(edition, sender))

    @property
    def _has_sender(self) -> bool:
        return bool(self.wishes.sender or self.config.sender)

    def _editions(self, desk: Desk) -> Iterator[Edition]:
        asked = [known_team(self.report, name) for name in self.wishes.teams]
        everything = not asked and not self.wishes.directors
        if everything or self.wishes.directors:
            yield directors_edition(desk)
        for owner in owners_in(self.report) if everything else asked:
            yield team_edition(desk, owner)

    def _addresses(self, edition: Edition, sender: Mailbox) -> Addresses:
        config = self.config
        reply_to = _mailbox(config.reply_to) if config.reply_to else None
        unsubscribe = _mailbox(config.unsubscribe) if config.unsubscribe else reply_to or sender
        return Addresses(sender, self._recipients(edition), reply_to, None if sender is NOBODY else unsubscribe)

    def _recipients(self, edition: Edition) -> tuple[Mailbox, ...]:
        """Each once, without those who want none, and none of a domain that is not allowed."""
        wanted = self.wishes.to or self._listed(edition)
        unwanted = {_mailbox(each).address.lower() for each in self.config.opt_out}
        found: dict[str, Mailbox] = {}
        for each in map(_mailbox, wanted):
            if each.address.lower() not in unwanted or self.wishes.to:
                found.setdefault(each.address.lower(), each)
        self._check_domains(found.values())
        return tuple(found.values())

    def _listed(self, edition: Edition) -> Sequence[str]:
        if not edition.owner:
            return self.config.directors
        return self.config.teams.get(edition.owner) or self.emails.get(edition.owner, ())

    def _check_domains(self, recipients: Iterable[Mailbox]) -> None:
        allowed = {each.lower() for each in self.wishes.only_domains}
        for each in recipients:
            if allowed and each.domain not in allowed:
                raise DxscoreError(f"{each.address} is not in {', '.join(sorted(allowed))}", "see --only-domain")

    def _print(self, edition: Edition, addresses: Addresses) -> Print:
        reasons = tuple(_reasons(edition, addresses))
        text, html = as_text.render(edition, reasons), as_html.render(edition, self.view, reasons)
        attached = self.attach(edition) if self.attach and self.config.attach else ()
        return Print(edition, text, html, letter(edition, text, html, addresses, attached))


def _reasons(edition: Edition, addresses: Addresses) -> Iterator[str]:
    whom = f"the mail of {edition.title}" if edition.owner else "the directors' edition"
    yield f"You get this because your address is listed for {whom} in [mail] of dxscore.toml or in a team file."
    if addresses.unsubscribe:
        yield f"To be left out, write to {addresses.unsubscribe.address}, or add your address to opt_out there."


def _mailbox(text: str) -> Mailbox:
    try:
        return mailbox(text)
    except ValueError:
        hint = "write it as payments@example.com or Payments <payments@example.com>"
        raise DxscoreError(f"{text!r} is no address", hint) from None
