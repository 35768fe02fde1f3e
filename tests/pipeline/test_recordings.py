from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from dxscore.domain.source import FileKind, SourceFile
from dxscore.domain.upgrade import Recorded
from dxscore.pipeline.recordings import recordings

_WARNING = "DEPRECATION WARNING: `x` is deprecated"


def _read(root: Path, record: str, tests: Sequence[str], messages: Sequence[str] = (_WARNING,)) -> tuple[Recorded, ...]:
    file = root / record
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("a:\n" + "".join(f'- "{message}"\n' for message in messages))
    files = [SourceFile(path, "", 0, FileKind.RUBY_TEST) for path in tests]
    return recordings(root, ("test/deprecations",), (), files, lambda path: f"owner of {path}").recorded


def test_a_record_belongs_to_the_one_test_that_it_is_named_after(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, "test/deprecations/user_test.yml", ["test/models/user_test.rb", "test/a_test.rb"])
    assert found.owner == "owner of test/models/user_test.rb"


def test_a_record_of_which_there_are_two_tests_belongs_to_who_owns_the_record(tmp_path: Path) -> None:
    (found,) = _read(tmp_path, "test/deprecations/user_test.yml", ["test/a/user_test.rb", "test/b/user_test.rb"])
    assert found.owner == "owner of test/deprecations/user_test.yml"


def test_messages_are_told_without_the_place_they_came_from_the_most_frequent_first(tmp_path: Path) -> None:
    other = "DEPRECATION WARNING: y"
    messages = [other, f"{_WARNING} (called from a.rb:1)", f"{_WARNING} (called from b.rb:2)"]
    (found,) = _read(tmp_path, "test/deprecations/user_test.yml", [], messages)
    assert (found.warnings, found.messages) == (3, (_WARNING, other))


def test_records_may_be_given_with_the_results_and_count_once(tmp_path: Path) -> None:
    root, elsewhere = tmp_path / "app", tmp_path / "artifacts"
    for folder in (root / "spec/support", elsewhere):
        folder.mkdir(parents=True)
        (folder / "a.shitlist.json").write_text(json.dumps({f"spec/{folder.name}_spec.rb": [_WARNING]}))
    junit = elsewhere / "junit.xml"
    junit.write_text('<testsuite><testcase file="spec/b_spec.rb"/></testsuite>')
    given = [elsewhere / "a.shitlist.json", root / "spec/support/a.shitlist.json", junit]
    found = recordings(root, ("spec/support",), given, (), lambda path: "web")
    assert [each.path for each in found.recorded] == ["spec/support_spec.rb", "spec/artifacts_spec.rb"]
    assert [each.path for each in found.tests] == ["spec/b_spec.rb"]
    assert not found.unknown
