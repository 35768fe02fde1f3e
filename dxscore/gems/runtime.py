"""A bundle -> what is known against what runs its gems and is locked as none: Ruby and Bundler."""

from __future__ import annotations

from collections.abc import Iterator

from dxscore.domain.gems import AdvisoryBook, Bundle
from dxscore.gems.security import said_bands

_MOST_IDS = 5


def runtime_sentences(bundle: Bundle, book: AdvisoryBook) -> tuple[str, ...]:
    """'ruby 3.3.4: 4 open advisories: 1 high, 3 medium (CVE-2024-1, ...)'; none for a version that is clean or unknown.

    Which RubyGems is installed no file tells.
    """
    return tuple(_sentences(bundle, book))


def _sentences(bundle: Bundle, book: AdvisoryBook) -> Iterator[str]:
    for name, version in (("ruby", bundle.ruby), ("bundler", bundle.bundler)):
        hits = book.hits(name, version) if version else ()
        if hits:
            shown = ", ".join([each.id for each in hits[:_MOST_IDS]] + ["..."] * (len(hits) > _MOST_IDS))
            yield f"{name} {version}: {said_bands(hits)} ({shown})"
