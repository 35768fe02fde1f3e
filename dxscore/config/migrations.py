"""`[migrations]` of dxscore.toml -> MigrationsConfig."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from dxscore.config.constraints import AtLeast, Glob, OneOf


@dataclass(frozen=True, slots=True)
class MigrationsConfig:
    """`[migrations]`: which migrations are judged, and what database they will meet."""

    start_after: str = ""
    """Version after which migrations are judged: '20260101000000'; '' for those of the last `days`."""
    days: Annotated[int, AtLeast(1)] = 90
    adapter: Annotated[str, OneOf(("auto", "postgresql", "mysql", "mariadb", "sqlite"))] = "auto"
    """'auto': by config/database.yml, else by the lockfile."""
    database_version: str = ""
    """Of the server: '15', '8.0.36'; '' for a supported one."""
    time_zone: str = ""
    """Of the server: 'UTC' lets timestamps change to timestamptz without a rewrite."""
    small_tables: tuple[str, ...] = ()
    """Tables so small that locks on them are not felt."""
    table_sizes: str = ""
    """A CSV or JSON file of the project with the rows of tables; '' for none."""
    small_rows: Annotated[int, AtLeast(0)] = 10_000
    """Tables of that file with at most so many rows are small."""
    large_rows: Annotated[int, AtLeast(1)] = 1_000_000
    """Tables with at least so many rows are large."""
    post_release: tuple[Annotated[str, Glob()], ...] = ()
    """Globs of files that run after a release, besides the usual folders."""
