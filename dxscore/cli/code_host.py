"""A project's folder and the CI job's environment -> where its code stands on a code host, for links and paths."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from dxscore.reporting.view import View


def at_code_host(view: View, root: Path, commit: str, environ: Mapping[str, str]) -> View:
    """The view with the project's place in its repository and, in a CI job, with links to the lines of a commit."""
    from dxscore.copying import replace

    folder = folder_in_repository(root)
    return replace(view, folder=folder, links=code_links(commit, folder, environ))


def linked_view(view: View, root: Path, commit: str, environ: Mapping[str, str], link: str) -> View:
    """The same for a page that people keep: by `link` of dxscore.toml, else by the CI job, else by where it was cloned.

    `link` may have a hole `{commit}`; places of a host that nobody named have no link.
    """
    from dxscore.copying import replace
    from dxscore.inputs.code_host import code_address

    placed = at_code_host(view, root, commit, environ)
    if link or (commit and not placed.links):
        address = link.replace("{commit}", commit) if link else code_address(root, commit)
        lined = address if link or not address else f"{address}#L{{line}}"
        return replace(placed, links=lined.replace("{path}", f"{quote(placed.folder)}{{path}}"))
    return placed


def folder_in_repository(root: Path) -> str:
    """'sub/folder/' for a project below the top of its repository, '' for one that is all of it or in none."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return "" if top == root else f"{root.relative_to(top).as_posix()}/"


def code_links(commit: str, folder: str, environ: Mapping[str, str]) -> str:
    """Address with holes `{path}` and `{line}`, by what GitHub and GitLab set in their jobs; '' where it is unknown."""
    github, gitlab = environ.get("GITHUB_REPOSITORY"), environ.get("CI_PROJECT_URL")
    if not commit or not (github or gitlab):
        return ""
    server = environ.get("GITHUB_SERVER_URL", "https://github.com")
    start = f"{server}/{github}/blob" if github else f"{gitlab}/-/blob"
    return f"{start}/{commit}/{quote(folder)}{{path}}#L{{line}}"
