"""Migrations as plain values, and the schema before them -> what each does, and whether it is safe both ways."""
