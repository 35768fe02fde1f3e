"""Everything that says who owns what in a repository -> `Owners`, which answers for any path or gem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from dxscore.config import OwnersConfig
from dxscore.domain.finding import UNOWNED
from dxscore.domain.owner import Claim, Team
from dxscore.errors import Problem
from dxscore.inputs.owners.annotations import annotation, annotation_source
from dxscore.inputs.owners.code_ownership import read_settings, read_team_files, team_source
from dxscore.inputs.owners.codeowners import codeowners_source
from dxscore.inputs.owners.configured import configured_source
from dxscore.inputs.owners.folders import directory_source, package_source
from dxscore.inputs.owners.names import Names
from dxscore.inputs.owners.reading import folders_of
from dxscore.inputs.owners.source import Source
from dxscore.inputs.tree import Tree


class Owners(Struct, frozen=True):
    """The sources of owners in a repository."""

    teams: tuple[Team, ...]
    """From team files, by path; empty when there are none."""
    sources: tuple[Source, ...]
    """In the order of OwnersConfig.order; those with a `place` are in use (annotations show only in the files)."""
    _names: Names

    def claims(self, path: str, first_comment: str = "") -> tuple[Claim, ...]:
        """What every source says about a path, best first; `first_comment` is its first line when that is a comment."""
        return tuple(claim for source in self.sources for claim in source.claims(path, first_comment))

    def owner(self, path: str, first_comment: str = "") -> str:
        """The owner by the best claim, UNOWNED without any."""
        for source in self.sources:
            if found := source.claims(path, first_comment):
                return found[0].owner
        return UNOWNED

    def gem_owner(self, name: str) -> str:
        """The team whose file lists the gem, else UNOWNED."""
        return next((team.name for team in self.teams if name in team.gems), UNOWNED)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Lines that mean nothing, unreadable files and unknown teams, found without reading any source file."""
        return tuple(problem for source in self.sources for problem in source.problems)

    def disputes(self, first_comments: Mapping[str, str]) -> tuple[Problem, ...]:
        """Files that sources give to different owners, and annotations that name no team.

        `first_comments` has every path to look at, with '' for files that don't begin with a comment. dxscore.toml
        overrides on purpose and is left out; so is CODEOWNERS unless it is made from team files, because by hand people
        write it in layers (`*` first, exceptions below).
        """
        found = (self._dispute(path, comment) for path, comment in sorted(first_comments.items()))
        return tuple(problem for problem in found if problem)

    def _dispute(self, path: str, comment: str) -> Problem | None:
        if (team := annotation(comment)) and (problem := self._names.problem(team, path)):
            return problem
        weighed = (source for source in self.sources if source.name not in self._overlapping)
        claims = [claim for source in weighed for claim in source.claims(path, comment) if claim.owner != UNOWNED]
        if len({claim.owner for claim in claims}) <= 1:
            return None
        said = ", ".join(f"{claim.owner} ({claim.place})" for claim in claims)
        return Problem(path, 1, f"claimed for {said}", f"{claims[0].source} wins; keep one")

    @property
    def _overlapping(self) -> tuple[str, ...]:
        return ("dxscore.toml",) if self.teams else ("dxscore.toml", "CODEOWNERS")


def load_owners(tree: Tree, paths: Sequence[str], config: OwnersConfig) -> Owners:
    """Read every source that the order of the configuration names.

    `.codeowner` files and packages are looked for in the folders of `paths` and above.
    """
    problems: list[Problem] = []
    settings = read_settings(tree, problems)
    files = read_team_files(tree, settings, problems)
    teams = tuple(file.team for file in files)
    names = Names.of(teams)
    folders = folders_of(paths)
    loaded = (
        configured_source(config.paths, names),
        annotation_source(names),
        directory_source(tree, folders, names),
        package_source(tree, folders, settings, names),
        team_source(settings, files, problems),
        codeowners_source(tree, config.codeowners, names),
    )
    by_name = {source.name: source for source in loaded}
    return Owners(teams, tuple(by_name[name] for name in dict.fromkeys(config.order) if name in by_name), names)
