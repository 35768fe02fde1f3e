from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.inputs.catalog import component_of
from dxscore.inputs.tree import FolderTree

_GROUP = "kind: Group\nmetadata:\n  name: payments\n"


@pytest.mark.parametrize(
    ("text", "component"),
    [
        ("kind: Component\nmetadata:\n  name: larder\n", "default/larder"),
        ("kind: Component\nmetadata:\n  name: larder\n  namespace: shop\n---\nkind: Component\n", "shop/larder"),
        (f"{_GROUP}---\nkind: Component\nmetadata:\n  name: larder\n", "default/larder"),
        (_GROUP, ""),
        ("kind: Component\nmetadata:\n  name: [1]\n", ""),
        ("kind: Component\nmetadata: text\n", ""),
        ("- 1\n", ""),
        ("a: [", ""),
        ("", ""),
    ],
)
def test_the_first_component_of_the_file_is_the_project(tmp_path: Path, text: str, component: str) -> None:
    (tmp_path / "catalog-info.yaml").write_text(text)
    assert component_of(FolderTree(tmp_path)) == component


def test_a_project_need_not_be_in_a_catalog(tmp_path: Path) -> None:
    assert component_of(FolderTree(tmp_path)) == ""
