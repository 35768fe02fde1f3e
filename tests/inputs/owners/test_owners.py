from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from dxscore.config import OwnersConfig
from dxscore.domain.owner import Claim
from dxscore.inputs.owners import Owners, load_owners
from dxscore.inputs.tree import FolderTree

Load = Callable[..., Owners]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Write files, load the owners of the project that they make."""

    def build(files: Mapping[str, str], config: OwnersConfig | None = None) -> Owners:
        for path, content in files.items():
            target = tmp_path / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
        return load_owners(FolderTree(tmp_path), list(files), config or OwnersConfig())

    return build


PAYMENTS = "name: Payments\ngithub:\n  team: '@acme/pay-team'\nruby:\n  owned_gems: [stripe]\n"


def test_without_any_source_everything_is_unowned(load: Load) -> None:
    owners = load({"app/a.rb": ""})

    assert owners.claims("app/a.rb") == ()
    assert owners.owner("app/a.rb") == "unowned"
    assert [source.name for source in owners.sources if source.place] == []


def test_all_claims_are_given_best_first(load: Load) -> None:
    owners = load(
        {
            "config/code_ownership.yml": "owned_globs: ['**/*.rb']\n",
            "config/teams/payments.yml": PAYMENTS + "owned_globs: ['packs/**/*.rb']\n",
            "packs/a/package.yml": "owner: Packers\n",
            "packs/a/app/.codeowner": "Folders\n",
            "packs/a/app/x.rb": "",
            ".github/CODEOWNERS": "# header\n* @acme/everyone\n",
        },
        OwnersConfig(paths={"packs/a/": "Config"}),
    )

    assert owners.claims("packs/a/app/x.rb", "# @team Notes") == (
        Claim("Config", "dxscore.toml", "dxscore.toml"),
        Claim("Notes", "annotation", "packs/a/app/x.rb:1"),
        Claim("Folders", ".codeowner", "packs/a/app/.codeowner"),
        Claim("Packers", "package", "packs/a/package.yml"),
        Claim("Payments", "team file", "config/teams/payments.yml"),
        Claim("everyone", "CODEOWNERS", ".github/CODEOWNERS:2"),
    )


def test_the_order_is_configured_and_leaves_out_what_it_does_not_name(load: Load) -> None:
    files = {"a/.codeowner": "Folders", "CODEOWNERS": "* @acme/all", "a/x.rb": ""}

    owners = load(files, OwnersConfig(order=("CODEOWNERS", "annotation")))

    assert [claim.owner for claim in owners.claims("a/x.rb", "# @team X")] == ["all", "X"]


def test_the_last_configured_glob_wins_and_may_clear(load: Load) -> None:
    paths = {"app/": "Core", "app/models/": "Models", "app/models/legacy/": ""}
    owners = load({"app/a.rb": ""}, OwnersConfig(paths=paths))

    assert [owners.owner(path) for path in ("app/a.rb", "app/models/b.rb", "app/models/legacy/c.rb", "lib/d.rb")] == [
        "Core",
        "Models",
        "unowned",
        "unowned",
    ]


def test_configured_globs_that_name_nothing_are_reported(load: Load) -> None:
    owners = load({}, OwnersConfig(paths={"": "A", "# all": "B", "a***[": "C", "app/": "D"}))

    assert [problem.message for problem in owners.problems][:2] == [
        "[owners] paths: '' names nothing",
        "[owners] paths: '# all' names nothing",
    ]
    assert owners.owner("app/x.rb") == "D"


@pytest.mark.parametrize(
    "line",
    [
        "# @team Big Team",
        "#@team Big Team",
        "# @team: Big Team",
        "# team: Big Team",
        "// @team Big Team",
        "/* @team Big Team */",
        "<!-- @team Big Team -->",
        "<%# @team Big Team %>",
        "<%# @team: Big Team -%>",
        "-# @team Big Team",
        "@team Big Team",
    ],
)
def test_annotations_in_all_their_forms(load: Load, line: str) -> None:
    assert load({}).claims("a.rb", line) == (Claim("Big Team", "annotation", "a.rb:1"),)


@pytest.mark.parametrize("line", ["# frozen_string_literal: true", "# the team: we", "# @teams X", "# @team", ""])
def test_other_first_lines_are_no_annotations(load: Load, line: str) -> None:
    assert load({}).claims("a.rb", line) == ()


def test_the_nearest_folder_speaks(load: Load) -> None:
    owners = load({".codeowner": "Root", "a/b/.codeowner": "Deep\n", "a/b/c/x.rb": "", "a/y.rb": ""})

    assert [owners.owner(path) for path in ("a/b/c/x.rb", "a/y.rb", "z.rb")] == ["Deep", "Root", "Root"]


def test_packwerk_packages_by_either_key(load: Load) -> None:
    owners = load(
        {
            "package.yml": "metadata: {owner: Root}\n",
            "components/a/package.yml": "enforce_dependencies: true\nmetadata:\n  owner: A\n",
            "components/a/app/x.rb": "",
            "components/b/package.yml": "enforce_dependencies: true\n",
            "components/b/y.rb": "",
        }
    )

    assert owners.owner("components/a/app/x.rb") == "A"
    assert owners.owner("components/b/y.rb") == "Root"


def test_code_ownership_limits_packages_to_its_folders(load: Load) -> None:
    owners = load(
        {
            "config/code_ownership.yml": "ruby_package_paths: ['packs/*']\njs_package_paths: ['frontend/*']\n",
            "packs/a/package.yml": "owner: A\n",
            "packs/a/x.rb": "",
            "gems/b/package.yml": "owner: B\n",
            "gems/b/x.rb": "",
            "frontend/c/package.json": '{"metadata": {"owner": "C"}}',
            "frontend/c/x.js": "",
        }
    )

    assert [owners.owner(path) for path in ("packs/a/x.rb", "gems/b/x.rb", "frontend/c/x.js")] == ["A", "unowned", "C"]


def test_team_globs_minus_what_the_team_or_the_project_takes_out(load: Load) -> None:
    owners = load(
        {
            "config/code_ownership.yml": "unowned_globs: ['app/todo/**/*']\n",
            "config/teams/a.yml": "name: A\nowned_globs: ['app/**/*.{rb,erb}']\nunowned_globs: ['app/b/**/**']\n",
            "config/teams/deep/b.yml": "name: B\nowned_globs: ['app/b/**/*']\n",
        }
    )

    assert owners.owner("app/x.rb") == "A"
    assert owners.owner("app/b/x.rb") == "B"
    assert owners.owner("app/x.js") == "unowned"
    assert owners.claims("app/todo/x.rb") == (Claim("unowned", "team file", "config/code_ownership.yml"),)
    assert owners.owner("config/teams/a.yml") == "A"


def test_gems_belong_to_teams(load: Load) -> None:
    owners = load(
        {"config/code_ownership.yml": "vendored_gems_path: vendor/gems\n", "config/teams/payments.yml": PAYMENTS}
    )

    assert owners.gem_owner("stripe") == "Payments"
    assert owners.gem_owner("rails") == "unowned"
    assert owners.owner("vendor/gems/stripe/lib/stripe.rb") == "Payments"
    assert owners.owner("vendor/gems/stripes/lib/stripe.rb") == "unowned"


def test_handles_become_team_names(load: Load) -> None:
    owners = load(
        {
            "config/teams/payments.yml": PAYMENTS,
            "CODEOWNERS": "a @Acme/Pay-Team @second\nb @acme/other\nc @user\nd me@acme.example\ne @acme/sub/deep\n",
            "x/.codeowner": "@acme/pay-team",
        }
    )

    assert [owners.owner(path) for path in ("a", "b", "c", "d", "e", "x/y.rb")] == [
        "Payments",
        "other",
        "@user",
        "me@acme.example",
        "sub/deep",
        "Payments",
    ]


def test_a_github_pattern_without_owners_clears(load: Load) -> None:
    owners = load({".github/CODEOWNERS": "/apps/ @octocat\n/apps/github\n"})

    assert owners.owner("apps/a") == "@octocat"
    assert owners.claims("apps/github/a") == (Claim("unowned", "CODEOWNERS", ".github/CODEOWNERS:2"),)


@pytest.mark.parametrize(
    ("host", "owner"),
    [("github", "@hub"), ("gitlab", "@root"), ("auto", "@hub")],
)
def test_each_host_has_its_own_places(load: Load, host: str, owner: str) -> None:
    files = {".github/CODEOWNERS": "* @hub", "CODEOWNERS": "* @root", ".gitlab/CODEOWNERS": "* @lab"}

    assert load(files, OwnersConfig(codeowners=host)).owner("a") == owner


def test_every_gitlab_section_claims_and_the_first_is_best(load: Load) -> None:
    text = "[Ruby] @ruby\n*.rb\n!config/\n[Data] @data\n*_data.rb\nconfig/\n"
    owners = load({".gitlab/CODEOWNERS": text})

    assert [claim.owner for claim in owners.claims("app/x_data.rb")] == ["@ruby", "@data"]
    assert [claim.owner for claim in owners.claims("config/x.rb")] == ["@data"]


def test_sections_in_the_root_file_mean_gitlab(load: Load) -> None:
    assert load({"CODEOWNERS": "[Docs] @docs\n/docs/\n"}).owner("docs/a.md") == "@docs"


def test_too_large_a_file_is_reported_and_ignored(load: Load) -> None:
    owners = load({"CODEOWNERS": "* @a\n" + "#" * (3 * 1024 * 1024)})

    assert owners.owner("a") == "unowned"
    assert "3 MB" in owners.problems[0].message


def test_broken_files_are_reported_and_the_rest_still_counts(load: Load) -> None:
    owners = load(
        {
            "config/code_ownership.yml": "owned_globs: [\n",
            "config/teams/a.yml": "name: <%= ENV['X'] %>: [\n",
            "config/teams/b.yml": "- no mapping\n",
            "config/teams/c.yml": "title: no name\n",
            "config/teams/d.yml": "name: D\nowned_globs: ['[z-a]', 'd/**/*']\n",
            "x/.codeowner": "\n",
            "x/package.yml": "owner: [not, a, name]\n",
            "x/y.rb": "",
        }
    )

    assert owners.owner("d/x.rb") == "D"
    assert owners.owner("x/y.rb") == "unowned"
    assert {problem.path for problem in owners.problems} == {
        "config/code_ownership.yml",
        "config/teams/a.yml",
        "config/teams/b.yml",
        "config/teams/c.yml",
        "config/teams/d.yml",
        "x/.codeowner",
    }


def test_unknown_teams_are_reported_with_a_guess(load: Load) -> None:
    owners = load({"config/teams/payments.yml": PAYMENTS, "x/.codeowner": "Paymnets", "x/y.rb": ""})

    assert [str(problem) for problem in owners.problems] == [
        "x/.codeowner:1: unknown team 'Paymnets' (did you mean 'Payments'?)"
    ]
    assert owners.owner("x/y.rb") == "Paymnets"


def test_disputes_name_files_with_several_owners(load: Load) -> None:
    owners = load(
        {"config/teams/payments.yml": PAYMENTS, "x/.codeowner": "Payments", "CODEOWNERS": "x/b.rb @acme/other\n"}
    )

    found = owners.disputes({"x/a.rb": "# @team Payments", "x/b.rb": "", "x/c.rb": "# @team Nobody"})

    assert [str(problem) for problem in found] == [
        "x/b.rb:1: claimed for Payments (x/.codeowner), other (CODEOWNERS:1) (.codeowner wins; keep one)",
        "x/c.rb:1: unknown team 'Nobody' (known: Payments)",
    ]


def test_layers_are_no_disputes(load: Load) -> None:
    files = {"x/package.yml": "owner: A\n", "CODEOWNERS": "* @acme/everyone\n", "x/y.rb": ""}

    assert load(files, OwnersConfig(paths={"x/y.rb": "B"})).disputes({"x/y.rb": ""}) == ()


def test_links_out_of_the_tree_are_not_followed(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    for folder in (outside, root / "a", root / "config"):
        folder.mkdir(parents=True)
    (outside / "evil.yml").write_text("name: Evil\nowned_globs: ['**/*']\n")
    (outside / ".codeowner").write_text("Evil")
    (root / "config/teams").symlink_to(outside)
    (root / "a/.codeowner").symlink_to(outside / ".codeowner")
    (root / ".github").symlink_to(outside)
    (outside / "CODEOWNERS").write_text("* @evil")

    owners = load_owners(FolderTree(root), ["a/x.rb"], OwnersConfig())

    assert owners.owner("a/x.rb") == "unowned"
    assert owners.teams == ()
