"""What a repository already has that dxscore can use."""

from __future__ import annotations

from msgspec import Struct


class Surroundings(Struct, frozen=True):
    """What `dxscore init` found by looking around."""

    rails: str | None
    """Locked version."""
    owner_sources: tuple[str, ...]
    """'CODEOWNERS (.github/CODEOWNERS)', 'code_ownership (config/code_ownership.yml)' ..."""
    packs: int
    """Packwerk packages, the root not counted."""
    ci: tuple[str, ...]
    """'GitHub Actions', 'GitLab CI' ..."""

    def described(self) -> tuple[str, ...]:
        """One line per thing, for people."""
        return (
            f"Rails: {self.rails or 'not found in a lockfile'}",
            f"owners: {', '.join(self.owner_sources) or 'no source found; name teams under [owners]'}",
            f"packs: {self.packs or 'none'}",
            f"CI: {', '.join(self.ci) or 'none found'}",
        )
