"""The CODEOWNERS file that the code host obeys -> its claims."""

from __future__ import annotations

from collections.abc import Sequence

from dxscore.domain.finding import UNOWNED
from dxscore.domain.owner import Claim
from dxscore.errors import Problem
from dxscore.inputs.owners.codeowners_lines import Host, Section, has_sections, parse
from dxscore.inputs.owners.names import Names
from dxscore.inputs.owners.pattern_list import PatternList
from dxscore.inputs.owners.reading import read_text
from dxscore.inputs.owners.source import Claims, Source
from dxscore.inputs.tree import Tree

_MOST_BYTES = 3 * 1024 * 1024
"""GitHub reads no larger file."""
_GITHUB_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
_GITLAB_PLACES = ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
_PLACES = {
    "github": _GITHUB_PLACES,
    "gitlab": _GITLAB_PLACES,
    "auto": (*_GITHUB_PLACES, ".gitlab/CODEOWNERS"),
}


def codeowners_source(tree: Tree, host: str, names: Names) -> Source:
    """Claims of the first file there is; `host` is 'github', 'gitlab' or 'auto'.

    Of several owners on a line the first is the owner; of several sections the first that matches comes first.
    """
    path = next((place for place in _PLACES[host] if tree.is_file(place)), None)
    if path is None:
        return _silent("")
    text = read_text(tree, path, _MOST_BYTES)
    if text is None:
        return _silent(path, Problem(path, 1, "can't be read, is a link, or is larger than 3 MB"))
    sections, problems = parse(text, path, _host(host, path, text))
    count = sum(len(section.entries) for section in sections)
    return Source("CODEOWNERS", path, count, _claims(sections, path, names), problems)


def _host(wanted: str, path: str, text: str) -> Host:
    if wanted == "gitlab" or (wanted == "auto" and (path.startswith(".gitlab/") or has_sections(text))):
        return "gitlab"
    return "github"


def _claims(sections: Sequence[Section], path: str, names: Names) -> Claims:
    lists = [
        (
            PatternList.of([entry.pattern for entry in section.entries]),
            PatternList.of(section.excluded),
            [
                Claim(names.of_text(entry.owners[0]) if entry.owners else UNOWNED, "CODEOWNERS", f"{path}:{entry.line}")
                for entry in section.entries
            ],
        )
        for section in sections
        if section.entries
    ]

    def claims(file: str, _first_comment: str) -> tuple[Claim, ...]:
        found = ((said, patterns.last(file), excluded) for patterns, excluded, said in lists)
        return tuple(said[index] for said, index, excluded in found if index >= 0 and excluded.last(file) < 0)

    return claims


def _silent(place: str, *problems: Problem) -> Source:
    return Source("CODEOWNERS", place, 0, lambda _path, _first_comment: (), problems)
