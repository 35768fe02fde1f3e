"""What holds for every format of the gate."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from dxscore.domain.gate import GateReport
from dxscore.reporting.gate import GATE_FORMATTERS
from dxscore.reporting.view import View
from tests.gate_reports import a_gate_report, a_quiet_gate_report, a_vile_gate_report

_REPORTS = {"whole": a_gate_report(), "quiet": a_quiet_gate_report(), "vile": a_vile_gate_report()}
_VIEWS = (View(), View(terminal=True, show_suppressed=True), View(width=30, links="https://h/{path}#L{line}"))
_OWN_COMMAND = re.compile(r"::(error|warning|notice) ")


@pytest.mark.parametrize("name", GATE_FORMATTERS)
@pytest.mark.parametrize("view", _VIEWS, ids=("pipe", "terminal", "narrow"))
def test_nothing_from_judged_code_steers_a_terminal(name: str, view: View) -> None:
    text = GATE_FORMATTERS[name](a_vile_gate_report(), view)
    assert {char for char in text if not char.isprintable()} <= {"\n", "\ufe0f"}


@pytest.mark.parametrize("name", GATE_FORMATTERS)
@pytest.mark.parametrize("view", _VIEWS, ids=("pipe", "terminal", "narrow"))
def test_nothing_from_judged_code_commands_a_ci_runner(name: str, view: View) -> None:
    lines = GATE_FORMATTERS[name](a_vile_gate_report(), view).splitlines()
    own = [line for line in lines if name == "github" and _OWN_COMMAND.match(line)]
    others = [line for line in lines if line not in own]
    assert [line for line in others if line.lstrip().startswith("::")] == []
    assert [line for line in others if re.search(r"##\w*\[", line)] == []


@pytest.mark.parametrize("name", GATE_FORMATTERS)
@pytest.mark.parametrize("report", _REPORTS.values(), ids=_REPORTS)
def test_every_report_gives_utf8_that_ends_with_a_newline_and_is_the_same_again(name: str, report: GateReport) -> None:
    text = GATE_FORMATTERS[name](report, View())
    assert text.encode("utf-8").endswith(b"\n")
    assert text == GATE_FORMATTERS[name](report, View())


@pytest.mark.parametrize("name", [name for name in GATE_FORMATTERS if name not in ("text", "summary")])
def test_formats_for_programs_do_not_pay_for_rich_and_jinja2(name: str) -> None:
    program = (
        "import sys; from tests.gate_reports import a_gate_report;"
        "from dxscore.reporting.gate import GATE_FORMATTERS; from dxscore.reporting.view import View;"
        f"GATE_FORMATTERS[{name!r}](a_gate_report(), View()); print('rich' in sys.modules, 'jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
