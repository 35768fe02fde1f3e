"""The kept rulebook: the same as a fresh one, and never in the way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import fields

from dxscore.domain.rule import Rule
from dxscore.rulebook import parsing
from dxscore.rulebook.loader import RuleFolder, every_rule
from dxscore.rulebook.store import StoredRule, stored
from tests.rulebook.support import rule_text, write
from tests.rulebook.test_matchers import PLACE_EXAMPLES
from tests.rulebook.test_rules import WORKED_EXAMPLES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rules = [
        rule_text(rule_id=f"place.r{n}", match=f"match: {text}") for n, (text, _) in enumerate(PLACE_EXAMPLES.values())
    ]
    announced = rule_text("state: announced", "enforce_on: 2027-01-31", "applies_when: {gem: {a: }}", rule_id="a.b")
    files: dict[str, str | bytes] = {f"{n}.yml": text for n, text in enumerate([*rules, announced, WORKED_EXAMPLES])}
    files["scorecards/place.yml"] = (
        "dimension: place\ntitle: P\nlevels: [bronze]\n"
        "checks: [{level: bronze, title: t, findings: {at_most: 1, min_severity: major, rules: [place.r0]}}]\n"
    )
    return write(tmp_path / "rules", files)


@pytest.fixture
def no_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        pytest.fail("YAML was parsed")

    monkeypatch.setattr(parsing, "parse", fail)


def test_a_kept_rulebook_equals_a_fresh_one(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    fresh = every_rule([folder], tmp_path / "cache/rules.msgpack")
    request.getfixturevalue("no_parsing")
    assert every_rule([folder], tmp_path / "cache/rules.msgpack") == fresh
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["rules.msgpack"]


def test_stored_rules_have_the_fields_of_rules() -> None:
    names = [field.name for field in fields(Rule)]
    assert [field.name for field in fields(StoredRule)] == [each for each in names if each not in ("valid", "invalid")]


@pytest.mark.parametrize("change", ["text", "new file", "renamed"])
def test_another_rule_file_makes_another_rulebook(folder: Path, tmp_path: Path, change: str) -> None:
    store = tmp_path / "rules.msgpack"
    before = every_rule([folder], store)
    if change == "text":
        path = folder / "0.yml"
        path.write_text(path.read_text().replace("message: saves", "message: other"))
    elif change == "renamed":
        (folder / "0.yml").rename(folder / "zero.yml")
    else:
        write(folder, {"new.yml": rule_text(rule_id="new.rule")})
    after = every_rule([folder], store)
    assert after != before
    assert after == every_rule([folder], store) == every_rule([folder])


@pytest.mark.parametrize(
    "content", [b"", b"garbage", b"\xc1", msgspec.msgpack.encode(["key", [99]]), b"\x93\xa1x\xa1y"]
)
def test_a_damaged_store_is_rewritten(folder: Path, tmp_path: Path, content: bytes) -> None:
    store = tmp_path / "rules.msgpack"
    store.write_bytes(content)
    fresh = every_rule([folder], store)
    assert fresh == every_rule([folder])
    assert store.read_bytes() != content


def test_a_store_that_can_not_be_written_is_done_without(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert every_rule([folder], tmp_path / "file/rules.msgpack") == every_rule([folder])


def test_problems_are_told_even_when_a_store_exists(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "rules.msgpack"
    every_rule([folder], store)
    write(folder, {"bad.yml": "id: x"})
    with pytest.raises(Exception, match=r"bad\.yml"):
        every_rule([folder], store)


@given(position=st.integers(0, 10_000), byte=st.integers(0, 255))
def test_a_flipped_byte_gives_a_rulebook_or_nothing(kept: tuple[Path, str], position: int, byte: int) -> None:
    path, key = kept
    data = bytearray(path.read_bytes())
    data[position % len(data)] = byte
    flipped = path.with_name("flipped")
    flipped.write_bytes(data)
    book = stored(flipped, key)
    assert book is None or all(isinstance(rule, Rule) for rule in book.rules)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    root = tmp_path_factory.mktemp("kept")
    store = root / "rules.msgpack"
    every_rule([write(root / "rules", {"a.yml": WORKED_EXAMPLES})], store)
    return store, str(msgspec.msgpack.decode(store.read_bytes())["key"])


def test_a_warm_run_does_not_import_the_yaml_parser(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "rules.msgpack"
    every_rule([folder], store)
    code = (
        "import sys; from pathlib import Path; from dxscore.rulebook.loader import every_rule; "
        f"every_rule([Path({str(folder)!r})], Path({str(store)!r})); print('yaml' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def test_a_prebuilt_rulebook_serves_any_copy_of_the_shipped_rules_and_is_not_written(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    prebuilt, copy, store = tmp_path / "prebuilt.msgpack", tmp_path / "elsewhere", tmp_path / "cache/rules.msgpack"
    fresh = every_rule([RuleFolder.shipped(folder)], prebuilt)
    shutil.copytree(folder, copy)
    before = prebuilt.read_bytes()
    request.getfixturevalue("no_parsing")
    assert every_rule([RuleFolder.shipped(copy)], store, prebuilt=prebuilt) == fresh
    assert prebuilt.read_bytes() == before
    assert not store.exists()


def test_a_prebuilt_rulebook_of_other_rules_is_left_alone(folder: Path, tmp_path: Path) -> None:
    prebuilt = tmp_path / "prebuilt.msgpack"
    every_rule([RuleFolder.shipped(folder)], prebuilt)
    before = prebuilt.read_bytes()
    write(folder, {"new.yml": rule_text(rule_id="a.new")})
    assert "a.new" in {rule.id for rule in every_rule([RuleFolder.shipped(folder)], prebuilt=prebuilt).rules}
    assert prebuilt.read_bytes() == before


def test_examples_are_given_on_request_only_kept_or_not(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "rules.msgpack"
    assert not any(rule.invalid for _ in range(2) for rule in every_rule([folder], store).rules)
    assert all(rule.invalid for rule in every_rule([folder], store, examples=True).rules)
