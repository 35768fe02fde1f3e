"""What a user or dxscore.toml names -> where the history is kept, checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dxscore.errors import DxscoreError

_SCHEMES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})


@dataclass(frozen=True, slots=True)
class Address:
    """A place for snapshots."""

    url: URL = field(repr=False)
    """Perhaps with a password: never shown as it is."""

    @property
    def file(self) -> Path | None:
        """The SQLite file, None for a server."""
        return Path(self.url.database or "") if self.url.drivername == "sqlite" else None

    def __str__(self) -> str:
        """As messages call it: the file, or the address without its password."""
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)


def file_address(root: Path, path: str) -> Address:
    """A file below `root`. Raises DxscoreError when the path leads out of it, or there by a link."""
    file = root / path
    inside = [file, *file.parents][: len(file.relative_to(root).parts)] if file.is_relative_to(root) else []
    if not inside or ".." in file.parts or any(place.is_symlink() for place in inside):
        raise DxscoreError(f"the history's path {path} leads out of {root}", "name a file inside the project")
    return Address(URL.create("sqlite", database=str(file)))


def server_address(url: str, *, from_file: bool = False) -> Address:
    """A PostgreSQL database. Raises DxscoreError for another kind of address, and for a password in a file."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise DxscoreError("the history's url is no address", "write postgresql://user@host/database") from error
    if parsed.drivername not in _SCHEMES:
        raise DxscoreError(f"a history can't be kept in {parsed.drivername}", "write postgresql://user@host/database")
    if from_file and parsed.password:
        hint = "take it out, and set PGPASSWORD or DXSCORE_HISTORY_URL in the environment"
        raise DxscoreError("the history's url in dxscore.toml holds a password", hint)
    return Address(parsed.set(drivername="postgresql+psycopg"))
