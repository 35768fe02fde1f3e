from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dxscore.errors import DxscoreError
from dxscore.hosts.target import Given, HostKind, Target, comment_target, locate, status_target

_MERGE, _HEAD = "c" * 40, "d" * 40
_GITLAB = {
    "CI_API_V4_URL": "https://git.acme.example/api/v4",
    "CI_PROJECT_ID": "7",
    "CI_COMMIT_SHA": _MERGE,
    "CI_JOB_URL": "https://git.acme.example/acme/shop/-/jobs/3",
}


def _github(tmp_path: Path, event: Any) -> dict[str, str]:
    path = tmp_path / "event.json"
    path.write_text(event if isinstance(event, str) else json.dumps(event))
    return {
        "GITHUB_REPOSITORY": "acme/shop",
        "GITHUB_API_URL": "https://api.github.com",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RUN_ID": "99",
        "GITHUB_SHA": _MERGE,
        "GITHUB_EVENT_PATH": str(path),
    }


def _pull(source: Any) -> dict[str, Any]:
    return {"pull_request": {"number": 12, "head": {"sha": _HEAD, "repo": source}}}


def test_a_pull_request_in_github_actions(tmp_path: Path) -> None:
    environ = _github(tmp_path, _pull({"full_name": "acme/shop"}))
    assert locate(environ, Given()) == Target(
        HostKind.GITHUB,
        "https://api.github.com",
        "acme/shop",
        12,
        _HEAD,
        "https://github.com/acme/shop/actions/runs/99",
    )


@pytest.mark.parametrize("source", [{"full_name": "eve/shop"}, None])
def test_a_pull_request_from_a_fork_or_one_that_is_gone(tmp_path: Path, source: Any) -> None:
    assert locate(_github(tmp_path, _pull(source)), Given()).is_fork


def test_a_merge_queue_has_a_commit_and_no_pull_request(tmp_path: Path) -> None:
    target = locate(_github(tmp_path, {"merge_group": {"head_sha": _HEAD}}), Given())
    assert (target.commit, target.number, target.is_fork) == (_HEAD, 0, False)
    with pytest.raises(DxscoreError, match="not a pull request"):
        comment_target(target)


def test_a_push_has_the_commit_of_the_job(tmp_path: Path) -> None:
    assert status_target(locate(_github(tmp_path, {"ref": "refs/heads/main"}), Given())).commit == _MERGE


@pytest.mark.parametrize("event", [[], {"pull_request": None}, {"pull_request": {"number": "x", "head": 3}}])
def test_an_event_of_another_form_is_no_pull_request(tmp_path: Path, event: Any) -> None:
    assert locate(_github(tmp_path, event), Given()).number == 0


def test_a_job_without_an_event_still_has_a_repository() -> None:
    target = locate({"GITHUB_REPOSITORY": "acme/shop"}, Given())
    assert target == Target(HostKind.GITHUB, "https://api.github.com", "acme/shop")


def test_an_event_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DxscoreError, match="cannot read the event"):
        locate(_github(tmp_path, "{"), Given())
    with pytest.raises(DxscoreError, match="cannot read the event"):
        locate({"GITHUB_REPOSITORY": "acme/shop", "GITHUB_EVENT_PATH": str(tmp_path / "none")}, Given())


def test_a_merge_request_in_gitlab(tmp_path: Path) -> None:
    environ = {**_GITLAB, "CI_MERGE_REQUEST_IID": "12", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": _HEAD}
    target = locate(environ, Given())
    assert (target.kind, target.repository, target.number, target.commit) == (HostKind.GITLAB, "7", 12, _HEAD)
    assert (target.api, target.run_url) == (_GITLAB["CI_API_V4_URL"], _GITLAB["CI_JOB_URL"])
    assert target.is_fork is False


def test_a_merge_request_of_a_fork_belongs_to_the_project_it_asks() -> None:
    environ = {**_GITLAB, "CI_MERGE_REQUEST_PROJECT_ID": "1", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7"}
    target = locate(environ, Given())
    assert (target.repository, target.is_fork) == ("1", True)


def test_outside_of_both_the_options_say_everything() -> None:
    given = Given(HostKind.GITHUB, "", "acme/shop", 12, _HEAD)
    assert locate({}, given) == Target(HostKind.GITHUB, "https://api.github.com", "acme/shop", 12, _HEAD)


def test_options_win_over_the_environment(tmp_path: Path) -> None:
    environ = _github(tmp_path, _pull({"full_name": "acme/shop"}))
    given = Given(
        api="https://ghe.example/api/v3/", repository="acme/other", number=3, commit=_MERGE, run_url="https://x"
    )
    target = locate(environ, given)
    assert (target.api, target.repository, target.number) == ("https://ghe.example/api/v3", "acme/other", 3)
    assert (target.commit, target.run_url) == (_MERGE, "https://x")


def test_another_host_takes_nothing_from_the_environment(tmp_path: Path) -> None:
    environ = _github(tmp_path, _pull({"full_name": "acme/shop"}))
    target = locate(environ, Given(HostKind.GITLAB, repository="acme/shop"))
    assert target == Target(HostKind.GITLAB, "https://gitlab.com/api/v4", "acme/shop")


def test_without_host_or_repository_nothing_can_be_written() -> None:
    with pytest.raises(DxscoreError, match="cannot tell the code host"):
        locate({}, Given())
    with pytest.raises(DxscoreError, match="cannot tell the repository"):
        locate({}, Given(HostKind.GITLAB))


@pytest.mark.parametrize("name", ["shop", "acme/shop/../../users", "../shop", "acme/..", "acme/sh op", "acme/shop?x=1"])
def test_a_repository_of_github_is_an_owner_and_a_name(name: str) -> None:
    with pytest.raises(DxscoreError, match="not a repository"):
        locate({}, Given(HostKind.GITHUB, repository=name))


@pytest.mark.parametrize(
    "api",
    [
        "http://ghe.example/api/v3",
        "ftp://ghe.example",
        "file:///etc/passwd",
        "ghe.example",
        "https://",
        "http://localhost.evil.example",
        "https://me:secret@ghe.example",
        "https://ghe.example/?x=1",
    ],
)
def test_the_address_of_the_api_is_safe_and_plain(api: str) -> None:
    with pytest.raises(DxscoreError, match="address of the API") as raised:
        locate({}, Given(HostKind.GITHUB, api, "acme/shop"))
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("commit", ["", "HEAD", "abc1234", "a" * 41, f"{'a' * 40}/../x"])
def test_a_status_needs_the_full_id_of_a_commit(commit: str) -> None:
    with pytest.raises(DxscoreError, match="not the full id"):
        status_target(Target(HostKind.GITHUB, commit=commit))
