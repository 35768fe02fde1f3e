"""Templates of campaigns, shipped in dxscore/campaigns/templates/ -> the files of a new campaign, filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from dxscore.domain.rule import Rule
from dxscore.errors import DxscoreError
from dxscore.resources import CAMPAIGN_TEMPLATES
from dxscore.rulebook.nodes import UnusableError
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import Shape, list_of, map_of, text
from dxscore.rulebook.yaml_reader import read_yaml
from dxscore.suggestions import did_you_mean

_PROSE = text("a text")
_NAME = "[a-z][a-z_]*"
_HOLE = re.compile(rf"<<({_NAME})>>")


class Question(Struct, frozen=True):
    """What a template has to be told."""

    question: str
    default: str
    pattern: str
    """All of an answer must match it: what it lets through is harmless in YAML and in a regular expression."""


class Template(Struct, frozen=True):
    """One template as it is shipped."""

    name: str
    title: str
    counts: str
    """What its rules find."""
    fill_in: tuple[str, ...]
    """What a team must see to itself."""
    ask: Mapping[str, Question]
    campaign: str
    """YAML with holes: `<<id>>`, `<<owner>>`, `<<start>>`, `<<target>>` and those of `ask`."""
    rules: str
    """YAML with the holes of `ask`, '' for a template that needs no rules of its own."""


class Head(Struct, frozen=True):
    """What every new campaign is told."""

    id: str
    owner: str
    start: date
    target: date


_QUESTION: Shape[Question] = record(
    Keys(
        "a question",
        {
            "question": Key(_PROSE, required=True),
            "default": Key(_PROSE, required=True),
            "pattern": Key(_PROSE, required=True),
        },
    ),
    lambda values: Question(**values),
)
_TEMPLATE: Shape[Values] = record(
    Keys(
        "a template",
        {
            "title": Key(_PROSE, required=True),
            "counts": Key(_PROSE, required=True),
            "fill_in": Key(list_of(_PROSE, strict=True), required=True),
            "ask": Key(map_of(text("a name", _NAME), _QUESTION, _NAME)),
        },
    ),
    dict,
)


def templates(folder: Path = CAMPAIGN_TEMPLATES) -> tuple[Template, ...]:
    """All that are shipped, by name."""
    return tuple(_template(each) for each in sorted(folder.iterdir()) if each.is_dir())


def template_named(name: str) -> Template:
    """The template of this name. Raises DxscoreError."""
    known = {each.name: each for each in templates()}
    if name not in known:
        raise DxscoreError(f"there is no template {name}", did_you_mean(name, list(known)))
    return known[name]


def _template(folder: Path) -> Template:
    try:
        values = _TEMPLATE.read(read_yaml((folder / "template.yml").read_bytes()))
    except UnusableError as error:
        raise DxscoreError(f"the template {folder.name} can't be read: {error}", "install dxscore again") from error
    rules = folder / "rules.yml"
    return Template(
        name=folder.name,
        title=values["title"],
        counts=values["counts"],
        fill_in=values["fill_in"],
        ask=values.get("ask", {}),
        campaign=(folder / "campaign.yml").read_text("utf-8"),
        rules=rules.read_text("utf-8") if rules.exists() else "",
    )


def filled(template: Template, head: Head, answers: Mapping[str, str]) -> tuple[str, str]:
    """The YAML of the campaign and of its rules ('' without any); defaults where there is no answer.

    Raises DxscoreError for answers that nobody asked for, or that do not fit.
    """
    for name, answer in answers.items():
        if name not in template.ask:
            hint = f"it asks for {', '.join(template.ask)}" if template.ask else "it asks for nothing"
            raise DxscoreError(f"the template {template.name} does not ask for '{name}'", hint)
        if not re.fullmatch(template.ask[name].pattern, answer):
            raise DxscoreError(f"'{answer}' can't be {name}", f"such as {template.ask[name].default}")
    asked = {name: answers.get(name, question.default) for name, question in template.ask.items()}
    return _without_holes(template.campaign, _head(head) | asked), _without_holes(template.rules, asked)


def of_rules(head: Head, rules: Iterable[Rule]) -> str:
    """The YAML of a campaign that is over when these rules, at least one, find nothing any more."""
    named = list(rules)
    first = named[0]
    values = _head(head)
    lines = [
        f"id: {values['id']}",
        f"title: {_quoted(first.text.title)}",
        f"why: {_quoted(first.text.why or first.text.title)}",
        *(f"{key}: {values[key]}" for key in ("owner", "start", "target")),
        f"todo: [{', '.join(rule.id for rule in named)}]",
    ]
    return "\n".join(lines) + "\n"


def _head(head: Head) -> dict[str, str]:
    return {
        "id": head.id,
        "owner": _quoted(head.owner),
        "start": head.start.isoformat(),
        "target": head.target.isoformat(),
    }


def _quoted(value: str) -> str:
    """JSON's texts are YAML's, too."""
    return json.dumps(" ".join(value.split()), ensure_ascii=False)


def _without_holes(yaml: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: values[hole[1]], yaml)
