"""`[report]` of dxscore.toml: where the code of the project can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from dxscore.config.constraints import CodeLink


@dataclass(frozen=True, slots=True)
class ReportConfig:
    """`[report]`: what reports are to know about the world around the project."""

    link: Annotated[str, CodeLink()] = ""
    """Address of a line of code with holes `{commit}`, `{path}` (from the top of the repository) and `{line}`; ''
    for GitHub and GitLab as the CI job or the remote `origin` names them."""
