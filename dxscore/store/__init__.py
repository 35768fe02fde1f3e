"""Snapshots in, snapshots out: the history, kept in an SQLite file or a PostgreSQL database."""

from dxscore.store.address import Address, file_address, server_address
from dxscore.store.snapshots import Kept, SnapshotStore, open_store

__all__ = ["Address", "Kept", "SnapshotStore", "file_address", "open_store", "server_address"]
