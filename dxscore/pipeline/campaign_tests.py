"""Campaigns, and files with results of tests -> the same campaigns with the tests of each: the steps in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from dxscore.campaigns.selection import covers
from dxscore.campaigns.suites import suite
from dxscore.copying import replace
from dxscore.domain.campaign import CampaignReport, CampaignState
from dxscore.domain.finding import UNOWNED
from dxscore.domain.source import FileKind
from dxscore.domain.upgrade import Recorded
from dxscore.inputs.results.cases import read_cases
from dxscore.pipeline.reading import ScanRequest, find_files, owners_of
from dxscore.pipeline.recordings import recordings, split_results


def with_tests(report: CampaignReport, request: ScanRequest, files: Sequence[Path]) -> CampaignReport:
    """What the files say of the tests in each campaign's scope; what can't be read is unknown."""
    folders = request.config.upgrade.recorded
    given, results = split_results(request.root, folders, files)
    read = read_cases(results, request.root)
    listed = find_files(request).files
    tests = {file.path for file in listed if file.kind is FileKind.RUBY_TEST}
    owner_at = _owners(request, tests.union(case.path for case in read.cases))
    records = recordings(request.root, folders, given, listed, owner_at)

    def measured(state: CampaignState) -> CampaignState:
        inside = covers(state.campaign.scope)
        warnings = _warnings(each for each in records.recorded if inside(each.path, each.owner))
        return replace(state, suite=suite(read.cases, owner_at, inside, warnings))

    unknown = (*report.unknown, *read.unknown, *records.unknown)
    return replace(report, states=tuple(map(measured, report.states)), unknown=unknown)


def _warnings(records: Iterable[Recorded]) -> Counter[str]:
    """By owner."""
    counts: Counter[str] = Counter()
    for record in records:
        counts[record.owner] += record.warnings
    return counts


def _owners(request: ScanRequest, paths: Iterable[str]) -> Callable[[str], str]:
    """Who owns a test file; results may name files that are not of the project, and those are nobody's."""
    own = sorted(path for path in paths if path and not path.startswith(("/", "../")))
    claims = owners_of(request.root, request.config, own)
    return lambda path: claims[path][0].owner if claims.get(path) else UNOWNED
