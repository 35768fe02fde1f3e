from __future__ import annotations

import json
from pathlib import Path

import pytest

from dxscore.pipeline import reading
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def app(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that is locked to Rails 7.1, judged by no rules."""
    monkeypatch.setattr(reading, "RULES", tmp_path_factory.mktemp("rules"))
    (tmp_path / "app").mkdir()
    (tmp_path / "app/user.rb").write_text("class User; end\n")
    (tmp_path / "Gemfile.lock").write_text("GEM\n  specs:\n    rails (7.1.5)\n\nDEPENDENCIES\n  rails\n")
    return tmp_path


def test_the_way_to_a_target_is_printed_one_thing_per_line(app: Path, capsys: Capture) -> None:
    outcome = run(capsys, "upgrade", app, "--to", "rails@8.0", "--as-of", "2026-11-25", "--no-cache")
    assert outcome.code == 0, outcome.err
    lines = outcome.out.splitlines()
    assert "support Rails 7.1: support ended 2025-10-01, 420 days ago" in lines
    assert "hop Rails 7.2 → 8.0, needs Ruby 3.2.0 or newer; locked is unknown" in lines
    assert lines[-1].startswith("dxscore upgrade: Rails 7.1.5 → 7.2 → 8.0:")


def test_several_formats_go_to_files(app: Path, capsys: Capture, tmp_path: Path) -> None:
    places = {name: tmp_path / f"out.{name}" for name in ("json", "html", "markdown", "text")}
    outputs = [f"--output={name}={place}" for name, place in places.items()]
    assert run(capsys, "upgrade", app, "--to=7.2", "--no-cache", *outputs).code == 0
    assert json.loads(places["json"].read_text())["target"] == {"of": "rails", "locked": "7.1.5", "series": "7.2"}
    assert all(place.stat().st_size for place in places.values())


def test_results_of_tests_are_counted_and_unreadable_ones_told(app: Path, capsys: Capture, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_text('<testsuite><testcase file="test/a_test.rb"><failure/></testcase></testsuite>')
    bad.write_text("<!DOCTYPE x [<!ENTITY a 'b'>]><testsuite/>")
    outcome = run(capsys, "upgrade", app, "--to=7.2", "--no-cache", "--test-results", good, "--test-results", bad)
    assert "recorded unowned: 1 test failed" in outcome.out
    assert "test results in bad.xml, because has a document type declaration" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--to", "rails@9.9"], "no such target: rails@9.9"),
        (["--to", "rails@7.0"], "not ahead"),
        (["--to", "ruby@3.4"], "locked version of Ruby is unknown"),
        (["--output", "pdf"], "unknown output format: pdf"),
        (["--test-results", "/nowhere/junit.xml"], "does not exist"),
    ],
)
def test_what_can_not_be_done_is_said_and_exits_with_two(
    app: Path, capsys: Capture, arguments: list[str], told: str
) -> None:
    outcome = run(capsys, "upgrade", app, "--no-cache", *arguments)
    assert outcome.code == 2
    assert told in " ".join(outcome.err.replace("│", " ").split())
