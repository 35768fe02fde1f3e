"""Counts what rules about syntax find in the last commit of each week of a repository's history, into a JSON file.

    python -m tests.benchmarks.weekly_counts CLONE FILE [WEEKS]

Versions and paths of rules are not asked for: a rule is counted as a campaign of its own would have it. Every blob is
read once. The file holds {rule: [[day, count], ...]}; tests/benchmarks/forecast_backtest.py reads it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from dxscore.domain.matchers import EntityMatcher
from dxscore.domain.rule import Rule
from dxscore.domain.source import FileKind, SourceFile
from dxscore.facts.collect import Source, extract_all, key_of
from dxscore.facts.records import unpack
from dxscore.inputs.kinds import kind_of
from dxscore.inputs.objects import Blobs
from dxscore.inputs.repository import Repository, open_repository
from dxscore.resources import RULES
from dxscore.rulebook.loader import RuleFolder, every_rule

_READ = (FileKind.RUBY, FileKind.RUBY_TEST, FileKind.ERB)
_LARGEST = 1024 * 1024


def main() -> None:
    root, target = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    weeks = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
    repository = open_repository(root)
    if repository is None:
        sys.exit(f"{root} is no git repository")
    rules = [rule for rule in every_rule([RuleFolder.shipped(RULES)]).rules if _is_syntax(rule)]
    series: dict[str, list[tuple[str, int]]] = {rule.id: [] for rule in rules}
    for day, counts in _counted(repository, list(weekly(repository))[-weeks:], rules):
        for rule_id, points in series.items():
            points.append((day.isoformat(), counts[rule_id]))
        target.write_text(json.dumps({name: points for name, points in series.items() if any(n for _, n in points)}))


def _is_syntax(rule: Rule) -> bool:
    return not isinstance(rule.detection.match, EntityMatcher)


def weekly(repository: Repository) -> Iterator[tuple[date, str]]:
    """The last commit of the first-parent line in each week that has one, oldest first."""
    last: dict[date, str] = {}
    log = repository.run("log", "--first-parent", "--reverse", "--format=%H %cs", "HEAD").decode()
    for line in log.splitlines():
        commit, day = line.split()
        last[_sunday(date.fromisoformat(day))] = commit
    yield from sorted(last.items())


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _counted(
    repository: Repository, weekly: list[tuple[date, str]], rules: list[Rule]
) -> Iterator[tuple[date, Counter[str]]]:
    blobs = Blobs(repository.root)
    known: dict[str, Mapping[str, int]] = {}
    wanted = {
        kind: frozenset(
            rule.id for rule in rules if rule.scope.in_tests != ("only" if kind is not FileKind.RUBY_TEST else "no")
        )
        for kind in _READ
    }
    for part in _parts(weekly, 13):
        trees = [(day, list(_files(repository, commit))) for day, commit in part]
        missing = {key_of(file): file for _, files in trees for file in files if key_of(file) not in known}
        sizes = blobs.sizes(file.blob for file in missing.values())
        sources = {
            key: Source(file, blobs.source) for key, file in missing.items() if sizes.get(file.blob, 0) < _LARGEST
        }
        records = extract_all(sources, rules, 1, lambda _done, _total: None).records
        for key, file in missing.items():
            facts = unpack(records[key]) if key in records else None
            found = Counter(match.rule for match in facts.matches) if facts else Counter()
            known[key] = {rule: count for rule, count in found.items() if rule in wanted[file.kind]}
        for day, files in trees:
            total: Counter[str] = Counter()
            for file in files:
                total.update(known[key_of(file)])
            yield day, total
        print(part[-1][0], len(known), file=sys.stderr, flush=True)


def _parts(weekly: list[tuple[date, str]], size: int) -> Iterator[list[tuple[date, str]]]:
    for start in range(0, len(weekly), size):
        yield weekly[start : start + size]


def _files(repository: Repository, commit: str) -> Iterator[SourceFile]:
    for entry in repository.entries(commit):
        kind = kind_of(entry.path)
        if kind in _READ and not entry.path.startswith(("vendor/", "node_modules/")):
            yield SourceFile(entry.path, entry.blob, 0, kind)


if __name__ == "__main__":
    main()
