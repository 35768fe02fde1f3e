from __future__ import annotations

import json
from pathlib import Path

from dxscore.config import Config
from dxscore.copying import replace
from dxscore.domain.campaign import Scope
from dxscore.pipeline.campaign_tests import with_tests
from dxscore.pipeline.reading import ScanRequest
from tests.campaign_reports import a_campaign_report
from tests.factories import AS_OF


def a_project(root: Path) -> Path:
    (root / "spec/web").mkdir(parents=True)
    (root / "spec/web/a_spec.rb").write_text("# @team Web\n")
    (root / "spec/support").mkdir()
    shitlist = {"./spec/web/a_spec.rb": ["DEPRECATION WARNING: one", "DEPRECATION WARNING: two"]}
    (root / "spec/support/deprecation_warning.shitlist.json").write_text(json.dumps(shitlist))
    return root


def results(file: Path, status: str) -> Path:
    outside = {"id": "../other/b_spec.rb[1:1]", "status": "passed"}
    examples = [{"id": "./spec/web/a_spec.rb[1:1]", "status": status, "full_description": "A adds up"}, outside]
    file.write_text(json.dumps({"examples": examples}))
    return file


def test_each_campaign_gets_the_tests_and_warnings_of_its_scope_by_team(tmp_path: Path) -> None:
    root = a_project(tmp_path / "app")
    report = a_campaign_report()
    everything, narrow = report.states[0], report.states[1]
    only_web = replace(narrow, campaign=replace(narrow.campaign, scope=Scope(owners=("Web",))))
    elsewhere = replace(narrow, campaign=replace(narrow.campaign, scope=Scope(paths=("app/",))))
    request = ScanRequest(root, Config(), AS_OF, use_cache=False)
    files = [results(tmp_path / "1.json", "passed"), results(tmp_path / "2.json", "failed"), tmp_path / "gone.json"]
    measured = with_tests(replace(report, states=(everything, only_web, elsewhere)), request, files)
    suites = [state.suite for state in measured.states]
    assert [
        suite and [(part.owner, part.tests, part.flaky, part.warnings) for part in suite.parts] for suite in suites
    ] == [
        [("Web", 1, 1, 2), ("unowned", 1, 0, 0)],
        [("Web", 1, 1, 2)],
        [],
    ]
    assert [each.subject for each in measured.unknown] == ["test results in gone.json"]
