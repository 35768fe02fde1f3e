"""dxscore.toml -> Config. Every value has a default: the file is optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ScanConfig:
    """`[scan]`: which files are read. Globs are git-ignore style, from the root."""

    exclude: tuple[str, ...] = ()
    max_file_kib: int = 1024
    jobs: int = 0
    """Worker processes; 0 means one per core."""


@dataclass(frozen=True, slots=True)
class RulesConfig:
    """`[rules]`: which rules run and what they weigh."""

    paths: tuple[str, ...] = (".dxscore/rules",)
    disable: tuple[str, ...] = ()
    """Rule ids or dimension names."""
    enable: tuple[str, ...] = ()
    """Draft rules to run."""
    severity: Mapping[str, str] = field(default_factory=dict)
    weight: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnersConfig:
    """`[owners]`: `paths` maps globs to teams (last match wins) and comes before every other source."""

    paths: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ("dxscore.toml", "annotation", ".codeowner", "package", "team file", "CODEOWNERS")
    codeowners: str = "auto"
    """'github', 'gitlab' or 'auto' (GitLab when the file lies in .gitlab/ or has sections)."""


@dataclass(frozen=True, slots=True)
class HistoryConfig:
    """`[history]`: windows for churn and ages."""

    churn_days: int = 365
    window_days: int = 1095


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of dxscore.toml."""

    scan: ScanConfig = ScanConfig()
    rules: RulesConfig = RulesConfig()
    owners: OwnersConfig = OwnersConfig()
    history: HistoryConfig = HistoryConfig()
    exemptions: str = ".dxscore/exemptions.yml"
    digest: str = ""
    """Of the file's bytes, '' without a file."""
