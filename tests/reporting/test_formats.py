"""What holds for every format."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dxscore.reporting import FORMATTERS
from dxscore.reporting.view import View
from tests.factories import a_report, an_empty_report


@pytest.mark.parametrize("name", FORMATTERS)
@pytest.mark.parametrize("terminal", [False, True])
def test_nothing_from_scanned_code_steers_a_terminal(name: str, terminal: bool) -> None:
    text = FORMATTERS[name](a_report(), View(terminal=terminal, show_suppressed=True))
    assert {char for char in text if not char.isprintable()} <= {"\n", "\r"}


@pytest.mark.parametrize("name", FORMATTERS)
def test_every_format_can_be_written_as_utf8(name: str) -> None:
    FORMATTERS[name](a_report(), View()).encode("utf-8")


@pytest.mark.parametrize("name", FORMATTERS)
def test_the_same_report_gives_the_same_text(name: str) -> None:
    assert FORMATTERS[name](a_report(), View()) == FORMATTERS[name](a_report(), View())


@pytest.mark.parametrize("name", FORMATTERS)
@pytest.mark.parametrize("terminal", [False, True])
def test_an_empty_report_ends_with_a_newline_or_is_empty(name: str, terminal: bool) -> None:
    text = FORMATTERS[name](an_empty_report(), View(terminal=terminal))
    assert not text or text.endswith("\n")


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_data_formats_do_not_pay_for_rich_and_jinja2(name: str) -> None:
    program = (
        "import sys; from tests.factories import a_report;"
        "from dxscore.reporting import FORMATTERS; from dxscore.reporting.view import View;"
        f"FORMATTERS[{name!r}](a_report(), View()); print('rich' in sys.modules, 'jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
