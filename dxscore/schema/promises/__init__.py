"""What models promise of rows, aspect by aspect, and whether the schema keeps it: one module per aspect."""
