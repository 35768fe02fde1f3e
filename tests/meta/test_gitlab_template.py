"""The script of the GitLab template, run in a shell with a dxscore that only writes down how it was called."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.meta.documents import ROOT

_JOB = yaml.safe_load((ROOT / "docs" / "ci" / "gitlab-ci.yml").read_text(encoding="utf-8"))["dxscore"]
_STAND_IN = """#!/bin/bash
echo "$*" >> called
[ "$1" != gate ] || exit "$GATE_CODE"
"""


def _run(folder: Path, **environ: str) -> tuple[int, list[str]]:
    """Exit code of the job, and the calls of dxscore."""
    stand_in = folder / "dxscore"
    stand_in.write_text(_STAND_IN)
    stand_in.chmod(0o755)
    given = {"PATH": f"{folder}:/usr/bin:/bin", "DXSCORE_APP": ".", "CI_MERGE_REQUEST_DIFF_BASE_SHA": "base", **environ}
    script = "\n".join(_JOB["script"])
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", script], env=given, cwd=folder, check=False)
    return done.returncode, (folder / "called").read_text().splitlines()


@pytest.mark.parametrize(("target", "base"), [({}, "base"), ({"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "tip"}, "tip")])
def test_a_pipeline_for_merged_results_is_judged_against_the_target(
    tmp_path: Path, target: dict[str, str], base: str
) -> None:
    code, (gate, comment) = _run(tmp_path, GATE_CODE="0", **target)
    assert code == 0
    assert gate.startswith(f"gate . --base {base} --output text --output markdown=dxscore.md --output gitlab=")
    assert comment == "comment --file dxscore.md --unless-clean --allow-read-only"


@pytest.mark.parametrize(("code", "calls"), [("0", 2), ("1", 2), ("2", 1), ("3", 1)])
def test_the_job_ends_as_the_gate_did_and_comments_on_verdicts_only(tmp_path: Path, code: str, calls: int) -> None:
    ended, called = _run(tmp_path, GATE_CODE=code)
    assert (ended, len(called)) == (int(code), calls)


def test_the_report_of_the_job_is_the_one_that_is_written() -> None:
    report = _JOB["artifacts"]["reports"]["codequality"]
    assert any(f"--output gitlab={report}" in line for line in _JOB["script"])
