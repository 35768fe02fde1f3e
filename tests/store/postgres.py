"""A PostgreSQL server of the tests' own, from the PATH or from where Debian's packages put it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_DEBIAN = Path("/usr/lib/postgresql")
_OFF = ("fsync=off", "listen_addresses=")
"""Only a socket in the server's own folder."""


@dataclass(frozen=True, slots=True)
class Programs:
    """How to call PostgreSQL's programs."""

    folder: Path
    prefix: tuple[str, ...]
    """What makes them run as a user that is not root, which they refuse."""

    def run(self, name: str, *arguments: str) -> None:
        """Run one to its end; raises CalledProcessError when it fails."""
        command = [*self.prefix, str(self.folder / name), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd="/", timeout=120)


def find_programs() -> Programs | str:
    """The programs, or why they can't be used."""
    folders = [Path(found).parent for found in (shutil.which("initdb"),) if found]
    folders += sorted(_DEBIAN.glob("*/bin"), reverse=True)
    usable = [folder.resolve() for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    real = [Path(os.path.realpath(folder / "initdb")).parent for folder in folders if (folder / "initdb").exists()]
    usable += [folder for folder in real if (folder / "pg_ctl").exists()]
    if not usable:
        return "no PostgreSQL: neither initdb in the PATH nor /usr/lib/postgresql (apt-get install postgresql)"
    prefix = _as_nobody()
    return prefix if isinstance(prefix, str) else Programs(usable[0], tuple(prefix))


def _as_nobody() -> Sequence[str] | str:
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        return "PostgreSQL does not run as root, and there is no setpriv to run it as nobody"
    return ("setpriv", "--reuid=nobody", "--clear-groups", "--no-new-privs")


@contextmanager
def server(programs: Programs) -> Iterator[str]:
    """A running server; gives the folder of its socket, where user `dxscore` has all rights."""
    with TemporaryDirectory(prefix="dxscore-pg-", dir="/tmp") as name:
        home = Path(name)
        home.chmod(0o777)
        data, log = str(home / "data"), str(home / "log")
        programs.run("initdb", "--pgdata", data, "--username=dxscore", "--auth=trust", "--encoding=UTF8", "--no-sync")
        settings = " ".join(f"-c {setting}" for setting in (*_OFF, f"unix_socket_directories={home}"))
        programs.run("pg_ctl", "start", "--pgdata", data, "--wait", "--log", log, "--options", settings)
        try:
            yield name
        finally:
            programs.run("pg_ctl", "stop", "--pgdata", data, "--mode=immediate")
