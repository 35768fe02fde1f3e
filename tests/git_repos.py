"""Small real git repositories for tests, made with git itself and free of the machine's configuration."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_SETTINGS = ("-c", "protocol.file.allow=always", "-c", "commit.gpgSign=false", "-c", "init.defaultBranch=main")


@dataclass(frozen=True, slots=True)
class GitRepo:
    """A repository with a work tree at `path`."""

    path: Path

    @classmethod
    def create(cls, path: Path, *options: str) -> GitRepo:
        """`git init` in a new folder."""
        path.mkdir(parents=True, exist_ok=True)
        repo = cls(path)
        repo.git("init", "-q", *options)
        return repo

    def git(self, *arguments: str, **environment: str) -> str:
        """Output of a git command; raises CalledProcessError when it fails."""
        done = subprocess.run(
            ["git", *_SETTINGS, *arguments],
            cwd=self.path,
            env={**os.environ, **_ENVIRONMENT, **environment},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Create or replace files; None deletes one."""
        for name, content in files.items():
            file = self.path / name
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(
        self,
        files: Mapping[str, str | bytes | None],
        day: str = "2026-01-01",
        author: str = "Ada",
        email: str = "",
    ) -> str:
        """Write the files and commit everything at noon (UTC) of `day`; returns the id."""
        self.write(files)
        self.git("add", "-A")
        email = email or f"{author.lower()}@example.org"
        self.git(
            *("commit", "-q", "--allow-empty", "-m", f"Change of {day}"),
            GIT_AUTHOR_NAME=author,
            GIT_AUTHOR_EMAIL=email,
            GIT_AUTHOR_DATE=f"{day}T12:00:00Z",
            GIT_COMMITTER_NAME=author,
            GIT_COMMITTER_EMAIL=email,
            GIT_COMMITTER_DATE=f"{day}T12:00:00Z",
        )
        return self.git("rev-parse", "HEAD")

    def clone(self, path: Path, *options: str) -> GitRepo:
        """A clone at `path`."""
        self.git("clone", "-q", *options, self.path.as_uri(), str(path))
        return GitRepo(path)
