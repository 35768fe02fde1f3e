"""Where dimensions add to the gate what is no finding: one tuple of functions for each kind of part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from dxscore.config import Config
from dxscore.config.gate import GateConfig
from dxscore.domain.gate import Measure, Note, Ruling, Statement
from dxscore.errors import InvalidInputError
from dxscore.gate.environment import environment_notes
from dxscore.gate.measures import accepted, hidden, unowned
from dxscore.gate.notes import suppression_notes
from dxscore.inputs.documented_variables import documented_variables
from dxscore.inputs.exemptions import load_exemptions
from dxscore.inputs.owners import load_owners
from dxscore.inputs.todo_lists import load_todo
from dxscore.pipeline.access_statements import access_statements
from dxscore.pipeline.altered import Alterations
from dxscore.pipeline.rollback_statements import rollback_statements
from dxscore.pipeline.sides import Side
from dxscore.upgrade.defaults import defaults_gap, gap_size
from dxscore.upgrade.versions import series_of

MakeStatements: TypeAlias = Callable[[Alterations, GateConfig], Iterable[Statement]]
MakeMeasures: TypeAlias = Callable[[Side, Config], Iterable[Measure]]
MakeNotes: TypeAlias = Callable[[Alterations, GateConfig], Iterable[Note]]


def _environment(change: Alterations, policy: GateConfig) -> Iterable[Note]:
    documented = documented_variables(change.head.end.tree)
    ruling = Ruling(policy.environment)
    return environment_notes(change.base.facts, change.head.facts, change.renames, ruling, documented)


def _suppressions(change: Alterations, _policy: GateConfig) -> Iterable[Note]:
    return suppression_notes(change.base.facts, change.head.facts, change.changed, change.came_from)


def _accepted(side: Side, _config: Config) -> Iterable[Measure]:
    return accepted(side.facts.values())


def _hidden(side: Side, config: Config) -> Iterable[Measure]:
    """Unknown where the files can't be read."""
    tree = side.end.tree
    try:
        exemptions, listed = load_exemptions(tree, config.exemptions), load_todo(tree, config.gate.todo)
    except InvalidInputError:
        return ()
    return hidden(side.facts.values(), len(exemptions), len(listed))


def _unowned(side: Side, config: Config) -> Iterable[Measure]:
    """By the files with a say of this end, unlike owners of findings: handing code over is what is measured."""
    owners = load_owners(side.end.tree, sorted(side.files), config.owners)
    return unowned(owners.owner(path, side.facts[path].first_comment) for path in side.facts)


def _defaults(side: Side, _config: Config) -> Iterable[Measure]:
    """Framework defaults of the locked Rails and before whose old value is kept."""
    rails = side.versions.rails or ""
    settings = {path: facts.settings for path, facts in side.facts.items() if facts.settings}
    yield Measure("old framework defaults", gap_size(defaults_gap(settings, {}, rails, series_of(rails))))


STATEMENTS: tuple[MakeStatements, ...] = (rollback_statements, access_statements)
"""Verdicts of whole dimensions, such as 'can be rolled back'."""

MEASURES: tuple[MakeMeasures, ...] = (_accepted, _hidden, _unowned, _defaults)
"""Numbers about a whole project; asked of both ends."""

NOTES: tuple[MakeNotes, ...] = (_environment, _suppressions)
"""What a reviewer should know."""
