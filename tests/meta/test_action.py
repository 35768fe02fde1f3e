"""The scripts of action.yml, run in a shell with a dxscore that only writes down how it was called."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.meta.documents import ROOT

_ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_STAND_IN = """#!/bin/bash
printf '%s\\n' "$@" > "$RUNNER_TEMP/called"
for argument in "$@"; do
  case "$argument" in github=* | markdown=* | json=* | sarif=*) echo "${argument%%=*} report" > "${argument#*=}" ;; esac
done
echo "::set-output name=exit-code::0"
exit "${GATE_CODE:-0}"
"""


@dataclass(frozen=True, slots=True)
class Runner:
    """A folder that stands for the machine of a job."""

    folder: Path

    def run(self, step: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the script of the step with this name as GitHub does."""
        (script,) = (each["run"] for each in _ACTION["runs"]["steps"] if each["name"] == step)
        places = {"RUNNER_TEMP": str(self.folder), "GITHUB_OUTPUT": str(self.folder / "output")}
        places["GITHUB_STEP_SUMMARY"] = str(self.folder / "summary")
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
        environment = {"PATH": "/usr/bin:/bin", **places, **environ}
        return subprocess.run(command, env=environment, text=True, capture_output=True, check=False)

    def gate(self, event: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the step that judges."""
        given = {"GITHUB_EVENT_NAME": event, "PROJECT": ".", "BASE": "", "QUEUE_BASE": "", "BEFORE": "", **environ}
        return self.run("Judge the change", **given)

    def called(self) -> list[str]:
        """The arguments that dxscore was called with."""
        return (self.folder / "called").read_text().splitlines()

    def outputs(self) -> dict[str, str]:
        """The outputs of the step."""
        return dict(line.split("=", 1) for line in (self.folder / "output").read_text().splitlines())


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    stand_in = tmp_path / "dxscore" / "venv" / "bin" / "dxscore"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(_STAND_IN)
    stand_in.chmod(0o755)
    return Runner(tmp_path)


@pytest.mark.parametrize(
    ("event", "environ", "base"),
    [
        ("pull_request", {"GITHUB_BASE_REF": "main"}, ["--base=origin/main"]),
        ("pull_request", {"GITHUB_BASE_REF": "$(touch x); `id` \"'"}, ["--base=origin/$(touch x); `id` \"'"]),
        ("merge_group", {"QUEUE_BASE": "abc"}, ["--base=abc"]),
        ("push", {"BEFORE": "abc"}, ["--base=abc"]),
        ("push", {"BEFORE": "0" * 40}, []),
        ("push", {"BEFORE": "0" * 64}, []),
        ("schedule", {}, []),
        ("pull_request", {"GITHUB_BASE_REF": "main", "BASE": "v1"}, ["--base=v1"]),
    ],
)
def test_each_event_has_its_base(runner: Runner, event: str, environ: dict[str, str], base: list[str]) -> None:
    assert runner.gate(event, **environ).returncode == 0
    assert [argument for argument in runner.called() if argument.startswith("--base")] == base
    assert runner.called()[:2] == ["gate", "."]


@pytest.mark.parametrize("code", ["0", "1"])
def test_a_verdict_is_told_and_does_not_end_the_job_yet(runner: Runner, code: str) -> None:
    done = runner.gate("push", GATE_CODE=code)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "github report")
    assert runner.outputs() == {"exit-code": code, "report": f"{runner.folder}/dxscore/report.json"}


def test_what_a_scan_prints_is_no_command_to_the_runner(runner: Runner) -> None:
    first, second = (runner.gate("push").stdout.splitlines() for _ in range(2))
    stop = first[0].removeprefix("::stop-commands::")
    assert first == [f"::stop-commands::{stop}", "::set-output name=exit-code::0", f"::{stop}::", "github report"]
    assert len(stop) == 32
    assert second[0] != first[0]


@pytest.mark.parametrize("code", ["2", "3"])
def test_without_a_verdict_there_is_no_report(runner: Runner, code: str) -> None:
    assert runner.gate("push", GATE_CODE=code).returncode == 0
    assert runner.outputs() == {"exit-code": code}


@pytest.mark.parametrize("code", [0, 1, 2, 3])
def test_the_job_ends_as_the_gate_did(runner: Runner, code: int) -> None:
    assert runner.run("Verdict", CODE=str(code)).returncode == code


def test_the_report_becomes_the_summary_of_the_job(runner: Runner) -> None:
    runner.gate("push")
    assert runner.run("Write the summary").returncode == 0
    assert (runner.folder / "summary").read_text() == "markdown report\n"


def test_the_comment_is_the_markdown_report(runner: Runner) -> None:
    assert runner.run("Comment on the pull request").returncode == 0
    report = f"{runner.folder}/dxscore/report.md"
    assert runner.called() == ["comment", "--file", report, "--unless-clean", "--allow-read-only"]


def test_the_status_has_the_name_and_the_code_it_was_given(runner: Runner) -> None:
    assert runner.run("Set the commit status", CONTEXT="dx score", CODE="1").returncode == 0
    assert runner.called() == ["status", "--exit-code", "1", "--context", "dx score", "--allow-read-only"]


def test_only_the_steps_that_write_to_github_have_the_token() -> None:
    steps: list[dict[str, Any]] = _ACTION["runs"]["steps"]
    holders = {step["name"] for step in steps if "inputs.token" in str(step)}
    assert holders == {"Comment on the pull request", "Set the commit status"}


def test_what_comes_after_the_verdict_has_to_wait_for_it() -> None:
    names = [step["name"] for step in _ACTION["runs"]["steps"]]
    assert names[-1] == "Verdict"
