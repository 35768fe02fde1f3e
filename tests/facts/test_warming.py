"""Facts of many versions are put into the cache, each content once."""

from __future__ import annotations

from hashlib import sha1
from pathlib import Path

import pytest

from dxscore.domain.source import FileKind, SourceFile
from dxscore.facts import warming
from dxscore.facts.cache import FactsCache
from dxscore.facts.collect import facts_digest, key_of

_CONTENT = {f"a{number}.rb": f"x = {number % 4}".encode() for number in range(8)}


def _blob(content: bytes) -> str:
    return sha1(b"blob %d\0" % len(content) + content).hexdigest()


_FILES = [SourceFile(path, _blob(content), len(content), FileKind.RUBY) for path, content in _CONTENT.items()]


class Source:
    """Content of files, and what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def read(self, file: SourceFile) -> bytes:
        return _CONTENT[file.path]

    def told(self, done: int, total: int) -> None:
        self.asked.append((done, total))


def _warm(cache: FactsCache, source: Source) -> str:
    return warming.warm(_FILES, source.read, (), cache, 1, source.told)


def test_each_content_is_read_once_and_never_again(tmp_path: Path) -> None:
    cache, first, second = FactsCache(tmp_path / "cache" / "facts.db"), Source(), Source()
    assert _warm(cache, first) == ""
    assert first.asked == [(number, 4) for number in (1, 2, 3, 4)]
    assert cache.load(facts_digest(()), [key_of(file) for file in _FILES]).records.keys() == {*map(key_of, _FILES)}
    _warm(cache, second)
    assert second.asked == []


def test_what_was_read_is_kept_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_AT_ONCE", 3)
    cache, source = FactsCache(tmp_path / "cache" / "facts.db"), Source()

    class StopError(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise StopError

    with pytest.raises(StopError):
        warming.warm(_FILES, source.read, (), cache, 1, stop)
    assert len(cache.load(facts_digest(()), [key_of(file) for file in _FILES]).records) == 3
    _warm(cache, source)
    assert source.asked == [(1, 1)]


def test_a_cache_that_can_not_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    assert "cache not written" in _warm(FactsCache(tmp_path / "cache" / "facts.db"), Source())
