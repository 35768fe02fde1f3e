"""The joined codebase -> entities: named attributes for rules to judge, one builder per kind."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from dxscore.domain.facts import Entity, Macro, Method, MethodMetrics, Namespace
from dxscore.domain.history import FileHistory
from dxscore.domain.subject import Placed
from dxscore.facts import rails
from dxscore.facts.clones import find_clones
from dxscore.facts.codebase import Codebase
from dxscore.facts.late import LateAttributes, Value
from dxscore.facts.resolution import files_using

_Scoped = TypeVar("_Scoped", Method, Macro)
_Attributes = dict[str, Value]


def entities(codebase: Codebase, kind: str) -> Sequence[Placed]:
    """All entities of a kind of domain/entities.py, by path and line; none for a kind that no builder knows."""
    build = _BUILDERS.get(kind, _as_read(kind))
    return sorted(build(codebase), key=lambda placed: (placed[0], placed[1].line))


def _methods(codebase: Codebase) -> Iterable[Placed]:
    for path, facts in codebase.production.items():
        for method in facts.outline.methods:
            if method.metrics:
                yield path, _method_entity(method, method.metrics)


def _method_entity(method: Method, metrics: MethodMetrics) -> Entity:
    attributes: _Attributes = {
        "name": method.name,
        "class": method.scope,
        "visibility": method.visibility,
        "singleton": method.singleton,
        "lines": metrics.code_lines,
        "statements": metrics.statements,
        "parameters": method.parameters,
        "complexity": metrics.complexity,
        "abc": round(math.hypot(metrics.assignments, metrics.branches, metrics.conditions), 1),
        "nesting": metrics.nesting,
    }
    return Entity("def", method.line, method.end_line, _symbol(method), attributes)


def _namespaces(codebase: Codebase, kind: str) -> Iterable[Placed]:
    for path, facts in codebase.production.items():
        bodies = [namespace for namespace in facts.outline.namespaces if namespace.kind == kind]
        if bodies:
            methods, macros = _by_scope(facts.outline.methods), _by_scope(facts.outline.macros)
            for body in bodies:
                known = _body_attributes(body, _within(methods, body))
                if kind == "class":
                    known |= _class_attributes(path, body, _within(macros, body))
                attributes = LateAttributes(known, partial(_seen_from_elsewhere, codebase, path, body.name))
                yield path, Entity(kind, body.line, body.end_line, body.name, attributes)


def _body_attributes(body: Namespace, methods: Sequence[Method]) -> _Attributes:
    public = [method for method in methods if method.visibility == "public" and not method.singleton]
    return {
        "name": body.name,
        "lines": body.code_lines,
        "methods": len(methods),
        "public_methods": len(public),
        "added_methods": len(methods),
        "complexity": sum(method.metrics.complexity for method in methods if method.metrics),
        "reopens": "" if body.superclass else rails.reopened_library(body.name),
    }


def _class_attributes(path: str, body: Namespace, macros: Sequence[Macro]) -> _Attributes:
    names = [macro.name for macro in macros]
    return {
        "inherits": body.superclass,
        "callbacks": sum(name in rails.CALLBACKS for name in names),
        "filters": sum(name in rails.FILTERS for name in names),
        "associations": sum(name in rails.ASSOCIATIONS for name in names),
        "includes": sum(name in rails.MIXINS for name in names),
        "role": rails.role_of(path),
    }


def _seen_from_elsewhere(codebase: Codebase, path: str, name: str) -> _Attributes:
    return {
        "dependents": len(_users_of(codebase, path, [name])),
        "has_test": codebase.tests.covers(path, name),
    }


def _files(codebase: Codebase) -> Iterable[Placed]:
    for path, facts in codebase.facts.items():
        known: _Attributes = {
            "name": path.rpartition("/")[2],
            "path": path,
            "kind": str(codebase.files[path].kind),
            "lines": facts.lines,
            "code_lines": facts.code_lines,
        }
        attributes = LateAttributes(known, partial(_surroundings, codebase, path))
        yield path, Entity("file", 1, max(1, facts.lines), "", attributes)


def _surroundings(codebase: Codebase, path: str) -> _Attributes:
    defined = [namespace.name for namespace in codebase.facts[path].outline.namespaces]
    return {"dependents": len(_users_of(codebase, path, defined)), **_history_attributes(codebase, path)}


def _history_attributes(codebase: Codebase, path: str) -> _Attributes:
    """Attributes are None where history proves nothing, so that no test on them can hold."""
    history = codebase.history
    known = history.files.get(path)
    if known is None and history.complete:
        known = FileHistory(0, 0, 0.0, history.window_days)
    if known is None:
        return dict.fromkeys(("commits", "authors", "main_author_share", "days_unchanged")) | {"history_known": False}
    return {
        "commits": known.commits,
        "authors": known.authors,
        "main_author_share": known.main_author_share,
        "days_unchanged": known.days_unchanged,
        "history_known": True,
    }


def _clones(codebase: Codebase) -> Iterable[Placed]:
    fragments = {path: facts.fragments for path, facts in codebase.production.items() if facts.fragments}
    return find_clones(fragments, partial(_symbol_at, codebase))


def _symbol_at(codebase: Codebase, path: str, line: int) -> str:
    """The method around a line of a file, else the innermost class or module, else ''."""
    outline = codebase.facts[path].outline
    for method in outline.methods:
        if method.line <= line <= method.end_line:
            return _symbol(method)
    around = [body for body in outline.namespaces if body.line <= line <= body.end_line]
    return max(around, key=lambda body: body.line).name if around else ""


def _symbol(method: Method) -> str:
    return f"{method.scope}{'.' if method.singleton else '#'}{method.name}"


def _images(codebase: Codebase) -> Iterable[Placed]:
    """Images as read, each told which production image of the same name it differs from."""
    images = list(_as_read("image")(codebase))
    production = {
        entity.attributes["name"]: (path, entity)
        for path, entity in reversed(images)
        if entity.attributes["stage"] == "production"
    }
    for path, entity in images:
        yield path, _compared(entity, production.get(entity.attributes["name"]))


def _compared(image: Entity, production: Placed | None) -> Entity:
    if production is None or image.attributes["stage"] in ("production", ""):
        return image
    path, other = production
    if other.attributes["tag"] == image.attributes["tag"]:
        return image
    place = f"{path}:{other.line} ({other.attributes['base']})"
    return replace(image, attributes={**image.attributes, "differs_from": place})


def _as_read(kind: str) -> Callable[[Codebase], Iterable[Placed]]:
    """Entities that the reader of a single file already gave."""

    def build(codebase: Codebase) -> Iterable[Placed]:
        for path, facts in codebase.facts.items():
            for entity in facts.entities:
                if entity.kind == kind:
                    yield path, entity

    return build


def _users_of(codebase: Codebase, path: str, names: Iterable[str]) -> frozenset[str]:
    return files_using(names, codebase.users, codebase.constants) - {path}


def _by_scope(items: Iterable[_Scoped]) -> Mapping[str, list[_Scoped]]:
    grouped: dict[str, list[_Scoped]] = defaultdict(list)
    for item in items:
        grouped[item.scope].append(item)
    return grouped


def _within(grouped: Mapping[str, list[_Scoped]], body: Namespace) -> list[_Scoped]:
    """Those of this body: a file may open the same constant twice."""
    return [item for item in grouped.get(body.name, ()) if body.line <= item.line <= body.end_line]


_BUILDERS: Mapping[str, Callable[[Codebase], Iterable[Placed]]] = {
    "def": _methods,
    "class": lambda codebase: _namespaces(codebase, "class"),
    "module": lambda codebase: _namespaces(codebase, "module"),
    "file": _files,
    "clone": _clones,
    "image": _images,
}
