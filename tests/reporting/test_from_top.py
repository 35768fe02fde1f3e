from __future__ import annotations

import re

import pytest

from dxscore.reporting import FORMATTERS
from dxscore.reporting.from_top import gate_from_top, scan_from_top
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.factories import a_report
from tests.gate_reports import a_gate_report

_IN_A_PROJECT = re.compile(r"(?<![\w./])(?:app|lib|packs|db|config)/[\w./]+\.rb")


def test_a_project_that_is_the_repository_stays_as_it_is() -> None:
    scan, gate = a_report(), a_gate_report()
    assert scan_from_top(scan, "") is scan
    assert gate_from_top(gate, "") is gate


@pytest.mark.parametrize("name", ["sarif", "github", "gitlab", "junit", "checkstyle"])
def test_code_hosts_get_paths_from_the_top_of_the_repository(name: str) -> None:
    text = GATE_FORMATTERS[name](a_gate_report(), View(folder="backend/"))
    assert "backend/lib/tasks/report.rb" in text
    assert _IN_A_PROJECT.findall(text) == []


@pytest.mark.parametrize("name", ["sarif", "gitlab", "checkstyle"])
def test_so_they_do_of_a_scan(name: str) -> None:
    report = a_report()
    assert f"backend/{report.findings[0].location.path}" in FORMATTERS[name](report, View(folder="backend/"))


def test_people_read_paths_of_the_project() -> None:
    assert "backend/" not in GATE_FORMATTERS["markdown"](a_gate_report(), View(folder="backend/"))
