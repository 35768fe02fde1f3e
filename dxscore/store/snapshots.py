"""Snapshots of one project: put, get, known, prune; each call is one transaction, and several may call at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time

from msgspec import Struct
from sqlalchemy import Engine, Select, delete, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningInsert

from dxscore.domain.trend import Snapshot
from dxscore.errors import DxscoreError
from dxscore.store.address import Address
from dxscore.store.engine import engine_of, prepare_folder, reading, writing
from dxscore.store.migrations import STEPS, migrate, refuse_programs, schema_version
from dxscore.store.rows import part_rows, snapshot_of, snapshot_row
from dxscore.store.tables import PARTS, SNAPSHOTS

PATIENCE_SECONDS = 30

_AT_ONCE = 500
"""Values in one IN (...): databases have limits."""


class Kept(Struct, frozen=True):
    """A snapshot that is there, without its content."""

    number: int
    commit: str
    ruleset: str
    time: int
    """When it was committed: Unix time."""

    @property
    def day(self) -> date:
        """In UTC."""
        return datetime.fromtimestamp(self.time, UTC).date()


class SnapshotStore(Struct, frozen=True):
    """Every method raises DxscoreError with what to do when the database can't be used."""

    address: Address
    project: str
    engine: Engine

    def put(self, snapshot: Snapshot) -> bool:
        """Keep a snapshot, whole or not at all; False when there is one of the same commit and ruleset, which stays."""
        if self.known([snapshot.commit], snapshot.ruleset):
            return False
        with writing(self.engine, self.address) as connection:
            try:
                with connection.begin_nested():
                    number = connection.execute(_numbered(self.project, snapshot)).scalar_one()
            except IntegrityError:  # another writer was faster
                return False
            for table, rows in part_rows(number, snapshot):
                if rows:
                    connection.execute(insert(table), rows)
        return True

    def kept(self, ruleset: str = "", since: date | None = None, until: date | None = None) -> tuple[Kept, ...]:
        """What is there between two days (both included), oldest first; of every ruleset for ''."""
        query = self._mine(select(SNAPSHOTS)).order_by(SNAPSHOTS.c.committed_at, SNAPSHOTS.c.id)
        query = query.where(SNAPSHOTS.c.ruleset == ruleset) if ruleset else query
        query = query.where(SNAPSHOTS.c.committed_at >= _start(since)) if since else query
        query = query.where(SNAPSHOTS.c.committed_at < _start(until) + 86_400) if until else query
        with reading(self.engine, self.address) as connection:
            rows = connection.execute(query).all()
        return tuple(Kept(row.id, row.commit_id, row.ruleset, row.committed_at) for row in rows)

    def known(self, commits: Collection[str], ruleset: str) -> frozenset[str]:
        """Those of the commits that have a snapshot of this ruleset."""
        wanted = list(commits)
        found: set[str] = set()
        with reading(self.engine, self.address) as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                some = SNAPSHOTS.c.commit_id.in_(wanted[start : start + _AT_ONCE])
                query = self._mine(select(SNAPSHOTS.c.commit_id)).where(SNAPSHOTS.c.ruleset == ruleset, some)
                found.update(connection.execute(query).scalars())
        return frozenset(found)

    def get(self, wanted: Sequence[Kept]) -> Iterator[Snapshot]:
        """The content of what `kept` listed, one at a time and in that order; without what was pruned meanwhile."""
        for each in wanted:
            with reading(self.engine, self.address) as connection:
                row = connection.execute(select(SNAPSHOTS).where(SNAPSHOTS.c.id == each.number)).one_or_none()
                found = snapshot_of(connection, row) if row else None
            if found:
                yield found

    def rulesets(self) -> Mapping[str, int]:
        """Ruleset -> how many snapshots; those of one ruleset, and no others, can be compared."""
        query = self._mine(select(SNAPSHOTS.c.ruleset, func.count().label("snapshots"))).group_by(SNAPSHOTS.c.ruleset)
        with reading(self.engine, self.address) as connection:
            return {row.ruleset: row.snapshots for row in connection.execute(query.order_by(SNAPSHOTS.c.ruleset))}

    def prune(self, unwanted: Collection[Kept]) -> int:
        """Forget these, all or none; gives how many there were."""
        numbers = [each.number for each in unwanted]
        gone = 0
        with writing(self.engine, self.address) as connection:
            for start in range(0, len(numbers), _AT_ONCE):
                some = numbers[start : start + _AT_ONCE]
                for table in PARTS:
                    connection.execute(delete(table).where(table.c.snapshot.in_(some)))
                gone += connection.execute(delete(SNAPSHOTS).where(SNAPSHOTS.c.id.in_(some))).rowcount
        return gone

    def _mine(self, query: Select[*tuple[object, ...]]) -> Select[*tuple[object, ...]]:
        return query.where(SNAPSHOTS.c.project == self.project)


def open_store(
    address: Address, project: str, *, create: bool = True, patience: int = PATIENCE_SECONDS
) -> SnapshotStore:
    """The history of a project; made, or brought to the newest schema, when that is needed.

    A writer waits `patience` seconds for another.

    Raises DxscoreError when it can't be used, or is not there and is not to be made.
    """
    if address.file and not address.file.exists():
        if not create:
            raise DxscoreError("there is no history yet", "fill it from git: `dxscore history backfill --weekly 52`")
        prepare_folder(address.file)
    engine = engine_of(address, patience)
    with reading(engine, address) as connection:
        refuse_programs(connection)
        version = schema_version(connection)
    if version < len(STEPS):
        with writing(engine, address) as connection:
            migrate(connection)
    return SnapshotStore(address, project, engine)


def _numbered(project: str, snapshot: Snapshot) -> ReturningInsert[int]:
    return insert(SNAPSHOTS).values(snapshot_row(project, snapshot)).returning(SNAPSHOTS.c.id)


def _start(day: date) -> int:
    return int(datetime.combine(day, time(), UTC).timestamp())
