"""Bytes of a Dockerfile or a compose file -> entities of kind 'image': what containers are built from or run.

Sources: the Dockerfile reference (docs.docker.com) and the Compose specification (compose-spec.io).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dxscore.domain.facts import Entity
from dxscore.facts.dockerfile import instructions
from dxscore.facts.yaml_nodes import Node, yaml_nodes

_FROM = re.compile(r"(?:--\S+\s+)*(?P<base>[^\s<]+)(?:\s+as\s+(?P<stage>\S+))?\s*", re.IGNORECASE)
_ARGUMENT = re.compile(r"(?P<name>\w+)=(?P<quote>[\"']?)(?P<value>[^\"'\s]*)(?P=quote)")
_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<bare>\w+))")
_COMPOSE = re.compile(r"(?:.*/)?(?:docker-)?compose[^/]*\.ya?ml", re.IGNORECASE)

_STAGES: Mapping[str, str] = {
    **dict.fromkeys(("dev", "devel", "development", "local", "devcontainer", "override"), "development"),
    **dict.fromkeys(("test", "tests", "testing", "ci", "spec"), "test"),
    **dict.fromkeys(("prod", "production", "release", "deploy"), "production"),
}


def image_entities(source: bytes, path: str) -> tuple[Entity, ...]:
    """Images of other people that the file names, by line.

    Left out are stages built in the file itself, and images with a variable for which the file has no default: of
    them nothing is known. `differs_from` is '': it takes other files to say. Raises UnreadableSource for a compose file
    that is not YAML.
    """
    found = _composed(source, path) if _COMPOSE.fullmatch(path) else _built(source, path)
    return tuple(image for image in found if "$" not in str(image.attributes["base"]))


def _built(source: bytes, path: str) -> Iterator[Entity]:
    """`FROM` lines; their variables come from the `ARG`s above the first of them."""
    arguments: dict[str, str] = {}
    stages: set[str] = set()
    for each in instructions(source):
        if each.name == "ARG" and not stages:
            for argument in _ARGUMENT.finditer(each.rest):
                arguments[argument["name"]] = _filled(argument["value"], arguments)
        elif each.name == "FROM" and (found := _FROM.fullmatch(each.rest)):
            base = _filled(found["base"], arguments)
            if base.lower() not in stages and base != "scratch":
                yield _image(base, each.line, found["stage"] or "", path)
            stages |= {(found["stage"] or "").lower(), str(len(stages))}


def _composed(source: bytes, path: str) -> Iterator[Entity]:
    """`services.NAME.image`; with `build` beside it, it only names the result."""
    root = yaml_nodes(source)
    services = root.get("services")
    for name, service in services.pairs() if services.is_mapping else root.pairs():
        image = service.get("image")
        if image.text and not _has(service, "build"):
            yield _image(_filled(image.text, {}), image.line, name, path)


def _has(node: Node, key: str) -> bool:
    return any(name == key for name, _ in node.pairs())


def _filled(text: str, arguments: Mapping[str, str]) -> str:
    """With variables replaced by their defaults; a variable without one stays as written."""

    def value(found: re.Match[str]) -> str:
        return arguments.get(found["braced"] or found["bare"], found["default"]) or found[0]

    return _VARIABLE.sub(value, text)


def _image(base: str, line: int, stage: str, path: str) -> Entity:
    name, tag = _split(base)
    return Entity(
        kind="image",
        line=line,
        end_line=line,
        symbol=stage,
        attributes={"base": base, "name": name, "tag": tag, "stage": _stage(stage, path), "differs_from": ""},
    )


def _split(base: str) -> tuple[str, str]:
    """`host:5000/ruby:3.4@sha256:...` -> ('host:5000/ruby', '3.4')."""
    reference = base.partition("@")[0]
    name, colon, tag = reference.rpartition(":")
    return (name, tag) if colon and "/" not in tag else (reference, "")


def _stage(name: str, path: str) -> str:
    """From the stage's name, then the file's, then its folders', nearest first."""
    for text in (name, *reversed(path.split("/"))):
        for word in re.findall(r"[a-z]+", text.lower()):
            if word in _STAGES:
                return _STAGES[word]
    return ""
