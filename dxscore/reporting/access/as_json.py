"""AccessReport -> JSON: one document `dxscore-access/v1`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dxscore import __version__
from dxscore.domain.access import Confidence, Effect, Kind, Within
from dxscore.domain.survey import AccessReport, JudgedEntry
from dxscore.reporting.access.document import (
    SCHEMA,
    AccessDocument,
    EffectEntry,
    EntryPointEntry,
    EvidenceEntry,
    GoldenPathEntry,
    MatrixEntry,
    PatternEntry,
    RoutesEntry,
    UnreadEntry,
    UnresolvedEntry,
)
from dxscore.reporting.access.overview import matrix, patterns
from dxscore.reporting.access.wording import evidence
from dxscore.reporting.document import Tool
from dxscore.reporting.json_text import harmless
from dxscore.reporting.safe_text import encodable
from dxscore.reporting.view import View

_ON_TABLES = (Kind.READ, Kind.WRITE)
_OTHERS = (Kind.REDIS, Kind.SEARCH, Kind.FILE, Kind.PROCESS)


def render(report: AccessReport, _view: View) -> str:
    """The whole report, worst entry points first."""
    return harmless(msgspec.json.encode(_document(report))) + "\n"


def _document(report: AccessReport) -> AccessDocument:
    survey = report.survey
    unread = [UnreadEntry(encodable(each.path), each.line, each.what, each.reason) for each in survey.unread]
    met = [PatternEntry(pattern.name, pattern.title, pattern.stance, count) for pattern, count in patterns(report)]
    return AccessDocument(
        schema=SCHEMA,
        tool=Tool("dxscore", __version__),
        project=encodable(report.project),
        commit=report.commit,
        golden_path=GoldenPathEntry(report.golden_path.origin, report.golden_path.digest, met),
        routes=RoutesEntry(survey.routes, survey.routed_actions, survey.found_actions, unread),
        matrix=[MatrixEntry(row.owner, row.total, *row.counts) for row in matrix(report)],
        entry_points=[_entry(each) for each in report.entries],
    )


def _entry(entry: JudgedEntry) -> EntryPointEntry:
    profile, surveyed = entry.profile, entry.surveyed
    explicit = [each for each in profile.transactions if each.operation == Within.EXPLICIT]
    return EntryPointEntry(
        kind=profile.kind,
        name=profile.name,
        path=encodable(profile.path),
        line=profile.line,
        end_line=surveyed.end_line,
        owner=entry.owner,
        routed=surveyed.routed,
        routes=list(surveyed.addresses),
        verbs=list(surveyed.verbs),
        framework=surveyed.framework,
        pattern=entry.pattern.name,
        stance=entry.pattern.stance,
        exempt=entry.exempt,
        unknown=profile.unknown,
        reads=_effects(profile.reads),
        writes=_effects(profile.writes),
        transaction=_effects(explicit),
        raw_sql=_effects(profile.raw_sql),
        n_plus_one=_effects(profile.n_plus_one),
        enqueues=_effects(profile.of(Kind.ENQUEUE)),
        mails=_effects(profile.of(Kind.MAIL)),
        http=_effects(profile.of(Kind.HTTP)),
        cache=_effects(profile.of(Kind.CACHE)),
        others=_effects(profile.of(*_OTHERS)),
        calls=profile.calls,
        unresolved=[UnresolvedEntry(each.name, encodable(each.path), each.line) for each in profile.unresolved],
        files=[encodable(path) for path in profile.files],
        evidence=EvidenceEntry(dict(entry.attributes), encodable(evidence(entry))),
    )


def _effects(effects: Iterable[Effect]) -> list[EffectEntry]:
    return [
        EffectEntry(
            path=[encodable(str(step)) for step in each.path],
            phase=each.phase.value,
            table=each.target if each.kind in _ON_TABLES else "",
            target="" if each.kind in _ON_TABLES else each.target,
            op=each.operation,
            loop=each.loop,
            bulk=each.bulk,
            locked=each.locked,
            raw=each.raw,
            in_transaction=each.within is not Within.NONE,
            explicit=each.within is Within.EXPLICIT,
            after_commit=each.after_commit,
            covered=sorted(each.covered),
            guessed=each.confidence is Confidence.LOW,
        )
        for each in effects
    ]
