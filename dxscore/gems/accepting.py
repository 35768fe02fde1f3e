"""An advisory book and the advisories that a project has accepted -> the open ones, and the accepted ones apart."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from dxscore.domain.gems import Advisory, AdvisoryBook, FigureSource


class OpenBook(Struct, frozen=True):
    """An AdvisoryBook of what nobody has accepted."""

    book: AdvisoryBook
    ids: Collection[str]
    """Of accepted advisories, by any of their names."""

    @property
    def evidence(self) -> FigureSource | None:
        """See AdvisoryBook."""
        return self.book.evidence

    def hits(self, name: str, version: str) -> tuple[Advisory, ...] | None:
        """See AdvisoryBook."""
        found = self.book.hits(name, version)
        return None if found is None else tuple(each for each in found if not self._is_accepted(each))

    def accepted(self, name: str, version: str) -> tuple[Advisory, ...]:
        """Those that hold for this version all the same."""
        return tuple(each for each in self.book.hits(name, version) or () if self._is_accepted(each))

    def _is_accepted(self, advisory: Advisory) -> bool:
        return any(name in self.ids for name in (advisory.id, *advisory.aliases))
