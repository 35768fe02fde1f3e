"""What users copy into their CI is valid, pinned, and safe from names that strangers choose."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.meta.documents import ROOT, Block, blocks

_CI_PAGE = ROOT / "docs" / "ci.md"
_SCHEMAS = {"runs-on:": "github-workflows", "docker:": "circle-ci", "label:": "buildkite"}
"""A word that only the configuration of one service has -> its schema."""


def _read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def _yaml_blocks() -> list[Block]:
    return [block for block in blocks(_CI_PAGE) if block.language == "yaml"]


def _validate(file: Path, schema: str) -> None:
    """By the schema that check-jsonschema brings along: SchemaStore's, or that of the service itself."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(file)]
    done = subprocess.run(command, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout


def _examples() -> Iterator[tuple[str, str, str]]:
    for block in _yaml_blocks():
        yield from ((block.place, block.text, schema) for word, schema in _SCHEMAS.items() if word in block.text)


def _scripts(data: Any) -> Iterator[str]:
    """Every shell script in a configuration, wherever it stands."""
    if isinstance(data, list):
        for item in data:
            yield from _scripts(item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key in {"run", "command"} and isinstance(value, str):
                yield value
            elif key in {"script", "before_script"}:
                yield "\n".join(value)
            else:
                yield from _scripts(value)


def _configurations() -> list[Any]:
    texts = [block.text for block in _yaml_blocks()]
    return [_read("action.yml"), _read("docs/ci/gitlab-ci.yml"), *map(yaml.safe_load, texts)]


def test_the_action_is_valid() -> None:
    _validate(ROOT / "action.yml", "github-actions")


def test_the_template_is_valid() -> None:
    _validate(ROOT / "docs" / "ci" / "gitlab-ci.yml", "gitlab-ci")


@pytest.mark.parametrize(("place", "text", "schema"), [*_examples()], ids=lambda value: value[:20])
def test_an_example_is_valid(place: str, text: str, schema: str, tmp_path: Path) -> None:
    file = tmp_path / "example.yml"
    file.write_text(text, encoding="utf-8")
    _validate(file, schema)


def test_there_is_an_example_for_each_service() -> None:
    assert {schema for _, _, schema in _examples()} == {"github-workflows", "circle-ci", "buildkite"}


def test_the_hook_says_what_pre_commit_has_to_know() -> None:
    (hook,) = _read(".pre-commit-hooks.yaml")
    assert hook["id"] == "dxscore-gate"
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    assert set(hook) <= {"id", "name", "description", "entry", "language", "pass_filenames", "require_serial"}


@pytest.mark.parametrize("name", ["action.yml", "docs/ci.md"])
def test_actions_of_others_are_pinned_by_commit_and_say_which_version_that_is(name: str) -> None:
    uses = re.findall(r"^ +(?:- )?uses: (\S+)(.*)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    others = [(action, note) for action, note in uses if not action.startswith("your-org/")]
    assert others
    for action, note in others:
        assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", action)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", note)


def test_an_action_is_pinned_to_one_commit_everywhere() -> None:
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("action.yml", "docs/ci.md"))
    pins = {
        (re.sub(r"/(restore|save)$", "", action), commit) for action, commit in re.findall(r"([\w/-]+)@(\w{40})", text)
    }
    assert len({action for action, _ in pins}) == len(pins)


def test_no_script_is_put_together_from_expressions() -> None:
    scripts = [script for data in _configurations() for script in _scripts(data)]
    assert len(scripts) > 8
    assert [script for script in scripts if "${{" in script] == []


@pytest.mark.parametrize("script", [script for data in _configurations() for script in _scripts(data)])
def test_a_script_is_shell(script: str) -> None:
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize(
    "block", [block for block in blocks(_CI_PAGE) if block.language == "sh"], ids=lambda block: block.place
)
def test_a_shell_example_is_shell(block: Block) -> None:
    subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)


def test_the_page_tells_of_every_input_of_the_action() -> None:
    page = _CI_PAGE.read_text(encoding="utf-8")
    action = _read("action.yml")
    assert [name for name in action["inputs"] if f"| `{name}` |" not in page] == []
    assert [name for name in action["outputs"] if f"`{name}`" not in page] == []
