"""The types of `document.py` -> the JSON Schema (2020-12) shipped as reports/schema/dxscore-v1.schema.json.

After a change of the types: `python -m dxscore.reporting.json_schema`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec

from dxscore.reporting.document import Document
from dxscore.resources import REPORTS

SCHEMA_FILE: Final[Path] = REPORTS / "schema" / "dxscore-v1.schema.json"


def json_schema() -> dict[str, Any]:
    """Schema of one `dxscore/v1` document; fields may be added to v1, so unknown ones are allowed."""
    (root,), definitions = msgspec.json.schema_components([Document], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:dxscore:schema:v1",
        "title": "dxscore/v1",
        **root,
        "$defs": definitions,
    }


def schema_text() -> str:
    """The schema as it stands in the file."""
    return json.dumps(json_schema(), indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
