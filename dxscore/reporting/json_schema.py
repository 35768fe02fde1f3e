"""The types of the published documents -> their JSON Schemas (2020-12), shipped in reports/schema/.

After a change of the types: `python -m dxscore.reporting.json_schema`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

from dxscore.reporting import document
from dxscore.reporting.access import document as access_document
from dxscore.reporting.campaigns import document as campaigns_document
from dxscore.reporting.gate import document as gate_document
from dxscore.reporting.history import as_json as history_document
from dxscore.reporting.migrations import document as migrations_document
from dxscore.reporting.schema import document as schema_document
from dxscore.reporting.squash import as_json as squash_document
from dxscore.reporting.upgrade import document as upgrade_document
from dxscore.resources import REPORTS

_FOLDER: Final = REPORTS / "schema"
SCHEMA_FILE: Final = _FOLDER / "dxscore-v1.schema.json"
ACCESS_SCHEMA_FILE: Final = _FOLDER / "dxscore-access-v1.schema.json"
GATE_SCHEMA_FILE: Final = _FOLDER / "dxscore-gate-v1.schema.json"
UPGRADE_SCHEMA_FILE: Final = _FOLDER / "dxscore-upgrade-v1.schema.json"
MIGRATIONS_SCHEMA_FILE: Final = _FOLDER / "dxscore-migrations-v1.schema.json"
SCHEMA_SCHEMA_FILE: Final = _FOLDER / "dxscore-schema-v1.schema.json"
CAMPAIGNS_SCHEMA_FILE: Final = _FOLDER / "dxscore-campaigns-v1.schema.json"
SQUASH_SCHEMA_FILE: Final = _FOLDER / "dxscore-squash-v1.schema.json"
HISTORY_SCHEMA_FILE: Final = _FOLDER / "dxscore-history-v1.schema.json"
FILES: Final[Mapping[Path, tuple[type[msgspec.Struct], str, str]]] = {
    SCHEMA_FILE: (document.Document, document.SCHEMA, "urn:dxscore:schema:v1"),
    ACCESS_SCHEMA_FILE: (access_document.AccessDocument, access_document.SCHEMA, "urn:dxscore:schema:access:v1"),
    GATE_SCHEMA_FILE: (gate_document.GateDocument, gate_document.SCHEMA, "urn:dxscore:schema:gate:v1"),
    UPGRADE_SCHEMA_FILE: (upgrade_document.UpgradeDocument, upgrade_document.SCHEMA, "urn:dxscore:schema:upgrade:v1"),
    MIGRATIONS_SCHEMA_FILE: (
        migrations_document.MigrationsDocument,
        migrations_document.SCHEMA,
        "urn:dxscore:schema:migrations:v1",
    ),
    SCHEMA_SCHEMA_FILE: (schema_document.SchemaDocument, schema_document.SHAPE, "urn:dxscore:schema:schema:v1"),
    CAMPAIGNS_SCHEMA_FILE: (
        campaigns_document.CampaignsDocument,
        campaigns_document.SCHEMA,
        "urn:dxscore:schema:campaigns:v1",
    ),
    SQUASH_SCHEMA_FILE: (squash_document.SquashDocument, squash_document.SCHEMA, "urn:dxscore:schema:squash:v1"),
    HISTORY_SCHEMA_FILE: (history_document.HistoryDocument, history_document.SCHEMA, "urn:dxscore:schema:history:v1"),
}
"""File -> type of the document, name of its shape, id of its schema."""


def json_schema(file: Path) -> dict[str, Any]:
    """Schema of the documents of one shape; fields may be added to a v1, so unknown ones are allowed."""
    kind, title, identity = FILES[file]
    (root,), definitions = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": identity,
        "title": title,
        **root,
        "$defs": definitions,
    }


def schema_text(file: Path) -> str:
    """The schema as it stands in the file."""
    return json.dumps(json_schema(file), indent=2) + "\n"


if __name__ == "__main__":
    for each in FILES:
        each.write_text(schema_text(each), encoding="utf-8")
