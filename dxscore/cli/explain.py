"""`dxscore explain RULE`: what a rule means, why it matters and what to do."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.completion import rule_ids
from dxscore.cli.options import Color, ColorOption, ConfigFile, configuration, terminal_view
from dxscore.errors import DxscoreError

_RuleId = Annotated[str, typer.Argument(metavar="RULE", help="Rule id.", autocompletion=rule_ids)]
_Project = Annotated[Path, typer.Option("--project", help="Folder whose own rules to know too.", file_okay=False)]


def explain(
    rule: _RuleId, project: _Project = Path(), config: ConfigFile = None, color: ColorOption = Color.AUTO
) -> None:
    """Explain a rule: what it finds, why it matters, how to fix it, with examples."""
    from dxscore.pipeline import rules_of
    from dxscore.reporting.explain import explain_rule

    known = rules_of(project, configuration(project, config), examples=True).rules
    found = next((each for each in known if rule in (each.id, *each.aliases)), None)
    if found is None:
        near = get_close_matches(rule, [each.id for each in known], n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "dxscore rules list shows all rules"
        raise DxscoreError(f"no such rule: {rule}", hint)
    sys.stdout.write(explain_rule(found, terminal_view(color)))
