"""Effects and entry points -> the words that all formats use for them."""

from __future__ import annotations

from dxscore.domain.access import Confidence, Effect, Kind, Phase, Within
from dxscore.domain.access_overview import SeenEntry
from dxscore.domain.survey import Attribute, JudgedEntry, Surveyed

_MOST_TABLES = 5
_READS = {
    "one": "reads one of",
    "many": "reads some of",
    "unbounded": "reads without limit",
    "aggregate": "counts",
}
_WRITES = {"insert": "inserts into", "update": "updates", "delete": "deletes from"}
_OTHERS = {
    Kind.RAW_SQL: "runs SQL by hand on",
    Kind.ENQUEUE: "enqueues",
    Kind.MAIL: "mails",
    Kind.HTTP: "calls",
    Kind.CACHE: "uses",
    Kind.REDIS: "uses",
    Kind.SEARCH: "searches",
    Kind.FILE: "touches files by",
    Kind.PROCESS: "starts a process by",
}


def sentence(effect: Effect) -> str:
    """'updates orders, in a loop, inside a transaction'."""
    return ", ".join((_deed(effect), *_marks(effect)))


def _deed(effect: Effect) -> str:
    target = effect.target if effect.target != "?" else "a table that is not known"
    if effect.kind is Kind.READ:
        return f"{_READS.get(effect.operation, 'reads')} {target}"
    if effect.kind is Kind.WRITE:
        return f"{_WRITES.get(effect.operation, 'writes')} {target}"
    if effect.kind is Kind.TRANSACTION:
        return "opens a transaction" if effect.operation == Within.EXPLICIT else "opens a transaction by saving"
    named = (
        f"{target}.{effect.operation}" if effect.kind in (Kind.HTTP, Kind.CACHE, Kind.REDIS, Kind.SEARCH) else target
    )
    return f"{_OTHERS[effect.kind]} {named}"


def _marks(effect: Effect) -> list[str]:
    loop = "once per element: an N+1" if effect.kind is Kind.READ else "once per element"
    marks = [
        (effect.loop, loop),
        (effect.bulk, "many rows at once"),
        (effect.locked, "with a lock"),
        (effect.raw, "by SQL written by hand"),
        (effect.within is Within.EXPLICIT and effect.kind is not Kind.TRANSACTION, "inside a transaction"),
        (
            effect.within is Within.IMPLIED and effect.kind not in (Kind.READ, Kind.WRITE, Kind.TRANSACTION),
            "before the commit",
        ),
        (effect.after_commit, "after the commit"),
        (effect.kind is Kind.HTTP and "timeout" not in effect.covered, "no timeout seen"),
        (effect.phase in (Phase.FILTER, Phase.VIEW, Phase.LAYOUT, Phase.RESCUE), f"in the {effect.phase.value}"),
        (effect.confidence is Confidence.LOW, "guessed"),
    ]
    return [text for holds, text in marks if holds]


def addresses(entry: JudgedEntry) -> str:
    """'GET, POST /users/:id' of an action, '' for what has no route."""
    return addressed(entry.surveyed)


def addressed(surveyed: Surveyed) -> str:
    """The same of one that is not judged."""
    shown = ", ".join(surveyed.addresses[:2]) + (" …" if len(surveyed.addresses) > 2 else "")
    return " ".join(part for part in (", ".join(verb or "any" for verb in surveyed.verbs), shown) if part)


def trouble(entry: JudgedEntry | SeenEntry) -> str:
    """What stands out, in a few words: 'writes orders, users; N+1 on items'."""
    known = entry.attributes
    parts = [
        f"writes {_few(known['written'])}" if known["written"] else "",
        f"N+1 on {_few(known['n_plus_one_tables'])}" if known["n_plus_one"] else "",
        f"unbounded {_few(known['unbounded'])}" if known["unbounded"] and not known["written"] else "",
        f"{known['external_in_transaction']} external inside a transaction" if known["external_in_transaction"] else "",
        str(known["unknown_because"]),
    ]
    return "; ".join(part for part in parts if part)


def _few(names: Attribute) -> str:
    """The first of a long list, and how many more there are."""
    listed = str(names).split(", ")
    more = len(listed) - _MOST_TABLES
    return ", ".join(listed[:_MOST_TABLES]) + (f" and {more} more" if more > 0 else "")


def evidence(entry: JudgedEntry) -> str:
    """The path that shows best why it has its pattern."""
    known = entry.attributes
    held = known["external_path"] if known["external_in_transaction"] else ""
    return str(held or known["write_path"] or known["n_plus_one_path"] or known["external_path"] or "")
