"""`dxscore campaigns gantt`, and the tests of `campaigns show`, of a small project with three weeks of history."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.running import run
from tests.git_repos import GitRepo
from tests.pipeline.projects_with_history import RESCUE, a_project, write_rules

_CAMPAIGN = """
id: rescues
title: No <b>rescue</b> modifiers
why: They swallow errors.
owner: platform
start: 2026-01-01
target: 2026-03-31
todo: [{rule}]
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> GitRepo:
    monkeypatch.setattr("dxscore.pipeline.reading.RULES", write_rules(tmp_path / "rules"))
    made = a_project(tmp_path / "shop")
    (made.path / "campaigns").mkdir()
    (made.path / "campaigns/rescues.yml").write_text(_CAMPAIGN.format(rule=RESCUE))
    run(capsys, "history", "backfill", made.path, "--weekly", 10)
    return made


@pytest.mark.parametrize("columns", [80, 200])
def test_the_gantt_chart_fits_the_terminal(
    repo: GitRepo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run(capsys, "campaigns", "gantt", repo.path, "--as-of", "2026-01-21", "--color", "never")
    assert shown.code == 0
    assert "│ 2026-01-21" in shown.out
    assert max(map(len, shown.out.splitlines())) <= columns


def test_the_gantt_chart_is_written_as_page_and_drawing(
    repo: GitRepo, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page, drawing = tmp_path / "gantt.html", tmp_path / "gantt.svg"
    done = run(capsys, "campaigns", "gantt", repo.path, "-o", f"html={page}", "-o", f"svg={drawing}", "-o", "text")
    assert done.code == 0
    assert done.out.startswith("rescues ")
    assert "<b>rescue</b>" not in page.read_text()
    assert "No <b>rescue</b> modifiers" in "".join(ET.parse(drawing).getroot().itertext())


def test_a_campaign_shows_its_burn_down_and_the_tests_of_several_runs(
    repo: GitRepo, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    runs = [tmp_path / f"{number}.json" for number in (1, 2)]
    for file, status in zip(runs, ("passed", "failed"), strict=True):
        example = {"id": "./spec/a_spec.rb[1:1]", "status": status, "full_description": "A adds up", "run_time": 2.5}
        file.write_text(json.dumps({"examples": [example]}))
    results = [argument for file in runs for argument in ("--test-results", file)]
    drawing = tmp_path / "rescues.svg"
    command = ("campaigns", "show", "rescues", repo.path, "--as-of", "2026-01-21", *results)
    shown = run(capsys, *command, "-o", "text", "-o", f"svg={drawing}")
    assert "rescues tests unowned: 1 tests, 0 failing, 1 flaky, 0 pending, 1 slow, 2.5 seconds, 0 warnings" in shown.out
    assert "rescues flaky spec/a_spec.rb: A adds up (unowned, 2.5 s)" in shown.out
    assert ET.parse(drawing).getroot().findtext("{http://www.w3.org/2000/svg}title") == "No <b>rescue</b> modifiers"
    document = json.loads(run(capsys, *command, "-o", "json").out)
    assert [test["name"] for test in document["campaigns"][0]["suite"]["flaky"]] == ["A adds up"]
