"""Finds the data shipped with dxscore (rules/, reports/) in a wheel or in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_BUNDLED = _PACKAGE / "_data"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

RULES = _ROOT / "rules"
"""Folder of the shipped rules, `<dimension>/<rule-id>.yml`."""

RULEBOOK = (_BUNDLED if _BUNDLED.is_dir() else _ROOT / "build") / "rules.msgpack"
"""The same rules, validated when the wheel was built, or by script/bootstrap. It may be missing or of older rules."""

REPORTS = _ROOT / "reports"
"""Folder of the Jinja2 templates and their assets."""

CAMPAIGN_TEMPLATES = _PACKAGE / "campaigns" / "templates"
"""Folder of the templates of campaigns, `<name>/{template,campaign,rules}.yml`."""
