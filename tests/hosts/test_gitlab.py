from __future__ import annotations

import pytest

from dxscore.domain.comment import MARKER
from dxscore.hosts.gitlab import GitLab
from dxscore.hosts.publishing import publish_comment, publish_status, verdict
from dxscore.hosts.target import HostKind, Target
from dxscore.hosts.token import ReadOnlyError, Token
from tests.hosts.fake_host import FakeHost, Reply, a_comment

_SHA = "b" * 40
_BOT = {"id": 41, "username": "project_7_bot"}


def _gitlab(host: FakeHost, project: str = "7", source: str = "GITLAB_TOKEN", *, is_fork: bool = False) -> GitLab:
    host.me = Reply(200, {"id": 41, "username": "project_7_bot"})
    target = Target(HostKind.GITLAB, f"{host.url}/api/v4", project, 12, _SHA, is_fork=is_fork)
    return GitLab.at(target, Token("s3cret", source))


@pytest.mark.parametrize("project", ["7", "acme/shop"])
def test_a_first_report_is_a_new_note_and_the_next_replaces_it(host: FakeHost, project: str) -> None:
    gitlab = _gitlab(host, project)
    assert publish_comment(gitlab, "two findings").action == "created"
    assert publish_comment(gitlab, "clean").action == "updated"
    assert [comment["body"] for comment in host.comments] == [f"{MARKER}\nclean"]


def test_notes_of_others_and_of_the_system_are_left_alone(host: FakeHost) -> None:
    note = f"{MARKER}\nold"
    host.comments = [a_comment(1, note), {**a_comment(2, note, _BOT), "system": True}]
    assert publish_comment(_gitlab(host), "clean").action == "created"
    assert [comment["body"] for comment in host.comments[:2]] == [note, note]


def test_our_note_is_found_on_a_later_page(host: FakeHost) -> None:
    host.page_size = 2
    host.comments = [*(a_comment(number, "talk") for number in range(4)), a_comment(9, f"{MARKER}\nold", _BOT)]
    assert publish_comment(_gitlab(host), "clean").action == "updated"


@pytest.mark.parametrize(("source", "header"), [("GITLAB_TOKEN", "private-token"), ("CI_JOB_TOKEN", "job-token")])
def test_each_kind_of_token_has_its_header(host: FakeHost, source: str, header: str) -> None:
    publish_comment(_gitlab(host, source=source), "clean")
    assert {asked.headers.get(header) for asked in host.asked} == {"s3cret"}


def test_the_token_of_a_job_is_not_asked_whose_it_is(host: FakeHost) -> None:
    host.comments = [a_comment(1, f"{MARKER}\nold")]
    assert publish_comment(_gitlab(host, source="CI_JOB_TOKEN"), "clean").action == "updated"
    assert [asked.path for asked in host.asked if asked.path.endswith("/user")] == []


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_job_token_that_gitlab_lets_not_near_notes_is_explained(host: FakeHost, status: int) -> None:
    host.script("GET", Reply(status, {"message": f"{status} no"}))
    with pytest.raises(ReadOnlyError, match=f"answered {status}: {status} no") as raised:
        publish_comment(_gitlab(host, source="CI_JOB_TOKEN"), "clean")
    assert "GITLAB_TOKEN" in raised.value.hint


def test_a_fork_is_named_as_the_reason(host: FakeHost) -> None:
    host.script("POST", Reply(403, {"message": "403 Forbidden"}))
    with pytest.raises(ReadOnlyError, match="from a fork"):
        publish_comment(_gitlab(host, is_fork=True), "clean")


def test_messages_may_be_objects_or_errors(host: FakeHost) -> None:
    host.script("POST", Reply(403, {"message": {"body": ["is too long"]}}), Reply(403, {"error": "insufficient_scope"}))
    with pytest.raises(ReadOnlyError, match="is too long"):
        publish_comment(_gitlab(host), "clean")
    with pytest.raises(ReadOnlyError, match="insufficient_scope"):
        publish_comment(_gitlab(host), "clean")


@pytest.mark.parametrize(("code", "state"), [(0, "success"), (1, "failed"), (2, "failed"), (3, "failed")])
def test_a_status_is_success_or_failed(host: FakeHost, code: int, state: str) -> None:
    publish_status(_gitlab(host), verdict(code, "dxscore"))
    assert [(each["state"], each["name"], each["commit"]) for each in host.statuses] == [(state, "dxscore", _SHA)]
