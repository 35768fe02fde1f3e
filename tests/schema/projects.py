"""Small projects in memory: a schema and models in, the schema as read and the gaps found out."""

from __future__ import annotations

from collections.abc import Mapping

from dxscore.domain.schema import Schema
from dxscore.domain.schema_report import Audited, Gap
from dxscore.domain.source import FileKind, SourceFile
from dxscore.facts.lowering import lower
from dxscore.inputs.memory import FilesInMemory
from dxscore.pipeline.schema_auditing import make_audit
from dxscore.pipeline.schema_sources import SchemaSources
from dxscore.schema.ruby_schema import read_ruby_schema


def schema_of(body: str, rails: str = "8.0") -> Schema:
    """A schema.rb with this body, read."""
    text = f"ActiveRecord::Schema[{rails}].define(version: 2026_01_02_030405) do\n{body}\nend\n"
    return read_ruby_schema(lower(text.encode(), FileKind.RUBY), "db/schema.rb", "postgresql")


def audited(body: str, adapter: str = "postgresql", **models: str) -> Audited:
    """`models` are bodies of classes by name: `User="validates :email, presence: true"`."""
    files = {
        "config/application.rb": "class Application < Rails::Application\n  config.load_defaults 8.0\nend\n",
        "config/database.yml": f"production:\n  adapter: {adapter}\n",
        "db/schema.rb": f"ActiveRecord::Schema[8.0].define(version: 1) do\n{body}\nend\n",
        **{f"app/models/{name.lower()}.rb": _class(name, code) for name, code in models.items()},
    }
    return audit_of(files)


def audit_of(files: Mapping[str, str]) -> Audited:
    """The audit of any files."""
    tree = FilesInMemory(files)
    listed = [SourceFile(path, path, len(code), FileKind.RUBY) for path, code in files.items() if path.endswith(".rb")]
    sources = SchemaSources(listed, lambda file: tree.read(file.path), tree, "8.0.0", {}, jobs=1)
    return make_audit(sources, lambda _done, _all: None)


def gaps(problem: str, body: str, adapter: str = "postgresql", **models: str) -> list[Gap]:
    """The gaps of one kind."""
    return [gap for gap in audited(body, adapter, **models).audit.gaps if gap.problem == problem]


def subjects(problem: str, body: str, adapter: str = "postgresql", **models: str) -> list[tuple[str, tuple[str, ...]]]:
    """Table and columns of each."""
    return [(gap.table, gap.columns) for gap in gaps(problem, body, adapter, **models)]


def _class(name: str, code: str) -> str:
    first, _, rest = code.partition("\n")
    head, body = (first, rest) if first.startswith(f"{name} <") else (f"{name} < ApplicationRecord", code)
    return f"class {head}\n  {body}\nend\n"
