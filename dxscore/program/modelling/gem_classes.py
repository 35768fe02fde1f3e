"""Classes of well-known gems that are models, or that models descend from; what `gem_classes.json` lists."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_LIST = Path(__file__).with_name("gem_classes.json")


def gem_models() -> Mapping[str, str]:
    """Full name of a model that a gem brings -> its table."""
    models: Mapping[str, str] = _listed()["models"]
    return models


def tables_of_macros() -> Mapping[str, str]:
    """Name of a gem's macro -> the further table that it gives a model, with `{singular}` for the model's own."""
    tables: Mapping[str, str] = _listed()["tables_of_macros"]
    return tables


def base_classes() -> frozenset[str]:
    """Names of classes that are Active Record without a table of their own."""
    return frozenset(_listed()["bases"])


@cache
def _listed() -> Mapping[str, Any]:
    listed: Mapping[str, Any] = json.loads(_LIST.read_text(encoding="utf-8"))
    return listed
