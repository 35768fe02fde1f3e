from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from dxscore.copying import replace
from dxscore.domain.score import Scorecard
from dxscore.reporting import FORMATTERS
from dxscore.reporting.select import Filters, select
from dxscore.reporting.view import View
from tests.factories import a_finding, a_report, a_rule, an_empty_report

_CODES = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")
TERMINAL = View(terminal=True)


def text(view: View, filters: Filters | None = None) -> str:
    return FORMATTERS["text"](select(a_report(), filters or Filters()), view)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
@pytest.mark.parametrize("color", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, color: bool) -> None:
    lines = text(replace(TERMINAL, width=width, color=color)).splitlines()
    assert max(cell_len(_CODES.sub("", line)) for line in lines) <= width


def test_colour_only_adds_codes_to_the_same_words() -> None:
    plain, coloured = text(TERMINAL), text(replace(TERMINAL, color=True))
    assert "\x1b[" in coloured
    assert _CODES.sub("", coloured) == plain


def test_links_on_a_terminal_lead_to_the_line() -> None:
    coloured = text(replace(TERMINAL, color=True, links="https://h/{path}#L{line}"))
    assert re.search(r"\x1b\]8;[^;]*;https://h/lib/tasks/\w+\.rb#L\d+\x1b", coloured)


def test_the_next_step_is_a_column_where_it_fits_and_a_line_below_elsewhere() -> None:
    wide, narrow = text(replace(TERMINAL, width=200)), text(replace(TERMINAL, width=80))
    assert re.search(r"^unowned .* from bronze$", wide, re.MULTILINE)
    assert re.search(r"^unowned .*\n  → \d+ findings", narrow, re.MULTILINE)


def test_file_names_and_lines_survive_a_narrow_terminal() -> None:
    assert re.search(r"packs/…/settlement/invoice_0\.rb:\d+ ", text(replace(TERMINAL, width=60)))


def test_a_person_sees_what_was_not_seen() -> None:
    shown = text(TERMINAL)
    assert re.search(r"17  Haml is not read yet +app/views/page_0\.html\.haml", shown)
    assert "unknown  ages of lines: the git history is shallow" in shown
    assert "rule failed  gems.eol: KeyError: ruby" in shown


def test_everything_seen_is_said_too() -> None:
    assert "nothing: every file was read" in FORMATTERS["text"](an_empty_report(), TERMINAL)


def test_a_filtered_report_lists_its_worst_findings() -> None:
    shown = text(TERMINAL, Filters(rules=("tech-debt.todo",), owners=("catalog",)))
    assert "app/models/catalog" in shown
    assert "dxscore explain tech-debt.todo" in shown
    assert "dxscore scan --owner identity" in text(TERMINAL)


def test_suppressed_findings_are_counted_and_listed_on_request() -> None:
    assert "--show-suppressed lists them" in text(TERMINAL)
    assert re.search(r"tech-debt\.\S+: suppressed", text(replace(TERMINAL, show_suppressed=True)))


def test_many_owners_are_cut_with_a_word() -> None:
    cards = tuple(Scorecard(f"team-{number}", "tech-debt", 1, 1, 0, 100, "gold", "keep it") for number in range(25))
    shown = FORMATTERS["text"](an_empty_report(scorecards=cards), TERMINAL)
    assert "team-19" in shown
    assert "team-20" not in shown
    assert "5 more owners" in shown


def test_a_single_dimension_stands_in_the_title() -> None:
    shown = text(TERMINAL, Filters(dimensions=("tech-debt",)))
    assert "Scorecards: tech-debt" in shown
    assert "DIMENSION" not in shown


def test_off_a_terminal_one_finding_per_line_by_path() -> None:
    lines = text(View()).splitlines()
    assert len(lines) == sum(finding.status == "open" for finding in a_report().findings)
    lines = [line for line in lines if "\\" not in line]
    assert [line.split(":")[0] for line in lines] == sorted(line.split(":")[0] for line in lines)
    pattern = r"\S+:\d+:\d+ (info|minor|major|critical|blocker) [a-z.-]+ .+ \[[a-z]+\]"
    assert all(re.fullmatch(pattern, line) for line in lines)


def test_off_a_terminal_suppressed_findings_carry_a_mark() -> None:
    lines = text(View(show_suppressed=True)).splitlines()
    assert len(lines) == len(a_report().findings)
    assert any(line.endswith("] (suppressed)") for line in lines)


def test_line_numbers_sort_as_numbers() -> None:
    rule = a_rule()
    report = an_empty_report(findings=(a_finding(line=10), a_finding(line=9)), rules={rule.id: rule})
    lines = FORMATTERS["text"](report, View()).splitlines()
    assert [line.split(":")[1] for line in lines] == ["9", "10"]
