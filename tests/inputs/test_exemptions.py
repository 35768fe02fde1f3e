from __future__ import annotations

from pathlib import Path

import pytest

from dxscore.domain.exemption import Exemption
from dxscore.errors import InvalidInputError
from dxscore.inputs.exemptions import load_exemptions
from dxscore.inputs.tree import FolderTree

FULL = """\
# reviewed by the platform team
- rules: [tech-debt.rescue-nil, tech-debt.eval]
  paths: ["lib/legacy/**", "!lib/legacy/new/**"]
  reason: planned
  note: Goes away with the importer.
  approved_by: jane
  created: 2026-10-01
  expires: "2027-01-31"
- {rule: tech-debt.sleep, reason: test-data, approved_by: joe}
"""


def complaints(tmp_path: Path, content: str | bytes) -> list[str]:
    (tmp_path / "e.yml").write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(InvalidInputError) as raised:
        load_exemptions(FolderTree(tmp_path), "e.yml")
    return [str(problem) for problem in raised.value.problems]


def test_reads_every_field(tmp_path: Path) -> None:
    (tmp_path / "e.yml").write_text(FULL)
    assert load_exemptions(FolderTree(tmp_path), "e.yml") == (
        Exemption(
            rules=("tech-debt.rescue-nil", "tech-debt.eval"),
            paths=("lib/legacy/**", "!lib/legacy/new/**"),
            reason="planned",
            approved_by="jane",
            expires="2027-01-31",
            file="e.yml",
            line=2,
            note="Goes away with the importer.",
            created="2026-10-01",
        ),
        Exemption(("tech-debt.sleep",), (), "test-data", "joe", "", "e.yml", 9),
    )


@pytest.mark.parametrize("content", ["", "# nothing yet\n", "[]\n"])
def test_nothing_in_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "e.yml").write_text(content)
    assert load_exemptions(FolderTree(tmp_path), "e.yml") == ()


def test_no_file_is_no_exemption(tmp_path: Path) -> None:
    assert load_exemptions(FolderTree(tmp_path), "e.yml") == ()


def test_all_problems_at_once_with_lines(tmp_path: Path) -> None:
    content = """\
- rule: a.b
  reason: planed
  aproved_by: j
  expires: tomorrow
- rules: []
  rule: a.c
  reason: planned
  approved_by: [a]
  paths: "!"
- text
"""
    assert complaints(tmp_path, content) == [
        "e.yml:1: 'approved_by' is missing",
        "e.yml:2: 'planed' is no reason (did you mean 'planned'?; the rest goes into `note`)",
        "e.yml:3: unknown key 'aproved_by' (did you mean 'approved_by'?)",
        "e.yml:4: 'tomorrow' is not a date (write it as 2027-01-31)",
        "e.yml:5: 'rules' is empty",
        "e.yml:6: the key 'rule' stands here twice",
        "e.yml:8: 'approved_by' must be a text",
        "e.yml:9: '!' is not a pattern (write it as in .gitignore, for example lib/legacy/**)",
        "e.yml:10: an exemption must be a mapping (begin it with `- rule:`)",
    ]


def test_not_a_list(tmp_path: Path) -> None:
    assert complaints(tmp_path, "rule: a.b\n") == ["e.yml:1: must be a list of exemptions (begin each with `- rule:`)"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"- rule: a.b\n  reason: [\n", "e.yml:3: not valid YAML: did not find expected node content"),
        (b"- a\n- \xff\n", "e.yml:2: is not UTF-8 text"),
        (b"[" * 9000, "e.yml:1: not valid YAML: exceeded maximum nesting depth"),
        (b"#" * (1024 * 1024 + 1), "e.yml:1: is larger than 1024 KiB"),
    ],
)
def test_unusable_file(tmp_path: Path, content: bytes, complaint: str) -> None:
    assert complaint in complaints(tmp_path, content)[0]


def test_objects_are_not_made(tmp_path: Path) -> None:
    assert complaints(tmp_path, '- !!python/object/apply:os.system ["touch pwned"]\n')
    assert not (tmp_path / "pwned").exists()


def test_link_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yml").write_text(FULL)
    (tmp_path / "e.yml").symlink_to("elsewhere.yml")
    with pytest.raises(InvalidInputError, match="can't be read"):
        load_exemptions(FolderTree(tmp_path), "e.yml")
