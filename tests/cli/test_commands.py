from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dxscore import __version__
from tests.apps.scanning import FIXTURES, a_copy
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return a_copy("codeowners_github", tmp_path)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["scan", "--help"], 0),
        ([], 2),
        (["scna"], 2),
        (["scan", "{app}", "--no-cache"], 0),
        (["scan", "{app}", "--no-cache", "--fail-on", "minor"], 1),
        (["scan", "{app}", "--no-cache", "--fail-on", "blocker"], 0),
        (["scan", "{app}", "--no-cache", "--as-of", "someday"], 2),
        (["scan", "{app}", "--no-cache", "--output", "pdf"], 2),
        (["scan", "{app}", "--no-cache", "--output", "json", "--output", "text"], 2),
        (["scan", "{app}/nowhere"], 2),
        (["scan", "{empty}"], 3),
        (["scan", "{bad}"], 2),
        (["explain", "tech-debt.global-variable"], 0),
        (["explain", "tech-debt.globl-variable"], 2),
        (["rules", "list"], 0),
        (["rules", "schema"], 0),
        (["rules", "attributes"], 0),
        (["rules", "test", "--rule", "tech-debt.global-variable"], 0),
        (["rules", "test", "--rule", "tech-debt.nothing"], 2),
        (["owner", "app/models/user.rb", "--project", "{app}"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int, app: Path, tmp_path: Path, capsys: Capture) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    places = {"app": app, "empty": empty, "bad": FIXTURES / "bad_rules"}
    outcome = run(capsys, *(argument.format(**places) for argument in arguments))
    assert outcome.code == code, outcome.err
    assert "Traceback" not in outcome.err


def test_version_is_printed(capsys: Capture) -> None:
    assert run(capsys, "--version").out == f"dxscore {__version__}\n"


def test_off_a_terminal_there_is_one_finding_per_line(app: Path, capsys: Capture) -> None:
    lines = run(capsys, "scan", app, "--no-cache").out.splitlines()
    assert lines
    assert all(line.split(":")[1].isdigit() for line in lines)


def test_several_outputs_are_written_in_one_run(app: Path, tmp_path: Path, capsys: Capture) -> None:
    outputs = [f"--output={name}={tmp_path / 'out' / name}" for name in ("json", "jsonl", "csv", "markdown", "html")]
    outcome = run(capsys, "scan", app, "--no-cache", *outputs)
    assert (outcome.code, outcome.out) == (0, "")
    assert json.loads((tmp_path / "out" / "json").read_text())["schema"] == "dxscore/v1"
    assert (tmp_path / "out" / "html").read_text().startswith("<!doctype html>")
    assert outcome.err.count("wrote ") == 5


def test_filters_narrow_what_is_shown(app: Path, capsys: Capture) -> None:
    everything = run(capsys, "scan", app, "--no-cache", "--output", "jsonl").out.splitlines()
    owner = json.loads(everything[0])["owner"]
    of_owner = run(capsys, "scan", app, "--no-cache", "--output", "jsonl", "--owner", owner).out.splitlines()
    assert 0 < len(of_owner) < len(everything)
    assert {json.loads(line)["owner"] for line in of_owner} == {owner}


def test_a_bad_configuration_is_told_with_file_line_and_suggestion(app: Path, capsys: Capture) -> None:
    (app / "dxscore.toml").write_text("[scan]\nexlude = []\n")
    outcome = run(capsys, "scan", app, "--no-cache")
    assert outcome.code == 2
    assert "dxscore.toml:2" in outcome.err
    assert "exclude" in outcome.err


def test_an_unforeseen_fault_is_exit_2_with_a_hint(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("dxscore.pipeline.scan", fail)
    outcome = run(capsys, "scan", FIXTURES / "minimal", "--no-cache")
    assert outcome.code == 2
    assert "ZeroDivisionError: boom" in outcome.err
    assert "--debug" in outcome.err
    with pytest.raises(ZeroDivisionError):
        run(capsys, "--debug", "scan", FIXTURES / "minimal", "--no-cache")


def test_init_writes_a_configuration_that_loads_and_will_not_overwrite_it(app: Path, capsys: Capture) -> None:
    outcome = run(capsys, "init", app)
    assert outcome.code == 0
    assert "CODEOWNERS" in outcome.out
    assert run(capsys, "scan", app, "--no-cache").code == 0
    assert run(capsys, "init", app).code == 2
    assert run(capsys, "init", app, "--force").code == 0


def test_a_new_rule_passes_its_own_tests(app: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(app)
    assert run(capsys, "rules", "new", "shop.float-money").code == 0
    assert run(capsys, "rules", "test", "--rule", "shop.float-money").code == 0
    assert run(capsys, "rules", "new", "shop.float-money").code == 2


def test_a_new_rule_with_a_bad_id_leaves_nothing_behind(
    app: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(app)
    assert run(capsys, "rules", "new", "../../escape").code == 2
    assert not (app / ".dxscore" / "rules").exists()
    assert not (app.parent / "escape.yml").exists()


def test_rule_paths_may_not_lead_out_of_the_project(app: Path, capsys: Capture) -> None:
    (app / "dxscore.toml").write_text('[rules]\npaths = ["../outside"]\n')
    outcome = run(capsys, "scan", app, "--no-cache")
    assert (outcome.code, "leads out of" in outcome.err) == (2, True)


def test_doctor_looks_at_every_foundation(app: Path, capsys: Capture) -> None:
    outcome = run(capsys, "doctor", app)
    topics = {"git", "versions", "owners", "files", "cache", "suppressions", "rules"}
    assert {line.split()[1] for line in outcome.out.splitlines() if line.startswith(("ok", "look"))} >= topics
    assert outcome.code == 1
    assert "->" in outcome.out


def test_a_closed_pipe_is_no_fault(app: Path) -> None:
    command = f"'{sys.executable}' -m dxscore scan '{app}' --no-cache --output json | head -c 10"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


_DXSCORE = Path(sys.executable).with_name("dxscore")


def completing(**environment: str) -> str:
    """What the installed command answers to a shell that asks for completion."""
    environment |= {"PATH": "/usr/bin:/bin"}
    done = subprocess.run([str(_DXSCORE)], env=environment, capture_output=True, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_be_taught_to_complete(shell: str) -> None:
    assert "complete" in completing(_DXSCORE_COMPLETE=f"source_{shell}")


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("dxscore expl", "explain"),
        ("dxscore explain tech-debt.glob", "tech-debt.global-variable"),
        ("dxscore scan --dimension tech", "tech-debt"),
        ("dxscore scan --min-severity cri", "critical"),
    ],
)
def test_commands_options_and_rule_ids_complete(words: str, offered: str) -> None:
    last = str(len(words.split()) - 1)
    assert offered in completing(_DXSCORE_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=last).split()
