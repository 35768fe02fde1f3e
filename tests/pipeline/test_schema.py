"""Audits of schemas are kept by content."""

from __future__ import annotations

from pathlib import Path

from dxscore.domain.source import FileKind, SourceFile
from dxscore.inputs.memory import FilesInMemory
from dxscore.pipeline.schema import as_entity, audited
from dxscore.pipeline.schema_sources import SchemaSources
from tests.schema.projects import gaps

_SCHEMA = 'ActiveRecord::Schema[8.0].define(version: 1) do\ncreate_table "users" do |t|\nt.string "{}"\nend\nend\n'
_MODEL = "class User < ApplicationRecord\n  validates :email, presence: true\nend\n"


def sources(column: str, store: Path | None = None) -> SchemaSources:
    tree = FilesInMemory({"db/schema.rb": _SCHEMA.format(column), "app/models/user.rb": _MODEL})
    listed = [SourceFile(path, text, len(text), FileKind.RUBY) for path, text in tree.files.items()]
    return SchemaSources(listed, lambda file: tree.read(file.path), tree, "8.0.0", {}, store, jobs=1)


def quiet(_done: int, _all: int) -> None:
    """No progress."""


def test_what_is_kept_comes_back_the_same(tmp_path: Path) -> None:
    first = audited(sources("email", tmp_path), quiet)
    assert audited(sources("email", tmp_path), quiet) == first
    assert [gap.problem for gap in first.audit.gaps if gap.columns == ("email",)] == ["missing-not-null"]


def test_another_schema_gives_another_audit(tmp_path: Path) -> None:
    audited(sources("email", tmp_path), quiet)
    assert not audited(sources("name", tmp_path), quiet).audit.promises
    assert sources("email").key != sources("name").key


def test_an_entity_says_what_a_gap_does() -> None:
    (gap,) = gaps(
        "missing-not-null",
        'create_table "users" do |t|\nt.string "email"\nend',
        User="validates :email, presence: true",
    )
    entity = as_entity(gap)
    assert (entity.symbol, entity.line) == ("User", gap.at.line)
    assert entity.attributes["subject"] == "users.email"
    assert entity.attributes["written"] == "db/schema.rb:3"
