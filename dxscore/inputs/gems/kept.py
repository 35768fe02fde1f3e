"""Answers of gem servers that were fetched before -> what need not be fetched again; in a folder that may be lost."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from msgspec import Struct

from dxscore.inputs.gems.writing import replace_file
from dxscore.inputs.reading import read_bytes
from dxscore.rubygems.compact_index import InfoBody

_MAX_BYTES = 64 << 20


class KeptInfos(Struct, frozen=True):
    """One file per server and gem: the ETag in the first line, then the body as it came."""

    folder: Path

    def load(self, server: str, gem: str) -> InfoBody | None:
        """What is kept, None when that is nothing of use."""
        try:
            first, found, content = read_bytes(self._path(server, gem), _MAX_BYTES).partition(b"\n")
        except OSError:
            return None
        etag = first.decode("latin-1")
        return InfoBody(content, etag if etag.isprintable() else "") if found else None

    def store(self, server: str, gem: str, body: InfoBody) -> None:
        """Keep it; that this fails is no reason to stop."""
        with contextlib.suppress(OSError):
            self._prepare()
            replace_file(self._path(server, gem), body.etag.encode("latin-1", "replace") + b"\n" + body.content)

    def _path(self, server: str, gem: str) -> Path:
        """Named by a digest: the address may hold a secret, and some disks take `RedCloth` and `redcloth` for one."""
        return self.folder / hashlib.sha256(f"{server} {gem}".encode()).hexdigest()

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="ascii")
