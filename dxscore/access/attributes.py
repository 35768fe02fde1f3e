"""The profile of an entry point -> the attributes that patterns and rules test (kind `entry_point`).

A profile that can't be believed has no numbers: no test on them passes. Effects that were only guessed count as tables
touched, and against being safe for a replica, but no reproach is built on them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TypeAlias

from dxscore.domain.access import Confidence, Effect, Kind, Phase, Within
from dxscore.domain.survey import Attributes, Surveyed, places

_PART = re.compile(r"^(?:.*/)?(?:components|domains|engines|gems|packages|packs)/[^/]+(?=/)")
_SAFE_VERBS = frozenset({"get", "head", "options"})
_ByKind: TypeAlias = "dict[Kind, list[Effect]]"
_FETCHES = frozenset({"fetch", "read", "fetch_multi", "read_multi", "get", "exist?"})


def attributes_of(entry: Surveyed, owners: Mapping[str, str], bookkeeping: Sequence[str]) -> Attributes:
    """`owners`: table -> path of the model that owns it; `bookkeeping`: globs of tables."""
    profile = entry.profile
    effects = _by_kind(profile.effects)
    known: Attributes = {
        "name": profile.name,
        "kind": profile.kind,
        "framework": entry.framework,
        "routed": entry.routed,
        "get": any(verb in ("GET", "") for verb in entry.verbs) if profile.kind == "action" else False,
        "known": not profile.unknown,
        "unknown_because": profile.unknown,
        "unresolved_share": round(profile.unresolved_share, 3),
        "throttled": entry.throttled,
    }
    found = {
        **_of_tables(effects, bookkeeping),
        **_of_writes(effects),
        **_of_reads(effects),
        **_of_the_outside(effects),
        **_of_packs(effects, profile.path, owners),
        "repeat_risks": ", ".join(_repeat_risks(effects)) if profile.kind == "job" else "",
    }
    return {**known, **(dict.fromkeys(found) if profile.unknown else found)}


def pack_of(path: str) -> str:
    """`packs/billing` of `packs/billing/app/models/invoice.rb`; '' for what lies in no pack."""
    found = _PART.match(path)
    return found[0] if found else ""


def way(effects: Iterable[Effect]) -> str:
    """`file:line -> file:line` of the first; '' for none."""
    return next((" -> ".join(places(effect.path)) for effect in effects), "")


def sure(effects: Iterable[Effect]) -> list[Effect]:
    """Without those that were guessed."""
    return [effect for effect in effects if effect.confidence is Confidence.HIGH]


def _names(effects: Iterable[Effect]) -> str:
    return ", ".join(sorted(_targets(effects)))


def _by_kind(effects: Sequence[Effect]) -> _ByKind:
    """By identity: hashing an enum for each of a hundred thousand effects takes longer than looking twelve times."""
    return {kind: [effect for effect in effects if effect.kind is kind] for kind in Kind}


def _targets(effects: Iterable[Effect]) -> set[str]:
    """Tables, jobs ...; unknown ones left out."""
    return {effect.target for effect in effects} - {"?"}


@lru_cache(maxsize=4096)
def _fits(table: str, globs: tuple[str, ...]) -> bool:
    return any(fnmatchcase(table, glob) for glob in globs)


def _of_tables(effects: _ByKind, bookkeeping: Sequence[str]) -> Attributes:
    written = _targets(effects[Kind.WRITE])
    work = [table for table in written if not _fits(table, tuple(bookkeeping))]
    return {
        "tables": len(_targets((*effects[Kind.READ], *effects[Kind.WRITE]))),
        "tables_read": len(_targets(effects[Kind.READ])),
        "tables_written": len(written),
        "work_tables_written": len(work),
        "read": _names(effects[Kind.READ]),
        "written": _names(effects[Kind.WRITE]),
        "raw_sql": len(effects[Kind.RAW_SQL]) + sum(each.raw for each in (*effects[Kind.READ], *effects[Kind.WRITE])),
        "explicit_transactions": sum(each.operation == Within.EXPLICIT for each in effects[Kind.TRANSACTION]),
    }


def _of_writes(effects: _ByKind) -> Attributes:
    """Filters that write do so for every action: what is its own is counted apart from that."""
    writes = sure(each for each in effects[Kind.WRITE] if each.phase in (Phase.BODY, Phase.VIEW))
    return {
        "body_writes": len(_targets(writes)),
        "filter_writes": len(_targets(sure(effects[Kind.WRITE]))) - len(_targets(writes)),
        "mass_writes": sum(each.loop or each.bulk for each in writes),
        "loop_writes": sum(each.loop and not each.bulk for each in writes),
        "write_groups": write_groups(writes),
        "write_path": way(writes or effects[Kind.WRITE]),
        "replica_safe": not effects[Kind.WRITE] and not any(each.locked for each in effects[Kind.READ]),
    }


def write_groups(writes: Sequence[Effect]) -> int:
    """Transactions with writes in them, and writes outside of them.

    What happens on the way of another write (a callback of it, a record saved along with it) is part of its
    transaction; all explicit ones count once.
    """
    loose = [effect for effect in writes if effect.within is not Within.EXPLICIT]
    paths = {effect.path for effect in loose}
    roots = [path for path in paths if not any(path[:length] in paths for length in range(1, len(path)))]
    return len(roots) + (len(loose) < len(writes))


def _of_reads(effects: _ByKind) -> Attributes:
    unbounded = [each for each in sure(effects[Kind.READ]) if each.operation == "unbounded" and not each.loop]
    repeated = sure(each for each in effects[Kind.READ] if each.loop)
    return {
        "unbounded_reads": len(unbounded),
        "unbounded": _names(unbounded),
        "locked_reads": sum(each.locked for each in effects[Kind.READ]),
        "n_plus_one": len(repeated),
        "n_plus_one_tables": _names(repeated),
        "n_plus_one_path": way(repeated),
        "cache_fetches": sum(each.operation in _FETCHES for each in effects[Kind.CACHE]),
    }


def _of_the_outside(effects: _ByKind) -> Attributes:
    external = sure((*effects[Kind.HTTP], *effects[Kind.PROCESS]))
    held = [each for each in external if each.before_commit]
    jobs, mails = sure(effects[Kind.ENQUEUE]), sure(effects[Kind.MAIL])
    early = [each for each in jobs if each.before_commit]
    return {
        "external": len(external),
        "external_in_transaction": len(held),
        "external_path": way(held or external),
        "unguarded_http": sum(each.kind is Kind.HTTP and "timeout" not in each.covered for each in external),
        "enqueued": len({each.target for each in jobs}),
        "enqueued_before_commit": len(early),
        "enqueue_path": way(early),
        "fan_out": sum(each.loop or each.bulk for each in jobs),
        "mailed": len({each.target for each in mails}),
        "mailed_before_commit": sum(each.before_commit for each in mails),
    }


def _of_packs(effects: _ByKind, path: str, owners: Mapping[str, str]) -> Attributes:
    home = pack_of(path)
    foreign = {
        table: pack
        for table in _targets((*effects[Kind.READ], *effects[Kind.WRITE]))
        if table in owners and (pack := pack_of(owners[table])) and pack != home
    }
    written = {foreign[table] for table in _targets(effects[Kind.WRITE]) if table in foreign}
    return {"foreign_packs": ", ".join(sorted(written)), "foreign_tables": len(foreign)}


def _repeat_risks(effects: _ByKind) -> Iterable[str]:
    """What happens twice when a job runs twice: rows inserted without a look, mails, calls that change something."""
    looked_at = _targets(effects[Kind.READ])
    for table in sorted(_targets(each for each in sure(effects[Kind.WRITE]) if each.operation == "insert") - looked_at):
        yield f"inserts {table}"
    for each in sorted({effect.target for effect in sure(effects[Kind.MAIL])}):
        yield f"mails {each}"
    calls = (each for each in sure(effects[Kind.HTTP]) if each.operation not in _SAFE_VERBS)
    yield from sorted({f"calls {each.target}.{each.operation}" for each in calls})
