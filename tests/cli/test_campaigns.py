"""`dxscore campaigns`: a new campaign, the list, one in full, tickets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

APP = {
    "Gemfile": 'source "https://rubygems.org"\ngem "rails"\n',
    "app/models/mail.rb": "class Mail\n  include Sidekiq::Job\nend\n",
    "app/jobs/feed_job.rb": "class FeedJob < ApplicationJob\nend\n",
}


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in APP.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_campaign_it_says_how_to_begin(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcome = run(capsys, "campaigns")
    assert (outcome.code, outcome.out) == (2, "")
    assert "dxscore campaigns new ID" in outcome.err


def test_from_a_template_to_tickets(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = run(capsys, "campaigns", "new", "jobs", "--template", "sidekiq-to-active-job", "--owner", "web")
    assert made.out.splitlines() == ["wrote campaigns/jobs.yml", "wrote .dxscore/rules/campaign-jobs.yml"]
    listed = run(capsys, "campaigns", "--as-of", "2027-01-04")
    assert "jobs " in listed.out
    assert "50% done, 1 left" in listed.out
    (campaign,) = json.loads(run(capsys, "campaigns", "show", "jobs", "--output", "json").out)["campaigns"]
    assert campaign["progress"]["basis"] == "done rules"
    assert campaign["teams"][0]["places"][0]["path"] == "app/models/mail.rb"
    tickets = run(capsys, "campaigns", "export", "--tickets", "--campaign", "jobs", "--output", "markdown")
    assert "- [ ] `app/models/mail.rb:2`" in tickets.out
    assert run(capsys, "campaigns", "export").out.startswith("campaign,week_end,remaining")
    unknown = run(capsys, "campaigns", "show", "job")
    assert (unknown.code, "did you mean 'jobs'?" in unknown.err) == (2, True)


def test_a_campaign_is_never_overwritten(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("campaigns", "new", "few", "--template", "squash-migrations")
    assert run(capsys, *arguments).code == 0
    again = run(capsys, *arguments)
    assert (again.code, "is there already" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x",), "from a template or from rules"),
        (("x", "--template", "zeitwrk"), "did you mean 'zeitwerk'?"),
        (("x", "--rule", "tech-debt.nothing"), "no rule is called"),
        (("../x", "--template", "zeitwerk"), "is not an id"),
        (("x", "--template", "gem-removal", "--set", "gem"), "--set gem has no value"),
        (("x", "--template", "zeitwerk", "--start", "2027-01-01", "--target", "2026-12-31"), "is not after the start"),
    ],
)
def test_what_can_be_wrong_with_a_new_one(
    arguments: tuple[str, ...], said: str, app: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = run(capsys, "campaigns", "new", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert said in outcome.err
    assert not (app / "campaigns").exists()


def test_templates_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    out = run(capsys, "campaigns", "templates").out
    assert len([line for line in out.splitlines() if not line.startswith(" ")]) >= 15
    assert "--set gem=httparty" in out
