from __future__ import annotations

import io
import json
import os
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest

from dxscore.domain.comment import CLEAN, MARKER
from dxscore.errors import DxscoreError
from tests.cli.running import run
from tests.hosts.fake_host import FakeHost, Reply, a_host

Capture = pytest.CaptureFixture[str]
_SECRET = "s3cret-0123456789"


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHost]:
    """A pull request in GitHub Actions, and nothing else of the environment that a CI job of this project may have."""
    for name in [name for name in os.environ if name.startswith(("GITHUB_", "GITLAB_", "CI_", "DXSCORE_"))]:
        monkeypatch.delenv(name)
    event = tmp_path / "event.json"
    head = {"sha": "a" * 40, "repo": {"full_name": "acme/shop"}}
    event.write_text(json.dumps({"pull_request": {"number": 12, "head": head}}))
    with a_host() as host:
        monkeypatch.setenv("GITHUB_API_URL", host.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", "acme/shop")
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
        monkeypatch.setenv("GITHUB_TOKEN", _SECRET)
        yield host


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.md"
    file.write_text(f"{MARKER}\n## dxscore: stopped\n")
    return file


def test_a_report_is_posted_and_then_updated(host: FakeHost, report: Path, capsys: Capture) -> None:
    page = "https://github.example/acme/shop/pull/12#issuecomment-1000"
    place = host.url.removeprefix("http://")
    for action in ("created", "updated"):
        outcome = run(capsys, "comment", "--file", report)
        assert (outcome.code, outcome.out) == (0, f"{action} comment {page} on acme/shop #12 at {place}\n")
    assert [comment["body"] for comment in host.comments] == [report.read_text()]


def test_a_report_may_come_from_standard_input(
    host: FakeHost, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("größer\n".encode())))
    assert run(capsys, "comment").code == 0
    assert host.comments[0]["body"] == f"{MARKER}\ngrößer\n"


def test_a_clean_report_is_worth_no_first_comment(host: FakeHost, report: Path, capsys: Capture) -> None:
    report.write_text(f"{MARKER}\n{CLEAN}\n\n## dxscore: passed\n")
    outcome = run(capsys, "comment", "--file", report, "--unless-clean")
    assert (outcome.code, host.comments) == (0, [])
    assert outcome.out.startswith("nothing to say, and no earlier comment to update, on acme/shop #12")


def test_a_clean_report_replaces_one_that_was_not(host: FakeHost, report: Path, capsys: Capture) -> None:
    run(capsys, "comment", "--file", report, "--unless-clean")
    report.write_text(f"{MARKER}\n{CLEAN}\n\n## dxscore: passed\n")
    assert run(capsys, "comment", "--file", report, "--unless-clean").out.startswith("updated")
    assert [comment["body"] for comment in host.comments] == [report.read_text()]


def test_a_dry_run_asks_no_host_and_needs_no_token(
    host: FakeHost, report: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    outcome = run(capsys, "comment", "--file", report, "--dry-run")
    assert (outcome.code, outcome.out, host.asked) == (0, report.read_text(), [])
    assert outcome.err.startswith("dxscore: would comment on acme/shop #12 at 127.0.0.1")


def test_a_token_that_may_only_read_fails_unless_allowed(host: FakeHost, report: Path, capsys: Capture) -> None:
    refusal = Reply(403, {"message": "Resource not accessible by integration"})
    host.script("POST", refusal, refusal)
    failed = run(capsys, "comment", "--file", report)
    allowed = run(capsys, "comment", "--file", report, "--allow-read-only")
    assert (failed.code, allowed.code, allowed.out) == (2, 0, "")
    assert "answered 403: Resource not accessible by integration" in failed.err
    assert allowed.err.startswith("dxscore: nothing written: ")
    assert len(allowed.err.splitlines()) == 1


def test_a_missing_token_is_like_one_that_may_only_read(
    host: FakeHost, report: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    assert run(capsys, "comment", "--file", report).code == 2
    assert run(capsys, "comment", "--file", report, "--allow-read-only").code == 0


def test_a_missing_pull_request_fails_even_then(host: FakeHost, report: Path, capsys: Capture) -> None:
    outcome = run(capsys, "comment", "--file", report, "--number", "404", "--allow-read-only")
    assert (outcome.code, host.comments) == (2, [])
    assert "answered 404" in outcome.err


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_report_is_not_posted(host: FakeHost, report: Path, capsys: Capture, text: str) -> None:
    report.write_text(text)
    assert (run(capsys, "comment", "--file", report).code, host.asked) == (2, [])


def test_a_report_that_is_not_there(host: FakeHost, capsys: Capture, tmp_path: Path) -> None:
    outcome = run(capsys, "comment", "--file", tmp_path / "none.md")
    assert outcome.code == 2
    assert "cannot read" in outcome.err


@pytest.mark.parametrize("flags", [[], ["--debug"]])
def test_the_token_is_never_printed(host: FakeHost, report: Path, capsys: Capture, flags: list[str]) -> None:
    host.me = Reply(401, {"message": f"Bad credentials: {_SECRET}"})
    try:
        outcome = run(capsys, "comment", "--file", report, *flags)
        told = outcome.out + outcome.err
    except DxscoreError as error:  # --debug lets it through, for Python to print
        told = "".join(traceback.format_exception(error))
    assert "Bad credentials: ***" in told
    assert _SECRET not in told


def test_a_status_follows_the_exit_code(host: FakeHost, capsys: Capture) -> None:
    outcome = run(capsys, "status", "--exit-code", "1", "--context", "dxscore/rollback", "--description", "not safe")
    assert outcome.code == 0
    assert outcome.out.startswith("set dxscore/rollback failure: not safe (commit aaaaaaaaaaaa at 127.0.0.1")
    assert [(each["state"], each["context"]) for each in host.statuses] == [("failure", "dxscore/rollback")]


def test_a_status_can_be_tried_dry(host: FakeHost, capsys: Capture) -> None:
    outcome = run(capsys, "status", "--exit-code", "0", "--dry-run")
    assert (outcome.code, outcome.out, host.asked) == (0, "", [])
    assert "would set dxscore success: nothing new that the policy stops" in outcome.err


def test_a_status_that_may_not_be_set(host: FakeHost, capsys: Capture) -> None:
    host.script("POST", Reply(403, {}), Reply(403, {}))
    assert run(capsys, "status", "--exit-code", "0").code == 2
    assert run(capsys, "status", "--exit-code", "0", "--allow-read-only").code == 0
