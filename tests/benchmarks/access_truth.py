"""How far profiles agree with what an application did at run time, recorded while its own tests ran.

    python -m tests.benchmarks.access_truth CHECKOUT TRUTH.json [--errors] [--of NAME]

TRUTH.json holds, for each action and job, the tables read and written, jobs enqueued, mails and explicit transactions
(`actions`, `jobs`; `sites` and `frames` say where). CHECKOUT is the application at `meta.commit` of it. --errors
lists each wrong table with where it was seen or where it was thought to be; --of limits that to entry points whose
name contains the text.

What was recorded happened; what was not recorded may still be possible. So precision is given twice: of everything
predicted, and of what is predicted on lines that some test ran.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from dxscore.config import Config
from dxscore.domain.access import EntryProfile, Kind, Within
from dxscore.inputs.tree import FolderTree
from dxscore.inputs.versions import locked_versions
from dxscore.pipeline.access_sources import on_disk
from dxscore.pipeline.reading import ScanRequest, find_files
from dxscore.pipeline.surveying import make_survey

Truth = Mapping[str, Any]
Facet = Callable[[EntryProfile], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Pair:
    """One entry point: what was said, and what was seen."""

    name: str
    said: EntryProfile
    seen: Truth


@dataclass(frozen=True, slots=True)
class Share:
    """Of what was said how much is right, of what is right how much was said."""

    right: int
    said: int
    seen: int

    def __str__(self) -> str:
        return f"precision {_ratio(self.right, self.said)}, recall {_ratio(self.right, self.seen)}"


def _ratio(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "-"


def said_written(profile: EntryProfile) -> frozenset[str]:
    return frozenset(effect.target for effect in profile.writes) - {"?"}


def said_read(profile: EntryProfile) -> frozenset[str]:
    return frozenset(effect.target for effect in profile.reads) - {"?"}


def said_enqueued(profile: EntryProfile) -> frozenset[str]:
    return frozenset(effect.target for effect in profile.of(Kind.ENQUEUE)) - {"?"}


def said_mailed(profile: EntryProfile) -> frozenset[str]:
    return frozenset(effect.target for effect in profile.of(Kind.MAIL)) - {"?"}


def said_explicit(profile: EntryProfile) -> bool:
    return any(effect.operation == Within.EXPLICIT for effect in profile.transactions)


def seen_written(record: Truth) -> frozenset[str]:
    return frozenset(table for tables in record.get("tables_written", {}).values() for table in tables)


def seen_read(record: Truth) -> frozenset[str]:
    return frozenset(record.get("tables_read", {}))


def seen_enqueued(record: Truth) -> frozenset[str]:
    return frozenset(record.get("jobs_enqueued", {}))


def seen_mailed(record: Truth) -> frozenset[str]:
    return frozenset(record.get("mails", {}))


FACETS: Mapping[str, tuple[Facet, Callable[[Truth], frozenset[str]], Kind, str]] = {
    "tables written": (said_written, seen_written, Kind.WRITE, "precision 0.8, recall 0.95"),
    "tables read": (said_read, seen_read, Kind.READ, "precision 0.7, recall 0.95"),
    "jobs enqueued": (said_enqueued, seen_enqueued, Kind.ENQUEUE, "0.9, 0.95"),
    "mails": (said_mailed, seen_mailed, Kind.MAIL, "0.9, 0.95"),
}

FLAGS: Mapping[str, tuple[Callable[[EntryProfile], bool], str, str]] = {
    "explicit transactions": (said_explicit, "explicit_transaction", "  [0.95]"),
    "row locks": (lambda profile: any(effect.locked for effect in profile.reads), "row_lock", ""),
    "jobs enqueued before the commit": (
        lambda profile: any(effect.before_commit for effect in profile.of(Kind.ENQUEUE)),
        "job_in_transaction",
        "",
    ),
    "N+1": (lambda profile: bool(profile.n_plus_one), "n_plus_one", ""),
}
"""Said of a profile; what the recording calls it; what is asked."""


def main() -> None:
    arguments = _arguments()
    truth = json.loads(arguments.truth.read_text())
    profiles = _profiles(arguments.checkout)
    for group in ("actions", "jobs"):
        pairs, missing = _paired(truth[group], profiles)
        print(f"\n{group}: {len(pairs)} compared, {len(missing)} without a profile: {', '.join(missing) or '-'}")
        for line in figures(pairs, truth):
            print(f"  {line}")
        for name in FACETS:
            for line in causes(name, pairs, truth):
                print(f"  {line}")
        if arguments.errors or arguments.of:
            for line in errors([pair for pair in pairs if arguments.of in pair.name], truth):
                print(f"  {line}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--of", default="")
    return parser.parse_args()


def _profiles(checkout: Path) -> Mapping[str, EntryProfile]:
    request = ScanRequest(checkout, Config(), date.today(), use_cache=False)
    rails = locked_versions(FolderTree(checkout)).rails or ""
    survey = make_survey(on_disk(request, find_files(request), rails), lambda _done, _total: None)
    return {entry.profile.name: entry.profile for entry in survey.entries}


def _paired(records: Mapping[str, Truth], profiles: Mapping[str, EntryProfile]) -> tuple[list[Pair], list[str]]:
    pairs = [Pair(name, profiles[name], record) for name, record in records.items() if name in profiles]
    return pairs, [name for name in records if name not in profiles]


def figures(pairs: Sequence[Pair], truth: Truth) -> Iterator[str]:
    """The table: each line with what is asked of it."""
    writes = sum(bool(said_written(pair.said)) == bool(seen_written(pair.seen)) for pair in pairs)
    yield f"writes or not: {_ratio(writes, len(pairs))}  [0.95]"
    for name, (said, seen, kind, asked) in FACETS.items():
        on_lines = _share_on_lines(pairs, kind, seen, truth)
        yield f"{name}: {_share(pairs, said, seen)}; on lines that ran {on_lines}  [{asked}]"
    for name, (said_flag, flag, goal) in FLAGS.items():
        alike = sum(said_flag(pair.said) == (flag in pair.seen["flags"]) for pair in pairs)
        yield f"{name}: {_ratio(alike, len(pairs))}; {_flagged(pairs, said_flag, flag)}{goal}"
    yield _sizes(pairs)
    yield f"marked unknown: {sum(bool(pair.said.unknown) for pair in pairs)}; calls unresolved: {_unresolved(pairs)}"


def _sizes(pairs: Sequence[Pair]) -> str:
    said = [len(said_read(pair.said) | said_written(pair.said)) for pair in pairs]
    seen = [len(seen_read(pair.seen) | seen_written(pair.seen)) for pair in pairs]
    ratio = median(one / other for one, other in zip(said, seen, strict=True) if other)
    return f"tables: median {median(said):g} predicted, {median(seen):g} observed; median ratio {ratio:.2f}  [2]"


def _share(pairs: Iterable[Pair], said: Facet, seen: Callable[[Truth], frozenset[str]]) -> Share:
    found = [(said(pair.said), seen(pair.seen)) for pair in pairs]
    return Share(sum(len(s & t) for s, t in found), sum(len(s) for s, _ in found), sum(len(t) for _, t in found))


def _share_on_lines(pairs: Iterable[Pair], kind: Kind, seen: Callable[[Truth], frozenset[str]], truth: Truth) -> str:
    """Precision alone: what lies on lines that no test ran can't be judged."""
    ran = Lines(truth)
    found = [(_on_lines(pair.said, kind, ran), seen(pair.seen)) for pair in pairs]
    return f"precision {_ratio(sum(len(s & t) for s, t in found), sum(len(s) for s, _ in found))}"


def _on_lines(profile: EntryProfile, kind: Kind, ran: Lines) -> frozenset[str]:
    return frozenset(
        effect.target for effect in profile.of(kind) if all(ran(step.path, step.line) for step in effect.path)
    ) - {"?"}


def _flagged(pairs: Sequence[Pair], said_flag: Callable[[EntryProfile], bool], flag: str) -> Share:
    said = {pair.name for pair in pairs if said_flag(pair.said)}
    seen = {pair.name for pair in pairs if flag in pair.seen["flags"]}
    return Share(len(said & seen), len(said), len(seen))


def _unresolved(pairs: Sequence[Pair]) -> str:
    return _ratio(sum(len(pair.said.unresolved) for pair in pairs), sum(pair.said.calls for pair in pairs))


class Lines:
    """Which lines of methods ran while an entry point was recorded."""

    def __init__(self, truth: Truth) -> None:
        self._never = {path: set(_numbers(text)) for path, text in truth["lines_never_run"].items()}
        self._unloaded = frozenset(truth["files_never_loaded"])

    def __call__(self, path: str, line: int) -> bool:
        return path not in self._unloaded and line not in self._never.get(path, ())


def _numbers(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def causes(facet: str, pairs: Sequence[Pair], truth: Truth) -> Iterator[str]:
    """Why tables and jobs are missing or too many, counted."""
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for _, wrong, cause in _errors(facet, pairs, truth):
        (missed if wrong.startswith("-") else extra)[cause.partition(" @ ")[0]] += 1
    for sign, found in (("missed", missed), ("too many", extra)):
        for cause, count in found.most_common(12):
            yield f"{facet}, {sign}: {count} x {cause}"


def errors(pairs: Sequence[Pair], truth: Truth) -> Iterator[str]:
    """Each wrong one: `+` said but not seen, `-` seen but not said."""
    for facet in FACETS:
        for name, wrong, cause in _errors(facet, pairs, truth):
            yield f"{name}: {facet} {wrong}: {cause}"


def _errors(facet: str, pairs: Sequence[Pair], truth: Truth) -> Iterator[tuple[str, str, str]]:
    said, seen, kind, _ = FACETS[facet]
    ran = Lines(truth)
    for pair in pairs:
        for target in sorted(seen(pair.seen) - said(pair.said)):
            yield pair.name, f"-{target}", _why_missed(pair, kind, target, truth)
        for target in sorted(said(pair.said) - seen(pair.seen)):
            yield pair.name, f"+{target}", _why_said(pair.said, kind, target, ran)


def _why_missed(pair: Pair, kind: Kind, target: str, truth: Truth) -> str:
    """The framework method that did it, whether its file was followed, and the place."""
    if kind not in (Kind.READ, Kind.WRITE):
        return "not seen"
    for phase, sites in pair.seen.get("sites", {}).items():
        for index, frame, *_ in sites:
            site = truth["sites"][index]
            if target in site.get("reads" if kind is Kind.READ else "writes", ()):
                at = site["at"]
                followed = "followed" if at.partition(":")[0] in pair.said.files else "not reached"
                first = truth["frames"][frame] if frame >= 0 else "(framework)"
                return f"{phase}, {followed}, {site.get('via', '')} @ {at} from {first}"
    return "no site"


def _why_said(profile: EntryProfile, kind: Kind, target: str, ran: Lines) -> str:
    effect = next(effect for effect in profile.of(kind) if effect.target == target)
    cold = [step for step in effect.path if not ran(step.path, step.line)]
    why = "line that no test ran" if cold else "lines that ran, for others or on another branch"
    way = " -> ".join(map(str, effect.path))
    return f"{why}, {effect.phase}, {effect.operation}, {effect.confidence} @ {way}"


if __name__ == "__main__":
    main()
