from __future__ import annotations

import json
import os
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.cli.running import Outcome, run
from tests.hosts.fake_relay import PASSWORD, USER, FakeRelay, a_relay

Capture = pytest.CaptureFixture[str]

_CONFIG = """
[owners.paths]
"app/models/**" = "payments"
"app/jobs/**" = "growth"

[mail]
sender = "dxscore <dxscore@example.com>"
directors = ["boss@example.com", "gone@example.com"]
opt_out = ["GONE@example.com"]

[mail.teams]
payments = ["Ann <ann@example.com>", "bob@example.com"]
"""


@pytest.fixture
def app(tmp_path: Path) -> Path:
    root = tmp_path / "shop"
    for name in ("models/refund.rb", "jobs/grow_job.rb"):
        file = root / "app" / name
        file.parent.mkdir(parents=True)
        file.write_text("class A\n  def settle\n    pay rescue nil\n  end\nend\n")
    (root / "dxscore.toml").write_text(_CONFIG)
    return root


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRelay]:
    """A relay with a login, and an environment that trusts it and knows the password."""
    for name in [name for name in os.environ if name.startswith("DXSCORE_")]:
        monkeypatch.delenv(name)
    with a_relay(login=True) as server:
        authority = tmp_path / "authority.pem"
        server.authority.cert_pem.write_to_path(str(authority))
        user = USER.replace("@", "%40")
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        monkeypatch.setenv("DXSCORE_SMTP_URL", f"smtp://{user}@{server.relay.host}:{server.relay.port}")
        monkeypatch.setenv("DXSCORE_SMTP_PASSWORD", PASSWORD)
        yield server


def _mail(capsys: Capture, app: Path, *options: object) -> Outcome:
    return run(capsys, "report", "mail", app, "--as-of", "2026-11-25", "--no-cache", *options)


def test_files_are_written_by_default(
    app: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _mail(capsys, app).code == 0
    files = sorted(each.name for each in (tmp_path / "dxscore-mail").iterdir())
    assert files == ["2026-W48-directors.eml", "2026-W48-team-growth.eml", "2026-W48-team-payments.eml"]
    message = message_from_bytes((tmp_path / "dxscore-mail" / files[2]).read_bytes(), policy=default)
    assert str(message["To"]) == "Ann <ann@example.com>, bob@example.com"
    assert "Error swallowed" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one


def test_pages_and_texts_can_be_written_too(app: Path, tmp_path: Path, capsys: Capture) -> None:
    pages, texts = tmp_path / "pages", tmp_path / "texts"
    options = ("--output", f"html={pages}", "--output", f"text={texts}", "--team", "payments")
    assert _mail(capsys, app, *options).code == 0
    assert [each.name for each in pages.iterdir()] == ["2026-W48-team-payments.html"]
    assert (texts / "2026-W48-team-payments.txt").read_text().startswith("payments, week 2026-W48\n")


def test_letters_are_sent_once(app: Path, server: FakeRelay, capsys: Capture) -> None:
    first, second = (_mail(capsys, app, "--send") for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert first.out == (
        "sent: directors to boss@example.com\n"
        "sent: team payments to ann@example.com\n"
        "sent: team payments to bob@example.com\n"
    )
    assert first.err == "nobody to send to: team growth\n"
    assert second.out == first.out.replace("sent:", "sent before:")
    assert server.got == dict.fromkeys(("boss@example.com", "ann@example.com", "bob@example.com"), 1)
    assert set(server.logins) == {("PLAIN", USER)}
    assert (app / ".dxscore" / "mail" / ".gitignore").read_text() == "*\n"


def test_a_dry_run_sends_and_notes_nothing(app: Path, server: FakeRelay, capsys: Capture) -> None:
    outcome = _mail(capsys, app, "--dry-run", "--team", "payments")
    assert (outcome.code, server.received) == (0, [])
    assert outcome.out.startswith("team payments: [dxscore] payments, week 2026-W48: ")
    assert "  would be sent to ann@example.com\n  would be sent to bob@example.com\n" in outcome.out
    _mail(capsys, app, "--send", "--team", "payments")
    assert "  sent before to ann@example.com\n" in _mail(capsys, app, "--dry-run", "--team", "payments").out


def test_a_test_goes_to_one_address_as_often_as_asked(app: Path, server: FakeRelay, capsys: Capture) -> None:
    for _ in range(2):
        assert _mail(capsys, app, "--send", "--to", "me@example.com").code == 0
    assert server.got == {"me@example.com": 6}
    assert not (app / ".dxscore" / "mail").exists()


def test_a_refused_recipient_fails_the_run_but_keeps_nothing_from_the_others(
    app: Path, server: FakeRelay, capsys: Capture
) -> None:
    server.manners.recipients["ann@example.com"] = ["550 5.1.1 no such person"]
    outcome = _mail(capsys, app, "--send", "--team", "payments")
    assert outcome.code == 2
    assert outcome.out.splitlines() == [
        "refused: team payments to ann@example.com (550 5.1.1 no such person)",
        "sent: team payments to bob@example.com",
    ]


def test_an_unsure_letter_fails_the_run_and_says_what_to_do(app: Path, server: FakeRelay, capsys: Capture) -> None:
    server.manners.content = ["taken, drop"]
    outcome = _mail(capsys, app, "--send", "--directors")
    assert (outcome.code, "--again sends it again" in outcome.out) == (2, True)
    assert _mail(capsys, app, "--send", "--directors").code == 2
    assert server.got == {"boss@example.com": 1}
    assert _mail(capsys, app, "--send", "--directors", "--again").code == 0


def test_a_server_that_can_t_be_trusted_gets_nothing(
    app: Path, server: FakeRelay, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    outcome = _mail(capsys, app, "--send")
    assert (outcome.code, server.received, server.logins) == (2, [], [])
    assert "no safe connection" in outcome.err
    assert PASSWORD not in outcome.err


def test_the_project_can_t_say_where_mail_is_sent_through(app: Path, capsys: Capture) -> None:
    for key in ("server", "token_command", "password_command"):
        (app / "dxscore.toml").write_text(f'[mail]\n{key} = "touch /tmp/owned"\n')
        outcome = _mail(capsys, app, "--send")
        assert (outcome.code, f"unknown key '{key}'" in outcome.err) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--send",), "there is no mail server to send through"),
        (("--send", "--server", "smtp://host", "--state", "/dev/null/x"), "can't be used"),
        (("--output", "eml"), "eml is no output of this command"),
        (("--output", "pdf=x"), "pdf is no output of this command"),
        (("--team", "paymnts", "--dry-run"), "there is no team paymnts"),
        (("--dry-run", "--to", "nobody"), "'nobody' is no address"),
        (("--dry-run", "--from", "a@b\r\nBcc: c@d"), "is no address"),
        (("--dry-run", "--only-domain", "elsewhere.example"), "boss@example.com is not in elsewhere.example"),
    ],
)
def test_wrong_wishes_are_told(
    app: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.delenv("DXSCORE_SMTP_URL", raising=False)
    outcome = _mail(capsys, app, *options)
    assert (outcome.code, said in outcome.err) == (2, True)


def test_nothing_can_be_sent_without_a_sender(app: Path, server: FakeRelay, capsys: Capture) -> None:
    (app / "dxscore.toml").write_text('[mail]\ndirectors = ["boss@example.com"]\n')
    outcome = _mail(capsys, app, "--send")
    assert (outcome.code, "nobody is named as the sender" in outcome.err) == (2, True)
    assert _mail(capsys, app, "--send", "--from", "me@example.com").code == 0


def test_wrong_addresses_in_the_file_are_told_with_their_line(app: Path, capsys: Capture) -> None:
    (app / "dxscore.toml").write_text('[mail.teams]\npayments = ["ann at example.com"]\n')
    outcome = _mail(capsys, app, "--dry-run")
    assert (outcome.code, "dxscore.toml:2: 'ann at example.com' is no address" in outcome.err) == (2, True)


def test_the_journal_is_not_kept_behind_a_link(app: Path, tmp_path: Path, server: FakeRelay, capsys: Capture) -> None:
    (tmp_path / "elsewhere").mkdir()
    (app / ".dxscore").symlink_to(tmp_path / "elsewhere")
    outcome = _mail(capsys, app, "--send")
    assert (outcome.code, server.received) == (2, [])
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_digest_for_a_channel_can_be_looked_at(app: Path, capsys: Capture) -> None:
    outcome = run(capsys, "report", "slack", app, "--as-of", "2026-11-25", "--no-cache", "--dry-run")
    body = json.loads(outcome.out)
    assert (outcome.code, body["blocks"][0]["text"]["text"]) == (0, "shop, week 2026-W48")


def test_a_digest_needs_a_webhook(app: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DXSCORE_SLACK_WEBHOOK_URL", raising=False)
    outcome = run(capsys, "report", "slack", app)
    assert (outcome.code, "set DXSCORE_SLACK_WEBHOOK_URL" in outcome.err) == (2, True)


def test_the_report_goes_along_when_that_is_wished(app: Path, tmp_path: Path, capsys: Capture) -> None:
    (app / "dxscore.toml").write_text(_CONFIG.replace("[mail]", "[mail]\nattach = true", 1))
    assert _mail(capsys, app, "--output", f"eml={tmp_path}", "--team", "payments").code == 0
    message = message_from_bytes((tmp_path / "2026-W48-team-payments.eml").read_bytes(), policy=default)
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "2026-W48-team-payments.html"
    assert "payments" in attached.get_content()
