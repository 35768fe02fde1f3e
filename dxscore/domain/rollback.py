"""Whether a change can be taken back once it is deployed, and what speaks against it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, TypeAlias

from msgspec import Struct

from dxscore.domain.verdict import Verdict

Affected: TypeAlias = Literal["release", "schema"]
"""'release': the previous release put back in place, migrations left as they are. 'schema': migrations taken back."""
Side: TypeAlias = Literal["base", "head"]


class RollbackKind(StrEnum):
    """What a change does that may outlive it."""

    IRREVERSIBLE = "irreversible"
    DESTRUCTIVE_DOWN = "destructive-down"
    COLUMN_DROPPED = "column-dropped"
    COLUMN_RENAMED = "column-renamed"
    TABLE_DROPPED = "table-dropped"
    TABLE_RENAMED = "table-renamed"
    NOT_NULL = "not-null"
    COLUMN_TYPE = "column-type"
    CONSTRAINT = "constraint"
    ENUM_VALUE = "enum-value"
    STI_CLASS = "sti-class"
    DATA_MIGRATION = "data-migration"
    JOB_ARGUMENTS = "job-arguments"
    JOB_CLASS = "job-class"
    CACHE_FORMAT = "cache-format"
    SERIALIZED_FORMAT = "serialized-format"
    FEATURE_FLAG = "feature-flag"
    ENVIRONMENT = "environment-variable"
    DATABASE = "database"
    NOT_UNDERSTOOD = "not-understood"


class Reason(Struct, frozen=True):
    """One thing to know before a rollback."""

    kind: RollbackKind
    verdict: Verdict
    """Its own; SAFE for what is only good to know."""
    path: str
    line: int
    sentence: str
    advice: str
    affects: Affected = "release"
    side: Side = "head"
    """The end of the change in which `path` and `line` are."""


class Rollback(Struct, frozen=True):
    """The verdict on a whole change."""

    reasons: tuple[Reason, ...] = ()
    """The worst first."""
    judged: str = ""
    """In words, what there was to judge: '2 migrations, 1 model and 3 jobs'; '' for nothing."""

    @property
    def verdict(self) -> Verdict:
        """Of both ways together: that of the worst reason."""
        return _worst(self.reasons)

    def way(self, affected: Affected) -> Verdict:
        """Of one way alone: deploy tools that leave the schema as it is need only ask for 'release'."""
        return _worst(tuple(each for each in self.reasons if each.affects == affected))

    @property
    def weighty(self) -> tuple[Reason, ...]:
        """Those that speak against it."""
        return tuple(each for each in self.reasons if each.verdict is not Verdict.SAFE)

    @property
    def title(self) -> str:
        """The verdict in words: 'can be rolled back'."""
        count = len(self.weighty)
        reasons = f"{count} reason{'s' * (count != 1)}"
        if self.verdict is Verdict.SAFE:
            return "can be rolled back"
        if self.verdict is Verdict.UNKNOWN:
            return f"may not be safe to roll back: {reasons} to look at"
        if self.way("release") is Verdict.SAFE:
            return f"the code can be rolled back, the migrations can't: {reasons}"
        return f"can't be rolled back safely: {reasons}"


def _worst(reasons: tuple[Reason, ...]) -> Verdict:
    return max((each.verdict for each in reasons), key=lambda verdict: verdict.rank, default=Verdict.SAFE)
