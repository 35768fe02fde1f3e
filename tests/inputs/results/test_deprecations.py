from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.inputs.results.deprecations import Records, read_records
from dxscore.inputs.tree import FolderTree

_WARNING = "DEPRECATION WARNING: `x` is deprecated"


def _read(root: Path, files: dict[str, str]) -> Records:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content)
    return read_records(FolderTree(root), ("test/deprecations", "spec/support", "nowhere"))


def test_the_files_of_deprecation_toolkit_hold_warnings_by_test(tmp_path: Path) -> None:
    content = f'---\ntest_one:\n- "{_WARNING}"\n- "{_WARNING}"\ntest_two: []\ntest_three:\n- "{_WARNING} too"\n'
    records = _read(tmp_path, {"test/deprecations/user_test.yml": content})
    (found,) = records.warnings
    assert (found.path, found.tool, len(found.messages)) == (
        "test/deprecations/user_test.yml",
        "deprecation_toolkit",
        3,
    )


def test_the_shitlist_of_next_rails_holds_warnings_by_test_file(tmp_path: Path) -> None:
    content = f'{{"./spec/models/a_spec.rb": ["{_WARNING}"], "./spec/models/b_spec.rb": []}}'
    records = _read(tmp_path, {"spec/support/deprecation_warning.shitlist.json": content})
    assert [(each.path, len(each.messages)) for each in records.warnings] == [
        ("spec/models/a_spec.rb", 1),
        ("spec/models/b_spec.rb", 0),
    ]


def test_other_yaml_is_no_record(tmp_path: Path) -> None:
    records = _read(
        tmp_path, {"spec/support/users.yml": f'a: ["{_WARNING}"]', "test/deprecations/list.yml": "a: [b, c]"}
    )
    assert records == Records((), ())


@pytest.mark.parametrize("content", ["a: [", "\x00", "a: " + "[" * 5000])
def test_a_record_that_can_not_be_read_is_unknown(tmp_path: Path, content: str) -> None:
    records = _read(tmp_path, {"test/deprecations/a.yml": content, "spec/support/b.shitlist.json": "[1]"})
    assert [each.subject for each in records.unknown] == [
        "deprecations recorded in spec/support/b.shitlist.json",
        "deprecations recorded in test/deprecations/a.yml",
    ]


def test_aliases_are_not_multiplied_and_tags_build_nothing(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: !ruby/object:Gem::Installer [*c]\n"
    records = _read(tmp_path, {"test/deprecations/a.yml": f'{bomb}e: ["{_WARNING}"]'})
    assert [len(each.messages) for each in records.warnings] == [1]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.yml"
    outside.write_text(f'a: ["{_WARNING}"]')
    root = tmp_path / "app"
    (root / "test/deprecations").mkdir(parents=True)
    (root / "test/deprecations/a.yml").symlink_to(outside)
    records = read_records(FolderTree(root), ("test/deprecations",))
    assert not records.warnings
    assert len(records.unknown) == 1
