"""config/code_ownership.yml and the team files -> settings, teams and what the teams' globs claim.

Source of the keys: README of rubyatscale/code_ownership and of rubyatscale/code_teams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from dxscore.domain.finding import UNOWNED
from dxscore.domain.owner import Claim, Team
from dxscore.errors import Problem
from dxscore.inputs.owners.pattern_list import PatternGroups, PatternList
from dxscore.inputs.owners.patterns import InvalidPatternError, Pattern, shell
from dxscore.inputs.owners.reading import read_mapping, section, strings
from dxscore.inputs.owners.source import Source
from dxscore.inputs.tree import Tree

SETTINGS_FILE = "config/code_ownership.yml"
_DEFAULT_TEAM_FILES = ("config/teams/**/*.yml",)


class Settings(Struct, frozen=True):
    """config/code_ownership.yml, with the defaults of its gem."""

    present: bool
    unowned: PatternList
    """Files that need no owner yet: the teams' globs do not reach them."""
    ruby_packages: PatternList | None
    """Folders whose package.yml counts; None for any."""
    js_packages: PatternList | None
    """Folders whose package.json counts; None for none."""
    team_files: tuple[str, ...]
    vendored_gems: str


class TeamFile(Struct, frozen=True):
    """A team and the globs of what it owns."""

    team: Team
    owned: tuple[Pattern, ...]
    unowned: PatternList
    """Taken from `owned` again."""


def read_settings(tree: Tree, problems: list[Problem]) -> Settings:
    """The settings; without the file, any package.yml may name an owner and no package.json does."""
    found = read_mapping(tree, SETTINGS_FILE, problems)
    values = found or {}

    def folders(key: str, default: Sequence[str]) -> PatternList:
        return _list(strings(values.get(key, list(default))), SETTINGS_FILE, problems)

    return Settings(
        present=found is not None,
        unowned=_list(strings(values.get("unowned_globs")), SETTINGS_FILE, problems),
        ruby_packages=folders("ruby_package_paths", ("packs/**/*", "components/**")) if found is not None else None,
        js_packages=folders("js_package_paths", ("**/",)) if found is not None else None,
        team_files=strings(values.get("team_file_glob")) or _DEFAULT_TEAM_FILES,
        vendored_gems=str(values.get("vendored_gems_path") or "vendored").strip("/"),
    )


def read_team_files(tree: Tree, settings: Settings, problems: list[Problem]) -> tuple[TeamFile, ...]:
    """All teams, by the path of their file."""
    wanted = _list(settings.team_files, SETTINGS_FILE, problems)
    paths = {path for glob in settings.team_files for path in _files_below(tree, glob) if wanted.last(path) >= 0}
    teams = (_team_file(tree, path, problems) for path in sorted(paths))
    return tuple(team for team in teams if team is not None)


def team_source(settings: Settings, files: Sequence[TeamFile], problems: Sequence[Problem]) -> Source:
    """Claims of the teams' globs, of their own file and of the vendored gems they own."""
    owned = PatternGroups.of([file.owned for file in files])
    by_gem = {gem: file.team for file in files for gem in file.team.gems}
    by_file = {file.team.file: file.team for file in files}
    gems_below = f"{settings.vendored_gems}/"

    def teams(path: str) -> Iterable[Team]:
        if settings.unowned.last(path) < 0:
            claiming = (files[number] for number in owned.holding(path))
            yield from (file.team for file in claiming if file.unowned.last(path) < 0)
        if path.startswith(gems_below) and (team := by_gem.get(path.removeprefix(gems_below).partition("/")[0])):
            yield team
        if path in by_file:
            yield by_file[path]

    def claims(path: str, _first_comment: str) -> tuple[Claim, ...]:
        found = tuple(Claim(team.name, "team file", team.file) for team in dict.fromkeys(teams(path)))
        if not found and settings.unowned.last(path) >= 0:
            return (Claim(UNOWNED, "team file", SETTINGS_FILE),)
        return found

    place = settings.team_files[0] if files else SETTINGS_FILE if settings.present else ""
    return Source("team file", place, len(files), claims, tuple(problems))


def _team_file(tree: Tree, path: str, problems: list[Problem]) -> TeamFile | None:
    values = read_mapping(tree, path, problems)
    if values is None:
        return None
    name = values.get("name")
    if not isinstance(name, str) or not name.strip():
        problems.append(Problem(path, 1, "a team file needs a name"))
        return None
    github = section(values, "github").get("team")
    return TeamFile(
        Team(
            name=name.strip(),
            github=github if isinstance(github, str) else "",
            gems=strings(section(values, "ruby").get("owned_gems")),
            file=path,
            emails=strings(values.get("email")),
        ),
        owned=_patterns(strings(values.get("owned_globs")), path, problems),
        unowned=_list(strings(values.get("unowned_globs")), path, problems),
    )


def _list(globs: Iterable[str], path: str, problems: list[Problem]) -> PatternList:
    return PatternList.of(_patterns(globs, path, problems))


def _patterns(globs: Iterable[str], path: str, problems: list[Problem]) -> tuple[Pattern, ...]:
    patterns: list[Pattern] = []
    for glob in globs:
        try:
            patterns += shell(glob)
        except InvalidPatternError as error:
            problems.append(Problem(path, 1, f"glob '{glob}': {error}"))
    return tuple(patterns)


def _files_below(tree: Tree, glob: str) -> Iterable[str]:
    """Files below the part of the glob that has no wildcard; folders that are links are not entered."""
    fixed = glob[: min((glob.find(sign) for sign in "*?[{" if sign in glob), default=len(glob))]
    if tree.is_file(fixed):
        yield fixed
    yield from tree.below(fixed.rpartition("/")[0])
