"""Scans of the fixture apps, outside of any repository and on a fixed day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from dxscore.cli.options import configuration
from dxscore.domain.report import ScanReport
from dxscore.pipeline import ScanRequest, scan

FIXTURES = Path(__file__).parents[2] / "fixtures"
AS_OF = date(2026, 11, 25)


def a_copy(app: str, folder: Path) -> Path:
    """A fixture app as a plain folder of its own."""
    return Path(shutil.copytree(FIXTURES / app, folder / app, ignore=shutil.ignore_patterns("cache")))


def scanned(root: Path, *, use_cache: bool = False, jobs: int = 0) -> ScanReport:
    """The report on a folder with the configuration it has."""
    request = ScanRequest(root, configuration(root, None, jobs), AS_OF, use_cache)
    return scan(request, lambda _done, _total: None)
