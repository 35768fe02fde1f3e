"""campaigns/*.yml and `[[campaigns]]` of dxscore.toml -> Campaigns, or every problem of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from fnmatch import fnmatchcase

from msgspec import Struct

from dxscore.config import FILE_NAME, Config
from dxscore.domain.campaign import Campaign, Phase, Scope
from dxscore.domain.rule import Rule
from dxscore.errors import InvalidInputError, Problem
from dxscore.inputs.tree import Tree
from dxscore.rulebook.files import RuleFolder, find_files
from dxscore.rulebook.nodes import Complaint, Items, Node, Scalar, Table, UnusableError
from dxscore.rulebook.records import Key, Keys, Values, record
from dxscore.rulebook.shapes import Definitions, Schema, Shape, choice, day, list_of, text, whole_number
from dxscore.rulebook.yaml_reader import read_yaml
from dxscore.suggestions import did_you_mean

CAMPAIGN_ID = text("an id in lower case with dashes", r"[a-z0-9]+(-[a-z0-9]+)*")
_PROSE = text("a text")
_LINK = text("a link", r"https?://\S+")
_GLOB = text("a git-ignore style glob from the root, without '!'", r"[^!#\s\\][^\x00-\x1f\\]*")
_RULES = list_of(text("the id of a rule, or a glob of ids", r"[a-z0-9*?.-]+"))

_PHASE: Shape[Values] = record(
    Keys(
        "a phase",
        {"name": Key(_PROSE, "what it is for", required=True), "end": Key(day(), "its last day", required=True)},
    ),
    dict,
)
_SCOPE: Shape[Scope] = record(
    Keys(
        "scope",
        {
            "owners": Key(list_of(_PROSE), "only findings of these teams"),
            "paths": Key(list_of(_GLOB), "only findings in these files; their past is not known"),
        },
    ),
    lambda values: Scope(**values),
)
_KEYS = Keys(
    "a campaign",
    {
        "id": Key(CAMPAIGN_ID, "such as rails-8", required=True),
        "title": Key(_PROSE, "what it is, in a few words", required=True),
        "why": Key(_PROSE, "one sentence for those who do the work", required=True),
        "owner": Key(_PROSE, "the team that leads it", required=True),
        "start": Key(day(), "its first day", required=True),
        "target": Key(day(), "the day it is to be over", required=True),
        "todo": Key(_RULES, "rules (or globs) whose open findings remain to be done", required=True),
        "done": Key(_RULES, "rules that find what is as it should be"),
        "goal": Key(whole_number(), "it is over when no more than this remain; default 0"),
        "scope": Key(_SCOPE, "which findings of the rules belong to it"),
        "phases": Key(list_of(_PHASE, strict=True), "stretches, in their order"),
        "depends_on": Key(list_of(CAMPAIGN_ID), "campaigns that must be over first"),
        "docs": Key(list_of(_LINK), "links"),
        "state": Key(choice("draft", "abandoned"), "not decided yet, or given up"),
    },
)
CAMPAIGN: Shape[Values] = record(_KEYS, dict)


class _Written(Struct, frozen=True):
    """A campaign and where it is written."""

    campaign: Campaign
    node: Node
    path: str

    def problem(self, key: str, message: str, suggestion: str = "") -> Problem:
        line = self.node.line_of(key) if isinstance(self.node, Table) else self.node.line
        return Problem(self.path, line, message, suggestion)


def load_campaigns(tree: Tree, config: Config, rules: Sequence[Rule]) -> tuple[Campaign, ...]:
    """All campaigns of a version of the project, by id; `rules` are all that exist, drafts too.

    Raises InvalidInputError with every problem of every campaign.
    """
    problems: list[Problem] = []
    written = [*_from_files(tree, config, problems), *_from_config(config, problems)]
    problems += _unfitting(written, rules)
    if problems:
        raise InvalidInputError(tuple(sorted(problems, key=lambda problem: (problem.path, problem.line))))
    return tuple(sorted((each.campaign for each in written), key=lambda campaign: campaign.id))


def campaign_schema() -> Schema:
    """The JSON Schema of a file of campaigns: one of them, or a list."""
    definitions: Definitions = {}
    one = CAMPAIGN.schema(definitions)
    many = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **many, "$defs": definitions}


def _from_files(tree: Tree, config: Config, problems: list[Problem]) -> Iterator[_Written]:
    folders = [RuleFolder(tree, name, name) for name in config.campaign_paths if tree.is_folder(name)]
    files, found = find_files(folders)
    problems += found
    for file in files:
        try:
            node = read_yaml(file.data)
        except UnusableError as error:
            problems += _located(file.path, error.complaints)
            continue
        yield from _read(node.items if isinstance(node, Items) else [node], file.path, problems)


def _from_config(config: Config, problems: list[Problem]) -> Iterator[_Written]:
    lines = dict(enumerate(config.campaign_lines))
    nodes = [_node(table, lines.get(at, 1)) for at, table in enumerate(config.campaigns)]
    return _read(nodes, FILE_NAME, problems)


def _node(value: object, line: int) -> Node:
    """A value of TOML as YAML would have it; the finest line known is that of the table's header."""
    if isinstance(value, Mapping):
        return Table(line, tuple((Scalar(line, str(key)), _node(each, line)) for key, each in value.items()))
    if isinstance(value, list):
        return Items(line, tuple(_node(each, line) for each in value))
    return Scalar(line, str(value))


def _read(nodes: Iterable[Node], path: str, problems: list[Problem]) -> Iterator[_Written]:
    for node in nodes:
        try:
            yield _Written(_campaign(CAMPAIGN.read(node), f"{path}:{node.line}"), node, path)
        except UnusableError as error:
            problems += _located(path, error.complaints)


def _located(path: str, complaints: Iterable[Complaint]) -> Iterator[Problem]:
    return (Problem(path, each.line, each.message, each.suggestion) for each in complaints)


def _campaign(values: Values, origin: str) -> Campaign:
    phases = tuple(_phases(values))
    return Campaign(**{**values, "phases": phases, "origin": origin})


def _phases(values: Values) -> Iterator[Phase]:
    start = values["start"]
    for phase in values.get("phases", ()):
        yield Phase(phase["name"], start, phase["end"])
        start = phase["end"] + timedelta(days=1)


# What one campaign can't see by itself


def _unfitting(written: Sequence[_Written], rules: Sequence[Rule]) -> Iterator[Problem]:
    names = {name for rule in rules for name in (rule.id, *rule.aliases)}
    first = {each.campaign.id: each for each in reversed(written)}
    for each in written:
        other = first[each.campaign.id]
        if other is not each:
            yield each.problem("id", f"the id {each.campaign.id} is taken, by {other.campaign.origin}")
        yield from _dates(each)
        yield from _unknown_rules(each, names)
        yield from _dependencies(each, first)


def _dates(each: _Written) -> Iterator[Problem]:
    campaign = each.campaign
    if campaign.target <= campaign.start:
        yield each.problem("target", f"the target {campaign.target} is not after the start {campaign.start}")
    for phase in campaign.phases:
        if not phase.start <= phase.end <= campaign.target:
            hint = f"write phases in their order, the last one ends by {campaign.target}"
            yield each.problem("phases", f"the phase '{phase.name}' can't end on {phase.end}", hint)


def _unknown_rules(each: _Written, names: Iterable[str]) -> Iterator[Problem]:
    for key, globs in (("todo", each.campaign.todo), ("done", each.campaign.done)):
        for glob in globs:
            if not any(fnmatchcase(name, glob) for name in names):
                yield each.problem(key, f"no rule is called '{glob}'", did_you_mean(glob, sorted(names)))
    for both in sorted({*each.campaign.todo} & {*each.campaign.done}):
        yield each.problem("done", f"'{both}' can't be both todo and done")


def _dependencies(each: _Written, known: Mapping[str, _Written]) -> Iterator[Problem]:
    for name in each.campaign.depends_on:
        if name not in known:
            yield each.problem("depends_on", f"no campaign is called '{name}'", did_you_mean(name, sorted(known)))
    if each.campaign.id in _reached(each.campaign, known):
        yield each.problem("depends_on", f"{each.campaign.id} depends on itself in the end")


def _reached(campaign: Campaign, known: Mapping[str, _Written]) -> set[str]:
    """Every campaign that must be over before, directly or not."""
    reached: set[str] = set()
    waiting = list(campaign.depends_on)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += known[name].campaign.depends_on if name in known else ()
    return reached
