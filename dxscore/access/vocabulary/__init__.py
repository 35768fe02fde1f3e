"""What methods of Active Record, of libraries and of Ruby's own classes do: the YAML files here -> look-up tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FOLDER = Path(__file__).parent


class JobFamily(Struct, frozen=True):
    """One kind of background job: which classes are of it, and which of their methods enqueue."""

    bases: frozenset[str]
    later: frozenset[str]
    now: frozenset[str]
    same: frozenset[str]
    run: str


class Vocabulary(Struct, frozen=True):
    """Names of methods -> what they do."""

    query: Mapping[str, str]
    """Of a model class, relation or association: name -> 'refine', 'one', 'create' ..., see active_record.yml."""
    record: Mapping[str, str]
    connection: Mapping[str, str]
    class_plain: frozenset[str]
    class_block: frozenset[str]
    collection: Mapping[str, str]
    """Of an array: name -> 'same', 'one', 'map' ..., see core.yml."""
    anything: frozenset[str]
    kernel: frozenset[str]
    processes: frozenset[str]
    libraries: Mapping[str, tuple[str, frozenset[str]]]
    """Library class -> kind of effect, and methods that have it ('*' for all)."""
    accessors: Mapping[str, str]
    yields: Mapping[str, str]
    names: Mapping[str, str]
    covers: Mapping[str, str]
    """Method, or `Class.method` -> 'timeout', 'retry' or 'breaker'."""
    jobs: tuple[JobFamily, ...]
    queues: Mapping[str, frozenset[str]]
    delays: frozenset[str]
    mail: Mapping[str, Any]

    def library(self, name: str) -> tuple[str, frozenset[str]] | None:
        """Of a class or of the namespace that it is in (`Stripe::Charge` is in `Stripe`)."""
        while name:
            if found := self.libraries.get(name):
                return found
            name = name.rpartition("::")[0]
        return None


@cache
def vocabulary() -> Vocabulary:
    """All that is shipped; read once per process."""
    records, libraries, core = (_read(name) for name in ("active_record", "libraries", "core"))
    return Vocabulary(
        query=_by_method(records["query"]),
        record=_by_method(records["record"]),
        connection=_by_method(records["connection"]),
        class_plain=frozenset(records["class_plain"]),
        class_block=frozenset(records["class_block"]),
        collection=_by_method({key: core[key] for key in ("same", "groups", "one", "map", "group", "plain")}),
        anything=frozenset(core["anything"]),
        kernel=frozenset(core["kernel"]),
        processes=frozenset(libraries["kernel"]["process"]),
        libraries={
            name: (kind, frozenset(methods or ()))
            for kind, classes in libraries["effects"].items()
            for name, methods in classes.items()
        },
        accessors=libraries["accessors"],
        yields=libraries["yields"],
        names=libraries["names"],
        covers=_by_method(libraries["covers"]),
        jobs=tuple(_job_family(each) for each in libraries["jobs"]),
        queues={name: frozenset(methods) for name, methods in libraries["queues"].items()},
        delays=frozenset(libraries["delays"]),
        mail=libraries["mail"],
    )


@cache
def framework() -> Mapping[str, Any]:
    """framework.yml, lists as sets."""
    data = _read("framework")
    for role in frozenset(data["bases"].values()):
        data[role] = frozenset(data[role])
    data["view"] = frozenset(data["view"])
    data["serializers"] = {name: frozenset(words) for name, words in data["serializers"].items()}
    return data


@cache
def gems() -> Mapping[str, Any]:
    """gems.yml, as it is written."""
    return _read("gems")


def _read(name: str) -> dict[str, Any]:
    with (_FOLDER / f"{name}.yml").open("rb") as file:
        data: dict[str, Any] = yaml.load(file, Loader=_LOADER)  # noqa: S506 -- a safe loader, chosen above
    return data


def _by_method(groups: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {method: group for group, methods in groups.items() for method in methods}


def _job_family(data: Mapping[str, Any]) -> JobFamily:
    names = {key: frozenset(data[key]) for key in ("bases", "later", "now", "same")}
    return JobFamily(names["bases"], names["later"], names["now"], names["same"], data["run"])
