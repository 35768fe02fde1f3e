"""A version of a project and its configuration -> the law that judges: rules in force, exemptions, the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from dxscore.config import FILE_NAME, Config
from dxscore.copying import replace
from dxscore.domain.gate import Place
from dxscore.domain.rule import Rule
from dxscore.errors import InvalidInputError, Problem
from dxscore.inputs.exemptions import load_exemptions
from dxscore.inputs.settings import read_config
from dxscore.inputs.tree import Tree
from dxscore.pipeline.judging import Law
from dxscore.pipeline.reading import rules_in
from dxscore.rulebook.selection import in_force


def law_in(tree: Tree, config: Config, as_of: date, store: Path | None) -> Law:
    """What a version of the project says, but for its todo files. Raises InvalidInputError.

    Those have no say: whoever compares two versions needs no list of what is old, and an entry that a change makes
    stale is no debt that it adds.
    """
    everything = rules_in(tree, config, store)
    rulebook = in_force(everything, config.rules)
    exemptions = load_exemptions(tree, config.exemptions)
    return Law(rulebook.rules, everything.rules, exemptions, as_of, ruleset=rulebook.digest)


class EditedPolicy(Struct, frozen=True):
    """What a change does to those who judge it."""

    places: tuple[Place, ...]
    """Files with a say that differ."""
    problems: tuple[Problem, ...]
    """What makes the head's versions unusable."""
    law: Law | None
    """The head's rules that are not the base's, under the rest of the base's law; None when there are none."""


def edited_policy(base: Tree, head: Tree, config: Config, law: Law) -> EditedPolicy:
    """Compare the policies of two versions; `config` and `law` are the base's."""
    before, after = _with_a_say(base, config), _with_a_say(head, config)
    places = tuple(
        Place(path, 0, _what_happened(path in before, path in after))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    )
    if not places:
        return EditedPolicy((), (), None)
    problems = [*_problems(lambda: read_config(head)), *_problems(lambda: load_exemptions(head, config.exemptions))]
    try:
        everything = rules_in(head, config, None)
        rules = _not_in(law, in_force(everything, config.rules).rules)
    except InvalidInputError as error:
        return EditedPolicy(places, (*problems, *error.problems), None)
    return EditedPolicy(places, tuple(problems), replace(law, rules=rules, known=everything.rules) if rules else None)


def _with_a_say(tree: Tree, config: Config) -> Mapping[str, bytes]:
    """The files that decide how a change is judged, but for those of dxscore itself."""
    rules = (path for folder in config.rules.paths for path in tree.below(folder) if path.endswith((".yml", ".yaml")))
    found = ((path, _content(tree, path)) for path in (FILE_NAME, config.exemptions, *rules))
    return {path: content for path, content in found if content is not None}


def _content(tree: Tree, path: str) -> bytes | None:
    """What is there or where a link leads, None for nothing; what can't be read is told as a problem of the policy."""
    try:
        return tree.read(tree.real_path(path))
    except FileNotFoundError:
        return None
    except OSError:
        return b""


def _what_happened(was_there: bool, is_there: bool) -> str:
    if not was_there:
        return "added"
    return "edited" if is_there else "removed"


def _problems(read: Callable[[], object]) -> tuple[Problem, ...]:
    try:
        read()
    except InvalidInputError as error:
        return error.problems
    return ()


def _not_in(law: Law, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    known = {rule.id: rule for rule in law.known}
    return tuple(rule for rule in rules if rule != known.get(rule.id))
