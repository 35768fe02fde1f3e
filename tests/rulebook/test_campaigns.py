"""Campaign files and `[[campaigns]]`: what they say, and everything that is wrong with them at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from dxscore.config import Config, parse_config
from dxscore.domain.campaign import Campaign, Phase, Scope
from dxscore.errors import InvalidInputError
from dxscore.inputs.tree import FolderTree
from dxscore.rulebook.campaigns import campaign_schema, load_campaigns
from tests.factories import a_rule

RULES = (a_rule("rails.filter-callbacks"), a_rule("rails.action-callbacks"), a_rule("tech-debt.sleep"))
FULL = """\
id: rails-8
title: Rails 8.0
why: Support ends.
owner: platform
docs: https://wiki.example/rails8
start: 2026-09-01
target: 2027-01-31
depends_on: [ruby-3-4]
phases:
  - {name: stop new use, end: 2026-09-30}
  - {name: finish, end: 2027-01-31}
scope: {paths: ["app/**"], owners: payments}
todo: ["rails.filter-*"]
done: rails.action-callbacks
goal: 3
"""
OTHER = "{id: ruby-3-4, title: Ruby, why: w, owner: o, start: 2026-01-01, target: 2026-12-31, todo: tech-debt.sleep}"


def load(root: Path, files: dict[str, str], config: Config | None = None) -> tuple[Campaign, ...]:
    for name, text in files.items():
        file = root / "campaigns" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return load_campaigns(FolderTree(root), config or Config(), RULES)


def problems(root: Path, files: dict[str, str], config: Config | None = None) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        load(root, files, config)
    return [str(problem) for problem in caught.value.problems]


def test_all_that_a_campaign_can_say(tmp_path: Path) -> None:
    rails, _ = load(tmp_path, {"a.yml": FULL, "b.yml": OTHER})
    assert rails == Campaign(
        id="rails-8",
        title="Rails 8.0",
        why="Support ends.",
        owner="platform",
        start=date(2026, 9, 1),
        target=date(2027, 1, 31),
        todo=("rails.filter-*",),
        done=("rails.action-callbacks",),
        goal=3,
        scope=Scope(("payments",), ("app/**",)),
        phases=(
            Phase("stop new use", date(2026, 9, 1), date(2026, 9, 30)),
            Phase("finish", date(2026, 10, 1), date(2027, 1, 31)),
        ),
        depends_on=("ruby-3-4",),
        docs=("https://wiki.example/rails8",),
        origin="campaigns/a.yml:1",
    )


def test_a_file_may_hold_a_list_and_folders_are_searched(tmp_path: Path) -> None:
    found = load(tmp_path, {"team/all.yml": f"- {OTHER}\n- {OTHER.replace('ruby-3-4', 'b')}"})
    assert [campaign.id for campaign in found] == ["b", "ruby-3-4"]


def test_without_a_folder_there_are_no_campaigns(tmp_path: Path) -> None:
    assert load(tmp_path, {}) == ()


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    broken = FULL.replace("owner: platform\n", "").replace("target: 2027-01-31", "targett: 2027-01-31")
    found = problems(tmp_path, {"a.yml": broken, "b.yml": "id: [", "c.yml": OTHER.replace("tech-debt.sleep", "x.y")})
    assert found == [
        "campaigns/a.yml:1: a campaign has no 'owner' (the team that leads it)",
        "campaigns/a.yml:6: unknown key 'targett' in a campaign (did you mean 'target'?)",
        *[line for line in found if line.startswith("campaigns/b.yml:2: not valid YAML")],
        (
            "campaigns/c.yml:1: no rule is called 'x.y' "
            "(known: rails.action-callbacks, rails.filter-callbacks, tech-debt.sleep)"
        ),
    ]
    assert len(found) == 4


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("target: 2027-01-31", "target: 2026-09-01", "campaigns/a.yml:7: the target 2026-09-01 is not after the start"),
        ("end: 2026-09-30", "end: 2026-08-30", "campaigns/a.yml:9: the phase 'stop new use' can't end on 2026-08-30"),
        ("end: 2027-01-31", "end: 2027-02-01", "campaigns/a.yml:9: the phase 'finish' can't end on 2027-02-01"),
        ("[ruby-3-4]", "[ruby-3-5]", "campaigns/a.yml:8: no campaign is called 'ruby-3-5' (did you mean 'ruby-3-4'?)"),
        ("[ruby-3-4]", "[rails-8]", "campaigns/a.yml:8: rails-8 depends on itself in the end"),
        ("rails.filter-*", "rails.filtr-callbacks", "campaigns/a.yml:13: no rule is called 'rails.filtr-callbacks'"),
        (
            "done: rails.action-callbacks",
            'done: "rails.filter-*"',
            "campaigns/a.yml:14: 'rails.filter-*' can't be both",
        ),
        ("2026-09-01", "next week", "campaigns/a.yml:6: a date such as 2027-01-31 is expected, not 'next week'"),
        ("goal: 3", "goal: few", "campaigns/a.yml:15: a whole number from 0 is expected"),
        ("id: rails-8", "id: ruby-3-4", "campaigns/b.yml:1: the id ruby-3-4 is taken, by campaigns/a.yml:1"),
        ("goal: 3", "state: over", "campaigns/a.yml:15: 'over' is none of draft, abandoned"),
    ],
)
def test_what_can_be_wrong(old: str, new: str, said: str, tmp_path: Path) -> None:
    found = problems(tmp_path, {"a.yml": FULL.replace(old, new, 1), "b.yml": OTHER})
    assert any(problem.startswith(said) for problem in found), found


def test_a_circle_of_dependencies_is_told_at_each(tmp_path: Path) -> None:
    found = problems(tmp_path, {"a.yml": FULL, "b.yml": OTHER.replace("}", ", depends_on: rails-8}")})
    assert len([problem for problem in found if "depends on itself" in problem]) == 2


TOML = """\
[scan]
jobs = 1

[[campaigns]]
id = "ruby-3-4"
title = "Ruby"
why = "w"
owner = "o"
start = 2026-01-01
target = "2026-12-31"
todo = ["tech-debt.sleep"]

[[campaigns.phases]]
name = "first"
end = 2026-06-30

[[campaigns]]
id = "b"
"""


def test_campaigns_of_the_configuration_are_read_alike(tmp_path: Path) -> None:
    (campaign,) = load(tmp_path, {}, parse_config(TOML.partition('[[campaigns]]\nid = "b"')[0].encode(), "x"))
    assert (campaign.start, campaign.target, campaign.origin) == (
        date(2026, 1, 1),
        date(2026, 12, 31),
        "dxscore.toml:4",
    )
    assert campaign.phases == (Phase("first", date(2026, 1, 1), date(2026, 6, 30)),)


def test_problems_of_the_configuration_name_the_line_of_the_table(tmp_path: Path) -> None:
    found = problems(tmp_path, {}, parse_config(TOML.encode(), "x"))
    assert found[0] == "dxscore.toml:17: a campaign has no 'title' (what it is, in a few words)"


def test_the_schema_says_the_same(tmp_path: Path) -> None:
    schema = campaign_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    document = yaml.load(FULL, Loader=yaml.BaseLoader)  # texts alone, as the loader of dxscore reads them
    document["goal"] = 3
    validator.validate(document)
    assert not validator.is_valid({**document, "gaol": 3})
    assert not validator.is_valid({**document, "state": "over"})
