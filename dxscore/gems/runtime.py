"""A bundle -> advisories on what runs its gems and is locked as none: Ruby and Bundler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxscore.domain.gems import Advisory, AdvisoryBook, Bundle


@dataclass(frozen=True, slots=True)
class Runtime:
    """Ruby or Bundler in the version that the project names."""

    version: str
    advisories: tuple[Advisory, ...] | None
    """None when unknown."""


def runtimes(bundle: Bundle, book: AdvisoryBook) -> Mapping[str, Runtime]:
    """By name ('ruby', 'bundler'), as far as versions are known. Which RubyGems is installed no file tells."""
    versions = {"ruby": bundle.ruby, "bundler": bundle.bundler}
    return {name: Runtime(version, book.hits(name, version)) for name, version in versions.items() if version}
