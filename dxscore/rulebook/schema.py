"""The rule language as JSON Schema, for editors; made from the same tables as the loader."""

from __future__ import annotations

from typing import Any

from dxscore.rulebook.rules import RULE
from dxscore.rulebook.shapes import Definitions

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def rule_schema() -> dict[str, Any]:
    """The schema of a rule file: one rule or a list of them."""
    definitions: Definitions = {}
    definitions["rule"] = RULE.schema(definitions)
    rule = {"$ref": "#/$defs/rule"}
    return {
        "$schema": _DRAFT,
        "title": "dxscore rule",
        "if": {"type": "array"},
        "then": {"type": "array", "minItems": 1, "items": rule},
        "else": rule,
        "$defs": dict(sorted(definitions.items())),
    }
