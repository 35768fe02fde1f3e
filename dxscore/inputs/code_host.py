"""A clone -> the address of its code at GitHub or GitLab, told from the remote `origin`; '' for every other place."""

from __future__ import annotations

import re
from pathlib import Path

from dxscore.inputs.git_process import answer, succeeds

_REMOTE = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/\s]+@)?|[\w.-]+@)(?P<host>github\.com|gitlab\.com)(?::\d+/|[:/])"
    r"(?P<name>[\w.-]+(?:/[\w.-]+)+)/?",
    re.ASCII,
)
_BLOB = {"github.com": "blob", "gitlab.com": "-/blob"}
_PUBLISHED = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master", "@{upstream}")
"""Where a commit must have come from, or gone to, for the host to show it."""


def code_address(root: Path, commit: str) -> str:
    """Address of a file at a commit, with a hole `{path}` from the top of the repository and no line.

    '' as well for a commit that was not pushed. Nothing is asked of a network.
    """
    remote = answer(root, "config", "--get", "remote.origin.url")
    address = _address((remote or b"").decode("utf-8", "replace").strip())
    return f"{address}/{commit}/{{path}}" if address and _is_published(root, commit) else ""


def _address(remote: str) -> str:
    """What 'git@github.com:acme/shop.git' is in a browser, without the commit; nothing secret is left in it."""
    found = _REMOTE.fullmatch(remote)
    if found is None:
        return ""
    parts = found["name"].removesuffix(".git").split("/")
    if any(part in ("", ".", "..") for part in parts) or (found["host"] == "github.com" and len(parts) != 2):
        return ""
    return f"https://{found['host']}/{'/'.join(parts)}/{_BLOB[found['host']]}"


def _is_published(root: Path, commit: str) -> bool:
    return any(succeeds(root, "merge-base", "--is-ancestor", commit, ref) for ref in _PUBLISHED)
