"""dxscore.toml -> Config. Every value has a default: the file is optional.

A section is a dataclass here and a field of Config; reader.py checks files against the types of the fields, so a new
section or key needs nothing else.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from dxscore.config.access import AccessConfig
from dxscore.config.constraints import AtLeast, Glob, OneOf
from dxscore.config.gate import GateConfig
from dxscore.config.mail import MailConfig
from dxscore.config.migrations import MigrationsConfig
from dxscore.config.positions import Positions
from dxscore.config.reader import Complaint, Reader
from dxscore.config.report import ReportConfig
from dxscore.config.upgrade import UpgradeConfig
from dxscore.copying import replace
from dxscore.domain.severity import Severity
from dxscore.errors import InvalidInputError, Problem

FILE_NAME = "dxscore.toml"

OWNER_SOURCES = ("dxscore.toml", "annotation", ".codeowner", "package", "team file", "CODEOWNERS")
"""What may say who owns a path, the strongest first by default."""


@dataclass(frozen=True, slots=True)
class ScanConfig:
    """`[scan]`: which files are read. Globs are git-ignore style, from the root."""

    exclude: tuple[Annotated[str, Glob()], ...] = ()
    """`!vendor/our_engine/` reads a folder that is left out by default."""
    max_file_kib: Annotated[int, AtLeast(1)] = 1024
    jobs: Annotated[int, AtLeast(0)] = 0
    """Worker processes; 0 means one per core."""


@dataclass(frozen=True, slots=True)
class RulesConfig:
    """`[rules]`: which rules run and what they weigh."""

    paths: tuple[str, ...] = (".dxscore/rules",)
    disable: tuple[str, ...] = ()
    """Rule ids or dimension names."""
    enable: tuple[str, ...] = ()
    """Draft rules to run."""
    severity: Mapping[str, Annotated[str, OneOf(tuple(Severity))]] = field(default_factory=dict)
    weight: Mapping[str, Annotated[float, AtLeast(0)]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnersConfig:
    """`[owners]`: `paths` maps globs to teams (last match wins) and comes before every other source."""

    paths: Mapping[Annotated[str, Glob()], str] = field(default_factory=dict)
    order: tuple[Annotated[str, OneOf(OWNER_SOURCES)], ...] = OWNER_SOURCES
    codeowners: Annotated[str, OneOf(("auto", "github", "gitlab"))] = "auto"
    """'github', 'gitlab' or 'auto' (GitLab when the file lies in .gitlab/ or has sections)."""


@dataclass(frozen=True, slots=True)
class HistoryConfig:
    """`[history]`: windows for churn and ages, and where snapshots are kept."""

    churn_days: Annotated[int, AtLeast(1)] = 365
    window_days: Annotated[int, AtLeast(1)] = 1095
    path: str = ".dxscore/history.db"
    """The SQLite file, from the root; not used when there is a url."""
    url: str = ""
    """`postgresql://user@host/database`, without a password; DXSCORE_HISTORY_URL in the environment wins."""
    project: str = ""
    """The name in a database that several projects share."""
    record: bool = False
    """Whether every scan keeps a snapshot of the commit that it sees, as with --record; in a file only."""


@dataclass(frozen=True, slots=True)
class GemConfig:
    """`[gems.NAME]`: the entry of a direct gem in the dependency register."""

    reason: str = ""
    """Why the application needs it."""
    owner: str = ""
    """The team that looks after it."""


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of dxscore.toml."""

    scan: ScanConfig = ScanConfig()
    rules: RulesConfig = RulesConfig()
    owners: OwnersConfig = OwnersConfig()
    history: HistoryConfig = HistoryConfig()
    gate: GateConfig = GateConfig()
    upgrade: UpgradeConfig = UpgradeConfig()
    migrations: MigrationsConfig = MigrationsConfig()
    access: AccessConfig = AccessConfig()
    report: ReportConfig = ReportConfig()
    mail: MailConfig = MailConfig()
    gems: Mapping[str, GemConfig] = field(default_factory=dict)
    """By the name of the gem."""
    exemptions: str = ".dxscore/exemptions.yml"
    campaign_paths: tuple[str, ...] = ("campaigns",)
    """Folders with the YAML files of campaigns."""
    campaigns: tuple[Mapping[str, object], ...] = ()
    """`[[campaigns]]`, unread: rulebook/campaigns.py reads them like those of the files."""
    campaign_lines: tuple[int, ...] = field(default=(), metadata={"derived": True})
    """Where each of them begins."""
    digest: str = field(default="", metadata={"derived": True})
    """SHA-256 of the file's bytes, '' without a file."""


def load_config(path: Path) -> Config:
    """Raises InvalidInputError with everything that is wrong with the file, each with its line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInputError((Problem(str(path), 1, f"can't be read: {error.strerror}"),)) from error
    return parse_config(content, str(path))


def parse_config(content: bytes, name: str) -> Config:
    """The bytes of a dxscore.toml, which problems call `name`. Raises InvalidInputError like `load_config`."""
    text = _decoded(content, name)
    reader = Reader()
    config: Config = reader.table(Config, _parsed(text, name))
    if reader.complaints:
        raise InvalidInputError(tuple(_problems(reader.complaints, Positions(text), name)))
    return replace(config, digest=hashlib.sha256(content).hexdigest(), campaign_lines=_headers("campaigns", text))


def _headers(table: str, text: str) -> tuple[int, ...]:
    """The lines on which the tables of an array begin."""
    header = re.compile(rf"[ \t]*\[\[[ \t]*{table}[ \t]*\]\]")
    return tuple(number for number, line in enumerate(text.splitlines(), start=1) if header.match(line))


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInputError((Problem(name, line, "is not UTF-8 text"),)) from error


def _parsed(text: str, name: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        line = int(place[1]) if place and place[1] else len(text.splitlines()) or 1
        said = str(error).removesuffix(place[0] if place else "")
        raise InvalidInputError((Problem(name, line, f"not valid TOML: {said}"),)) from error
    except RecursionError as error:
        raise InvalidInputError((Problem(name, 1, "is nested too deeply"),)) from error


def _problems(complaints: Iterable[Complaint], positions: Positions, name: str) -> list[Problem]:
    found = [Problem(name, positions.line(each.place), each.message, each.suggestion) for each in complaints]
    return sorted(found, key=lambda problem: (problem.line, problem.message))
