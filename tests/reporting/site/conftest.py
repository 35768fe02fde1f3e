"""A real browser for tests of the site: skipped, with the reason, where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dxscore.reporting.site import render_single, render_site
from dxscore.reporting.view import View
from tests.weekly_reports import a_weekly_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = ("--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for all tests. Nothing is downloaded: it is the Chromium of this machine."""
    api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install '.[test]'")
    chromium = next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False, args=list(_QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests with the script: a new one for each costs more than most of them."""
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site, and the same in single.html."""
    made, view = tmp_path_factory.mktemp("site"), View(links="https://git.example/{path}#L{line}")
    report = a_weekly_report(4)
    for name, text in render_site(report, view):
        (made / name).write_text(text, encoding="utf-8")
    (made / "single.html").write_text(render_single(report, view), encoding="utf-8")
    return made
