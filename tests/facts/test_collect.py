"""Facts of all files, with and without a cache."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dxscore.copying import replace
from dxscore.domain.matchers import CallMatcher, TextTest
from dxscore.domain.rule import Detection, Rule
from dxscore.domain.source import FileKind, Skip, SourceFile
from dxscore.facts import collect as collect_module
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import Batch, Collected, collect, collect_all
from dxscore.inputs.reading import blob_id
from tests.factories import a_rule

CONTENT = {
    "app/models/a.rb": b"class A\n  def b\n    C.d\n  end\nend\n",
    "app/models/c.rb": b"class C\nend\n",
    "spec/models/a_spec.rb": b"describe A do\nend\n",
    "app/views/a.html.erb": b"<%= A %>\n",
    "Dockerfile": b"FROM ruby:3.3\n",
}
KINDS = {".erb": FileKind.ERB, "": FileKind.IMAGE}


@dataclass
class Project:
    """Files in memory; `read` lists what was read by this process."""

    content: Mapping[str, bytes]
    read: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[SourceFile]:
        return [SourceFile(path, blob_id(content), len(content), kind(path)) for path, content in self.content.items()]

    def bytes_of(self, file: SourceFile) -> bytes:
        self.read.append(file.path)
        return self.content[file.path]

    def collect(self, cache: FactsCache | None = None, rules: Sequence[Rule] = ()) -> Collected:
        return collect(self.files, self.bytes_of, rules, cache, 2, lambda done, total: None)


def kind(path: str) -> FileKind:
    if path.endswith("_spec.rb"):
        return FileKind.RUBY_TEST
    return KINDS.get(Path(path).suffix, FileKind.RUBY)


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that tests can see what was read; workers have tests of their own."""
    monkeypatch.setattr("dxscore.facts.workers._can_fork", lambda: False)


@pytest.fixture
def cache(tmp_path: Path) -> FactsCache:
    return FactsCache(tmp_path / "cache" / "facts.db")


def test_gives_the_facts_of_every_file() -> None:
    collected = Project(CONTENT).collect()
    assert list(collected.facts) == list(CONTENT)
    assert collected.facts["app/models/a.rb"].outline.namespaces[0].name == "A"
    assert collected.facts["Dockerfile"].entities[0].kind == "image"
    assert (collected.skipped, collected.notices) == ((), ())


def test_workers_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = Project(CONTENT).collect()
    monkeypatch.undo()
    project = Project(CONTENT)
    assert project.collect() == here
    assert not project.read, "read elsewhere"


def test_a_second_run_reads_nothing(cache: FactsCache) -> None:
    first = Project(CONTENT).collect(cache)
    project = Project(CONTENT)
    assert project.collect(cache) == first
    assert not project.read


def test_only_what_changed_is_read_again(cache: FactsCache) -> None:
    Project(CONTENT).collect(cache)
    project = Project({**CONTENT, "app/models/c.rb": b"class D\nend\n"})
    assert project.collect(cache).facts["app/models/c.rb"].outline.namespaces[0].name == "D"
    assert project.read == ["app/models/c.rb"]


def test_a_renamed_file_is_not_read_again(cache: FactsCache) -> None:
    Project(CONTENT).collect(cache)
    project = Project({"lib/new.rb": CONTENT["app/models/a.rb"]})
    assert project.collect(cache).facts["lib/new.rb"].outline.namespaces[0].name == "A"
    assert not project.read


def test_equal_files_are_read_once_but_by_kind() -> None:
    project = Project({"a.rb": b"A\n", "b.rb": b"A\n", "c_spec.rb": b"A\n"})
    assert len(project.collect().facts) == 3
    assert len(project.read) == 2


def test_equal_files_that_are_told_apart_by_name_are_read_each() -> None:
    project = Project({"a/Dockerfile": b"FROM ruby\n", "b/Dockerfile": b"FROM ruby\n"})
    project.collect()
    assert len(project.read) == 2


def test_other_rules_mean_reading_again(cache: FactsCache) -> None:
    Project(CONTENT).collect(cache)
    rule = replace(a_rule(), detection=Detection(match=CallMatcher(name=TextTest(values=("d",)))))
    project = Project(CONTENT)
    matches = project.collect(cache, [rule]).facts["app/models/a.rb"].matches
    assert [match.rule for match in matches] == [rule.id]
    assert len(project.read) == len(CONTENT)


def test_a_damaged_record_is_read_again(cache: FactsCache, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Project(CONTENT).collect(cache)
    key = collect_module.key_of(Project(CONTENT).files[0])
    cache.store(collect_module.facts_digest(()), [(key, b"damaged")])
    project = Project(CONTENT)
    assert project.collect(cache) == first
    assert project.read == ["app/models/a.rb"]


def test_a_cache_that_can_not_be_used_is_told_and_costs_nothing_else(cache: FactsCache) -> None:
    cache.path.parent.mkdir()
    cache.path.write_bytes(b"no database")
    collected = Project(CONTENT).collect(cache)
    assert collected.notices == ("cache dropped: file is not a database",)
    assert collected.facts == Project(CONTENT).collect().facts
    assert Project(CONTENT).collect(cache).notices == ()


def test_unreadable_files_are_skipped_with_a_reason() -> None:
    collected = Project({"a.rb": b"a\0", "b.rb": b"A\n", "c.rb": b"'\x80'"}).collect()
    assert list(collected.facts) == ["b.rb"]
    assert collected.skipped == (Skip("a.rb", "binary"), Skip("c.rb", "not UTF-8"))


def test_a_file_that_vanished_is_skipped() -> None:
    def read(file: SourceFile) -> bytes:
        raise FileNotFoundError(2, "No such file or directory", file.path)

    collected = collect(Project({"a.rb": b"A\n"}).files, read, (), None, 1, lambda done, total: None)
    assert collected == Collected({}, (Skip("a.rb", "vanished", "No such file or directory"),))


def test_a_file_read_in_part_is_told_but_has_its_facts(cache: FactsCache) -> None:
    project = Project({"a.rb": b"class A\nend\n)))\n"})
    for _ in range(2):
        collected = project.collect(cache)
        assert collected.skipped == (Skip("a.rb", "syntax error", "line 3"),)
        assert collected.facts["a.rb"].outline.namespaces


def test_a_file_that_changed_since_it_was_listed_is_not_kept(cache: FactsCache) -> None:
    """Its facts would be found again under the id of what it was."""
    listed = Project({"a.rb": b"class Old\nend\n"}).files
    now = Project({"a.rb": b"class New\nend\n"})
    collected = collect(listed, now.bytes_of, (), cache, 1, lambda done, total: None)
    assert collected.facts["a.rb"].outline.namespaces[0].name == "New"
    restored = Project({"a.rb": b"class Old\nend\n"}).collect(cache)
    assert restored.facts["a.rb"].outline.namespaces[0].name == "Old"


def test_a_file_that_kills_its_worker_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(file: SourceFile) -> bytes:
        if file.path == "app/models/c.rb":
            os.kill(os.getpid(), signal.SIGKILL)
        return CONTENT[file.path]

    monkeypatch.undo()
    collected = collect(Project(CONTENT).files, read, (), None, 2, lambda done, total: None)
    assert collected.skipped == (Skip("app/models/c.rb", "crashed the parser"),)
    assert len(collected.facts) == len(CONTENT) - 1


def test_tells_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    project = Project({"a.rb": b"A\n", "b.rb": b"B\n"})
    collect(project.files, project.bytes_of, (), None, 1, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_nothing_to_read_is_nothing() -> None:
    assert Project({}).collect() == Collected({}, ())


def both(one: Project, other: Project, cache: FactsCache | None = None) -> tuple[Collected, ...]:
    batches = [Batch(each.files, each.bytes_of) for each in (one, other)]
    return collect_all(batches, (), cache, 1, lambda done, total: None)


def test_versions_are_collected_as_each_would_be_alone(cache: FactsCache) -> None:
    before = Project(CONTENT)
    after = Project({**CONTENT, "app/models/c.rb": b"class E\nend\n", "x.rb": b"class X\nend\n", "bad.rb": b"a\0"})
    alone = before.collect(), after.collect()
    assert both(before, after) == both(before, after, cache) == both(before, after, cache) == alone


def test_what_versions_have_in_common_is_read_once_from_the_first() -> None:
    before, after = Project(CONTENT), Project({"moved.rb": CONTENT["app/models/a.rb"], **CONTENT, "x.rb": b"X\n"})
    both(before, after)
    assert sorted(before.read) == sorted(CONTENT)
    assert after.read == ["x.rb"]


def test_what_can_not_be_read_is_missing_in_every_version_that_has_it() -> None:
    before = Project({"a.rb": b"A\n", "both.rb": b"\0"})
    after = Project({"b.rb": b"B\n", "moved.rb": b"\0"})
    assert [found.skipped for found in both(before, after)] == [
        (Skip("both.rb", "binary"),),
        (Skip("moved.rb", "binary"),),
    ]
