"""Snapshots in, series and movements out: pure values, no store, no git."""
