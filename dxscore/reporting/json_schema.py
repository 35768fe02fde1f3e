"""The types of `document.py` -> the JSON Schema (2020-12) that is shipped as reports/schema/dxscore-v1.schema.json."""

from __future__ import annotations

from typing import Any

import msgspec

from dxscore.reporting.document import Document


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
