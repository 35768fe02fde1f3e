"""Where to write: the environment of a CI job and the options given -> host, repository, pull request and commit."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from dxscore.copying import replace
from dxscore.errors import DxscoreError
from dxscore.hosts.address import is_safe


class HostKind(StrEnum):
    """Whose API is spoken."""

    GITHUB = "github"
    GITLAB = "gitlab"


@dataclass(frozen=True, slots=True)
class Given:
    """What the options say; None, '' and 0 leave it to the environment."""

    kind: HostKind | None = None
    api: str = ""
    repository: str = ""
    number: int = 0
    commit: str = ""
    run_url: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A place at a code host; '' and 0 stand for what is not known."""

    kind: HostKind
    api: str = ""
    """Root of the REST API: 'https://api.github.com', 'https://gitlab.example.com/api/v4'."""
    repository: str = ""
    """GitHub: 'owner/name'. GitLab: a project's number or path."""
    number: int = 0
    """Of the pull request or merge request."""
    commit: str = ""
    run_url: str = ""
    """Page of the CI job."""
    is_fork: bool = False
    """Whether the change comes from another repository, for which hosts hand out no token that may write."""

    @property
    def place(self) -> str:
        """The pull request, for messages: 'acme/shop #12 at api.github.com'."""
        return f"{self.repository} #{self.number} at {self.host}"

    @property
    def host(self) -> str:
        """The name of the host, for messages: 'api.github.com'."""
        return urlsplit(self.api).netloc


_DEFAULT_API = {HostKind.GITHUB: "https://api.github.com", HostKind.GITLAB: "https://gitlab.com/api/v4"}
_GITHUB_REPOSITORY = re.compile(r"(?!\.+/)[\w.-]+/(?!\.+$)[\w.-]+", re.ASCII)
_COMMIT = re.compile("[0-9a-f]{40}([0-9a-f]{24})?")


def locate(environ: Mapping[str, str], given: Given) -> Target:
    """What the options give, completed from the environment of GitHub Actions or GitLab CI.

    Raises DxscoreError when the host or the repository can't be told, or when a value is malformed.
    """
    found = _detected(environ)
    if given.kind and (found is None or found.kind is not given.kind):
        found = Target(given.kind)
    if found is None:
        raise DxscoreError("cannot tell the code host from the environment", "give --host and --repository")
    target = replace(
        found,
        api=(given.api or found.api or _DEFAULT_API[found.kind]).rstrip("/"),
        repository=given.repository or found.repository,
        number=given.number or found.number,
        commit=given.commit or found.commit,
        run_url=given.run_url or found.run_url,
    )
    _check_repository(target)
    _check_address(target.api)
    return target


def comment_target(target: Target) -> Target:
    """The target itself; raises DxscoreError when its pull request is not known."""
    if not target.number:
        raise DxscoreError("not a pull request: there is nothing to comment on", "give its number: --number 123")
    return target


def status_target(target: Target) -> Target:
    """The target itself; raises DxscoreError when its commit is not known in full."""
    if not _COMMIT.fullmatch(target.commit):
        raise DxscoreError(f"not the full id of a commit: {target.commit!r}", "give it: --commit SHA")
    return target


def _detected(environ: Mapping[str, str]) -> Target | None:
    if environ.get("GITHUB_REPOSITORY"):
        return _github_actions(environ)
    if environ.get("CI_API_V4_URL"):
        return _gitlab_ci(environ)
    return None


def _github_actions(environ: Mapping[str, str]) -> Target:
    """docs.github.com: variables reference, and webhook events `pull_request`, `merge_group`, `push`."""
    event = _event(environ.get("GITHUB_EVENT_PATH", ""))
    pull = _part(event, "pull_request")
    repository = environ["GITHUB_REPOSITORY"]
    head = _part(pull, "head")
    run = f"{environ.get('GITHUB_SERVER_URL', '')}/{repository}/actions/runs/{environ.get('GITHUB_RUN_ID', '')}"
    return Target(
        HostKind.GITHUB,
        environ.get("GITHUB_API_URL", ""),
        repository,
        _number(pull.get("number")),
        # On a pull request GITHUB_SHA is a merge commit that nobody sees; the status belongs to its head.
        _text(head.get("sha") or _part(event, "merge_group").get("head_sha")) or environ.get("GITHUB_SHA", ""),
        run if environ.get("GITHUB_RUN_ID") else "",
        bool(pull) and _part(head, "repo").get("full_name") != repository,
    )


def _gitlab_ci(environ: Mapping[str, str]) -> Target:
    """docs.gitlab.com: predefined CI/CD variables. A fork's pipeline comments on the project it asks to merge into."""
    project = environ.get("CI_PROJECT_ID", "")
    target = environ.get("CI_MERGE_REQUEST_PROJECT_ID", "") or project
    return Target(
        HostKind.GITLAB,
        environ["CI_API_V4_URL"],
        target,
        _number(environ.get("CI_MERGE_REQUEST_IID")),
        # Of a pipeline for merged results, CI_COMMIT_SHA is a merge commit that is thrown away.
        environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "") or environ.get("CI_COMMIT_SHA", ""),
        environ.get("CI_JOB_URL", ""),
        environ.get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", target) != target,
    )


def _event(path: str) -> Mapping[str, object]:
    if not path:
        return {}
    try:
        event = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DxscoreError(f"cannot read the event of this job: {path}", "GITHUB_EVENT_PATH names it") from error
    return event if isinstance(event, dict) else {}


def _part(value: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _number(value: object) -> int:
    return int(str(value)) if re.fullmatch("[0-9]{1,18}", str(value)) else 0


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _check_repository(target: Target) -> None:
    if not target.repository:
        raise DxscoreError("cannot tell the repository from the environment", "give it: --repository OWNER/NAME")
    if target.kind is HostKind.GITHUB and not _GITHUB_REPOSITORY.fullmatch(target.repository):
        raise DxscoreError(f"not a repository of GitHub: {target.repository!r}", "write it as OWNER/NAME")


def _check_address(api: str) -> None:
    address = urlsplit(api)
    if not is_safe(api) or not address.hostname:
        raise DxscoreError("the address of the API must begin with https://", "a token is not sent in the clear")
    if address.username or address.password or address.query or address.fragment:
        raise DxscoreError("the address of the API holds more than host and path", "give the token in the environment")
