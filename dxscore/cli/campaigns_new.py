"""`dxscore campaigns new` and `templates`: the files of a new campaign, from a template or from rules."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dxscore.cli.files import replace_inside
from dxscore.cli.options import configuration, parse_date
from dxscore.errors import DxscoreError

if TYPE_CHECKING:
    from dxscore.rulebook.campaign_templates import Head, Template

_WEEKS = 26
"""Until the target of a campaign that is told none."""

_Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the campaign, such as rails-8.")]
_Root = Annotated[Path, typer.Argument(help="Folder of the Rails application.", exists=True, file_okay=False)]
_Template = Annotated[str, typer.Option(metavar="NAME", help="`dxscore campaigns templates` lists them.")]
_Rule = Annotated[list[str], typer.Option("--rule", metavar="RULE", help="What is left to do, instead. Repeatable.")]
_Set = Annotated[
    list[str], typer.Option("--set", metavar="NAME=VALUE", help="An answer to the template's questions. Repeatable.")
]
_Owner = Annotated[str, typer.Option(help="The team that leads it.")]
_Start = Annotated[str, typer.Option(metavar="DATE", help="Its first day, today by default.")]
_Target = Annotated[str, typer.Option(metavar="DATE", help=f"When it is to be over, in {_WEEKS} weeks by default.")]


def new(
    campaign: _Id,
    root: _Root = Path(),
    template: _Template = "",
    rule: _Rule = [],
    set_: _Set = [],
    owner: _Owner = "",
    start: _Start = "",
    target: _Target = "",
) -> None:
    """Write a campaign, and the rules it needs. Asks for what is missing, but only on a terminal."""
    from dxscore.rulebook.campaign_templates import filled, template_named

    if bool(template) == bool(rule):
        raise DxscoreError("a campaign is made from a template or from rules", "give --template NAME or --rule RULE")
    _check_id(campaign)
    chosen = template_named(template) if template else None
    head = _head(campaign, owner, start, target)
    if chosen:
        answers = _answers(chosen, set_)
        text, rules = filled(chosen, head, answers)
    else:
        text, rules = _of_rules(root, head, rule, set_), ""
    _write(root, campaign, text, rules)
    _say_what_is_left(campaign, chosen)


def list_templates() -> None:
    """List the templates that `campaigns new` knows, what each counts, and what it leaves to you."""
    from dxscore.rulebook.campaign_templates import templates

    for each in templates():
        print(f"{each.name}: {each.title}")
        print(f"  counts {each.counts}")
        for name, question in each.ask.items():
            print(f"  --set {name}={question.default}  {question.question}")
        for note in each.fill_in:
            print(f"  - {note}")


def _check_id(campaign: str) -> None:
    from dxscore.rulebook.campaigns import CAMPAIGN_ID
    from dxscore.rulebook.nodes import Scalar, UnusableError

    try:
        CAMPAIGN_ID.read(Scalar(1, campaign))
    except UnusableError as error:
        raise DxscoreError(error.complaints[0].message, "such as rails-8") from error


def _head(campaign: str, owner: str, start: str, target: str) -> Head:
    from dxscore.rulebook.campaign_templates import Head

    first = parse_date(start)
    last = parse_date(target) if target else _asked_day("When is it to be over?", first + timedelta(weeks=_WEEKS))
    if last <= first:
        raise DxscoreError(f"the target {last} is not after the start {first}", "give a later --target")
    return Head(campaign, owner or _asked("Which team leads it?", "unowned"), first, last)


def _answers(template: Template, given: list[str]) -> dict[str, str]:
    answers = dict(_pair(text) for text in given)
    missing = {name: question for name, question in template.ask.items() if name not in answers}
    return answers | {name: _asked(f"{each.question}?", each.default) for name, each in missing.items()}


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise DxscoreError(f"--set {text} has no value", "write --set NAME=VALUE")
    return name, value


def _of_rules(root: Path, head: Head, wanted: list[str], answers: list[str]) -> str:
    from dxscore.pipeline.reading import rules_of
    from dxscore.rulebook.campaign_templates import of_rules
    from dxscore.suggestions import did_you_mean

    if answers:
        raise DxscoreError("only templates take --set", "leave it out")
    known = {each.id: each for each in rules_of(root, configuration(root, None)).rules}
    for name in wanted:
        if name not in known:
            raise DxscoreError(f"no rule is called '{name}'", did_you_mean(name, sorted(known)))
    return of_rules(head, [known[name] for name in wanted])


def _asked(question: str, default: str) -> str:
    """A person's answer; the default when nobody is there to ask."""
    return str(typer.prompt(question, default=default, err=True)) if sys.stdin.isatty() else default


def _asked_day(question: str, default: date) -> date:
    return parse_date(_asked(question, default.isoformat()))


def _write(root: Path, campaign: str, text: str, rules: str) -> None:
    config = configuration(root, None)
    files = {f"{config.campaign_paths[0]}/{campaign}.yml": text}
    if rules:
        files[f"{config.rules.paths[0]}/campaign-{campaign}.yml"] = rules
    for path in files:
        if (root / path).exists():
            raise DxscoreError(f"{path} is there already", "choose another id, or edit that file")
    for path, content in files.items():
        replace_inside(root, path, content)
        print(f"wrote {path}")


def _say_what_is_left(campaign: str, template: Template | None) -> None:
    for note in template.fill_in if template else ():
        print(f"note: {note}", file=sys.stderr)
    print(f"next: dxscore campaigns show {campaign}", file=sys.stderr)
