from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.cli.code_host import at_code_host, code_links, folder_in_repository
from dxscore.reporting.safe_text import link_to
from dxscore.reporting.view import View

_GITHUB = {"GITHUB_SERVER_URL": "https://git.acme.io", "GITHUB_REPOSITORY": "acme/shop"}
_GITLAB = {"CI_PROJECT_URL": "https://gitlab.com/acme/shop"}


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        (_GITHUB, "https://git.acme.io/acme/shop/blob/9c1b7e4a/back%20end/app/a.rb#L3"),
        ({"GITHUB_REPOSITORY": "acme/shop"}, "https://github.com/acme/shop/blob/9c1b7e4a/back%20end/app/a.rb#L3"),
        (_GITLAB, "https://gitlab.com/acme/shop/-/blob/9c1b7e4a/back%20end/app/a.rb#L3"),
        ({}, ""),
    ],
)
def test_links_follow_the_job_s_environment(environ: dict[str, str], address: str) -> None:
    assert link_to(code_links("9c1b7e4a", "back end/", environ), "app/a.rb", 3) == address


def test_what_is_not_committed_has_no_link() -> None:
    assert code_links("", "", _GITHUB) == ""


def test_a_project_may_be_a_folder_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "apps" / "shop").mkdir(parents=True)
    assert folder_in_repository(tmp_path / "apps" / "shop") == "apps/shop/"
    assert folder_in_repository(tmp_path) == ""


def test_a_view_gets_both(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "shop").mkdir()
    view = at_code_host(View(width=99), tmp_path / "shop", "9c1b7e4a", _GITLAB)
    assert (view.width, view.folder) == (99, "shop/")
    assert view.links == "https://gitlab.com/acme/shop/-/blob/9c1b7e4a/shop/{path}#L{line}"
