"""The first line of a file -> the team that `# @team X` names."""

from __future__ import annotations

import re

from dxscore.domain.owner import Claim
from dxscore.inputs.owners.names import Names
from dxscore.inputs.owners.source import Source

_ANNOTATION = re.compile(
    r"""(?x) \s* (?: \#+ | // | /\* | <!-- | <%\s*\# | -\# )? \s*
    (?: @team:? | team: ) \s+ (?P<team>\S.*?) \s* (?: \*/ | --> | -?%> )? \s*"""
)


def annotation(first_line: str) -> str:
    """The team in `# @team X`, `# @team: X`, `# team: X` and the same in `//`, `/* */`, `<!-- -->`, `<%# %>`; or ''.

    Source: rubyatscale/code_ownership, which looks at the first line only.
    """
    found = _ANNOTATION.fullmatch(first_line)
    return found["team"] if found else ""


def annotation_source(names: Names) -> Source:
    """Claims of annotations; whether a project uses them is known only when its files are read."""

    def claims(path: str, first_comment: str) -> tuple[Claim, ...]:
        team = annotation(first_comment) if "team" in first_comment else ""
        return (Claim(names.of_text(team), "annotation", f"{path}:1"),) if team else ()

    return Source("annotation", "", 0, claims)
