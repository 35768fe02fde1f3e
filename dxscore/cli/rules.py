"""`dxscore rules list|test|new|schema|attributes`: for people who write rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dxscore.cli.options import Color, ColorOption, ConfigFile, configuration, terminal_view
from dxscore.errors import DxscoreError

_Project = Annotated[Path, typer.Argument(help="Folder whose own rules count too.", file_okay=False)]
_Only = Annotated[list[str], typer.Option("--rule", help="Only this rule. Repeatable.")]


def build() -> typer.Typer:
    """The `rules` group of commands."""
    group = typer.Typer(help="List, test and write rules.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_rules)
    group.command("test")(run_examples)
    group.command("new")(new)
    group.command("schema")(schema)
    group.command("attributes")(attributes)
    return group


def list_rules(project: _Project = Path(), config: ConfigFile = None, color: ColorOption = Color.AUTO) -> None:
    """List all rules, shipped and the project's own."""
    from dxscore.pipeline import rules_of
    from dxscore.reporting.listing import rule_table

    sys.stdout.write(rule_table(rules_of(project, configuration(project, config)).rules, terminal_view(color)))


def run_examples(
    project: _Project = Path(),
    rule: _Only = [],
    config: ConfigFile = None,
    color: ColorOption = Color.AUTO,
) -> None:
    """Run the examples of every rule; exit with 1 when one of them does not come out as it says."""
    from dxscore.pipeline import rules_of
    from dxscore.reporting.trials import trial_report
    from dxscore.trials import try_examples

    rules = rules_of(project, configuration(project, config), examples=True).rules
    trials = try_examples([each for each in rules if not rule or each.id in rule], rules)
    if not trials:
        raise DxscoreError("no such rule", "dxscore rules list shows all rules")
    sys.stdout.write(trial_report(trials, terminal_view(color)))
    if not all(trial.passed for trial in trials):
        raise typer.Exit(1)


def new(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id, for example payments.no-float-money.")],
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(".dxscore/rules"),
) -> None:
    """Write a stub of a rule, ready to edit."""
    from dxscore.rulebook.template import new_rule

    target = folder / f"{rule}.yml"
    if target.exists():
        raise DxscoreError(f"{target} is there already", "choose another id, or edit that file")
    stub = new_rule(rule)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(stub, encoding="utf-8")
    print(f"wrote {target}; edit it, then run dxscore rules test --rule {rule}")


def schema() -> None:
    """Print the JSON schema of rule files, for your editor."""
    from dxscore.rulebook.schema import rule_schema

    print(json.dumps(rule_schema(), indent=2))


def attributes() -> None:
    """List the kinds of entity that rules can judge, and the attributes of each."""
    from dxscore.domain.entities import ENTITIES

    for kind, table in ENTITIES.items():
        print(kind)
        for name, (value, meaning) in table.items():
            print(f"  {name:<18} {value:<7} {meaning}")
