"""`dxscore history`, from an empty past to its export."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dxscore.reporting.history.exports import COLUMNS
from tests.cli.running import run
from tests.git_repos import GitRepo
from tests.pipeline.projects_with_history import RESCUE, a_project, write_rules


@pytest.fixture(autouse=True)
def _few_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dxscore.pipeline.reading.RULES", write_rules(tmp_path / "rules"))


@pytest.fixture
def repo(tmp_path: Path) -> GitRepo:
    """Three weeks."""
    return a_project(tmp_path / "shop")


@pytest.fixture
def filled(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> GitRepo:
    """The same with a history."""
    done = run(capsys, "history", "backfill", repo.path, "--weekly", 10)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("3 snapshots written, 0 of 3 were there; rules ")
    return repo


def test_backfill_resumes(filled: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "history", "backfill", filled.path).out.startswith("0 snapshots written, 3 of 3 were there")


def test_show_prints_a_line_per_part_off_a_terminal(filled: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    shown = run(capsys, "history", "show", filled.path, "--by", "rule")
    lines = [line.split("\t") for line in shown.out.splitlines()]
    assert lines[0] == ["all", "", "2026-01-05", "2026-01-19", "4", "3", "-1", "2", "3", "-2"]
    assert lines[1][:2] == ["rule", RESCUE]


@pytest.mark.parametrize("columns", [80, 200])
def test_show_fits_the_terminal(
    filled: GitRepo, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run(capsys, "history", "show", filled.path, "--color", "never").out
    assert "4 open findings on 2026-01-05, 3 on 2026-01-19 (-1, 2 new and 3 fixed)" in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= columns


def test_show_as_json_svg_and_html(filled: GitRepo, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    outputs = [f"--output={name}={tmp_path}/trend.{name}" for name in ("json", "svg", "html")]
    assert run(capsys, "history", "show", filled.path, "--dimension", "tech-debt", *outputs).code == 0
    document = json.loads((tmp_path / "trend.json").read_text())
    assert document["schema"] == "dxscore-history/v1"
    assert [point["open"] for point in document["total"]["points"]] == [4, 6, 3]
    assert ET.parse(tmp_path / "trend.svg").getroot().tag.endswith("svg")
    page = (tmp_path / "trend.html").read_text()
    assert RESCUE in page
    assert "4 open findings on 2026-01-05" in page


def test_export_gives_the_same_rows_in_every_format(
    filled: GitRepo, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table = list(csv.DictReader(io.StringIO(run(capsys, "history", "export", filled.path).out)))
    assert [(row["committed"], row["rule"], row["open"]) for row in table] == [
        ("2026-01-05", RESCUE, "4"),
        ("2026-01-12", RESCUE, "6"),
        ("2026-01-19", RESCUE, "3"),
    ]
    lines = run(capsys, "history", "export", filled.path, "--output", "json").out.splitlines()
    assert [{name: str(value) for name, value in json.loads(line).items()} for line in lines] == table
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is in dxscore[parquet]")
    run(capsys, "history", "export", filled.path, f"--output=parquet={tmp_path}/h.parquet")
    read = parquet.read_table(tmp_path / "h.parquet")
    assert read.column_names == [*COLUMNS]
    assert [{name: str(value) for name, value in row.items()} for row in read.to_pylist()] == table


def test_parquet_is_not_printed(filled: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    refused = run(capsys, "history", "export", filled.path, "--output", "parquet")
    assert (refused.code, refused.out) == (2, "")
    assert "parquet=history.parquet" in refused.err


def test_prune_needs_to_be_told_what(filled: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "history", "prune", filled.path).code == 2
    assert run(capsys, "history", "prune", filled.path, "--before", "2026-01-12").out == "1 snapshots gone\n"
    assert run(capsys, "history", "prune", filled.path, "--before", "2026-01-12").out == "0 snapshots gone\n"


def test_without_a_history_show_says_how_to_make_one(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    refused = run(capsys, "history", "show", repo.path)
    assert (refused.code, refused.out) == (2, "")
    assert "history backfill" in refused.err
    assert not (repo.path / ".dxscore").exists()


@pytest.mark.parametrize("configured", [True, False])
def test_a_scan_records_when_it_is_told_to(repo: GitRepo, capsys: pytest.CaptureFixture[str], configured: bool) -> None:
    if configured:
        repo.write({"dxscore.toml": "[history]\nrecord = true\n"})
    record = [] if configured else ["--record"]
    assert "snapshot kept" in run(capsys, "scan", repo.path, *record).err
    assert "has this commit already" in run(capsys, "scan", repo.path, *record).err
    assert len(run(capsys, "history", "show", repo.path).out.splitlines()) == 2


def test_a_scan_keeps_nothing_unless_told(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "scan", repo.path)
    assert not (repo.path / ".dxscore" / "history.db").exists()


def test_no_scan_writes_to_a_server_because_a_file_says_so(repo: GitRepo, capsys: pytest.CaptureFixture[str]) -> None:
    repo.write({"dxscore.toml": '[history]\nrecord = true\nurl = "postgresql://nowhere/x"\nproject = "shop"\n'})
    assert run(capsys, "scan", repo.path).code == 0


def test_commits_that_are_missing_end_with_2(repo: GitRepo, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none")
    done = run(capsys, "history", "backfill", clone.path)
    assert (done.code, done.out[:20]) == (2, "1 snapshots written,")
    assert "and 1 more" in done.err
    assert "hint: a partial clone lacks old files" in done.err
