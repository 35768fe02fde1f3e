"""What entry points do to data, as plain values: effects, the way to each, and profiles made of them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct


class _Value(Struct, frozen=True, array_like=True, omit_defaults=True):
    """Packed as an array: adding, removing or reordering fields needs a new SURVEY_VERSION (`pipeline/`)."""


class Step(_Value, frozen=True):
    """One place on a call path."""

    path: str
    line: int

    def __str__(self) -> str:
        """'app/models/user.rb:12'."""
        return f"{self.path}:{self.line}"


class Kind(StrEnum):
    """What an effect touches."""

    READ = "read"
    WRITE = "write"
    TRANSACTION = "transaction"
    RAW_SQL = "raw_sql"
    ENQUEUE = "enqueue"
    MAIL = "mail"
    HTTP = "http"
    CACHE = "cache"
    REDIS = "redis"
    SEARCH = "search"
    FILE = "file"
    PROCESS = "process"


class Within(StrEnum):
    """The innermost transaction around an effect, as far as the entry point opens it."""

    NONE = ""
    IMPLIED = "implied"
    """Opened by `save`, `destroy` and the like, around callbacks and writes of associated records."""
    EXPLICIT = "explicit"
    """Opened by `transaction do`, `with_lock`."""


class Phase(StrEnum):
    """The part of a request in which an effect happens; `body` for everything that is no request."""

    FILTER = "filter"
    BODY = "body"
    VIEW = "view"
    LAYOUT = "layout"
    RESCUE = "rescue"
    """In a `rescue` clause or a `rescue_from` handler: what happens when something else went wrong."""


class Confidence(StrEnum):
    """How sure it is that the effect is reached."""

    HIGH = "high"
    """Every receiver on the way is known."""
    LOW = "low"
    """A receiver on the way was guessed: by its name, or because one class alone has such a method."""


class Effect(_Value, frozen=True):
    """One thing that an entry point may do outside of its process; conditions on the way are not judged."""

    kind: Kind
    target: str
    """A table; of ENQUEUE the job's class; of MAIL `Mailer#action`; of TRANSACTION ''; else a client or library:
    'Net::HTTP', 'Rails.cache', 'Redis', 'Elasticsearch', 'File', 'Open3'. '?' when it is unknown."""
    operation: str
    """Of READ: 'one', 'many' (with a limit, or by ids), 'unbounded', 'aggregate' (count, exists?, pluck of aggregates).
    Of WRITE: 'insert', 'update', 'delete'. Of TRANSACTION: 'implied' or 'explicit'. Of ENQUEUE and MAIL: 'now' or
    'later'. Of others the method called: 'get', 'fetch', 'delete', 'capture3'."""
    path: tuple[Step, ...]
    """From the entry point's own file to the line that does it: the first way that was found."""
    phase: Phase = Phase.BODY
    within: Within = Within.NONE
    loop: bool = False
    """Done once per element of a collection: a READ so is an N+1 suspect."""
    bulk: bool = False
    """Of WRITE: many rows by one statement (`update_all`, `delete_all`, `insert_all`)."""
    locked: bool = False
    """Of READ: with a row lock (`lock`, `with_lock`, `lock!`)."""
    raw: bool = False
    """Of READ and WRITE: the statement is SQL written by hand (`find_by_sql`, `execute`)."""
    after_commit: bool = False
    """Done by a commit callback, or by a job class that waits for the commit."""
    covered: frozenset[str] = frozenset()
    """Of HTTP: which of 'timeout', 'retry', 'breaker' were seen around or in the call."""
    confidence: Confidence = Confidence.HIGH

    @property
    def before_commit(self) -> bool:
        """Done while a transaction is open: of ENQUEUE and MAIL, others may see it before the data."""
        return self.within is not Within.NONE and not self.after_commit


class Unresolved(_Value, frozen=True):
    """A call whose receiver or method the analysis does not know, so that its effects are missing."""

    name: str
    path: str
    line: int


class EntryProfile(_Value, frozen=True):
    """What one entry point does to data."""

    kind: str
    """As of domain/program or entry_points: 'action', 'job', 'mailer', 'channel', 'rake' ..."""
    name: str
    """`admin/users#show`, a class name, a task's name."""
    path: str
    line: int
    effects: tuple[Effect, ...]
    """Each once per (kind, target, operation, phase and marks), in the order they are met."""
    calls: int = 0
    """Calls seen on all ways from the entry point, each place once."""
    unresolved: tuple[Unresolved, ...] = ()
    unknown: str = ""
    """Why the profile cannot be believed: 'no method', 'touches everything', 'too many calls unresolved'.
    '' if it can."""
    files: tuple[str, ...] = ()
    """Files whose code was followed, sorted."""

    def of(self, *kinds: Kind) -> tuple[Effect, ...]:
        """The effects of these kinds, as long as nothing goes wrong: without those of phase RESCUE."""
        return tuple(effect for effect in self.effects if effect.kind in kinds and effect.phase is not Phase.RESCUE)

    @property
    def reads(self) -> tuple[Effect, ...]:
        """Tables read."""
        return self.of(Kind.READ)

    @property
    def writes(self) -> tuple[Effect, ...]:
        """Tables written."""
        return self.of(Kind.WRITE)

    @property
    def transactions(self) -> tuple[Effect, ...]:
        """Transactions opened; what happens inside them are the effects whose `within` is not NONE."""
        return self.of(Kind.TRANSACTION)

    @property
    def n_plus_one(self) -> tuple[Effect, ...]:
        """Reads repeated for each element of a collection."""
        return tuple(effect for effect in self.reads if effect.loop)

    @property
    def raw_sql(self) -> tuple[Effect, ...]:
        """Statements written by hand, of known and of unknown tables."""
        return tuple(effect for effect in self.of(*Kind) if effect.raw or effect.kind is Kind.RAW_SQL)

    @property
    def unresolved_share(self) -> float:
        """From 0 to 1, of the calls seen."""
        return len(self.unresolved) / self.calls if self.calls else 0.0


def tables(effects: Iterable[Effect]) -> frozenset[str]:
    """The tables that these effects touch; unknown ones left out."""
    return frozenset(effect.target for effect in effects if effect.kind in (Kind.READ, Kind.WRITE)) - {"?"}
