"""What is wrong with tables, indexes and keys: one module per theme."""
