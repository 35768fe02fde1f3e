"""Counts old names of Rails and its tests in the last commit of each week of a history, into a JSON file.

    python -m tests.benchmarks.weekly_words CLONE FILE

Quicker than tests/benchmarks/weekly_counts.py, and about work that teams did set out to do: each name went away with an
upgrade of Rails or of a test library. The file holds {name: [[day, count], ...]} for
tests/benchmarks/forecast_backtest.py.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

from dxscore.inputs.git_process import answer
from dxscore.inputs.repository import Repository, open_repository
from tests.benchmarks.weekly_counts import weekly

NAMES = {
    "before_filter": r"\b(skip_)?(before|after|around)_filter\b",
    "update_attributes": r"\bupdate_attributes!?",
    "attr_accessible": r"\battr_accessible\b",
    "named_scope": r"\bnamed_scope\b",
    "render_text": r"render\(? ?:?text(:| ?=>)",
    "factory_girl": r"\bFactoryGirl\b|\bFactory\(",
    "deliver": r"\.deliver\b",
    "unversioned_migration": r"< ActiveRecord::Migration$",
    "uniq_relation": r"\)\.uniq\b",
    "to_s_format": r"\.to_s\(:[a-z_]+\)",
    "errors_push": r"errors\[[^]]+\] <<",
    "xhr": r"\bxhr :",
    "assert_tag": r"\bassert_(no_)?tag\b",
    "should": r"\.should(_not)? ",
    "stub_chain": r"\.stubs?\(",
    "any_instance": r"\bany_instance\b",
    "alias_method_chain": r"\balias_method_chain\b",
    "serialize": r"\bserialize :[a-z_]+, [A-Z]",
    "content_tag_for": r"\bcontent_tag_for\b",
    "secrets": r"\.secrets\b",
    "rails_root": r"\bRAILS_(ROOT|ENV)\b",
    "set_table_name": r"\bset_(table_name|primary_key)\b",
}
_FOLDERS = ("*.rb", "*.erb", "*.rake")


def main() -> None:
    root, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    repository = open_repository(root)
    if repository is None:
        sys.exit(f"{root} is no git repository")
    series: dict[str, list[tuple[str, int]]] = {name: [] for name in NAMES}
    for day, commit in weekly(repository):
        counts = _counts(repository, commit)
        for name, points in series.items():
            points.append((day.isoformat(), counts[name]))
    target.write_text(json.dumps({name: points for name, points in series.items() if any(n for _, n in points)}))


def _counts(repository: Repository, commit: str) -> Counter[str]:
    """Lines with each name; git leaves the search with 1 when there is none."""
    found = answer(repository.root, "grep", "-hIP", "-e", "|".join(NAMES.values()), commit, "--", *_FOLDERS) or b""
    lines = found.decode("utf-8", "replace").splitlines()
    return Counter(name for name, pattern in _COMPILED.items() for line in lines if pattern.search(line))


_COMPILED = {name: re.compile(pattern) for name, pattern in NAMES.items()}


if __name__ == "__main__":
    main()
