from __future__ import annotations

from collections import deque

import pytest

from dxscore.domain.comment import CLEAN, MARKER
from dxscore.errors import DxscoreError
from dxscore.hosts.github import GitHub
from dxscore.hosts.publishing import publish_comment, publish_status, verdict
from dxscore.hosts.target import HostKind, Target
from dxscore.hosts.token import ReadOnlyError, Token
from tests.hosts.fake_host import FakeHost, Reply, a_comment

_SHA = "a" * 40
_BOT = {"id": 41, "login": "github-actions[bot]", "type": "Bot"}


def _github(host: FakeHost, *, is_fork: bool = False) -> GitHub:
    target = Target(HostKind.GITHUB, host.url, "acme/shop", 12, _SHA, "https://ci.example/1", is_fork)
    return GitHub.at(target, Token("s3cret", "GITHUB_TOKEN"))


def test_a_first_report_is_a_new_comment(host: FakeHost) -> None:
    published = publish_comment(_github(host), "clean")
    assert published.action == "created"
    assert [comment["body"] for comment in host.comments] == [f"{MARKER}\nclean"]
    assert published.comment is not None
    assert published.comment.url == host.comments[0]["html_url"]


def test_requests_carry_the_token_and_the_version_of_the_api(host: FakeHost) -> None:
    publish_comment(_github(host), "clean")
    asked = host.sent("POST")[0]
    assert asked.headers["authorization"] == "Bearer s3cret"
    assert asked.headers["x-github-api-version"] == "2022-11-28"
    assert asked.headers["content-type"] == "application/json"


def test_a_later_report_replaces_the_text_of_the_first(host: FakeHost) -> None:
    github = _github(host)
    publish_comment(github, "two findings")
    assert publish_comment(github, "clean").action == "updated"
    assert [comment["body"] for comment in host.comments] == [f"{MARKER}\nclean"]


def test_our_comment_is_found_on_a_later_page(host: FakeHost) -> None:
    host.page_size = 2
    host.comments = [a_comment(number, "talk") for number in range(5)]
    host.comments.append(a_comment(9, f"{MARKER}\nold", _BOT))
    publish_comment(_github(host), "clean")
    assert host.comments[-1]["body"] == f"{MARKER}\nclean"
    assert [asked.query["page"] for asked in host.sent("GET")[1:]] == [["1"], ["2"], ["3"]]


def test_a_marker_in_the_comment_of_a_person_is_left_alone_by_the_token_of_a_job(host: FakeHost) -> None:
    host.comments = [a_comment(1, f"{MARKER}\nlooks like one of ours")]
    assert publish_comment(_github(host), "clean").action == "created"
    assert len(host.comments) == 2


def test_with_the_token_of_a_user_only_its_own_comments_count(host: FakeHost) -> None:
    host.me = Reply(200, {"login": "robot"})
    robot = {"id": 8, "login": "robot", "type": "User"}
    host.comments = [a_comment(1, f"{MARKER}\nother bot", _BOT), a_comment(2, f"{MARKER}\nours", robot)]
    publish_comment(_github(host), "clean")
    assert [comment["body"] for comment in host.comments] == [f"{MARKER}\nother bot", f"{MARKER}\nclean"]


def test_a_comment_of_a_deleted_account_is_no_obstacle(host: FakeHost) -> None:
    host.comments = [{**a_comment(1, "talk"), "user": None}]
    assert publish_comment(_github(host), "clean").action == "created"


def test_a_clean_report_is_worth_no_first_comment_when_so_asked(host: FakeHost) -> None:
    published = publish_comment(_github(host), f"{CLEAN}\nclean", unless_clean=True)
    assert (published.action, host.sent("POST")) == ("none", [])


def test_a_busy_host_is_asked_again(host: FakeHost) -> None:
    now = {"Retry-After": "0"}
    host.script("GET", Reply(503, headers=now), Reply(429, headers=now))
    host.script("POST", Reply(502, text="<html>bad gateway</html>", headers=now))
    assert publish_comment(_github(host), "clean").action == "created"
    assert len(host.comments) == 1


def test_too_many_requests_are_no_missing_permission(host: FakeHost) -> None:
    host.script("POST", Reply(403, {"message": "You have exceeded a secondary rate limit"}, {"Retry-After": "0"}))
    assert publish_comment(_github(host), "clean").action == "created"


def test_an_answer_that_got_lost_leads_to_no_second_comment(host: FakeHost) -> None:
    host.lost["POST"] = deque([Reply(502, headers={"Retry-After": "0"})])
    assert publish_comment(_github(host), "clean").action == "updated"
    assert len(host.comments) == 1


def test_a_token_that_may_only_read_is_explained(host: FakeHost) -> None:
    host.script("POST", Reply(403, {"message": "Resource not accessible by integration"}))
    with pytest.raises(ReadOnlyError, match="403: Resource not accessible by integration") as raised:
        publish_comment(_github(host), "clean")
    assert raised.value.hint == "give the job `permissions: pull-requests: write`"


def test_a_fork_is_named_as_the_reason(host: FakeHost) -> None:
    host.script("POST", Reply(403, {"message": "Resource not accessible by integration"}))
    with pytest.raises(ReadOnlyError, match="from a fork gets a token that may only read"):
        publish_comment(_github(host, is_fork=True), "clean")


def test_a_comment_that_github_finds_wrong_is_no_missing_permission(host: FakeHost) -> None:
    host.script("POST", Reply(422, {"message": "Validation Failed"}))
    with pytest.raises(DxscoreError, match="answered 422: Validation Failed") as raised:
        publish_comment(_github(host), "clean")
    assert not isinstance(raised.value, ReadOnlyError)


def test_a_wrong_token_is_no_read_only_token(host: FakeHost) -> None:
    host.me = Reply(401, {"message": "Bad credentials"})
    with pytest.raises(DxscoreError, match="401: Bad credentials") as raised:
        publish_comment(_github(host), "clean")
    assert not isinstance(raised.value, ReadOnlyError)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(404, {"message": "Not Found"}), "answered 404: Not Found"),
        (Reply(422, {"message": "Validation Failed"}), "answered 422: Validation Failed"),
        (Reply(200, text="<html>sign in</html>"), "no JSON"),
        (Reply(200, {"message": "hello"}), "not a list"),
        (Reply(200, ["text"]), "not an object"),
    ],
)
def test_what_a_list_of_comments_should_not_answer(host: FakeHost, reply: Reply, message: str) -> None:
    host.me = Reply(200, {"login": "robot"})
    github = _github(host)
    host.script("GET", Reply(200, {"login": "robot"}), reply)
    with pytest.raises(DxscoreError, match=message):
        publish_comment(github, "clean")
    assert host.sent("POST") == []


def test_a_written_comment_without_a_number_is_an_error(host: FakeHost) -> None:
    host.script("POST", Reply(201, {}))
    with pytest.raises(DxscoreError, match="has no id"):
        publish_comment(_github(host), "clean")


def test_a_status_names_state_context_and_page(host: FakeHost) -> None:
    publish_status(_github(host), verdict(1, "dxscore", "é" * 200))
    assert host.statuses == [
        {
            "commit": _SHA,
            "state": "failure",
            "context": "dxscore",
            "description": "é" * 140,
            "target_url": "https://ci.example/1",
        }
    ]


def test_a_status_that_may_not_be_set_names_its_permission(host: FakeHost) -> None:
    host.script("POST", Reply(403, {"message": "Resource not accessible by integration"}))
    with pytest.raises(ReadOnlyError) as raised:
        publish_status(_github(host), verdict(0, "dxscore"))
    assert raised.value.hint == "give the job `permissions: statuses: write`"
