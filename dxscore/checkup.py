"""A project -> the state of everything that its figures rest on, for `dxscore doctor`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dxscore.copying import replace
from dxscore.domain.checkup import Symptom
from dxscore.domain.finding import UNOWNED
from dxscore.ownership import coverage
from dxscore.pipeline import (
    COUNTED,
    Judgement,
    Progress,
    Reading,
    ScanRequest,
    exemptions_of,
    find_files,
    judge,
    read,
    rules_of,
    subject_of,
)
from dxscore.rulebook.selection import in_force

_MANY_UNREAD = 0.01
_FEW_OWNED = 0.9
_NAMED = 3


def examine(request: ScanRequest, progress: Progress) -> tuple[Symptom, ...]:
    """Read and judge the project as a scan does, and look at every foundation in turn."""
    listing = find_files(request)
    request = replace(request, use_cache=request.use_cache and not listing.cache_is_committed)
    everything = rules_of(request.root, request.config, request.stored("rules.msgpack"))
    rules = in_force(everything, request.config.rules).rules
    reading = read(request, listing, rules, progress)
    judgement = judge(rules, everything.rules, subject_of(request, reading), exemptions_of(request), request.as_of)
    return (
        _git(reading),
        _versions(reading),
        _owners(reading),
        _owner_sources(reading),
        _parsing(reading),
        _cache(request, reading),
        _suppressions(judgement),
        _rules(judgement),
    )


def _git(reading: Reading) -> Symptom:
    repository = reading.listing.repository
    if repository is None:
        return Symptom("git", "not a git repository: no churn, no ages", "scan a clone to know them")
    if repository.shallow:
        return Symptom("git", f"shallow: {reading.history.reason}", "git fetch --unshallow (in CI: fetch-depth: 0)")
    if not reading.history.complete:
        return Symptom("git", f"history is incomplete: {reading.history.reason}")
    days, files = reading.history.window_days, len(reading.history.files)
    return Symptom("git", f"{days} days of history read, {files:,} files changed in them")


def _versions(reading: Reading) -> Symptom:
    versions = reading.versions
    if versions.asked:
        told = f"Rails {versions.rails} or a later release of its series, by {versions.asked}"
        return Symptom("versions", told, "commit Gemfile.lock: rules about other gems can't be judged without it")
    if not versions.lockfile:
        return Symptom("versions", "no lockfile: rules that need a version can't be judged", "commit Gemfile.lock")
    return Symptom("versions", f"Rails {versions.rails or 'unknown'}, Ruby {versions.ruby or 'unknown'}")


def _owners(reading: Reading) -> Symptom:
    lines = {
        file.path: reading.facts[file.path].code_lines
        for file in reading.listing.files
        if file.kind in COUNTED and file.path in reading.facts
    }
    rows = coverage(lines, lambda path: reading.owners.claims(path, reading.facts[path].first_comment))
    owned = sum(row.code_lines for row in rows if row.owner != UNOWNED)
    share = owned / max(1, sum(lines.values()))
    sources: Counter[str] = Counter()
    for row in rows:
        if row.owner != UNOWNED:
            sources[row.source] += row.files
    said = ", ".join(f"{source}: {files:,} files" for source, files in sources.most_common()) or "no source in use"
    remedy = (
        "" if share >= _FEW_OWNED else "name owners for the rest: CODEOWNERS, team files or [owners] in dxscore.toml"
    )
    return Symptom("owners", f"{share:.0%} of the code has an owner ({said})", remedy)


def _owner_sources(reading: Reading) -> Symptom:
    disputes = reading.owners.disputes({path: facts.first_comment for path, facts in reading.facts.items()})
    problems = [str(problem) for problem in (*reading.owners.problems, *disputes)]
    if not problems:
        return Symptom("owner sources", "no contradictions")
    return Symptom("owner sources", f"{len(problems):,} problems", _first_few(problems))


def _parsing(reading: Reading) -> Symptom:
    reasons = Counter(skip.reason for skip in reading.skipped)
    said = ", ".join(f"{reason}: {number:,}" for reason, number in reasons.most_common()) or "everything was read"
    broken = [skip for skip in reading.skipped if skip.reason == "syntax error"]
    if len(broken) <= _MANY_UNREAD * len(reading.facts):
        return Symptom("files", f"{len(reading.facts):,} read; {said}")
    return Symptom("files", f"{len(reading.facts):,} read; {said}", _first_few([skip.path for skip in broken]))


def _cache(request: ScanRequest, reading: Reading) -> Symptom:
    if reading.notices:
        return Symptom("cache", "; ".join(reading.notices), f"make {request.store} writable, or use --no-cache")
    file = request.stored("facts.db")
    size = file.stat().st_size / 1e6 if file and file.exists() else 0
    return Symptom("cache", f"{request.store}, {size:.1f} MB of facts" if file else "not used")


def _suppressions(judgement: Judgement) -> Symptom:
    hidden = sum(not finding.status.counts for finding in judgement.findings)
    stale = [finding for finding in judgement.findings if finding.rule.startswith("meta.")]
    places = [f"{each.location.path}:{each.location.line}: {each.message}" for each in stale]
    said = f"{hidden:,} findings hidden, {len(stale):,} suppressions stale or malformed"
    return Symptom("suppressions", said, _first_few(places) if places else "")


def _rules(judgement: Judgement) -> Symptom:
    troubles = [f"{failure.rule} failed: {failure.reason}" for failure in judgement.failures]
    troubles += [f"{unknown.subject}: {unknown.reason}" for unknown in judgement.unknown]
    return Symptom("rules", f"{len(troubles)} could not run", _first_few(troubles)) if troubles else _ALL_RAN


_ALL_RAN = Symptom("rules", "all ran")


def _first_few(texts: Sequence[str]) -> str:
    more = len(texts) - _NAMED
    return "; ".join(texts[:_NAMED]) + (f"; and {more:,} more" if more > 0 else "")
