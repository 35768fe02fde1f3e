"""Squash -> JSON: one document `dxscore-squash/v1`."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from dxscore import __version__
from dxscore.domain.squash import LossKind, Squash
from dxscore.reporting.document import Count, Path, Tool
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View

SCHEMA: Final = "dxscore-squash/v1"


class KeptEntry(Struct, frozen=True):
    """An old migration that can't go yet."""

    path: Path
    reason: str


class LossEntry(Struct, frozen=True):
    """Something that a new database would lack."""

    kind: Annotated[LossKind, Meta(description="rows: data; sql: what db/schema.rb does not keep.")]
    path: Path
    line: Annotated[int, Meta(description="Counts from 1.", ge=1)]
    what: str


class SquashDocument(Struct, frozen=True):
    """The document."""

    schema: Literal["dxscore-squash/v1"]
    tool: Tool
    schema_file: Annotated[str, Meta(description="The schema that stands for the folded migrations, '' for none.")]
    before: Annotated[str, Meta(description="Version of the newest old migration, '' without any.")]
    folded: list[Path]
    kept: list[KeptEntry]
    lost: list[LossEntry]
    statements: Annotated[Count, Meta(description="That a new database runs for the folded migrations.")]
    schema_statements: Annotated[Count, Meta(description="That it runs to load the schema.")]
    newer: Annotated[Count, Meta(description="Migrations that stay because they are new.")]


def render(found: Squash, _view: View) -> str:
    """Schema in reports/schema/dxscore-squash-v1.schema.json."""
    document = SquashDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", __version__),
        schema_file=encodable(found.schema),
        before=found.before,
        folded=[encodable(path) for path in found.folded],
        kept=[KeptEntry(encodable(each.path), encodable(each.reason)) for each in found.kept],
        lost=[LossEntry(each.kind, encodable(each.path), each.line, encodable(each.what)) for each in found.lost],
        statements=found.statements,
        schema_statements=found.schema_statements,
        newer=found.newer,
    )
    return harmless(msgspec.json.encode(document)) + "\n"
