from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.inputs.results import cases
from dxscore.inputs.results.cases import read_results


def _junit(folder: Path, *paths: str, name: str = "junit.xml") -> Path:
    file = folder / name
    tests = "".join(f'<testcase file="{path}"/>' for path in paths)
    file.write_text(f"<testsuite>{tests}</testsuite>")
    return file


def test_results_of_several_files_add_up_by_test_file(tmp_path: Path) -> None:
    first = _junit(tmp_path, "./spec/a_spec.rb", "spec/a_spec.rb")
    second = tmp_path / "rspec.json"
    second.write_text('\ufeff{"examples": [{"status": "failed", "id": "./spec/a_spec.rb[1:2]"}]}')
    results = read_results([first, second], tmp_path)
    assert {path: dict(counts) for path, counts in results.by_file.items()} == {
        "spec/a_spec.rb": {"passed": 2, "failed": 1}
    }


def test_absolute_paths_are_those_of_the_project_here_or_where_the_tests_ran(tmp_path: Path) -> None:
    results = read_results([_junit(tmp_path, f"{tmp_path}/spec/a_spec.rb", "/builds/shop/test/b_test.rb")], tmp_path)
    assert set(results.by_file) == {"spec/a_spec.rb", "test/b_test.rb"}


@pytest.mark.parametrize("content", ["", "hello", "<!DOCTYPE a><testsuite/>", '{"examples": 1}'])
def test_a_file_that_can_not_be_used_is_unknown_and_the_others_count(tmp_path: Path, content: str) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_text(content)
    results = read_results([broken, _junit(tmp_path, "spec/a_spec.rb"), tmp_path / "gone.xml"], tmp_path)
    assert [each.subject for each in results.unknown] == ["test results in broken.xml", "test results in gone.xml"]
    assert set(results.by_file) == {"spec/a_spec.rb"}


def test_a_file_that_is_too_large_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "_LARGEST", 20)
    results = read_results([_junit(tmp_path, "spec/a_spec.rb")], tmp_path)
    assert "larger than" in results.unknown[0].reason
    assert not results.by_file
